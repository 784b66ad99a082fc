//! What is shown to people: plain values, already restricted to what their viewer may know.

mod changes;
mod documents;
mod history;
mod own_documents;
mod profile;

pub use changes::*;
pub use documents::*;
pub use history::*;
pub use own_documents::*;
pub use profile::*;
