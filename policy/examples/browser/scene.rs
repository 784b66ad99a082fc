//! One professional and one long record: what the benchmarks ask about, natively and in a browser.

use jiff::civil::date;
use policy::{
    AccessContext, Action, Authentication, Author, Channel, DocumentFacts, DocumentType, Entitlement,
    Parameters, ProfileFacts, ProfileState, Reading, Request, Requester, Rpps, Visibility, VisibilityFlag,
};

/// Documents of the long record.
pub(crate) const LONG: usize = 10_000;

const PARAMETERS: &Parameters = &Parameters::CURRENT;

pub(crate) fn rpps(number: u64) -> Rpps {
    format!("{number:011}").parse().expect("eleven digits")
}

/// A physician who signed in with their card.
pub(crate) fn requester() -> Requester {
    Requester {
        rpps: rpps(10_003_456_789),
        organisation: "590064036".parse().ok(),
        entitlements: [Entitlement::physician()].into_iter().collect(),
        suspended: false,
        samu_regulator: false,
        authentication: Authentication::ECps,
    }
}

/// An adult with the default settings.
pub(crate) fn profile() -> ProfileFacts {
    ProfileFacts::new(ProfileState::Active, date(1980, 5, 1))
}

pub(crate) fn request<'a>(
    profile: &'a ProfileFacts,
    requester: &'a Requester,
    action: Action,
) -> Request<'a> {
    Request {
        on: date(2026, 11, 23),
        profile,
        requester,
        channel: Channel::Lps,
        context: AccessContext::CareTeam,
        secret: false,
        action,
        parameters: PARAMETERS,
    }
}

/// Documents of every type, a third of them masked, a tenth of them the requester's.
pub(crate) fn documents(count: usize) -> Vec<DocumentFacts> {
    let types: Vec<_> = DocumentType::all().collect();
    (0..count)
        .map(|index| DocumentFacts {
            document_type: types.get(index * 7 % types.len()).copied(),
            author: Author::Professional(rpps(if index % 10 == 0 {
                10_003_456_789
            } else {
                10_000_000_001
            })),
            visibility: if index % 3 == 0 {
                Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals)
            } else {
                Visibility::NORMAL
            },
        })
        .collect()
}

/// How many of them may be read.
pub(crate) fn readable(reading: &Reading, documents: &[DocumentFacts]) -> usize {
    documents
        .iter()
        .filter(|document| reading.document(document).is_permit())
        .count()
}
