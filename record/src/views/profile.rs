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
    /// What the person signed in is to the profile.
    pub role: Role,
    /// Whether the person signed in has other profiles to choose from.
    pub has_others: bool,
}

/// What someone is to a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is their own.
    Holder,
    /// They represent a minor.
    LegalRepresentative,
    /// They protect the person of an adult: they activate or close the profile, and see nothing of it.
    GuardianOfPerson,
    /// They protect the property of an adult: they do nothing here.
    GuardianOfProperty,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Holder,
        Self::LegalRepresentative,
        Self::GuardianOfPerson,
        Self::GuardianOfProperty,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::LegalRepresentative => "legal_representative",
            Self::GuardianOfPerson => "guardian_of_person",
            Self::GuardianOfProperty => "guardian_of_property",
        }
    }
}

/// A profile that someone may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileChoice {
    /// The profile's identifier.
    pub id: Uuid,
    /// First name of the holder.
    pub first_name: String,
    /// Last name of the holder.
    pub last_name: String,
    /// What the person signed in is to it.
    pub role: Role,
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
