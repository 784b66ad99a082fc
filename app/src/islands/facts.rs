//! What an island receives: only what the rules need, in values that cost the browser little to read.

use jiff::civil::Date;
use policy::{
    Author, DocumentFacts, DocumentType, EmergencyConsents, ProfileFacts, ProfileState, Rpps, Visibility,
    VisibilityFlag,
};
use serde::{Deserialize, Serialize};

/// A document of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedDocument {
    title: String,
    type_code: String,
    /// National identifier of the professional who wrote it; blank for everyone else.
    author: String,
    masked: bool,
}

impl CheckedDocument {
    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What the rules need to know of it. Flags other than the mask never close a document to professionals.
    pub fn facts(&self) -> DocumentFacts {
        DocumentFacts {
            document_type: DocumentType::from_code(&self.type_code),
            author: self.author.parse().map_or(Author::Holder, Author::Professional),
            visibility: if self.masked {
                Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals)
            } else {
                Visibility::NORMAL
            },
        }
    }
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedSettings {
    today: (i16, i8, i8),
    born: (i16, i8, i8),
    professionals_opposed: bool,
    emergency: (bool, bool, bool),
    administrators: Vec<String>,
    blocked: Vec<String>,
}

impl CheckedSettings {
    /// Today in Europe/Paris.
    pub fn today(&self) -> Date {
        date(self.today)
    }

    /// What the rules need to know of an active profile with these settings.
    pub fn facts(&self) -> ProfileFacts {
        let mut facts = ProfileFacts::new(ProfileState::Active, date(self.born));
        facts.professionals_opposed = self.professionals_opposed;
        for rpps in self
            .blocked
            .iter()
            .filter_map(|number| number.parse::<Rpps>().ok())
        {
            facts.blocked.insert(rpps);
        }
        for rpps in self
            .administrators
            .iter()
            .filter_map(|number| number.parse::<Rpps>().ok())
        {
            facts.administrators.insert(rpps);
        }
        let (samu, break_glass, masked) = self.emergency;
        facts.emergency = EmergencyConsents::new(samu, break_glass, masked).ok();
        facts
    }
}

fn date((year, month, day): (i16, i8, i8)) -> Date {
    Date::new(year, month, day).unwrap_or(Date::ZERO)
}

#[cfg(feature = "ssr")]
mod from_views {
    use jiff::civil::Date;
    use record::views::{DocumentLine, ProfessionalView, Settings};

    use super::{CheckedDocument, CheckedSettings};

    impl From<&DocumentLine> for CheckedDocument {
        fn from(line: &DocumentLine) -> Self {
            Self {
                title: line.title.clone(),
                type_code: line.type_code.clone(),
                author: line.author.rpps.clone(),
                masked: line.is_masked(),
            }
        }
    }

    impl From<&Settings> for CheckedSettings {
        fn from(settings: &Settings) -> Self {
            let parts = |date: Date| (date.year(), date.month(), date.day());
            let numbers =
                |people: &[ProfessionalView]| people.iter().map(|person| person.rpps.clone()).collect();
            Self {
                today: parts(settings.today),
                born: parts(settings.born),
                professionals_opposed: settings.professionals_opposed,
                emergency: settings.emergency,
                administrators: numbers(&settings.administrators),
                blocked: numbers(&settings.blocked),
            }
        }
    }
}
