//! What people do with documents: add one, delete one of their own, ask the author of another.

use jiff::civil;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DocumentLine, LocalTime};

/// The types that the holder's side may add, by code. The summary that the service itself makes of the medical
/// profile (`DOCPAT08`) is none of them.
pub const OWN_TYPES: [&str; 11] = [
    "DOCPAT01", "DOCPAT02", "DOCPAT03", "DOCPAT04", "DOCPAT05", "DOCPAT06", "DOCPAT07", "DOCPAT09",
    "EXPPAT_1", "EXPPAT_2", "EXPPAT_3",
];

/// What the form that adds a document starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnDocumentForm {
    /// Told apart from every other showing of the form: sent twice, it adds one document.
    pub form: Uuid,
    /// Today in Europe/Paris.
    pub today: civil::Date,
    /// The default visibility of the profile is *masked*.
    pub masked_by_default: bool,
}

/// What can be done about a document that someone wants to be gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deletion {
    /// They may delete it.
    Own(DocumentLine),
    /// Its author alone can.
    NotOwn {
        /// The document.
        document: DocumentLine,
        /// The author can be asked.
        may_ask_author: bool,
    },
    /// It has been deleted.
    Done {
        /// What it was called.
        title: String,
        /// When it was deleted, in Europe/Paris.
        at: LocalTime,
    },
}

/// What an author is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// To correct the document.
    Correct,
    /// To delete it.
    Delete,
    /// To take it out of a record that is not the right person's.
    NotMine,
}

impl RequestKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Correct, Self::Delete, Self::NotMine];

    /// The stored name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Delete => "delete",
            Self::NotMine => "not_mine",
        }
    }

    /// The kind of this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// A request to the author of a document, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRequest {
    /// What was asked.
    pub kind: RequestKind,
    /// What was written, perhaps nothing.
    pub text: String,
    /// When, in Europe/Paris.
    pub at: LocalTime,
    /// When it was answered; nothing while it is only sent.
    pub answered_at: Option<LocalTime>,
}

/// The document that an author is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedDocument {
    /// The document.
    pub document: DocumentLine,
    /// The author can be asked.
    pub may_ask_author: bool,
    /// What was asked already, newest first.
    pub requests: Vec<DocumentRequest>,
}
