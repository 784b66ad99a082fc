//! What is shown to people: plain values, already restricted to what their viewer may know.

mod changes;
mod check_up;
mod documents;
mod history;
mod profile;

pub use changes::*;
pub use check_up::*;
pub use documents::*;
pub use history::*;
pub use profile::*;
