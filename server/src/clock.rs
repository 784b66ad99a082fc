//! The one place that reads the system's clock.

use std::sync::Arc;

use jiff::{Timestamp, civil, tz::TimeZone};
use record::Chance;
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The instant, in UTC.
    fn now(&self) -> Timestamp;
}

/// The system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the edge where time comes in")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The operating system's random source.
#[derive(Clone, Copy, Debug)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn id(&self) -> Uuid {
        Uuid::new_v4()
    }
}

/// The time and the chance a server runs on.
#[derive(Clone)]
pub struct Edge {
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where identifiers come from.
    pub chance: Arc<dyn Chance>,
    paris: TimeZone,
}

impl Edge {
    /// Time and chance of the system.
    ///
    /// # Errors
    /// When the time zone database does not know Europe/Paris.
    pub fn system() -> Result<Self, jiff::Error> {
        Self::new(Arc::new(SystemClock), Arc::new(SystemChance))
    }

    /// Time and chance from elsewhere, as tests do.
    ///
    /// # Errors
    /// When the time zone database does not know Europe/Paris.
    pub fn new(clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Result<Self, jiff::Error> {
        Ok(Self {
            clock,
            chance,
            paris: TimeZone::get("Europe/Paris")?,
        })
    }

    /// The civil day in Europe/Paris at that instant.
    pub fn day(&self, at: Timestamp) -> civil::Date {
        at.to_zoned(self.paris.clone()).date()
    }

    /// Now, as acts receive it.
    pub fn occasion(&self) -> record::Occasion<'_> {
        let at = self.clock.now();
        record::Occasion {
            at,
            day: self.day(at),
            chance: &*self.chance,
        }
    }
}
