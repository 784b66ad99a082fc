//! A clock that starts elsewhere in time, and goes on from there.

use jiff::{SignedDuration, Timestamp};

use crate::clock::{Clock, SystemClock};

/// The system's clock, shifted.
#[derive(Clone, Copy, Debug)]
pub struct LabClock {
    shift: SignedDuration,
}

impl LabClock {
    /// A clock that shows `start` now.
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            shift: start.duration_since(SystemClock.now()),
        }
    }
}

impl Clock for LabClock {
    fn now(&self) -> Timestamp {
        SystemClock
            .now()
            .saturating_add(self.shift)
            .unwrap_or(Timestamp::MAX)
    }
}
