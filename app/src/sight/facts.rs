//! What the computation needs of a record, in values that make a small page and cost the browser little to read. An island receives
//! these: so they hold only what the page shows, and what the rules must know of it.
//!
//! Lists are one text, a line for each thing and a tab between its parts: as JSON within HTML, quotes alone would be most of the page.

use jiff::civil::Date;
use policy::{
    Author, DocumentFacts, DocumentType, EmergencyConsents, Entitlement, ProfileFacts, ProfileState, Rpps,
    Section, Visibility, VisibilityFlag,
};
use serde::{Deserialize, Serialize};

use super::Onlooker;

/// A record, as far as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenRecord {
    /// The settings in force.
    pub settings: SeenSettings,
    /// Who can be chosen.
    pub people: SeenPeople,
    /// The documents.
    pub documents: SeenDocuments,
}

/// The documents of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeenDocuments(String);

impl SeenDocuments {
    /// Each with what it is called, and what the rules need to know of it. Flags other than the mask never close a document to
    /// professionals.
    pub fn iter(&self) -> impl Iterator<Item = (&str, DocumentFacts)> {
        self.0.lines().map(|line| {
            let [type_code, author, masked, label] = parts(line);
            let facts = DocumentFacts {
                document_type: DocumentType::from_code(type_code),
                author: author.parse().map_or(Author::Holder, Author::Professional),
                visibility: if masked.is_empty() {
                    Visibility::NORMAL
                } else {
                    Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals)
                },
            };
            (label, facts)
        })
    }
}

/// The professionals who have to do with a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeenPeople(String);

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenPerson<'a> {
    /// National identifier, as it is written.
    pub number: &'a str,
    /// First and last name.
    pub name: &'a str,
    pub(crate) profession: &'a str,
    pub(crate) finess: &'a str,
    pub(crate) suspended: bool,
}

impl SeenPeople {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = SeenPerson<'_>> {
        self.0.lines().map(|line| {
            let [number, profession, finess, suspended, name] = parts(line);
            SeenPerson {
                number,
                name,
                profession,
                finess,
                suspended: !suspended.is_empty(),
            }
        })
    }
}

impl SeenPerson<'_> {
    /// Their profession, when it is known.
    pub fn profession(&self) -> Option<Entitlement> {
        Entitlement::from_code(self.profession)
    }

    /// What the rules need to know of them. Whose profession nobody knows is taken for a physician, who sees most.
    pub fn onlooker(&self) -> Option<Onlooker> {
        Some(Onlooker {
            rpps: self.number.parse().ok()?,
            entitlement: if self.profession.is_empty() {
                Some(Entitlement::physician())
            } else {
                self.profession()
            },
            organisation: self.finess.parse().ok(),
            suspended: self.suspended,
        })
    }
}

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeenSettings(String);

impl SeenSettings {
    /// Today in Europe/Paris.
    pub fn today(&self) -> Date {
        let [today, ..] = self.parts();
        day_of(today).unwrap_or(Date::ZERO)
    }

    /// What the rules need to know of an active profile with these settings.
    pub fn facts(&self) -> ProfileFacts {
        let [_, born, answers, sections, administrators, blocked, organisations] = self.parts();
        let mut facts = ProfileFacts::new(ProfileState::Active, day_of(born).unwrap_or(Date::ZERO));
        facts.professionals_opposed = answers.contains(OPPOSED);
        let consents = || {
            EmergencyConsents::new(
                answers.contains(SAMU),
                answers.contains(BREAK_GLASS),
                answers.contains(MASKED),
            )
        };
        facts.emergency = answers.contains(ANSWERED).then(consents).and_then(Result::ok);
        facts.masked_sections = sections.split(' ').filter_map(Section::from_id).collect();
        facts.administrators = numbers(administrators).collect();
        facts.blocked = numbers(blocked).collect();
        facts.blocked_organisations = organisations
            .split(' ')
            .filter_map(|number| number.parse().ok())
            .collect();
        facts
    }

    fn parts(&self) -> [&str; 7] {
        parts(&self.0)
    }
}

/// What the holder answered, one letter for each yes.
const OPPOSED: char = 'o';
const SAMU: char = 's';
const BREAK_GLASS: char = 'b';
const MASKED: char = 'm';
/// They did answer about emergencies: until then the rules' defaults hold.
const ANSWERED: char = 'r';

