//! One row of the extraction: one activity of one person.

use std::fmt;

use csv::ByteRecord;
use policy::{Entitlement, Finess, Rpps};
use record::acts::{DirectoryPerson, DirectoryPlace};

use super::{
    columns::Columns,
    spelling::{name, town},
};

/// The longest text a column may hold, in bytes: the longest labels have some 200.
const LONGEST: usize = 1_000;

/// What a row says.
pub(super) enum Reading {
    /// An activity of a person of the directory.
    Activity(Box<Activity>),
    /// The row of someone who is known by another number than an RPPS number.
    SetAside,
    /// A row that makes no sense.
    Bad(Reason),
}

/// Why a row makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Width { found: usize, expected: usize },
    NotText,
    TooLong,
    Identifier,
    LastName,
    Profession,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Width { found, expected } => write!(f, "{found} columns instead of {expected}"),
            Self::NotText => f.write_str("it is not UTF-8 text"),
            Self::TooLong => write!(f, "a column has more than {LONGEST} bytes"),
            Self::Identifier => f.write_str("the RPPS number does not have 11 digits"),
            Self::LastName => f.write_str("the last name is missing"),
            Self::Profession => f.write_str("the code of the profession is missing"),
        }
    }
}

/// An activity.
pub(super) struct Activity {
    pub(super) rpps: Rpps,
    last_name: String,
    first_name: String,
    profession: String,
    profession_label: String,
    entitlements: Vec<Entitlement>,
    speciality: String,
    place: DirectoryPlace,
}

/// Reads a row.
pub(super) fn read(record: &ByteRecord, columns: &Columns) -> Reading {
    match activity(record, columns) {
        Ok(Some(activity)) => Reading::Activity(Box::new(activity)),
        Ok(None) => Reading::SetAside,
        Err(reason) => Reading::Bad(reason),
    }
}

fn activity(record: &ByteRecord, columns: &Columns) -> Result<Option<Activity>, Reason> {
    let ends_with_separator =
        record.len() == columns.width + 1 && record.get(columns.width).is_some_and(<[u8]>::is_empty);
    if record.len() != columns.width && !ends_with_separator {
        return Err(Reason::Width {
            found: record.len(),
            expected: columns.width,
        });
    }
    let text = |place| {
        let bytes = record.get(place).unwrap_or_default();
        if bytes.len() > LONGEST {
            return Err(Reason::TooLong);
        }
        std::str::from_utf8(bytes)
            .map(str::trim)
            .map_err(|_| Reason::NotText)
    };
    if text(columns.identifier_kind)? != "8" {
        return Ok(None);
    }
    let rpps = text(columns.identifier)?
        .parse()
        .map_err(|_| Reason::Identifier)?;
    let last_name = name(text(columns.last_name)?);
    if last_name.is_empty() {
        return Err(Reason::LastName);
    }
    let national = text(columns.profession)?;
    if national.is_empty() {
        return Err(Reason::Profession);
    }
    let student = text(columns.category)? == "E";
    let occupational = text(columns.speciality)? == "SM25" || text(columns.function)? == "FON-29";
    let profession = profession(national, student, occupational);
    let mut entitlements: Vec<_> = Entitlement::from_code(&profession).into_iter().collect();
    let activity = text(columns.activity)?;
    if activity.starts_with("GENR") {
        entitlements.extend(Entitlement::from_code(activity));
    }
    let organisation = match text(columns.organisation)? {
        "" => text(columns.sign)?,
        registered => registered,
    };
    let finess = text(columns.finess)?;
    Ok(Some(Activity {
        rpps,
        last_name,
        first_name: name(text(columns.first_name)?),
        profession_label: text(columns.profession_label)?.to_owned(),
        profession,
        entitlements,
        speciality: text(columns.speciality_label)?.to_owned(),
        place: DirectoryPlace {
            finess: finess
                .parse::<Finess>()
                .map(|finess| finess.to_string())
                .unwrap_or_default(),
            organisation: organisation.to_owned(),
            town: town(text(columns.town)?),
        },
    }))
}

/// The key of a profession: students and occupational physicians have one of their own, since the matrix
/// does not open the same to them.
fn profession(national: &str, student: bool, occupational: bool) -> String {
    let own = match (student, national, occupational) {
        (true, ..) => format!("G16-{national}"),
        (false, "10", true) => "10-TRAVAIL".to_owned(),
        _ => return national.to_owned(),
    };
    if Entitlement::from_code(&own).is_some() {
        own
    } else {
        // A student of a profession that has no students of its own must not pass for a graduate.
        format!("E-{national}")
    }
}

impl Activity {
    /// The first row of a person.
    pub(super) fn into_person(self) -> DirectoryPerson {
        DirectoryPerson {
            rpps: self.rpps,
            last_name: self.last_name,
            first_name: self.first_name,
            profession: self.profession,
            profession_label: self.profession_label,
            entitlements: self.entitlements,
            specialities: some(self.speciality),
            places: if self.place == DirectoryPlace::default() {
                Vec::new()
            } else {
                vec![self.place]
            },
        }
    }

    /// A further row of the same person.
    pub(super) fn add_to(self, person: &mut DirectoryPerson) {
        let Self {
            entitlements,
            speciality,
            place,
            ..
        } = self;
        for entitlement in entitlements {
            add(&mut person.entitlements, entitlement);
        }
        for speciality in some(speciality) {
            add(&mut person.specialities, speciality);
        }
        if place != DirectoryPlace::default() {
            add(&mut person.places, place);
        }
    }
}

fn some(text: String) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text] }
}

fn add<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}
