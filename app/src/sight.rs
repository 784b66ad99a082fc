//! A record through a professional's eyes. The one computation behind the pages that the server makes and what lives in the browser:
//! the same rules that answer the professional's own software, asked about what the person may know.

use jiff::civil::Date;
use policy::{
    AccessContext, Action, Authentication, Channel, Decision, Entitlement, EntitlementSet, Finess,
    Parameters, ProfileFacts, Reading, Request, Requester, Rpps, Section,
};
use serde::{Deserialize, Serialize};

mod facts;

pub use facts::{SeenDocuments, SeenPeople, SeenPerson, SeenRecord, SeenSettings, day_of};

/// In which situation a professional reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// Member of the care team.
    CareTeam,
    /// With the person's agreement.
    Consent,
    /// A physician of the emergency call centre.
    Samu,
    /// Any other emergency, with its reason.
    BreakGlass,
    /// Any other emergency, without a reason.
    BreakGlassWithoutReason,
    /// None of these.
    Nothing,
}

impl Situation {
    /// Every situation.
    pub const ALL: [Self; 6] = [
        Self::CareTeam,
        Self::Consent,
        Self::Samu,
        Self::BreakGlass,
        Self::BreakGlassWithoutReason,
        Self::Nothing,
    ];

    /// Its name in a form.
    pub fn id(self) -> &'static str {
        match self {
            Self::CareTeam => "soins",
            Self::Consent => "accord",
            Self::Samu => "samu",
            Self::BreakGlass => "urgence",
            Self::BreakGlassWithoutReason => "urgence-sans-motif",
            Self::Nothing => "aucune",
        }
    }

    /// The situation that has this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|situation| situation.id() == id)
    }

    /// What the professional's software would declare. Which reason it gives does not matter, but that it gives one.
    pub fn context(self) -> AccessContext<'static> {
        match self {
            Self::CareTeam => AccessContext::CareTeam,
            Self::Consent => AccessContext::DeclaredConsent,
            Self::Samu => AccessContext::Samu { reason: "" },
            Self::BreakGlass => AccessContext::BreakGlass { reason: "urgence" },
            Self::BreakGlassWithoutReason => AccessContext::BreakGlass { reason: "" },
            Self::Nothing => AccessContext::None,
        }
    }
}

/// The professional who looks, signed in with a card or its equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Onlooker {
    /// National identifier.
    pub rpps: Rpps,
    /// Profession; none when it is on no list.
    pub entitlement: Option<Entitlement>,
    /// Where they practise.
    pub organisation: Option<Finess>,
    /// Suspended nationally.
    pub suspended: bool,
}

impl Onlooker {
    /// A professional about whom only this is known.
    pub fn named(rpps: Rpps, entitlement: Entitlement) -> Self {
        Self {
            rpps,
            entitlement: Some(entitlement),
            organisation: None,
            suspended: false,
        }
    }

    /// Someone of that profession whom the holder neither named nor blocked. Nobody has this number.
    pub fn anyone(entitlement: Entitlement) -> Option<Self> {
        Some(Self::named("00000000000".parse().ok()?, entitlement))
    }

    /// What the rules answer to them. A physician at the SAMU is taken for one of its regulation physicians.
    pub fn reading(&self, facts: &ProfileFacts, on: Date, situation: Situation, channel: Channel) -> Reading {
        let entitlements = self.entitlement.into_iter().collect::<EntitlementSet>();
        let requester = Requester {
            rpps: self.rpps,
            organisation: self.organisation,
            entitlements,
            suspended: self.suspended,
            samu_regulator: situation == Situation::Samu && entitlements.contains(Entitlement::physician()),
            authentication: Authentication::ECps,
        };
        Reading::of(&Request {
            on,
            profile: facts,
            requester: &requester,
            channel,
            context: situation.context(),
            secret: false,
            action: Action::Open,
            parameters: &Parameters::CURRENT,
        })
    }
}

/// What the form of the page asks, as it was typed. Blank is the first choice of each field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The number of a professional of the list, or the code of a profession.
    pub who: String,
    /// In which situation.
    pub situation: String,
    /// Through what.
    pub place: String,
    /// On which day, as `2026-11-23`.
    pub day: String,
}

