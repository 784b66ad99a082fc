//! Every combination of facts, as an odometer over dimensions.

use policy::{
    AccessContext, Action, Authentication, Author, Channel, ConsentOutsideTeam, DocumentType,
    EmergencyConsents, EntitlementSet, Parameters, ProfileState, TeamConsent, Visibility,
};

use super::{ADULT, Case, MINOR, another, entitlements, me};

/// One fact: how many values it has here, and how a case takes each.
#[derive(Clone, Copy)]
pub(crate) struct Dimension {
    pub(crate) name: &'static str,
    size: usize,
    set: fn(&mut Case, usize),
}

const fn dimension(name: &'static str, size: usize, set: fn(&mut Case, usize)) -> Dimension {
    Dimension { name, size, set }
}

pub(crate) const STATE: Dimension = dimension("state", 4, |c, i| c.profile.state = ProfileState::ALL[i]);
pub(crate) const AUTHENTICATION: Dimension = dimension("authentication", 8, |c, i| {
    c.requester.authentication = Authentication::ALL[i];
});
/// Enough to read, or not, where the ways of signing in are not the subject.
pub(crate) const MAY_READ: Dimension = dimension("may read", 2, |c, i| {
    c.requester.authentication = [Authentication::Cps, Authentication::Cpe][i];
});
pub(crate) const CHANNEL: Dimension = dimension("channel", 2, |c, i| c.channel = Channel::ALL[i]);
pub(crate) const SUSPENDED: Dimension = dimension("suspended", 2, |c, i| c.requester.suspended = i == 1);
pub(crate) const ENTITLEMENTS: Dimension = dimension("entitlements", 5, |c, i| {
    c.requester.entitlements = match i {
        0 => EntitlementSet::EMPTY,
        1 => entitlements(&["31"]),
        2 => entitlements(&["60"]),
        3 => entitlements(&["10"]),
        _ => entitlements(&["28", "31"]),
    };
});
pub(crate) const CONTEXT: Dimension = dimension("context", 7, |c, i| {
    c.context = [
        AccessContext::CareTeam,
        AccessContext::DeclaredConsent,
        AccessContext::None,
        AccessContext::Samu { reason: "" },
        AccessContext::Samu {
            reason: "inconscient",
        },
        AccessContext::BreakGlass { reason: " " },
        AccessContext::BreakGlass {
            reason: "inconscient",
        },
    ][i];
});
pub(crate) const SECRET: Dimension = dimension("secret", 2, |c, i| c.secret = i == 1);
pub(crate) const AGE: Dimension = dimension("age", 2, |c, i| c.profile.born = [ADULT, MINOR][i]);
pub(crate) const BLOCKED: Dimension = dimension("blocked", 2, |c, i| {
    c.profile.blocked = [&[another()][..], &[another(), me()]][i]
        .iter()
        .copied()
        .collect();
});
pub(crate) const ORGANISATION_BLOCKED: Dimension = dimension("organisation blocked", 2, |c, i| {
    c.profile.blocked_organisations = [None, Some("590064036")][i]
        .into_iter()
        .map(|id| id.parse().unwrap())
        .collect();
});
pub(crate) const ADMINISTRATOR: Dimension = dimension("administrator", 2, |c, i| {
    c.profile.administrators = [another(), me()][i..].iter().take(1).copied().collect();
});
pub(crate) const REFERRING: Dimension = dimension("referring doctor", 2, |c, i| {
    c.profile.referring_doctor = [None, Some(me())][i];
});
pub(crate) const AUTHORISED: Dimension = dimension("authorised", 2, |c, i| {
    c.profile.authorised = [None, Some(me())][i].into_iter().collect();
});
pub(crate) const REGULATOR: Dimension = dimension("regulator", 2, |c, i| c.requester.samu_regulator = i == 1);
pub(crate) const CONSENTS: Dimension = dimension("consents", 8, |c, i| {
    c.profile.emergency = EmergencyConsents::all().nth(i);
});
pub(crate) const OPPOSED: Dimension =
    dimension("opposed", 2, |c, i| c.profile.professionals_opposed = i == 1);
pub(crate) const AUTHOR: Dimension = dimension("author", 2, |c, i| {
    c.document.author = Author::Professional([another(), me()][i]);
});
pub(crate) const ANY_AUTHOR: Dimension = dimension("author", 6, |c, i| {
    c.document.author = [
        Author::Professional(another()),
        Author::Professional(me()),
        Author::Holder,
        Author::LegalRepresentative,
        Author::ReferencedApplication,
        Author::HealthInsurance,
    ][i];
});
/// Open to nurses and physicians, to physicians only, or unknown.
pub(crate) const TYPE: Dimension = dimension("type", 3, |c, i| {
    c.document.document_type = DocumentType::from_code(["34842-5", "101881-1", "?"][i]);
});
pub(crate) const MASKED: Dimension = dimension("masked", 2, |c, i| {
    c.document.visibility = Visibility::all().nth(i).unwrap();
});
pub(crate) const VISIBILITY: Dimension = dimension("visibility", 8, |c, i| {
    c.document.visibility = Visibility::all().nth(i).unwrap();
});

