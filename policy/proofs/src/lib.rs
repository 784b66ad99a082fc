//! The rules written a second time, as Cedar policies, and cases to compare the two on.
//!
//! Nothing here uses the tables, types or dates of the crate it proves: the matrix is read from the CSV files, the day in Paris is
//! worked out from the European rule, and the cases are the JSON of rulebook section 9.

pub mod case;
pub mod cedar;
pub mod generate;
pub mod matrix;
pub mod paris;
