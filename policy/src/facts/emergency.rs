//! What the holder permits in an emergency (L.1111-17, R.1111-48).

use core::error::Error;
use core::fmt;

use crate::parameters::Parameters;

/// The holder's three answers. The third depends on the others: masked documents are read in an emergency only if one kind of
/// emergency access is permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EmergencyConsents {
    samu: bool,
    break_glass: bool,
    masked_documents: bool,
}

impl EmergencyConsents {
    /// The three answers together.
    ///
    /// # Errors
    /// [`InconsistentConsents`] when masked documents are permitted while both kinds of access are refused.
    pub const fn new(
        samu: bool,
        break_glass: bool,
        masked_documents: bool,
    ) -> Result<Self, InconsistentConsents> {
        if masked_documents && !samu && !break_glass {
            return Err(InconsistentConsents);
        }
        Ok(Self {
            samu,
            break_glass,
            masked_documents,
        })
    }

    /// What holds until the person has answered: both accesses, and masked documents as parameter P1 says.
    pub const fn unanswered(parameters: &Parameters) -> Self {
        Self {
            samu: true,
            break_glass: true,
            masked_documents: parameters.emergency_reads_masked_until_answered,
        }
    }

    /// Every consistent set of answers.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        (0..8_u8).filter_map(|bits| Self::new(bits & 1 != 0, bits & 2 != 0, bits & 4 != 0).ok())
    }

    /// Whether the physicians of the emergency call centre may read.
    pub const fn samu(self) -> bool {
        self.samu
    }

    /// Whether any other professional may read by declaring an emergency and its reason.
    pub const fn break_glass(self) -> bool {
        self.break_glass
    }

    /// Whether an emergency also opens masked documents.
    pub const fn masked_documents(self) -> bool {
        self.masked_documents
    }

    /// The answers after this one; refusing the last kind of access refuses masked documents too.
    #[must_use]
    pub const fn with_samu(self, permitted: bool) -> Self {
        Self {
            samu: permitted,
            ..self
        }
        .consistent()
    }

    /// The answers after this one; refusing the last kind of access refuses masked documents too.
    #[must_use]
    pub const fn with_break_glass(self, permitted: bool) -> Self {
        Self {
            break_glass: permitted,
            ..self
        }
        .consistent()
    }

    const fn consistent(self) -> Self {
        Self {
            masked_documents: self.masked_documents && (self.samu || self.break_glass),
            ..self
        }
    }
}

/// Masked documents cannot be permitted in an emergency when every emergency access is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InconsistentConsents;

impl fmt::Display for InconsistentConsents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("emergency: masked_documents needs samu or break_glass")
    }
}

impl Error for InconsistentConsents {}