pub(crate) const DECEASED: Dimension = dimension("deceased", 2, |c, i| c.profile.deceased = i == 1);
pub(crate) const INS: Dimension = dimension("ins", 2, |c, i| c.profile.ins_qualified = i == 1);
pub(crate) const OPPOSITION: Dimension =
    dimension("opposition", 2, |c, i| c.deposit.opposition_recorded = i == 1);
pub(crate) const DUPLICATE: Dimension = dimension("duplicate", 2, |c, i| c.deposit.duplicate = i == 1);
pub(crate) const DEPOSIT_VISIBILITY: Dimension = dimension("visibility", 8, |c, i| {
    c.deposit.visibility = Visibility::all().nth(i).unwrap();
});

/// One parameter at a time, at its other value; the last is the current set.
pub(crate) const PARAMETERS: Dimension = dimension("parameters", 12, |c, i| c.parameters = other_value(i).1);

/// Everything that bears on reading, the document last.
pub(crate) const READING: [Dimension; 17] = [
    STATE,
    AUTHENTICATION,
    CHANNEL,
    SUSPENDED,
    ENTITLEMENTS,
    SECRET,
    AGE,
    BLOCKED,
    ORGANISATION_BLOCKED,
    ADMINISTRATOR,
    OPPOSED,
    REGULATOR,
    CONSENTS,
    CONTEXT,
    AUTHOR,
    TYPE,
    MASKED,
];

/// The same, the document left out and the ways of signing in reduced to one that may read and one that may not.
pub(crate) const CIRCUMSTANCES: [Dimension; 13] = [
    STATE,
    MAY_READ,
    SUSPENDED,
    ENTITLEMENTS,
    SECRET,
    AGE,
    BLOCKED,
    ORGANISATION_BLOCKED,
    ADMINISTRATOR,
    OPPOSED,
    REGULATOR,
    CONSENTS,
    CONTEXT,
];

/// Everything that bears on depositing.
pub(crate) const DEPOSITING: [Dimension; 12] = [
    STATE,
    AUTHENTICATION,
    CHANNEL,
    DECEASED,
    INS,
    BLOCKED,
    ORGANISATION_BLOCKED,
    AGE,
    SECRET,
    OPPOSITION,
    DUPLICATE,
    DEPOSIT_VISIBILITY,
];

/// What the parameters move, the ways of signing in and the state left aside.
pub(crate) const WITH_PARAMETERS: [Dimension; 17] = [
    PARAMETERS,
    ENTITLEMENTS,
    SECRET,
    AGE,
    BLOCKED,
    ORGANISATION_BLOCKED,
    ADMINISTRATOR,
    REFERRING,
    AUTHORISED,
    OPPOSED,
    REGULATOR,
    CONSENTS,
    CONTEXT,
    CHANNEL,
    AUTHOR,
    TYPE,
    MASKED,
];

/// Each parameter that a decision depends on, at its other value. P7 and P8 have no other value to decide with.
pub(crate) fn other_value(index: usize) -> (&'static str, Parameters) {
    let mut parameters = Parameters::CURRENT;
    let p = &mut parameters;
    let name = match index {
        0 => {
            p.emergency_reads_masked_until_answered = false;
            "P1 emergency_reads_masked_until_answered = false"
        }
        1 => {
            p.blocked_may_deposit_from_own_software = false;
            "P2 blocked_may_deposit_from_own_software = false"
        }
        2 => {
            p.blocked_author_reads_own = false;
            "P3 blocked_author_reads_own = false"
        }
        3 => {
            p.block_wins_over_emergency = false;
            "P4 block_wins_over_emergency = false"
        }
        4 => {
            p.allow_hidden_from_patient_with_mask = true;
            "P5 allow_hidden_from_patient_with_mask = true"
        }
        5 => {
            p.administrator_passes_opposition = false;
            "P6 administrator_passes_opposition = false"
        }
        6 => {
            p.consent_outside_team = ConsentOutsideTeam::UntilWithdrawn;
            "P9 consent_outside_team = until withdrawn"
        }
        7 => {
            p.opposition_extends_to_emergency = true;
            "P10 opposition_extends_to_emergency = true"
        }
        8 => {
            p.team_consent = TeamConsent::Recorded;
            "P11 team_consent = recorded"
        }
        9 => {
            p.referring_doctor_is_administrator = true;
            "P12 referring_doctor_is_administrator = true"
        }
        10 => {
            p.samu_reason_required = true;
            "P13 samu_reason_required = true"
        }
        _ => "current",
    };
    (name, parameters)
}

/// How many of [`other_value`] differ from the current parameters.
pub(crate) const OTHER_VALUES: usize = 11;

/// Calls `visit` for every combination; returns how many there were.
pub(crate) fn every(dimensions: &[Dimension], mut visit: impl FnMut(&Case)) -> u64 {
    let mut case = Case::new();
    let mut digits = vec![0; dimensions.len()];
    for dimension in dimensions {
        (dimension.set)(&mut case, 0);
    }
    let mut count = 0;
    loop {
        case.action = Action::Read(case.document);
        visit(&case);
        count += 1;
        let mut place = dimensions.len();
        loop {
            let Some(before) = place.checked_sub(1) else {
                return count;
            };
            place = before;
            digits[place] += 1;
            if digits[place] < dimensions[place].size {
                break;
            }
            digits[place] = 0;
            (dimensions[place].set)(&mut case, 0);
        }
        (dimensions[place].set)(&mut case, digits[place]);
    }
}
