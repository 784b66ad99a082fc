//! What comes in from outside: the system's clock, chance, and the key that vouches for histories.

use std::sync::Arc;

use jiff::{Timestamp, civil, tz::TimeZone};
use record::{Chance, Signer};
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

/// Today in Europe/Paris.
///
/// # Errors
/// When the time zone database does not know Europe/Paris.
pub fn today() -> Result<civil::Date, jiff::Error> {
    Ok(SystemClock.now().to_zoned(TimeZone::get("Europe/Paris")?).date())
}

/// The operating system's random source.
#[derive(Clone, Copy, Debug)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn id(&self) -> Uuid {
        Uuid::new_v4()
    }
}

/// The time, the chance and the signing key a server runs on.
#[derive(Clone)]
pub struct Edge {
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where identifiers come from.
    pub chance: Arc<dyn Chance>,
    /// What signs the checkpoints of histories.
    pub signer: Arc<Signer>,
    paris: TimeZone,
}

impl Edge {
    /// Time and chance of the system.
    ///
    /// # Errors
    /// When the time zone database does not know Europe/Paris.
    pub fn system(signer: Signer) -> Result<Self, jiff::Error> {
        Self::new(Arc::new(SystemClock), Arc::new(SystemChance), signer)
    }

    /// Time and chance from elsewhere, as tests do.
    ///
    /// # Errors
    /// When the time zone database does not know Europe/Paris.
    pub fn new(clock: Arc<dyn Clock>, chance: Arc<dyn Chance>, signer: Signer) -> Result<Self, jiff::Error> {
        Ok(Self {
            clock,
            chance,
            signer: Arc::new(signer),
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
            signer: &self.signer,
        }
    }
}
