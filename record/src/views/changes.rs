//! A change of settings: what is asked, what it would do, what it did.

use jiff::civil;
use policy::{DefaultVisibility, EmergencyConsents, Finess, Rpps, Section};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DocumentLine, LocalTime, ProfessionalView, Settings};
use crate::queries::DocumentQuery;

/// What a person asks to change. What it means for their record is planned by the rules ([`policy::Change`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsChange {
    /// Mask these documents, or show them again.
    Documents {
        /// Which.
        documents: Vec<Uuid>,
        /// `true` to mask.
        mask: bool,
    },
    /// Mask every document that the query finds, on all its pages, or show them again.
    Matching {
        /// Which.
        query: DocumentQuery,
        /// `true` to mask.
        mask: bool,
    },
    /// Mask everything: documents and sections of the profile; or show everything again.
    All {
        /// `true` to mask.
        mask: bool,
    },
    /// Mask a section of the profile, or show it again.
    Section {
        /// Which.
        section: Section,
        /// `true` to mask.
        mask: bool,
    },
    /// Choose what becomes of future documents. Existing ones stay as they are.
    Default(DefaultVisibility),
    /// Answer about emergencies.
    Emergency(EmergencyConsents),
    /// Block a professional.
    Block(Rpps),
    /// Unblock a professional: back to *no agreement*.
    Unblock(Rpps),
    /// Block an organisation.
    BlockOrganisation(Finess),
    /// Unblock an organisation.
    UnblockOrganisation(Finess),
    /// Close reading to all professionals (`true`), or open it again.
    Oppose(bool),
    /// Name an administrator.
    NameAdministrator(Rpps),
    /// Withdraw an administrator.
    WithdrawAdministrator(Rpps),
    /// Withdraw an administrator and block them, in one act.
    WithdrawAndBlock(Rpps),
    /// Undo an earlier change.
    Undo(Uuid),
}

/// The kind of a change, as the history and the pages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Documents were masked.
    DocumentsMasked,
    /// Documents were made visible.
    DocumentsUnmasked,
    /// A section was masked.
    SectionMasked,
    /// A section was made visible.
    SectionUnmasked,
    /// The visibility of future documents was chosen.
    DefaultVisibilityChanged,
    /// The answers about emergencies were changed.
    EmergencyChanged,
    /// A professional was blocked.
    ProfessionalBlocked,
    /// A professional was unblocked.
    ProfessionalUnblocked,
    /// An organisation was blocked.
    OrganisationBlocked,
    /// An organisation was unblocked.
    OrganisationUnblocked,
    /// Reading was closed to all professionals.
    ProfessionalsOpposed,
    /// Reading was opened to professionals again.
    ProfessionalsReadmitted,
    /// An administrator was named.
    AdministratorNamed,
    /// An administrator was withdrawn.
    AdministratorWithdrawn,
    /// An administrator was withdrawn and blocked.
    AdministratorBlocked,
    /// An earlier change was undone.
    ChangeUndone,
    /// The profile was closed.
    ProfileClosed,
    /// The profile was reopened.
    ProfileReopened,
    /// A profile that awaited it was activated.
    ProfileActivated,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 19] = [
        Self::DocumentsMasked,
        Self::DocumentsUnmasked,
        Self::SectionMasked,
        Self::SectionUnmasked,
        Self::DefaultVisibilityChanged,
        Self::EmergencyChanged,
        Self::ProfessionalBlocked,
        Self::ProfessionalUnblocked,
        Self::OrganisationBlocked,
        Self::OrganisationUnblocked,
        Self::ProfessionalsOpposed,
        Self::ProfessionalsReadmitted,
        Self::AdministratorNamed,
        Self::AdministratorWithdrawn,
        Self::AdministratorBlocked,
        Self::ChangeUndone,
        Self::ProfileClosed,
        Self::ProfileReopened,
        Self::ProfileActivated,
    ];

    /// The stable identifier, as traces carry it.
    pub fn id(self) -> &'static str {
        match self {
            Self::DocumentsMasked => "documents_masked",
            Self::DocumentsUnmasked => "documents_unmasked",
            Self::SectionMasked => "section_masked",
            Self::SectionUnmasked => "section_unmasked",
            Self::DefaultVisibilityChanged => "default_visibility_changed",
            Self::EmergencyChanged => "emergency_changed",
            Self::ProfessionalBlocked => "professional_blocked",
            Self::ProfessionalUnblocked => "professional_unblocked",
            Self::OrganisationBlocked => "organisation_blocked",
            Self::OrganisationUnblocked => "organisation_unblocked",
            Self::ProfessionalsOpposed => "professionals_opposed",
            Self::ProfessionalsReadmitted => "professionals_readmitted",
            Self::AdministratorNamed => "administrator_named",
            Self::AdministratorWithdrawn => "administrator_withdrawn",
            Self::AdministratorBlocked => "administrator_blocked",
            Self::ChangeUndone => "change_undone",
            Self::ProfileClosed => "profile_closed",
            Self::ProfileReopened => "profile_reopened",
            Self::ProfileActivated => "profile_activated",
        }
    }

    /// The kind that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// What a change would do, as its confirmation page says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePreview {
    /// What kind of change.
    pub kind: ChangeKind,
    /// Nothing would change: everything is that way already.
    pub is_done: bool,
    /// The documents that would be masked.
    pub masking: Vec<DocumentLine>,
    /// The documents that would be made visible.
    pub unmasking: Vec<DocumentLine>,
    /// How many of the documents asked for are that way already.
    pub unchanged: u64,
    /// The sections that would be masked, by identifier.
    pub sections_masking: Vec<String>,
    /// The sections that would be made visible.
    pub sections_unmasking: Vec<String>,
    /// The other settings that would change.
    pub settings_changing: Vec<SettingEdit>,
    /// Who gains access.
    pub gains: Vec<Effect>,
    /// Who loses access.
    pub losses: Vec<Effect>,
    /// The settings in force before.
    pub settings: Settings,
    /// For an undo: what was changed again since, and therefore stays.
    pub since: Vec<LaterChange>,
    /// What is confirmed: sent back with the form, so that nothing else is done.
    pub fingerprint: String,
}

