//! The profile a page belongs to.

use jiff::civil;
use policy::Rpps;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every page of a profile says at its top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileHeader {
    /// The profile's identifier, as it stands in addresses.
    pub id: Uuid,
    /// First name of the holder.
    pub first_name: String,
    /// Last name of the holder.
    pub last_name: String,
    /// Notices not read yet by the person signed in.
    pub unread_notices: u64,
}

/// A professional, as a page names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalView {
    /// National identifier.
    pub rpps: String,
    /// First and last name, with the civil title left out.
    pub name: String,
    /// Label of the profession, in French.
    pub profession: String,
    /// Where they practise.
    pub organisation: String,
}

impl ProfessionalView {
    /// The number as the rules compare it, if it makes sense.
    pub fn number(&self) -> Option<Rpps> {
        self.rpps.parse().ok()
    }
}

/// A moment in Europe/Paris, as a page shows it.
pub type LocalTime = civil::DateTime;
