//! Why an act did not happen.

use jiff::civil;

/// The closed list of reasons. None carries text for people: that is chosen at the edge.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It does not exist, or it is not for this person: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// The profile is closed. Only said to someone who acts for it; for anyone else it is not there.
    #[error("the profile is closed")]
    Closed {
        /// The day it was closed, in Europe/Paris.
        closed_on: civil::Date,
        /// The last day on which it can be reopened.
        until: civil::Date,
        /// Who closed it, when that is someone else.
        by: Option<String>,
    },
    /// What was confirmed is no longer what would happen; nothing was changed.
    #[error("the record changed since the page was shown")]
    Stale,
    /// The rules do not let this person do that; nothing was changed.
    #[error("refused: {0}")]
    Refused(policy::Refusal),
    /// A stored value makes no sense. The act is refused.
    #[error("stored {0} is not valid")]
    Corrupt(&'static str),
    /// The database did not answer, or refused.
    #[error("database")]
    Database(#[from] sqlx::Error),
}

impl RecordError {
    /// Whether the same transaction may succeed if it is run again: a serialization failure or a
    /// deadlock (SQLSTATE 40001, 40P01), or SQLite's writer lock held elsewhere (5, 517).
    pub(crate) fn is_transient(&self) -> bool {
        let Self::Database(sqlx::Error::Database(cause)) = self else {
            return false;
        };
        matches!(cause.code().as_deref(), Some("40001" | "40P01" | "5" | "517"))
    }
}
