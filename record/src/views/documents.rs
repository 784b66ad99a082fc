//! Documents, the settings that govern them, and what the rules need to know of both.

use jiff::civil;
use policy::{
    Author, DefaultVisibility, DocumentFacts, DocumentType, EmergencyConsents, ProfileFacts, ProfileState,
    Section, Sections, Visibility, VisibilityFlag,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DocumentRequest, LocalTime, ProfessionalView};

/// One document, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// Its identifier.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Code of its type.
    pub type_code: String,
    /// Who it comes from.
    pub author: AuthorView,
    /// The date it bears.
    pub dated: civil::Date,
    /// Its flags, those its viewer may know.
    pub flags: Flags,
}

impl DocumentLine {
    /// Label of its type, in French.
    pub fn type_label(&self) -> &'static str {
        DocumentType::from_code(&self.type_code).map_or("Type inconnu", DocumentType::label)
    }

    /// Its type as people say it: the official labels shorten *compte rendu*, which not everyone guesses.
    pub fn type_name(&self) -> String {
        spoken_type(self.type_label())
    }

    /// Whether professionals no longer read it.
    pub fn is_masked(&self) -> bool {
        self.flags.visibility().is_masked()
    }

    /// What the rules need to know of it.
    pub fn facts(&self) -> DocumentFacts {
        DocumentFacts {
            document_type: DocumentType::from_code(&self.type_code),
            author: self.author.facts(),
            visibility: self.flags.visibility(),
        }
    }
}

/// The label of a type, without its abbreviation.
pub(crate) fn spoken_type(label: &str) -> String {
    match label.strip_prefix("CR ") {
        Some(rest) => format!("Compte rendu {rest}"),
        None => label.to_owned(),
    }
}

/// Who a document comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorView {
    /// `professional`, `holder`, `legal_representative`, `referenced_application` or `health_insurance`.
    pub kind: String,
    /// The professional's national identifier, empty for the others.
    pub rpps: String,
    /// A name.
    pub name: String,
    /// Label of the profession, empty for the others.
    pub profession: String,
    /// Where they practise, empty when unknown.
    pub organisation: String,
}

impl AuthorView {
    /// What the rules need to know of the author. A professional whose number makes no sense is nobody's author.
    fn facts(&self) -> Author {
        match self.kind.as_str() {
            "professional" => self
                .rpps
                .parse()
                .map_or(Author::HealthInsurance, Author::Professional),
            "holder" => Author::Holder,
            "legal_representative" => Author::LegalRepresentative,
            "referenced_application" => Author::ReferencedApplication,
            _ => Author::HealthInsurance,
        }
    }
}

/// A set of visibility flags as it is stored and sent: one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flags(u8);

impl Flags {
    fn bit(flag: VisibilityFlag) -> u8 {
        match flag {
            VisibilityFlag::MaskedToProfessionals => 1,
            VisibilityFlag::HiddenFromPatient => 2,
            VisibilityFlag::HiddenFromRepresentatives => 4,
        }
    }

    /// From the stored number; `None` for a bit that means nothing.
    pub fn from_bits(bits: i64) -> Option<Self> {
        u8::try_from(bits).ok().filter(|bits| *bits < 8).map(Self)
    }

    /// The number that is stored.
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    /// The flags themselves.
    pub fn visibility(self) -> Visibility {
        VisibilityFlag::ALL
            .into_iter()
            .filter(|flag| self.0 & Self::bit(*flag) != 0)
            .fold(Visibility::default(), Visibility::with)
    }
}

impl From<Visibility> for Flags {
    fn from(visibility: Visibility) -> Self {
        Self(visibility.iter().fold(0, |bits, flag| bits | Self::bit(flag)))
    }
}

/// One page of documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPage {
    /// The documents of this page.
    pub documents: Vec<DocumentLine>,
    /// How many match, on all pages.
    pub matching: u64,
    /// How many the viewer may see at all.
    pub total: u64,
    /// How many of those are masked.
    pub masked: u64,
    /// This page, from 1.
    pub page: u32,
    /// The last page, at least 1.
    pub pages: u32,
    /// The names of the organisations where the documents were written.
    pub organisations: Vec<String>,
    /// The settings in force.
    pub settings: Settings,
}

