//! A few whole decisions, as a reader of the rulebook would check them by hand. The tables are in `golden`.

mod support;

use policy::{AccessContext, Action, Author, Rule, VisibilityFlag};
use support::{Case, document, me};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn the_care_team_reads_what_is_not_masked() {
    let case = Case::new().with(|case| case.action = Action::Read(document()));
    assert_eq!(case.decide().rule(), Rule::CareTeam);

    let masked = case.with(|case| {
        let mut document = document();
        document.visibility = document.visibility.with(VisibilityFlag::MaskedToProfessionals);
        case.action = Action::Read(document);
    });
    assert_eq!(masked.decide().rule(), Rule::Masked);
    assert_eq!(masked.decide().articles(), ["R.1111-49"]);
}

#[test]
fn a_blocked_professional_reads_only_what_they_wrote() {
    let blocked = Case::new().with(|case| {
        case.profile.blocked.insert(me());
        case.action = Action::Read(document());
    });
    assert_eq!(blocked.decide().rule(), Rule::BlockedProfessional);

    let own = blocked.with(|case| {
        case.action = Action::Read(policy::DocumentFacts {
            author: Author::Professional(me()),
            ..document()
        });
    });
    assert_eq!(own.decide().rule(), Rule::Author);
    let without_basis = own.with(|case| case.context = AccessContext::None);
    assert_eq!(without_basis.decide().rule(), Rule::BlockedProfessional);
}