/// A setting that changes, other than the visibility of a document or section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingEdit {
    /// Future documents arrive masked, or visible.
    MaskedByDefault(bool),
    /// Reading is closed to all professionals, or open.
    ProfessionalsOpposed(bool),
    /// The answers about emergencies: SAMU, break-glass, masked documents.
    Emergency((bool, bool, bool)),
    /// A professional is blocked, or no longer.
    Blocked(ProfessionalView, bool),
    /// The agreement of a professional, which a block took back, is on record again: only an undo does that.
    AgreementRestored(ProfessionalView),
    /// A professional is administrator, or no longer.
    Administrator(ProfessionalView, bool),
    /// An organisation (its name, or its number) is blocked, or no longer.
    BlockedOrganisation(String, bool),
}

/// What someone gains or loses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Who.
    pub who: Who,
    /// Opening the record itself.
    pub record: bool,
    /// How many documents.
    pub documents: u64,
    /// The first of them.
    pub named: Vec<NamedDocument>,
    /// The sections of the profile, by identifier.
    pub sections: Vec<String>,
}

/// A document that a change touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDocument {
    /// Its title.
    pub title: String,
    /// Its day, unless the title says it.
    pub dated: Option<civil::Date>,
}

/// Someone whom a change touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A professional by name.
    Named(ProfessionalView),
    /// Other professionals of these professions, each with how many documents it is about.
    Professions(Vec<(String, u64)>),
    /// Regulation physicians of the SAMU: of any, or of the organisation of this name.
    Samu(Option<String>),
    /// Any other physician in an emergency, with a reason: of any place, or of the organisation of this name.
    BreakGlass(Option<String>),
}

/// A change made after the one that is undone, on the same things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterChange {
    /// Its kind.
    pub kind: ChangeKind,
    /// When, in Europe/Paris.
    pub at: LocalTime,
    /// How many things of the undone change it touched.
    pub touched: u64,
    /// The title, when both are about one document.
    pub title: Option<String>,
}

/// What a change did, as the page after it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeReport {
    /// The change.
    pub id: Uuid,
    /// Its kind.
    pub kind: ChangeKind,
    /// How many documents changed.
    pub changed: u64,
    /// The title, when it was about one document.
    pub title: Option<String>,
    /// The name of the professional, organisation or section it was about.
    pub subject: Option<String>,
    /// For an undo: what had been changed again, and stayed.
    pub since: Vec<LaterChange>,
    /// The settings in force now.
    pub settings: Settings,
}