/// One document and everything its page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDetails {
    /// The document.
    pub document: DocumentLine,
    /// When it was added, in Europe/Paris.
    pub deposited_at: LocalTime,
    /// Media type of the content.
    pub media_type: String,
    /// Size of the content in bytes.
    pub size: u64,
    /// The settings in force.
    pub settings: Settings,
    /// The viewer may delete it.
    pub may_delete: bool,
    /// The viewer may ask its author to correct or delete it.
    pub may_ask_author: bool,
    /// What the author was asked, newest first.
    pub requests: Vec<DocumentRequest>,
}

/// The content of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentContent {
    /// Its title, to name the file after.
    pub title: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The privacy settings of a profile, as far as they decide who reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Today in Europe/Paris.
    pub today: civil::Date,
    /// Birth date of the holder.
    pub born: civil::Date,
    /// Reading is closed to all professionals.
    pub professionals_opposed: bool,
    /// The three emergency consents in force: SAMU, break-glass, masked documents.
    pub emergency: (bool, bool, bool),
    /// Whether the person has answered; until then the defaults are in force.
    pub emergency_answered: bool,
    /// Future documents arrive masked.
    pub masked_by_default: bool,
    /// Sections that are masked, by identifier.
    pub masked_sections: Vec<String>,
    /// The administrators.
    pub administrators: Vec<ProfessionalView>,
    /// The numbers of those whose organisation is blocked: it wins, and they do not come in from there.
    pub administrators_shut_out: Vec<String>,
    /// The blocked professionals.
    pub blocked: Vec<ProfessionalView>,
    /// The names of the blocked organisations.
    pub blocked_organisations: Vec<String>,
}

impl Settings {
    /// The administrators who read everything, and those whom the block of their organisation refuses.
    pub fn administrators_by_access(&self) -> (Vec<&ProfessionalView>, Vec<&ProfessionalView>) {
        self.administrators
            .iter()
            .partition(|person| !self.administrators_shut_out.contains(&person.rpps))
    }

    /// What the rules need to know of an active profile with these settings.
    pub fn facts(&self) -> ProfileFacts {
        let mut facts = ProfileFacts::new(ProfileState::Active, self.born);
        facts.professionals_opposed = self.professionals_opposed;
        for rpps in self.blocked.iter().filter_map(ProfessionalView::number) {
            facts.blocked.insert(rpps);
        }
        for rpps in self.administrators.iter().filter_map(ProfessionalView::number) {
            facts.administrators.insert(rpps);
        }
        let (samu, break_glass, masked) = self.emergency;
        facts.emergency = EmergencyConsents::new(samu, break_glass, masked && (samu || break_glass)).ok();
        facts.default_visibility = if self.masked_by_default {
            DefaultVisibility::Masked
        } else {
            DefaultVisibility::Visible
        };
        facts.masked_sections = self
            .masked_sections
            .iter()
            .filter_map(|id| Section::from_id(id))
            .collect::<Sections>();
        facts
    }
}

/// What *see my record as…* is worked out from: people, documents and settings, as far as this person may know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeeAsView {
    /// The settings in force.
    pub settings: Settings,
    /// The organisations blocked, by national identifier.
    pub blocked_organisations: Vec<String>,
    /// The professionals who have to do with this record, each once, those of the same tie together.
    pub people: Vec<SeeAsPerson>,
    /// The documents, newest first.
    pub documents: Vec<DocumentLine>,
}

/// A professional through whose eyes the record can be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeeAsPerson {
    /// Who they are.
    pub professional: ProfessionalView,
    /// Code of their profession: the directory's, or else that of the name their documents give it; empty when there is none.
    pub profession_code: String,
    /// National identifier of the organisation where they practise, empty when unknown.
    pub finess: String,
    /// Suspended nationally for misuse.
    pub suspended: bool,
    /// What they have to do with this record; the first that holds.
    pub tie: Tie,
}

/// What a professional has to do with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// Named administrator.
    Administrator,
    /// Blocked.
    Blocked,
    /// Has entered the record.
    Came,
    /// Wrote one of the documents.
    Author,
}

/// The settings in force, and how many people and documents they touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsOverview {
    /// The settings.
    pub settings: Settings,
    /// Whether the person has answered about future documents at the first sign-in.
    pub default_answered: bool,
    /// How many documents the person sees.
    pub documents: u64,
    /// How many of those are masked.
    pub masked: u64,
    /// How many professionals have an agreement on record.
    pub authorised: u64,
    /// What was changed last, where someone else acts on the record too.
    pub last_change: Option<super::LastChange>,
}
