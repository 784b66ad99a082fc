//! What is shown to people: plain values, already restricted to what their viewer may know.

mod changes;
mod check_up;
mod directory;
mod documents;
mod history;
mod mail;
mod own_documents;
mod professionals;
mod profile;
mod representatives;
mod visits;

pub use changes::*;
pub use check_up::*;
pub use directory::*;
pub use documents::*;
pub use history::*;
pub use mail::*;
pub use own_documents::*;
pub use professionals::*;
pub use profile::*;
pub use representatives::*;
pub use visits::*;