/// The names of the form's fields. What is wrong is said beside the field of this name.
pub const WHO: &str = "qui";
/// In which situation.
pub const SITUATION: &str = "situation";
/// Through what.
pub const PLACE: &str = "lieu";
/// On which day.
pub const DAY: &str = "jour";

/// The name of each place in the form, the first one when nothing is chosen.
pub const PLACES: [(&str, Channel); 2] = [("logiciel", Channel::Lps), ("site", Channel::WebPs)];

/// A field that cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// Nobody of the list.
    Who,
    /// No such situation.
    Situation,
    /// No such place.
    Place,
    /// Not a day.
    Day,
    /// A day that has passed: settings are those of today.
    Past,
}

impl Unclear {
    /// The field at fault.
    pub fn field(self) -> &'static str {
        match self {
            Self::Who => WHO,
            Self::Situation => SITUATION,
            Self::Place => PLACE,
            Self::Day | Self::Past => DAY,
        }
    }
}

/// What a professional would see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Who looks.
    pub who: Who,
    /// In which situation.
    pub situation: Situation,
    /// Whether the record opens.
    pub open: Decision,
    /// Each document of the record, in its order.
    pub documents: Vec<Decision>,
    /// Each section of the profile.
    pub sections: [(Section, Decision); 4],
    /// The holder is a minor today and no longer on the day chosen.
    pub comes_of_age: bool,
}

/// Who looks, as the answer names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Someone of the list.
    Person {
        /// First and last name.
        name: String,
        /// Their profession; none when it is not known, and then they are taken for a physician.
        profession: Option<Entitlement>,
    },
    /// Anyone of this profession.
    Anyone(Entitlement),
}

impl Answer {
    /// How many documents can be read.
    pub fn readable(&self) -> usize {
        self.documents
            .iter()
            .filter(|decision| decision.is_permit())
            .count()
    }
}

impl Asked {
    /// What the record answers.
    ///
    /// # Errors
    /// The fields that cannot be understood.
    pub fn of(&self, record: &SeenRecord) -> Result<Answer, Vec<Unclear>> {
        let settings = &record.settings;
        let found = self.find(&record.people).ok_or(Unclear::Who);
        let situation = match self.situation.as_str() {
            "" => Ok(Situation::CareTeam),
            id => Situation::from_id(id).ok_or(Unclear::Situation),
        };
        let channel = match self.place.as_str() {
            "" => Ok(Channel::Lps),
            place => PLACES
                .into_iter()
                .find(|(id, _)| *id == place)
                .map(|(_, channel)| channel)
                .ok_or(Unclear::Place),
        };
        let on = match self.day.as_str() {
            "" => Ok(settings.today()),
            day => match day_of(day) {
                Some(day) if day < settings.today() => Err(Unclear::Past),
                day => day.ok_or(Unclear::Day),
            },
        };
        match (found, situation, channel, on) {
            (Ok((who, onlooker)), Ok(situation), Ok(channel), Ok(on)) => {
                let facts = settings.facts();
                let reading = onlooker.reading(&facts, on, situation, channel);
                Ok(Answer {
                    who,
                    situation,
                    open: reading.open(),
                    documents: record
                        .documents
                        .iter()
                        .map(|(_, document)| reading.document(&document))
                        .collect(),
                    sections: Section::ALL.map(|section| (section, reading.section(section))),
                    comes_of_age: facts.is_minor(settings.today()) && !facts.is_minor(on),
                })
            }
            (found, situation, channel, on) => Err([found.err(), situation.err(), channel.err(), on.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }

    /// A physician when nobody is chosen. A number that is not in the list answers as one that does not exist.
    fn find(&self, people: &SeenPeople) -> Option<(Who, Onlooker)> {
        if self.who.is_empty() {
            let physician = Entitlement::physician();
            return Some((Who::Anyone(physician), Onlooker::anyone(physician)?));
        }
        if let Some(person) = people.iter().find(|person| person.number == self.who) {
            return Some((
                Who::Person {
                    name: person.name.to_owned(),
                    profession: person.profession(),
                },
                person.onlooker()?,
            ));
        }
        let profession = Entitlement::from_code(&self.who)?;
        Some((Who::Anyone(profession), Onlooker::anyone(profession)?))
    }
}
