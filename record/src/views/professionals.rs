//! The professionals of a record: who has an agreement, who is blocked, who came.

use serde::{Deserialize, Serialize};

use super::{DirectoryEntry, HistoryLine, LocalTime, PlaceView, ProfessionalView, Settings};

/// A professional in a list of the page, and since when they are in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProfessional {
    /// Who.
    pub professional: ProfessionalView,
    /// Since when, in Europe/Paris.
    pub since: LocalTime,
    /// Whether they administer the record.
    pub administrator: bool,
    /// Whether the organisation where they work is blocked.
    pub place_blocked: bool,
}

/// A blocked organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedOrganisation {
    /// National identifier.
    pub finess: String,
    /// Name and town, as far as the directory knows them.
    pub name: String,
    /// Since when, in Europe/Paris.
    pub since: LocalTime,
}

/// Every professional that a record knows, in lists that nobody is in twice, administrators apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalsOverview {
    /// The settings in force.
    pub settings: Settings,
    /// The administrators.
    pub administrators: Vec<ListedProfessional>,
    /// Those whose agreement is on record.
    pub authorised: Vec<ListedProfessional>,
    /// Those who came, and have neither an agreement nor a block.
    pub came: Vec<ListedProfessional>,
    /// The blocked ones.
    pub blocked: Vec<ListedProfessional>,
    /// The blocked organisations.
    pub blocked_organisations: Vec<BlockedOrganisation>,
}

/// What a record says of a professional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Blocked.
    Blocked,
    /// Administers the record.
    Administrator,
    /// An agreement is on record.
    Authorised,
    /// Came, and has neither.
    Came,
    /// Never came.
    Unseen,
}

impl ProfessionalsOverview {
    /// Whether every place of this professional is a blocked organisation.
    pub fn places_blocked(&self, places: &[PlaceView]) -> bool {
        let is_blocked = |place: &PlaceView| {
            let mut blocked = self.blocked_organisations.iter();
            blocked.any(|organisation| organisation.finess == place.finess)
        };
        !places.is_empty() && places.iter().all(is_blocked)
    }

    /// What the record says of the professional of this number.
    pub fn standing(&self, rpps: &str) -> Standing {
        let is_in = |list: &[ListedProfessional]| list.iter().any(|one| one.professional.rpps == rpps);
        if is_in(&self.blocked) {
            Standing::Blocked
        } else if is_in(&self.administrators) {
            Standing::Administrator
        } else if is_in(&self.authorised) {
            Standing::Authorised
        } else if is_in(&self.came) {
            Standing::Came
        } else {
            Standing::Unseen
        }
    }
}

/// A place of a professional, and whether the organisation is blocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceStanding {
    /// The place.
    pub place: PlaceView,
    /// Whether its organisation is blocked.
    pub blocked: bool,
}

/// One professional, and all that their page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalDetails {
    /// As the directory knows them; without places when it does not.
    pub entry: DirectoryEntry,
    /// Where they practise.
    pub places: Vec<PlaceStanding>,
    /// What the record says of them.
    pub standing: Standing,
    /// Since when, unless they never came.
    pub since: Option<LocalTime>,
    /// When they first came, if they did.
    pub came: Option<LocalTime>,
    /// Whether the rules would let them be named administrator: a physician who practises and is not blocked.
    pub may_administer: bool,
    /// Whether they could open the record if they cared for the person: the rule that says so, or not.
    pub opening: (bool, String),
    /// How many of the documents that the viewer sees they could then read.
    pub readable: u64,
    /// How many documents the viewer sees.
    pub documents: u64,
    /// How many of these they wrote.
    pub written: u64,
    /// The last lines of the history about them, newest first.
    pub lines: Vec<HistoryLine>,
    /// The settings in force.
    pub settings: Settings,
}
