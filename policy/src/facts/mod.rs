//! The facts a decision depends on, as types that cannot hold an impossible state.

mod document;
mod emergency;
mod identifiers;
mod profile;
mod section;
mod sorted_set;
mod visibility;

pub use document::{Author, DocumentFacts};
pub use emergency::{EmergencyConsents, InconsistentConsents};
pub use identifiers::{Finess, InvalidFiness, InvalidRpps, Rpps};
pub use profile::{ProfileFacts, ProfileState};
pub use section::{Section, Sections};
pub use sorted_set::SortedSet;
pub use visibility::{DefaultVisibility, Visibility, VisibilityFlag};
