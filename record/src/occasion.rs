//! When an act happens, and where its identifiers come from.

use jiff::{Timestamp, civil};
use proof::Signer;
use uuid::Uuid;

/// The source of random identifiers.
pub trait Chance: Send + Sync {
    /// A fresh random (version 4) identifier.
    fn id(&self) -> Uuid;
}

/// The time of one act, the chance it may use, and the key that vouches for what is written. Made at the edge, once per request.
#[derive(Clone, Copy)]
pub struct Occasion<'a> {
    /// The instant, in UTC.
    pub at: Timestamp,
    /// The civil day in Europe/Paris at that instant: what ages are counted by.
    pub day: civil::Date,
    /// Where identifiers come from.
    pub chance: &'a dyn Chance,
    /// Signs the checkpoints of histories.
    pub signer: &'a Signer,
}

impl Occasion<'_> {
    /// The instant in microseconds since 1970, as it is stored.
    pub fn micros(&self) -> i64 {
        self.at.as_microsecond()
    }
}

impl std::fmt::Debug for Occasion<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Occasion")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}
