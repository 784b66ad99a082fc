//! The tables of the rulebook, read literally: each row a condition, in order, the first that holds decides.
//!
//! Written apart from the crate and without its helpers, to be compared with it over every combination of facts.

use std::sync::LazyLock;

use jiff::ToSpan;
use policy::{
    AccessContext, Authentication, Author, Channel, ConsentOutsideTeam, DefaultVisibility, EntitlementSet,
    ProfileState, Rule, TeamConsent, VisibilityFlag, matrix,
};

use super::Case;

pub(crate) struct Row {
    pub(crate) number: &'static str,
    pub(crate) holds: fn(&Case) -> bool,
    pub(crate) rule: Rule,
}

const fn row(number: &'static str, rule: Rule, holds: fn(&Case) -> bool) -> Row {
    Row { number, holds, rule }
}

/// Section 2, for the document of the case.
pub(crate) static READING: [Row; 23] = [
    row("R1", Rule::ProfileClosed, closed_or_opposed),
    row("R2", Rule::AuthenticationInsufficient, |c| {
        match c.requester.authentication {
            Authentication::Cpe | Authentication::SoftwareCertificate => true,
            Authentication::AirSimplifie { allow_listed } => !allow_listed || c.channel == Channel::WebPs,
            _ => false,
        }
    }),
    row("R3", Rule::SuspendedProfessional, |c| c.requester.suspended),
    row("R4", Rule::NoReadingEntitlement, |c| {
        !c.requester.entitlements.intersects(*OPENERS)
    }),
    row("R5", Rule::ReasonMissing, |c| match c.context {
        AccessContext::BreakGlass { reason } => reason.trim() == "",
        AccessContext::Samu { reason } => c.parameters.samu_reason_required && reason.trim() == "",
        _ => false,
    }),
    row("R6", Rule::NotAMinor, |c| c.secret && !minor(c)),
    row("R7", Rule::SecretNotInEmergency, |c| c.secret && emergency(c)),
    row("R8", Rule::Author, |c| {
        c.document.author == Author::Professional(c.requester.rpps)
            && !no_context(c)
            && (c.parameters.blocked_author_reads_own || !(blocked(c) || organisation_blocked(c)))
    }),
    row("R9", Rule::BlockedProfessional, |c| {
        blocked(c) && block_applies(c)
    }),
    row("R10", Rule::BlockedOrganisation, |c| {
        organisation_blocked(c) && block_applies(c)
    }),
    row("R11", Rule::Administrator, |c| {
        let named = c
            .profile
            .administrators
            .iter()
            .any(|named| named == c.requester.rpps);
        let referring = c.parameters.referring_doctor_is_administrator
            && c.profile.referring_doctor == Some(c.requester.rpps);
        (named || referring)
            && c.requester
                .entitlements
                .iter()
                .any(|entitlement| entitlement.code() == "10")
            && !no_context(c)
            && (c.parameters.administrator_passes_opposition || !opposed(c))
    }),
    row("R12", Rule::NotSamuRegulator, |c| {
        samu(c) && !c.requester.samu_regulator
    }),
    row("R13", Rule::SamuOpposed, |c| samu(c) && !samu_permitted(c)),
    row("R14", Rule::BreakGlassOpposed, |c| {
        break_glass(c) && !break_glass_permitted(c)
    }),
    row("R15", Rule::ProfessionalsOpposed, opposed),
    row("R16", Rule::NoLegalBasis, |c| {
        no_context(c)
            || c.context == AccessContext::CareTeam
                && c.parameters.team_consent == TeamConsent::Recorded
                && !authorised(c)
    }),
    row("R17", Rule::Matrix, |c| {
        c.document
            .document_type
            .is_none_or(|row| !matrix::readers(row).any(|reader| c.requester.entitlements.contains(reader)))
    }),
    row("R18", Rule::MaskedEvenInEmergency, |c| {
        masked(c) && emergency(c) && !masked_permitted(c)
    }),
    row("R19", Rule::EmergencyMasked, |c| masked(c) && emergency(c)),
    row("R20", Rule::Masked, masked),
    row("R21", Rule::Emergency, emergency),
    row("R22", Rule::CareTeam, |c| c.context == AccessContext::CareTeam),
    row("R23", Rule::DeclaredConsent, |_| true),
];

