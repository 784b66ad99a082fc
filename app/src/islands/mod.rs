//! What lives in the browser. Each island receives only what its page already shows, and runs the rules itself.

mod check_reader;
mod see_as;

pub use check_reader::CheckReader;
pub use see_as::SeeAs;
