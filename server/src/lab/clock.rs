//! A clock that starts elsewhere in time, goes on from there, and can be moved forward.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::{SignedDuration, Timestamp};

use crate::clock::{Clock, SystemClock};

/// The system's clock, shifted. Its copies move together.
#[derive(Clone, Debug, Default)]
pub struct LabClock {
    /// By how many microseconds.
    shift: Arc<AtomicI64>,
}

/// Why the clock was not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// What was written has its time; a clock that goes back would tell it in another order.
    #[error("the clock does not go back")]
    Backwards,
    /// Longer than any life.
    #[error("the clock does not go further than a hundred and fifty years")]
    TooFar,
}

/// How far it may go, in days from what the system says.
const FURTHEST: i64 = 150 * 365;

impl LabClock {
    /// A clock that shows `start` now.
    pub fn starting_at(start: Timestamp) -> Self {
        let clock = Self::default();
        clock.back_to(Some(start));
        clock
    }

    /// A clock that goes on from where another one of this shift, in microseconds, was.
    pub(super) fn shifted(shift: i64) -> Self {
        Self {
            shift: Arc::new(AtomicI64::new(shift)),
        }
    }

    /// By how many microseconds it is shifted.
    pub(super) fn shift(&self) -> i64 {
        self.shift.load(Ordering::SeqCst)
    }

    /// Shows `start` again, or the system's time when there is none: only a world that begins again may go back.
    pub(super) fn back_to(&self, start: Option<Timestamp>) {
        let shift = start.map_or(0, |start| {
            start.as_microsecond() - SystemClock.now().as_microsecond()
        });
        self.shift_by(shift);
    }

    /// Is shifted by so many microseconds from now on.
    pub(super) fn shift_by(&self, shift: i64) {
        self.shift.store(shift, Ordering::SeqCst);
    }

    /// Shows this instant from now on.
    ///
    /// # Errors
    /// [`ClockError`]; the clock is then as it was.
    pub fn move_to(&self, instant: Timestamp) -> Result<(), ClockError> {
        let wanted = instant.as_microsecond() - SystemClock.now().as_microsecond();
        if wanted
            > SignedDuration::from_hours(24 * FURTHEST)
                .as_micros()
                .try_into()
                .unwrap_or(i64::MAX)
        {
            return Err(ClockError::TooFar);
        }
        // A second is what a person sees; of two that move it at once, the further wins.
        if instant.as_second() < self.now().as_second() {
            return Err(ClockError::Backwards);
        }
        self.shift.fetch_max(wanted, Ordering::SeqCst);
        Ok(())
    }
}

impl Clock for LabClock {
    fn now(&self) -> Timestamp {
        let shift = SignedDuration::from_micros(self.shift.load(Ordering::SeqCst));
        SystemClock.now().saturating_add(shift).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_forward_only_and_its_copies_follow() {
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let clock = LabClock::starting_at(start);
        let copy = clock.clone();
        let later: Timestamp = "2026-12-25T00:00:00Z".parse().unwrap();
        clock.move_to(later).unwrap();
        assert!(copy.now() >= later);
        assert_eq!(clock.move_to(start), Err(ClockError::Backwards));
        assert_eq!(clock.move_to(Timestamp::MAX), Err(ClockError::TooFar));
        assert!(copy.now() >= later);
        assert!(copy.now().duration_since(later) < SignedDuration::from_mins(1));
    }
}