/// Section 3, for the deposit of the case.
pub(crate) static DEPOSITING: [Row; 12] = [
    row("D1", Rule::ProfileClosed, closed_or_opposed),
    row("D2", Rule::AuthenticationInsufficient, |c| {
        c.channel == Channel::WebPs
            && matches!(
                c.requester.authentication,
                Authentication::AirSimplifie { .. } | Authentication::SoftwareCertificate
            )
    }),
    row("D3", Rule::Deceased, |c| c.profile.deceased),
    row("D4", Rule::InsNotQualified, |c| !c.profile.ins_qualified),
    row("D5", Rule::BlockedProfessional, |c| {
        blocked(c) && deposit_block_applies(c)
    }),
    row("D6", Rule::BlockedOrganisation, |c| {
        organisation_blocked(c) && deposit_block_applies(c)
    }),
    row("D7", Rule::DepositOpposed, |c| c.deposit.opposition_recorded),
    row("D8", Rule::NotAMinor, |c| {
        (c.secret || hidden_from_representatives(c)) && !minor(c)
    }),
    row("D9", Rule::FlagsNotCombinable, |c| {
        let flags = c.deposit.visibility;
        flags.contains(VisibilityFlag::HiddenFromPatient)
            && flags.contains(VisibilityFlag::MaskedToProfessionals)
            && !c.parameters.allow_hidden_from_patient_with_mask
    }),
    row("D10", Rule::SecretDepositVisible, |c| {
        c.secret && !hidden_from_representatives(c)
    }),
    row("D11", Rule::DuplicateDeposit, |c| c.deposit.duplicate),
    row("D12", Rule::Deposit, |_| true),
];

/// The rows that [`policy::Action::Open`] keeps: R1 to R7, R9 to R16, R21 to R23.
pub(crate) fn opens(number: &str) -> bool {
    !matches!(number, "R8" | "R17" | "R18" | "R19" | "R20")
}

/// The first row that holds.
pub(crate) fn first(table: &'static [Row], case: &Case, keep: impl Fn(&str) -> bool) -> Rule {
    table
        .iter()
        .find(|row| keep(row.number) && (row.holds)(case))
        .expect("the last row always holds")
        .rule
}

static OPENERS: LazyLock<EntitlementSet> =
    LazyLock::new(|| policy::DocumentType::all().flat_map(matrix::readers).collect());

fn closed_or_opposed(c: &Case) -> bool {
    matches!(c.profile.state, ProfileState::Closed | ProfileState::Opposed)
}

pub(crate) fn minor(c: &Case) -> bool {
    let birthday = c.profile.born.checked_add(18.years()).unwrap();
    // The calendar moves 29 February back to the 28th; the law moves it forward to 1 March.
    let birthday = if birthday.day() == c.profile.born.day() {
        birthday
    } else {
        birthday.tomorrow().unwrap()
    };
    c.on < birthday
}

fn samu(c: &Case) -> bool {
    matches!(c.context, AccessContext::Samu { .. })
}

fn break_glass(c: &Case) -> bool {
    matches!(c.context, AccessContext::BreakGlass { .. })
}

fn emergency(c: &Case) -> bool {
    samu(c) || break_glass(c)
}

/// Context `none`, unless a recorded consent still holds (P9).
fn no_context(c: &Case) -> bool {
    c.context == AccessContext::None
        && !(c.parameters.consent_outside_team == ConsentOutsideTeam::UntilWithdrawn && authorised(c))
}

fn authorised(c: &Case) -> bool {
    c.profile.authorised.iter().any(|known| known == c.requester.rpps)
}

fn blocked(c: &Case) -> bool {
    c.profile
        .blocked
        .iter()
        .any(|blocked| blocked == c.requester.rpps)
}

fn organisation_blocked(c: &Case) -> bool {
    c.profile
        .blocked_organisations
        .iter()
        .any(|blocked| Some(blocked) == c.requester.organisation)
}

fn block_applies(c: &Case) -> bool {
    c.parameters.block_wins_over_emergency || !emergency(c)
}

fn deposit_block_applies(c: &Case) -> bool {
    c.channel == Channel::WebPs || !c.parameters.blocked_may_deposit_from_own_software
}

fn opposed(c: &Case) -> bool {
    c.profile.professionals_opposed && (!emergency(c) || c.parameters.opposition_extends_to_emergency)
}

fn samu_permitted(c: &Case) -> bool {
    c.profile.emergency.is_none_or(policy::EmergencyConsents::samu)
}

fn break_glass_permitted(c: &Case) -> bool {
    c.profile
        .emergency
        .is_none_or(policy::EmergencyConsents::break_glass)
}

fn masked_permitted(c: &Case) -> bool {
    match c.profile.emergency {
        Some(consents) => consents.masked_documents(),
        None => c.parameters.emergency_reads_masked_until_answered,
    }
}

fn masked(c: &Case) -> bool {
    c.document
        .visibility
        .contains(VisibilityFlag::MaskedToProfessionals)
}

fn hidden_from_representatives(c: &Case) -> bool {
    c.deposit
        .visibility
        .contains(VisibilityFlag::HiddenFromRepresentatives)
}

/// What a document carries on arrival (section 3).
pub(crate) fn on_arrival(asked: policy::Visibility, default: DefaultVisibility) -> policy::Visibility {
    let mut flags: Vec<_> = asked.iter().collect();
    if default == DefaultVisibility::Masked && !flags.contains(&VisibilityFlag::HiddenFromPatient) {
        flags.push(VisibilityFlag::MaskedToProfessionals);
    }
    flags.into_iter().collect()
}
