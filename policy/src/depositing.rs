//! Depositing: rules D1 to D12.

use crate::facts::VisibilityFlag;
use crate::request::{Channel, Deposit, Request};
use crate::rule::Rule;

/// May the requester deposit this?
pub(crate) fn deposit(request: &Request<'_>, deposit: Deposit) -> Rule {
    let Request {
        profile,
        requester,
        channel,
        parameters,
        ..
    } = request;
    let asked = deposit.visibility;
    let secret = request.secret;
    let hidden_from_representatives = asked.contains(VisibilityFlag::HiddenFromRepresentatives);

    if !profile.state.answers() {
        return Rule::ProfileClosed;
    }
    if !requester.authentication.may_deposit(*channel) {
        return Rule::AuthenticationInsufficient;
    }
    if profile.deceased {
        return Rule::Deceased;
    }
    if !profile.ins_qualified {
        return Rule::InsNotQualified;
    }
    if let Some(rule) = profile.block_on(requester)
        && (*channel == Channel::WebPs || !parameters.blocked_may_deposit_from_own_software)
    {
        return rule;
    }
    if deposit.opposition_recorded {
        return Rule::DepositOpposed;
    }
    if (hidden_from_representatives || secret) && !profile.is_minor(request.on) {
        return Rule::NotAMinor;
    }
    if asked.contains(VisibilityFlag::HiddenFromPatient)
        && asked.is_masked()
        && !parameters.allow_hidden_from_patient_with_mask
    {
        return Rule::FlagsNotCombinable;
    }
    if secret && !hidden_from_representatives {
        return Rule::SecretDepositVisible;
    }
    if deposit.duplicate {
        return Rule::DuplicateDeposit;
    }
    Rule::Deposit
}
