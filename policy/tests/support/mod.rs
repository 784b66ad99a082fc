//! What the tests share: a request that nothing opposes, to be changed one fact at a time, and the golden files.
#![allow(
    dead_code,
    unused_macros,
    unused_imports,
    reason = "each test file uses its own part"
)]

pub(crate) mod enumeration;
pub(crate) mod people;
pub(crate) mod rulebook;

use jiff::civil::{Date, date};
use policy::{
    AccessContext, Action, Authentication, Author, Channel, Decision, Deposit, DocumentFacts, DocumentType,
    Entitlement, EntitlementSet, Parameters, ProfileFacts, ProfileState, Request, Requester, Rpps,
    Visibility, decide,
};

/// The day of every case that does not say otherwise.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// A minor's birth date on that day, and an adult's.
pub(crate) const MINOR: Date = date(2012, 3, 14);
pub(crate) const ADULT: Date = date(1980, 5, 1);

/// A request, the values it borrows, and a document to ask for.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) on: Date,
    pub(crate) profile: ProfileFacts,
    pub(crate) requester: Requester,
    pub(crate) channel: Channel,
    pub(crate) context: AccessContext<'static>,
    pub(crate) secret: bool,
    pub(crate) document: DocumentFacts,
    pub(crate) deposit: Deposit,
    pub(crate) action: Action,
    pub(crate) parameters: Parameters,
}

impl Case {
    /// A physician of the care team opens the active record of an adult.
    pub(crate) fn new() -> Self {
        Self {
            on: TODAY,
            profile: ProfileFacts::new(ProfileState::Active, ADULT),
            requester: Requester {
                rpps: me(),
                organisation: Some("590064036".parse().unwrap()),
                entitlements: entitlements(&["10"]),
                suspended: false,
                samu_regulator: false,
                authentication: Authentication::ECps,
            },
            channel: Channel::Lps,
            context: AccessContext::CareTeam,
            secret: false,
            document: document(),
            deposit: Deposit::default(),
            action: Action::Open,
            parameters: Parameters::CURRENT,
        }
    }

    /// The same case with something changed.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The request of this case.
    pub(crate) fn request(&self) -> Request<'_> {
        Request {
            on: self.on,
            profile: &self.profile,
            requester: &self.requester,
            channel: self.channel,
            context: self.context,
            secret: self.secret,
            action: self.action,
            parameters: &self.parameters,
        }
    }

    pub(crate) fn decide(&self) -> Decision {
        decide(&self.request())
    }

    /// The decision on another action in the same circumstances.
    pub(crate) fn decide_to(&self, action: Action) -> Decision {
        decide(&Request {
            action,
            ..self.request()
        })
    }

    /// The decision on reading the document of the case.
    pub(crate) fn decide_to_read(&self) -> Decision {
        self.decide_to(Action::Read(self.document))
    }

    /// The decision on the deposit of the case.
    pub(crate) fn decide_to_deposit(&self) -> Decision {
        self.decide_to(Action::Deposit(self.deposit))
    }
}

/// The professional who asks.
pub(crate) fn me() -> Rpps {
    "10003456789".parse().unwrap()
}

/// Another professional.
pub(crate) fn another() -> Rpps {
    "10000000001".parse().unwrap()
}

pub(crate) fn entitlements(codes: &[&str]) -> EntitlementSet {
    codes
        .iter()
        .map(|code| Entitlement::from_code(code).unwrap())
        .collect()
}

/// A document by someone else, of a type physicians and nurses read.
pub(crate) fn document() -> DocumentFacts {
    DocumentFacts {
        document_type: DocumentType::from_code("34842-5"),
        author: Author::Professional(another()),
        visibility: Visibility::NORMAL,
    }
}

/// A tick or a cross, as in annex 3.
pub(crate) fn tick(granted: bool) -> &'static str {
    if granted { "✅" } else { "❌" }
}

/// Compares a text with the file of that name in `tests/golden`.
///
/// `UPDATE_GOLDEN=1 cargo test -p policy` writes the files anew; what changed is then read in the difference.
macro_rules! golden {
    ($name:literal, $text:expr) => {
        crate::support::compare_golden(
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/", $name),
            include_str!(concat!("golden/", $name)),
            &$text,
        )
    };
}
pub(crate) use golden;

#[track_caller]
pub(crate) fn compare_golden(path: &str, expected: &str, found: &str) {
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, found).unwrap();
        return;
    }
    if expected != found {
        let first = expected
            .lines()
            .zip(found.lines())
            .enumerate()
            .find(|(_, (expected, found))| expected != found);
        match first {
            Some((line, (expected, found))) => {
                panic!("{path}:{}\n  expected: {expected}\n     found: {found}", line + 1)
            }
            None => panic!(
                "{path}: {} lines expected, {} found",
                expected.lines().count(),
                found.lines().count()
            ),
        }
    }
}

/// Lays out rows in columns, the first row as a heading.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, wide)| format!("{cell}{}", " ".repeat(wide - width(cell))))
            .collect();
        text.push_str(cells.join(" | ").trim_end());
        text.push('\n');
        if index == 0 {
            let rules: Vec<String> = widths.iter().map(|wide| "-".repeat(*wide)).collect();
            text.push_str(&rules.join("-+-"));
            text.push('\n');
        }
    }
    text
}

/// The columns a cell takes in a terminal: a tick takes two.
fn width(cell: &str) -> usize {
    cell.chars()
        .map(|c| if matches!(c, '✅' | '❌') { 2 } else { 1 })
        .sum()
}

pub(crate) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}
