//! Traces: what was done or tried, by whom, and the chain that makes a later edit visible.
//!
//! Each profile has one chain per [`Audience`], so that what a representative may see has no gap where
//! something they may not see was written. The canonical text of a line is its JSON; how lines are chained and signed is the crate `proof`.

use policy::TraceAction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{RecordError, acts::history, views::HistoryLine};

/// Who may see a trace or a notice (rulebook, sections 4 and 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The holder and the legal representatives.
    Everyone,
    /// The holder alone: secret connections, documents hidden from representatives, refused deposits.
    Holder,
    /// Nobody on the patient's side yet: a document that is hidden from the patient.
    Withheld,
}

impl Audience {
    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Holder => "holder",
            Self::Withheld => "withheld",
        }
    }
}

/// The professional of a trace, as the verified token named them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracedProfessional {
    /// National identifier.
    pub rpps: String,
    /// First and last name.
    pub name: String,
    /// Label of the profession, in French.
    pub profession: String,
    /// Name and town of the organisation, empty when none was declared.
    pub organisation: String,
    /// `web_ps` or `lps`.
    pub channel: String,
    /// The context of access that was declared.
    pub context: String,
    /// The reason given for a break-glass access.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// Whether it was a secret connection.
    pub secret: bool,
}

impl TracedProfessional {
    /// Whether they came in an emergency.
    pub fn is_emergency(&self) -> bool {
        matches!(self.context.as_str(), "samu" | "break_glass")
    }
}

/// The document of a trace, as it was called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracedDocument {
    /// Its identifier.
    pub id: Uuid,
    /// Its title.
    pub title: String,
}

/// One line of the history, in the order its canonical text has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Place in its chain, from 1.
    pub seq: i64,
    /// UTC microseconds.
    pub at: i64,
    /// What happened: the identifier of a [`policy::TraceAction`].
    pub event: String,
    /// Whether it was refused.
    pub denied: bool,
    /// The rule that decided, empty for an act of the holder.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub rule: String,
    /// The professional; absent for an act of the holder or a representative.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub professional: Option<TracedProfessional>,
    /// Name of the person on the patient's side who acted; absent for a professional.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<String>,
    /// Which setting was changed, for an act of the holder or a representative.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub change: Option<String>,
    /// The document it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document: Option<TracedDocument>,
    /// How many documents it changed, when it is about several.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub count: Option<u64>,
    /// The name of the professional, organisation or section it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
    /// The change of settings it is about, which can be undone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub change_id: Option<Uuid>,
    /// For an undo: the kind of change that was undone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undone: Option<String>,
    /// What was answered: the default visibility, or the emergencies that are permitted (`none`, `unanswered`, or their names).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chosen: Option<String>,
    /// How many sections of the profile changed with the documents.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sections: Option<u64>,
}

impl Trace {
    /// As it is shown to people, without links.
    ///
    /// # Errors
    /// [`RecordError::Corrupt`] when its time makes no sense.
    pub fn shown(self) -> Result<HistoryLine, RecordError> {
        history::shown(self, false)
    }

    /// Whether it was done through a secret connection.
    pub fn is_secret(&self) -> bool {
        self.professional
            .as_ref()
            .is_some_and(|professional| professional.secret)
    }

    /// Whether it is a deposit, or a replacement, that was refused.
    pub fn is_refused_deposit(&self) -> bool {
        self.denied && TraceAction::from_id(&self.event).is_some_and(TraceAction::is_deposit)
    }
}
