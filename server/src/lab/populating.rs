//! Putting the fictional people and their past in: each time the same, down to the identifiers.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use record::{Chance, Store};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::{LabError, population, visits};
use crate::clock::{Clock, Edge};

/// The same identifiers in the same order each time, with the look of random ones.
#[derive(Default)]
struct Seeded(AtomicU64);

impl Chance for Seeded {
    fn id(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        let digest = Sha256::digest(format!("the lab's past, {number}"));
        let mut bytes = [0; 16];
        for (byte, drawn) in bytes.iter_mut().zip(digest) {
            *byte = drawn;
        }
        Builder::from_random_bytes(bytes).into_uuid()
    }
}

/// A clock that stands still.
struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// Replaces everything there is by the fictional people, whose passwords have this hash, and by their past.
pub(super) async fn populate(store: &Store, edge: &Edge, password_hash: &str) -> Result<(), LabError> {
    let read = edge.clock.now();
    // What is made within the same minute is the same.
    let rounded = TimestampRound::new()
        .smallest(Unit::Minute)
        .mode(RoundMode::Trunc);
    let now = read.round(rounded).unwrap_or(read);
    let today = edge.day(now);
    let population = population::population(password_hash, now, today)?;
    let newcomers = population::newcomers(password_hash, now, today)?;
    store.start_again(&population, &newcomers, now).await?;
    let mut seeded = edge.clone();
    seeded.clock = Arc::new(Still(now));
    seeded.chance = Arc::new(Seeded::default());
    visits::make(store, &seeded).await
}
