//! What lives in the browser. Each island receives only what its page already shows, and runs the rules itself.

mod check_reader;
mod difference;
mod see_as;

pub use check_reader::{CheckReader, PROFESSION, SITUATION, SITUATIONS};
pub use difference::Difference;
pub use see_as::SeeAs;
