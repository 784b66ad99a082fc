//! A request in the shape of the JSON contract.

use serde::Serialize;

use crate::paris::{self, Day};

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The moment, in seconds since 1970 UTC.
    #[serde(skip)]
    pub moment: i64,
    /// The moment as it is written.
    pub at: String,
    /// The profile.
    pub profile: Profile,
    /// Who asks.
    pub requester: Requester,
    /// Through what.
    pub channel: &'static str,
    /// On what basis.
    pub context: Context,
    /// Through a secret connection.
    pub secret: bool,
    /// What for.
    pub action: Action,
}

/// The profile.
#[derive(Debug, Clone, Serialize)]
pub struct Profile {
    /// Its state.
    pub state: &'static str,
    /// The birth date.
    #[serde(serialize_with = "date")]
    pub born: Day,
    /// The holder has died.
    pub deceased: bool,
    /// The identity is qualified.
    pub ins_qualified: bool,
    /// Reading is closed to all professionals.
    pub professionals_opposed: bool,
    /// Blocked professionals.
    pub blocked: Vec<String>,
    /// Blocked organisations.
    pub blocked_organisations: Vec<String>,
    /// Administrators.
    pub administrators: Vec<String>,
    /// Masked sections.
    pub masked_sections: Vec<&'static str>,
    /// Answers about emergencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Emergency>,
    /// The default for future documents.
    pub default_visibility: &'static str,
}

/// The answers about emergencies.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Emergency {
    /// The SAMU.
    pub samu: bool,
    /// Other professionals.
    pub break_glass: bool,
    /// Masked documents.
    pub masked_documents: bool,
}

/// Who asks.
#[derive(Debug, Clone, Serialize)]
pub struct Requester {
    /// The identifier.
    pub rpps: String,
    /// The organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The entitlements.
    pub entitlements: Vec<String>,
    /// Suspended.
    pub suspended: bool,
    /// Emergency regulation physician.
    pub samu_regulator: bool,
    /// How they signed in.
    pub authentication: &'static str,
    /// On the allow-list.
    pub air_allow_listed: bool,
}

/// The context.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    /// Its kind.
    pub kind: &'static str,
    /// The reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// What is asked.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Open the record.
    Open,
    /// Read a document.
    Read {
        /// The document.
        document: Document,
    },
    /// Read a section.
    ReadSection {
        /// The section.
        section: &'static str,
    },
    /// Deposit a document.
    Deposit {
        /// The document.
        document: Document,
        /// An opposition is recorded.
        opposition_recorded: bool,
        /// Already deposited.
        duplicate: bool,
    },
}

/// A document.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The code of its type.
    #[serde(rename = "type")]
    pub code: String,
    /// Its author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Its flags.
    pub flags: Vec<&'static str>,
}

/// An author.
#[derive(Debug, Clone, Serialize)]
pub struct Author {
    /// The kind.
    pub kind: &'static str,
    /// The identifier of a professional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpps: Option<String>,
}

impl Case {
    /// The day in Paris.
    pub fn today(&self) -> Day {
        paris::day(self.moment)
    }
}

fn date<S: serde::Serializer>((year, month, day): &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{year:04}-{month:02}-{day:02}"))
}

/// A moment written as RFC 3339 with this offset, in minutes.
pub fn rfc3339(moment: i64, offset: i64) -> String {
    let local = moment + offset * 60;
    let (year, month, day) = paris::from_days(local.div_euclid(86_400));
    let seconds = local.rem_euclid(86_400);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let (sign, hours, minutes) = (
        if offset < 0 { '-' } else { '+' },
        offset.abs() / 60,
        offset.abs() % 60,
    );
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}")
}
