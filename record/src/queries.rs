//! What people ask for: the filters, order and page of a list, as they stand in an address.

use jiff::civil::Date;
use policy::{NoticeKind, TraceAction};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Documents shown on one page.
pub const DOCUMENTS_PER_PAGE: u32 = 20;

/// Lines of history, and notices, shown on one page.
pub const LINES_PER_PAGE: u32 = 30;

/// Visits shown on one page of the history.
pub const VISITS_PER_PAGE: u32 = 15;

/// Lines of each visit that its page of the history shows; the rest is on the visit's own page.
pub const LINES_PER_VISIT: u32 = 6;

/// People of the directory shown on one page.
pub const PEOPLE_PER_PAGE: u32 = 20;

/// The last page of a search in the directory: whoever is not found by then needs another word.
pub const LAST_PAGE_OF_PEOPLE: u32 = 25;

/// The order of a list of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentSort {
    /// Date of the document, newest first.
    #[default]
    Newest,
    /// Date of the document, oldest first.
    Oldest,
    /// Title, in French alphabetical order (accents and case do not matter).
    Title,
    /// Name of the author.
    Author,
}

/// The documents a person asks to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentQuery {
    /// Words looked for in titles, types, authors and places; blank for all.
    pub search: String,
    /// Code of the official class of documents, blank for all.
    pub category: String,
    /// Only masked ones (`true`), only visible ones (`false`), or all.
    pub masked: Option<bool>,
    /// Name of the organisation where they were written, blank for all.
    pub organisation: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// The order.
    pub sort: DocumentSort,
    /// The page, from 1. A page past the end shows the last one.
    pub page: u32,
}

impl DocumentQuery {
    /// Whether it leaves some documents out.
    pub fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty()
            || !self.category.is_empty()
            || !self.organisation.is_empty()
            || self.masked.is_some()
            || self.from.is_some()
            || self.to.is_some()
    }
}

/// Which half of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistoryKind {
    /// What professionals did or tried.
    #[default]
    Professionals,
    /// What the holder and those who act for them did.
    OwnActs,
}

/// What professionals do with a record, as people tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    /// They opened it.
    Opened,
    /// They looked for documents.
    Searched,
    /// They read a document, or a section of the profile.
    Read,
    /// They added a document, or put another in its place.
    Added,
    /// They deleted a document, or changed who sees it.
    Changed,
}

impl AccessKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Opened,
        Self::Searched,
        Self::Read,
        Self::Added,
        Self::Changed,
    ];

    /// The events of this kind.
    pub fn events(self) -> &'static [TraceAction] {
        match self {
            Self::Opened => &[TraceAction::RecordOpened],
            Self::Searched => &[TraceAction::DocumentsSearched],
            Self::Read => &[TraceAction::DocumentRead, TraceAction::SectionRead],
            Self::Added => &[TraceAction::DocumentDeposited, TraceAction::DocumentReplaced],
            Self::Changed => &[
                TraceAction::DocumentDeleted,
                TraceAction::VisibilityChanged,
                TraceAction::VisibilityRestored,
            ],
        }
    }
}

/// The lines of the history a person asks to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Which half.
    pub kind: HistoryKind,
    /// Words of names, professions, places, titles and reasons; blank for all.
    pub search: String,
    /// National identifier of one professional, blank for all.
    pub rpps: String,
    /// What was done, or everything.
    pub done: Option<AccessKind>,
    /// About one document.
    pub document: Option<Uuid>,
    /// Only what was refused.
    pub refused: bool,
    /// Only accesses in an emergency.
    pub emergency: bool,
    /// On or after this day, in Europe/Paris.
    pub from: Option<Date>,
    /// On or before this day, in Europe/Paris.
    pub to: Option<Date>,
}

impl From<HistoryKind> for HistoryQuery {
    fn from(kind: HistoryKind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}

/// What notices are about, as people tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeTopic {
    /// Professionals came, or tried to.
    Accesses,
    /// They came in an emergency.
    Emergencies,
    /// Documents were added, changed or deleted.
    Documents,
    /// Settings, administrators, sign-ins, and what age brings.
    Settings,
}

impl NoticeTopic {
    /// Every topic.
    pub const ALL: [Self; 4] = [Self::Accesses, Self::Emergencies, Self::Documents, Self::Settings];

    /// What a kind of notice is about.
    pub fn of(kind: NoticeKind) -> Self {
        match kind {
            NoticeKind::FirstAccess | NoticeKind::MaskedDocumentOpened | NoticeKind::BlockedAttempt => {
                Self::Accesses
            }
            NoticeKind::EmergencyAccess => Self::Emergencies,
            NoticeKind::DocumentAdded | NoticeKind::DocumentChanged => Self::Documents,
            NoticeKind::PrivacySettingChanged
            | NoticeKind::AdministratorNamed
            | NoticeKind::ProfileClosed
            | NoticeKind::ProfileReopened
            | NoticeKind::NewSignIn
            | NoticeKind::ComingOfAgeSoon
            | NoticeKind::ComingOfAge => Self::Settings,
        }
    }
}

/// The notices a person asks to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeQuery {
    /// Only those that they have not read.
    pub unread: bool,
    /// About one thing, or everything.
    pub topic: Option<NoticeTopic>,
}

/// The people of the directory a person asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryQuery {
    /// Words, each of which must begin a word of the name, first name, profession, speciality or town, or
    /// be the beginning of the number. Nobody is found by a blank one.
    pub search: String,
    /// The page, from 1.
    pub page: u32,
}
