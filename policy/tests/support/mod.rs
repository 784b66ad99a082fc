//! What the tests share: a request that nothing opposes, to be changed one fact at a time.
#![allow(dead_code, reason = "each test file uses its own part")]

use jiff::civil::{Date, date};
use policy::{
    AccessContext, Action, Authentication, Author, Channel, Decision, DocumentFacts, DocumentType,
    Entitlement, Parameters, ProfileFacts, ProfileState, Request, Requester, Rpps, Visibility, decide,
};

/// The day of every case that does not say otherwise.
pub(crate) const TODAY: Date = date(2026, 11, 23);

/// A request and the values it borrows.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) on: Date,
    pub(crate) profile: ProfileFacts,
    pub(crate) requester: Requester,
    pub(crate) channel: Channel,
    pub(crate) context: AccessContext<'static>,
    pub(crate) secret: bool,
    pub(crate) action: Action,
    pub(crate) parameters: Parameters,
}

impl Case {
    /// A physician of the care team opens the active record of an adult.
    pub(crate) fn new() -> Self {
        Self {
            on: TODAY,
            profile: ProfileFacts::new(ProfileState::Active, date(1980, 5, 1)),
            requester: Requester {
                rpps: me(),
                organisation: Some("590064036".parse().unwrap()),
                entitlements: [Entitlement::physician()].into_iter().collect(),
                suspended: false,
                samu_regulator: false,
                authentication: Authentication::ECps,
            },
            channel: Channel::Lps,
            context: AccessContext::CareTeam,
            secret: false,
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
}

/// The professional who asks.
pub(crate) fn me() -> Rpps {
    "10003456789".parse().unwrap()
}

/// Another professional.
pub(crate) fn another() -> Rpps {
    "10000000001".parse().unwrap()
}

/// A document by someone else, of a type physicians read.
pub(crate) fn document() -> DocumentFacts {
    DocumentFacts {
        document_type: DocumentType::from_code("34842-5"),
        author: Author::Professional(another()),
        visibility: Visibility::NORMAL,
    }
}
