//! The one entrance: a request in, a decision out.

use crate::depositing;
use crate::facts::{DocumentFacts, VisibilityFlag};
use crate::reading::Reading;
use crate::request::{Action, Deposit, Request};
use crate::rule::{Decision, Rule};

/// Decides a request. Total: every request has an answer, and what no rule grants is refused.
pub fn decide(request: &Request<'_>) -> Decision {
    match request.action {
        Action::Open | Action::ReadHistory => Reading::of(request).open(),
        Action::Read(document) => Reading::of(request).document(&document),
        Action::ReadSection(section) => Reading::of(request).section(section),
        Action::Deposit(deposit) => depositing::deposit(request, deposit).into(),
        Action::Replace { document, by } => replace(request, &document, by).into(),
        Action::Delete(document) | Action::ShowToRepresentatives(document) => {
            as_author(request, &document).into()
        }
        Action::MaskForHolder(document) => mask_for_holder(request, &document),
        Action::ReturnToPatient(document) => return_to_patient(request, &document),
    }
}

/// The author replaces a document, by D1 to D12.
fn replace(request: &Request<'_>, document: &DocumentFacts, by: Deposit) -> Rule {
    match as_author(request, document) {
        Rule::Author => depositing::deposit(request, by),
        refusal => refusal,
    }
}

/// What the author alone may do, by D1 alone: blocked or masked, a document put in the wrong record must be removable (EXI 09).
fn as_author(request: &Request<'_>, document: &DocumentFacts) -> Rule {
    if !request.profile.state.answers() {
        Rule::ProfileClosed
    } else if document.author.is(request.requester.rpps) {
        Rule::Author
    } else {
        Rule::NotTheAuthor
    }
}

/// The author, or a physician who may read the document as administrator, care team or by consent (EXI 08).
fn return_to_patient(request: &Request<'_>, document: &DocumentFacts) -> Decision {
    if document.author.is(request.requester.rpps) {
        return as_author(request, document).into();
    }
    let reading = Reading::of(request).document(document);
    match reading.rule() {
        Rule::Administrator | Rule::CareTeam | Rule::DeclaredConsent if !request.requester.is_physician() => {
            Rule::NotTheAuthor.into()
        }
        Rule::Emergency | Rule::EmergencyMasked => Rule::NotTheAuthor.into(),
        _ => reading,
    }
}

/// Any professional who may read the document, unless the mask would join a flag it cannot go with (D9).
fn mask_for_holder(request: &Request<'_>, document: &DocumentFacts) -> Decision {
    let reading = Reading::of(request).document(document);
    if reading.is_permit()
        && document.visibility.contains(VisibilityFlag::HiddenFromPatient)
        && !request.parameters.allow_hidden_from_patient_with_mask
    {
        return Rule::FlagsNotCombinable.into();
    }
    reading
}
