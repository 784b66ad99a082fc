//! The lines of the history: what the rules must know of a trace to say who sees it (rulebook, section 6).

use crate::facts::{DocumentFacts, Rpps};
use crate::rule::Effect;

/// What a trace is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TraceAction {
    /// A professional opened the record.
    RecordOpened,
    /// A professional searched or listed documents.
    DocumentsSearched,
    /// A professional read a document.
    DocumentRead,
    /// A professional deposited a document.
    DocumentDeposited,
    /// A professional replaced a document.
    DocumentReplaced,
    /// A document was deleted.
    DocumentDeleted,
    /// The flags of a document were changed.
    VisibilityChanged,
    /// A document hidden from the patient was returned to them.
    VisibilityRestored,
    /// A professional read a section of the profile.
    SectionRead,
    /// A privacy setting was changed on the holder's side.
    SettingChanged,
    /// The author of a document was asked to correct or delete it.
    AuthorAsked,
    /// An access that the holder's side doubts was reported.
    AccessReported,
    /// Someone signed in on the holder's side.
    SignedIn,
    /// A notice was sent.
    NoticeSent,
}

impl TraceAction {
    /// Every action.
    pub const ALL: [Self; 14] = [
        Self::RecordOpened,
        Self::DocumentsSearched,
        Self::DocumentRead,
        Self::DocumentDeposited,
        Self::DocumentReplaced,
        Self::DocumentDeleted,
        Self::VisibilityChanged,
        Self::VisibilityRestored,
        Self::SectionRead,
        Self::SettingChanged,
        Self::AuthorAsked,
        Self::AccessReported,
        Self::SignedIn,
        Self::NoticeSent,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::RecordOpened => "record_opened",
            Self::DocumentsSearched => "documents_searched",
            Self::DocumentRead => "document_read",
            Self::DocumentDeposited => "document_deposited",
            Self::DocumentReplaced => "document_replaced",
            Self::DocumentDeleted => "document_deleted",
            Self::VisibilityChanged => "visibility_changed",
            Self::VisibilityRestored => "visibility_restored",
            Self::SectionRead => "section_read",
            Self::SettingChanged => "setting_changed",
            Self::AuthorAsked => "author_asked",
            Self::AccessReported => "access_reported",
            Self::SignedIn => "signed_in",
            Self::NoticeSent => "notice_sent",
        }
    }

    /// The action that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == id)
    }

    /// Whether it puts a document into the record.
    pub fn is_deposit(self) -> bool {
        matches!(self, Self::DocumentDeposited | Self::DocumentReplaced)
    }

    /// Whether it is a professional consulting the record.
    pub fn is_consultation(self) -> bool {
        matches!(
            self,
            Self::RecordOpened | Self::DocumentsSearched | Self::DocumentRead | Self::SectionRead
        )
    }
}

/// One line of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HistoryLine {
    /// What was done, or tried.
    pub action: TraceAction,
    /// Whether it was granted.
    pub effect: Effect,
    /// Whether it was done through a secret connection.
    pub secret: bool,
    /// The professional who did it; `None` for a line of the holder's side.
    pub by: Option<Rpps>,
    /// The document it is about, with its flags of today (of its last day for a document that is gone).
    pub document: Option<DocumentFacts>,
}

impl HistoryLine {
    /// Whether it is a refused deposit: it would tell that a minor objected (section 6).
    pub fn is_refused_deposit(&self) -> bool {
        self.effect == Effect::Deny && self.action.is_deposit()
    }
}
