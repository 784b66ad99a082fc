//! The parts of the profile, besides documents, that professionals may read.

use core::fmt;

use crate::codes::DocumentType;

/// A part of the profile that professionals may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The vaccination record.
    Vaccinations,
    /// The reimbursed care history.
    HealthHistory,
    /// Contacts and wishes; never shows the directives.
    CareCircleAndWishes,
    /// The advance directives.
    AdvanceDirectives,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 4] = [
        Self::Vaccinations,
        Self::HealthHistory,
        Self::CareCircleAndWishes,
        Self::AdvanceDirectives,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Vaccinations => "vaccinations",
            Self::HealthHistory => "health_history",
            Self::CareCircleAndWishes => "care_circle_and_wishes",
            Self::AdvanceDirectives => "advance_directives",
        }
    }

    /// The section that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.id() == id)
    }

    /// The name people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Vaccinations => "Vaccinations",
            Self::HealthHistory => "Mon histoire de santé",
            Self::CareCircleAndWishes => "Entourage et volontés",
            Self::AdvanceDirectives => "Directives anticipées",
        }
    }

    /// The document type whose matrix row decides who reads the section; none for the care circle.
    pub fn matrix_row(self) -> Option<DocumentType> {
        match self {
            Self::Vaccinations => Some(DocumentType::vaccination_history()),
            Self::HealthHistory => Some(DocumentType::reimbursements()),
            Self::CareCircleAndWishes => None,
            Self::AdvanceDirectives => Some(DocumentType::advance_directives()),
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Vaccinations => 1,
            Self::HealthHistory => 2,
            Self::CareCircleAndWishes => 4,
            Self::AdvanceDirectives => 8,
        }
    }
}

/// A set of sections.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Sections(u8);

impl Sections {
    /// No section.
    pub const NONE: Self = Self(0);

    /// Every possible set.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..16).map(Self)
    }

    /// The same set and this section.
    #[must_use]
    pub fn with(self, section: Section) -> Self {
        Self(self.0 | section.bit())
    }

    /// The same set but this section.
    #[must_use]
    pub fn without(self, section: Section) -> Self {
        Self(self.0 & !section.bit())
    }

    /// Whether the set holds the section.
    pub fn contains(self, section: Section) -> bool {
        self.0 & section.bit() != 0
    }

    /// Whether the set holds none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The sections of the set.
    pub fn iter(self) -> impl Iterator<Item = Section> + Clone {
        Section::ALL
            .into_iter()
            .filter(move |section| self.contains(*section))
    }
}

impl FromIterator<Section> for Sections {
    fn from_iter<I: IntoIterator<Item = Section>>(sections: I) -> Self {
        sections.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Sections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