fn numbers(list: &str) -> impl Iterator<Item = Rpps> {
    list.split(' ').filter_map(|number| number.parse().ok())
}

/// A day as forms write it. By hand: the calendar's own reader of dates knows far more forms, and weighs it.
pub fn day_of(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().filter(|month| month.len() == 2)?.parse().ok()?;
    let day = parts.next().filter(|day| day.len() == 2)?.parse().ok()?;
    parts.next().is_none().then(|| Date::new(year, month, day).ok())?
}

/// The parts of a line; those that are missing are blank.
fn parts<const N: usize>(line: &str) -> [&str; N] {
    let mut parts = line.splitn(N, '\t');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

#[cfg(feature = "ssr")]
mod from_views {
    use record::views::{DocumentLine, ProfessionalView, SeeAsPerson, SeeAsView, Settings};

    use super::{
        ANSWERED, BREAK_GLASS, MASKED, OPPOSED, SAMU, SeenDocuments, SeenPeople, SeenRecord, SeenSettings,
    };

    impl SeenDocuments {
        /// Of these, each called so.
        pub fn new<'a>(
            lines: impl IntoIterator<Item = &'a DocumentLine>,
            label: impl Fn(&DocumentLine) -> String,
        ) -> Self {
            let lines = lines.into_iter().map(|line| {
                line_of([
                    &line.type_code,
                    &line.author.rpps,
                    if line.is_masked() { "m" } else { "" },
                    &label(line),
                ])
            });
            Self(lines.collect::<Vec<_>>().join("\n"))
        }
    }

    impl SeenPeople {
        /// Of these.
        pub fn new(people: &[SeeAsPerson]) -> Self {
            let lines = people.iter().map(|person| {
                let suspended = if person.suspended { "s" } else { "" };
                line_of([
                    &person.professional.rpps,
                    &person.profession_code,
                    &person.finess,
                    suspended,
                    &person.professional.name,
                ])
            });
            Self(lines.collect::<Vec<_>>().join("\n"))
        }
    }

    /// Parts of a line. What would end one is left out of it.
    fn line_of<const N: usize>(parts: [&str; N]) -> String {
        parts.map(|part| part.replace(char::is_control, " ")).join("\t")
    }

    impl SeenSettings {
        /// These, and the organisations blocked.
        pub fn new(settings: &Settings, blocked_organisations: &[String]) -> Self {
            let numbers = |people: &[ProfessionalView]| {
                let numbers = people.iter().map(|person| person.rpps.as_str());
                numbers.collect::<Vec<_>>().join(" ")
            };
            let (samu, break_glass, masked) = settings.emergency;
            let answers = [
                (settings.professionals_opposed, OPPOSED),
                (samu, SAMU),
                (break_glass, BREAK_GLASS),
                (masked, MASKED),
                (settings.emergency_answered, ANSWERED),
            ];
            Self(line_of([
                &settings.today.to_string(),
                &settings.born.to_string(),
                &answers
                    .iter()
                    .filter(|(yes, _)| *yes)
                    .map(|(_, letter)| letter)
                    .collect::<String>(),
                &settings.masked_sections.join(" "),
                &numbers(&settings.administrators),
                &numbers(&settings.blocked),
                &blocked_organisations.join(" "),
            ]))
        }
    }

    impl SeenRecord {
        /// Of this view, documents called by these names.
        pub fn new(view: &SeeAsView, label: impl Fn(&DocumentLine) -> String) -> Self {
            Self {
                settings: SeenSettings::new(&view.settings, &view.blocked_organisations),
                people: SeenPeople::new(&view.people),
                documents: SeenDocuments::new(&view.documents, label),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{day_of, parts};

    #[test]
    fn days_are_read_as_forms_write_them() {
        assert_eq!(day_of("2026-11-23"), Some(date(2026, 11, 23)));
        assert_eq!(day_of("2028-02-29"), Some(date(2028, 2, 29)));
        for wrong in [
            "",
            "demain",
            "2026-11",
            "2026-11-31",
            "2027-02-29",
            "26-11-23",
            "2026-11-23-1",
            "+026-11-23x",
            "2026-1-2",
            "23/11/2026",
        ] {
            assert_eq!(day_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_line_has_its_parts_and_the_last_one_is_whole() {
        assert_eq!(parts("a\t\tc\td e"), ["a", "", "c", "d e"]);
        assert_eq!(parts::<3>("a"), ["a", "", ""]);
    }
}
