//! The history by visit, and the reports of doubtful accesses.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{HistoryLine, HistoryProfessional, LocalTime, ProfessionalView};

/// What one professional did at one place from one opening of the record on, or what this person may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its place in addresses.
    pub id: String,
    /// Who came.
    pub who: HistoryProfessional,
    /// Whether they are blocked today.
    pub blocked: bool,
    /// The time of its first line, in Europe/Paris.
    pub from: LocalTime,
    /// The time of its last line, in Europe/Paris.
    pub to: LocalTime,
    /// Its lines, or the first of them, in the order they were written.
    pub lines: Vec<HistoryLine>,
    /// How many lines there are, or how many of them were looked for.
    pub total: u64,
}

/// One page of the history by visit, latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitsPage {
    /// The visits.
    pub visits: Vec<Visit>,
    /// Where the next page begins, when there is one.
    pub next: Option<String>,
    /// The professionals who are in the whole history, by name.
    pub people: Vec<ProfessionalView>,
}

/// One visit, line by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitDetails {
    /// The visit, with the lines of this page.
    pub visit: Visit,
    /// Where the next page of its lines begins, when there is one.
    pub next: Option<String>,
    /// What was reported about it, latest first.
    pub reports: Vec<AccessReport>,
}

/// Why an access is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcernKind {
    /// The person does not know this professional.
    Unknown,
    /// They were not cared for then.
    NotInCare,
    /// There was no emergency.
    NoEmergency,
    /// Something else, that they write.
    Other,
}

impl ConcernKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::NotInCare, Self::NoEmergency, Self::Other];

    /// The stored name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotInCare => "not_in_care",
            Self::NoEmergency => "no_emergency",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// Where a report stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportState {
    /// Nobody has answered yet.
    Sent,
    /// The person took it back.
    Withdrawn {
        /// When, in Europe/Paris.
        at: LocalTime,
    },
    /// The service answered.
    Answered {
        /// When, in Europe/Paris.
        at: LocalTime,
        /// What it said.
        answer: String,
    },
}

/// A doubtful access that was reported, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReport {
    /// Its identifier.
    pub id: Uuid,
    /// The visit it is about: its place in addresses.
    pub visit: String,
    /// When that visit began, in Europe/Paris.
    pub visit_at: LocalTime,
    /// Who came.
    pub who: ProfessionalView,
    /// Why it is doubtful.
    pub kind: ConcernKind,
    /// What was written, perhaps nothing.
    pub text: String,
    /// When it was reported, in Europe/Paris.
    pub at: LocalTime,
    /// Where it stands.
    pub state: ReportState,
}
