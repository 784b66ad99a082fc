//! Why a change asked for on the holder's side is refused.

use core::error::Error;
use core::fmt;

/// The reason of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// This person may not do this on this profile.
    NotAllowed,
    /// The profile is not in the state this act starts from.
    WrongState,
    /// The days to reopen a closed profile are over (parameter P7).
    GracePeriodOver,
    /// The guardian has not declared that the person's opinion was sought.
    OpinionNotSought,
    /// The document is not there, or not for this person to see: the two answer alike.
    DocumentNotFound,
    /// The author of the document is someone else: they alone can delete it.
    NotOwnDocument,
    /// An administrator must be withdrawn before being blocked.
    AdministratorCannotBeBlocked,
    /// Only a physician (entitlement `10`) can be named administrator.
    AdministratorNotPhysician,
    /// Only a professional active in the directory can be named administrator.
    AdministratorNotActive,
    /// A blocked professional cannot be named administrator.
    AdministratorBlocked,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 10] = [
        Self::NotAllowed,
        Self::WrongState,
        Self::GracePeriodOver,
        Self::OpinionNotSought,
        Self::DocumentNotFound,
        Self::NotOwnDocument,
        Self::AdministratorCannotBeBlocked,
        Self::AdministratorNotPhysician,
        Self::AdministratorNotActive,
        Self::AdministratorBlocked,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotAllowed => "not_allowed",
            Self::WrongState => "wrong_state",
            Self::GracePeriodOver => "grace_period_over",
            Self::OpinionNotSought => "opinion_not_sought",
            Self::DocumentNotFound => "document_not_found",
            Self::NotOwnDocument => "not_own_document",
            Self::AdministratorCannotBeBlocked => "administrator_cannot_be_blocked",
            Self::AdministratorNotPhysician => "administrator_not_physician",
            Self::AdministratorNotActive => "administrator_not_active",
            Self::AdministratorBlocked => "administrator_blocked",
        }
    }

    /// The refusal that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.id() == id)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl Error for Refusal {}
