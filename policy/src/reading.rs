//! Reading: rules R1 to R23.

use crate::codes::EntitlementSet;
use crate::facts::{DocumentFacts, EmergencyConsents, Rpps, Section, Sections};
use crate::matrix;
use crate::parameters::{ConsentOutsideTeam, Parameters, TeamConsent};
use crate::request::{AccessContext, Request};
use crate::rule::{Decision, Rule};

/// What one professional may read in one record: everything that does not depend on the document, worked out once.
///
/// A search asks [`Self::document`] for each document and gets what [`crate::decide`] would answer, for the price of a few comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    requester: Rpps,
    entitlements: EntitlementSet,
    masked_sections: Sections,
    /// What settles the requester's own documents (R1 to R8); `None` when they are treated as anyone's.
    own: Option<Rule>,
    others: Others,
}

/// What settles the documents of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Others {
    /// All of them the same way (R1 to R16).
    Settled(Rule),
    /// Each by the matrix and its mask (R17 to R23).
    ByDocument { masked: Rule, plain: Rule },
}

impl Reading {
    /// What the requester may read. The action of the request is not looked at.
    pub fn of(request: &Request<'_>) -> Self {
        let gate = gate(request);
        Self {
            requester: request.requester.rpps,
            entitlements: request.requester.entitlements,
            masked_sections: request.profile.masked_sections,
            own: gate.or_else(|| author(request)),
            others: match gate {
                Some(rule) => Others::Settled(rule),
                None => others(request),
            },
        }
    }

    /// May they open the record (R1 to R7, R9 to R16, R21 to R23)?
    pub fn open(&self) -> Decision {
        match self.others {
            Others::Settled(rule) | Others::ByDocument { plain: rule, .. } => rule.into(),
        }
    }

    /// May they read this document (R1 to R23)?
    pub fn document(&self, document: &DocumentFacts) -> Decision {
        if let Some(rule) = self.own
            && document.author.is(self.requester)
        {
            return rule.into();
        }
        let opened = document
            .document_type
            .is_some_and(|row| matrix::opens(self.entitlements, row));
        self.settle(opened, document.visibility.is_masked())
    }

    /// May they read this section (R1 to R7, R9 to R23)? The care circle has no row in the matrix.
    pub fn section(&self, section: Section) -> Decision {
        let opened = section
            .matrix_row()
            .is_none_or(|row| matrix::opens(self.entitlements, row));
        self.settle(opened, self.masked_sections.contains(section))
    }

    /// Who asks.
    pub(crate) fn requester(&self) -> Rpps {
        self.requester
    }

    fn settle(&self, opened: bool, is_masked: bool) -> Decision {
        let rule = match self.others {
            Others::Settled(rule) => rule,
            Others::ByDocument { .. } if !opened => Rule::Matrix,
            Others::ByDocument { masked, .. } if is_masked => masked,
            Others::ByDocument { plain, .. } => plain,
        };
        rule.into()
    }
}

/// R1 to R7: what refuses any reading, whatever the document.
fn gate(request: &Request<'_>) -> Option<Rule> {
    let Request {
        profile,
        requester,
        context,
        parameters,
        ..
    } = request;
    if !profile.state.answers() {
        return Some(Rule::ProfileClosed);
    }
    if !requester.authentication.may_read(request.channel) {
        return Some(Rule::AuthenticationInsufficient);
    }
    if requester.suspended {
        return Some(Rule::SuspendedProfessional);
    }
    if !matrix::opens_anything(requester.entitlements) {
        return Some(Rule::NoReadingEntitlement);
    }
    if lacks_reason(*context, parameters) {
        return Some(Rule::ReasonMissing);
    }
    if request.secret && !profile.is_minor(request.on) {
        return Some(Rule::NotAMinor);
    }
    if request.secret && context.is_emergency() {
        return Some(Rule::SecretNotInEmergency);
    }
    None
}

/// R8, with parameter P3.
fn author(request: &Request<'_>) -> Option<Rule> {
    let may = basis(request) != AccessContext::None
        && (request.parameters.blocked_author_reads_own || blocked(request).is_none());
    may.then_some(Rule::Author)
}

/// R9 to R16, then the outcomes of R18 to R23 for this context.
fn others(request: &Request<'_>) -> Others {
    let Request {
        profile,
        requester,
        parameters,
        ..
    } = request;
    let context = basis(request);
    let emergency = context.is_emergency();

    if let Some(rule) = blocked(request)
        && (parameters.block_wins_over_emergency || !emergency)
    {
        return Others::Settled(rule);
    }
    let opposed = profile.professionals_opposed && (!emergency || parameters.opposition_extends_to_emergency);
    if requester.is_physician()
        && context != AccessContext::None
        && profile.is_administrator(requester.rpps, parameters)
        && (parameters.administrator_passes_opposition || !opposed)
    {
        return Others::Settled(Rule::Administrator);
    }
    let consents = profile.emergency_consents(parameters);
    let refusal = match context {
        AccessContext::Samu { .. } if !requester.samu_regulator => Some(Rule::NotSamuRegulator),
        AccessContext::Samu { .. } if !consents.samu() => Some(Rule::SamuOpposed),
        AccessContext::BreakGlass { .. } if !consents.break_glass() => Some(Rule::BreakGlassOpposed),
        _ if opposed => Some(Rule::ProfessionalsOpposed),
        AccessContext::CareTeam if !team_consents(request) => Some(Rule::NoLegalBasis),
        _ => None,
    };
    if let Some(rule) = refusal {
        return Others::Settled(rule);
    }
    match context {
        AccessContext::None => Others::Settled(Rule::NoLegalBasis),
        AccessContext::Samu { .. } | AccessContext::BreakGlass { .. } => Others::ByDocument {
            masked: masked_in_emergency(consents),
            plain: Rule::Emergency,
        },
        AccessContext::CareTeam => Others::ByDocument {
            masked: Rule::Masked,
            plain: Rule::CareTeam,
        },
        AccessContext::DeclaredConsent => Others::ByDocument {
            masked: Rule::Masked,
            plain: Rule::DeclaredConsent,
        },
    }
}

/// R18 and R19.
fn masked_in_emergency(consents: EmergencyConsents) -> Rule {
    if consents.masked_documents() {
        Rule::EmergencyMasked
    } else {
        Rule::MaskedEvenInEmergency
    }
}

/// R9 and R10.
fn blocked(request: &Request<'_>) -> Option<Rule> {
    request.profile.block_on(request.requester)
}

/// R5, with parameter P13.
fn lacks_reason(context: AccessContext<'_>, parameters: &Parameters) -> bool {
    match context {
        AccessContext::BreakGlass { reason } => reason.trim().is_empty(),
        AccessContext::Samu { reason } => parameters.samu_reason_required && reason.trim().is_empty(),
        AccessContext::CareTeam | AccessContext::DeclaredConsent | AccessContext::None => false,
    }
}

/// The legal basis: the one declared, or a recorded consent that still holds (parameter P9).
fn basis<'a>(request: &Request<'a>) -> AccessContext<'a> {
    let recorded = request.parameters.consent_outside_team == ConsentOutsideTeam::UntilWithdrawn
        && request.profile.authorised.contains(request.requester.rpps);
    match request.context {
        AccessContext::None if recorded => AccessContext::DeclaredConsent,
        declared => declared,
    }
}

/// Whether the care team has the person's consent (parameter P11).
fn team_consents(request: &Request<'_>) -> bool {
    match request.parameters.team_consent {
        TeamConsent::Presumed => true,
        TeamConsent::Recorded => request.profile.authorised.contains(request.requester.rpps),
    }
}
