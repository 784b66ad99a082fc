//! The history and the notices.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::LocalTime;

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// When, in Europe/Paris.
    pub at: LocalTime,
    /// What happened: the event's stored name.
    pub event: String,
    /// Whether it was refused.
    pub denied: bool,
    /// The rule that decided, empty for an act of the holder.
    pub rule: String,
    /// The professional, or nobody for an act of the holder.
    pub professional: Option<HistoryProfessional>,
    /// The person on the patient's side who acted.
    pub person: Option<String>,
    /// Which setting the person changed.
    pub change: Option<String>,
    /// The document it is about.
    pub document: Option<HistoryDocument>,
    /// How many documents it changed.
    pub count: Option<u64>,
    /// The name of the professional, organisation or section it is about.
    pub subject: Option<String>,
    /// The change of settings it is about, which can be undone.
    pub change_id: Option<Uuid>,
    /// Whether it has been undone.
    pub is_undone: bool,
    /// For an undo: the kind of change that was undone.
    pub undone: Option<String>,
    /// What was answered: the default visibility, or the emergencies that are permitted (`none`, `unanswered`, or their names).
    pub chosen: Option<String>,
    /// How many sections of the profile changed with the documents.
    pub sections: Option<u64>,
}

/// The professional of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryProfessional {
    /// National identifier.
    pub rpps: String,
    /// First and last name.
    pub name: String,
    /// Label of the profession, in French.
    pub profession: String,
    /// Name and town of the organisation, or nothing.
    pub organisation: String,
    /// The context of access: its stored name.
    pub context: String,
    /// The reason of a break-glass access.
    pub reason: Option<String>,
    /// Through the national portal rather than the professional's own software.
    pub web: bool,
}

/// The document of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryDocument {
    /// Its identifier.
    pub id: Uuid,
    /// Its title at the time.
    pub title: String,
    /// Whether the viewer can open it today.
    pub available: bool,
}

/// One page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The lines.
    pub lines: Vec<HistoryLine>,
    /// Where the next page begins, when there is one.
    pub next: Option<String>,
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Its identifier.
    pub id: Uuid,
    /// When, in Europe/Paris.
    pub at: LocalTime,
    /// Its kind: the stored name.
    pub kind: String,
    /// Whether the person signed in has read it.
    pub read: bool,
    /// What it is about, as a line of the history is.
    pub about: HistoryLine,
}

/// One page of notices, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePage {
    /// The notices.
    pub notices: Vec<NoticeLine>,
    /// When the newest of them was written, in UTC microseconds; 0 when there is none.
    pub newest: i64,
    /// Where the next page begins, when there is one.
    pub next: Option<String>,
}
