//! Those who act for the holder, and records that are not open yet.

use jiff::civil;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ChangeKind, DocumentLine, LocalTime, Role};

/// The representatives of a minor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representatives {
    /// Those who represent them today.
    pub people: Vec<RepresentativeView>,
    /// Those who have not answered yet.
    pub pending: Vec<PendingInvitation>,
    /// Whether there is room for one more.
    pub may_invite: bool,
    /// Whether someone else stays.
    pub may_leave: bool,
}

/// Someone who represents a minor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepresentativeView {
    /// Their name.
    pub name: String,
    /// It is the person signed in.
    pub is_me: bool,
}

/// An invitation that nobody has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingInvitation {
    /// Its identifier.
    pub id: Uuid,
    /// Who is invited.
    pub invited: String,
    /// Who invited them.
    pub inviter: String,
    /// Until when it may be answered.
    pub until: LocalTime,
    /// That time is over.
    pub expired: bool,
}

/// An invitation, for whoever is invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// First name of the minor.
    pub first_name: String,
    /// Last name of the minor.
    pub last_name: String,
    /// Who invites.
    pub inviter: String,
    /// The last day on which it may be answered.
    pub until: civil::Date,
}

/// The latest change of a record that two people act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastChange {
    /// The change, to undo it.
    pub id: Uuid,
    /// What it was.
    pub kind: ChangeKind,
    /// Who made it.
    pub by: String,
    /// It was the person signed in.
    pub by_me: bool,
    /// When.
    pub at: LocalTime,
}

/// What whoever protects an adult sees of the record: that it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// First name of the holder.
    pub first_name: String,
    /// Last name of the holder.
    pub last_name: String,
    /// What the person signed in is to it.
    pub role: Role,
    /// The identifier of the state.
    pub state: String,
}

/// What someone who came of age is asked to review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MajorityReview {
    /// It has not been done yet.
    pub is_due: bool,
    /// What had been hidden from their representatives.
    pub was_hidden: Vec<DocumentLine>,
}
