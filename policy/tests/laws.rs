//! Laws that hold for every combination of facts: enumerated, not sampled.

mod support;

use policy::{
    AccessContext, Action, EmergencyConsents, Reading, Rule, Section, Sections, Visibility, VisibilityFlag,
};
use support::enumeration::{self, every};
use support::{Case, me, rulebook};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn reading_follows_the_table_and_reaches_every_rule() {
    let mut reached = std::collections::BTreeSet::new();
    let count = every(&enumeration::READING, |case| {
        let expected = rulebook::first(&rulebook::READING, case, |_| true);
        assert_eq!(case.decide().rule(), expected, "{case:#?}");
        reached.insert(expected);
    });
    assert!(count > 30_000_000, "{count}");
    assert_eq!(reached.len(), rulebook::READING.len());
}

#[test]
fn depositing_follows_the_table_and_reaches_every_rule() {
    let mut reached = std::collections::BTreeSet::new();
    every(&enumeration::DEPOSITING, |case| {
        let expected = rulebook::first(&rulebook::DEPOSITING, case, |_| true);
        assert_eq!(case.decide_to_deposit().rule(), expected, "{case:#?}");
        reached.insert(expected);
    });
    assert_eq!(reached.len(), rulebook::DEPOSITING.len());
}

#[test]
fn each_parameter_is_followed() {
    every(&enumeration::WITH_PARAMETERS, |case| {
        let expected = rulebook::first(&rulebook::READING, case, |_| true);
        assert_eq!(case.decide().rule(), expected, "{case:#?}");
    });
    for index in 0..enumeration::OTHER_VALUES {
        every(&enumeration::DEPOSITING, |case| {
            let case = Case {
                parameters: enumeration::other_value(index).1,
                ..case.clone()
            };
            let expected = rulebook::first(&rulebook::DEPOSITING, &case, |_| true);
            assert_eq!(case.decide_to_deposit().rule(), expected, "{case:#?}");
        });
    }
}

/// Every circumstance of a reading, the document left out.
fn every_circumstance(visit: impl FnMut(&Case)) {
    every(&enumeration::CIRCUMSTANCES, visit);
}

/// Every document that the rules tell apart.
fn every_document() -> Vec<policy::DocumentFacts> {
    let mut documents = Vec::new();
    every(
        &[
            enumeration::ANY_AUTHOR,
            enumeration::TYPE,
            enumeration::VISIBILITY,
        ],
        |case| documents.push(case.document),
    );
    documents
}

#[test]
fn opening_and_history_follow_the_table() {
    every_circumstance(|case| {
        let expected = rulebook::first(&rulebook::READING, case, rulebook::opens);
        assert_eq!(case.decide_to(Action::Open).rule(), expected, "{case:#?}");
        assert_eq!(case.decide_to(Action::ReadHistory).rule(), expected, "{case:#?}");
    });
}

#[test]
fn sections_follow_the_table() {
    let rows = [
        (Section::Vaccinations, Some("11369-6")),
        (Section::HealthHistory, Some("REMB")),
        (Section::CareCircleAndWishes, None),
        (Section::AdvanceDirectives, Some("EXPPAT_3")),
    ];
    every_circumstance(|case| {
        for masked in [false, true] {
            for (section, row) in rows {
                let mut case = case.clone();
                if masked {
                    case.profile.masked_sections = Sections::NONE.with(section);
                    case.document.visibility = Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals);
                }
                // A section reads like a document of its row, without an author; the care circle has no row.
                case.document.document_type = row.and_then(policy::DocumentType::from_code);
                let expected = rulebook::first(&rulebook::READING, &case, |number| {
                    number != "R8" && (row.is_some() || number != "R17")
                });
                assert_eq!(
                    case.decide_to(Action::ReadSection(section)).rule(),
                    expected,
                    "{section:?} {case:#?}"
                );
            }
        }
    });
}

#[test]
fn a_search_returns_exactly_what_a_read_permits() {
    let documents = every_document();
    every_circumstance(|case| {
        let reading = Reading::of(&case.request());
        for document in &documents {
            let read = case.decide_to(Action::Read(*document));
            assert_eq!(reading.document(document), read, "{document:?} {case:#?}");
        }
    });
}

#[test]
fn laws_of_reading() {
    let documents = every_document();
    every_circumstance(|case| {
        let reading = Reading::of(&case.request());
        let blocked = case.profile.blocked.contains(me());
        let open = reading.open().is_permit();
        for document in &documents {
            let decision = reading.document(document);
            let own = document.author.is(me());

            assert!(
                !(decision.is_permit() && blocked && !own),
                "a blocked non-author never reads: {case:#?}"
            );
            assert!(
                !decision.is_permit() || case.profile.state.answers(),
                "a closed profile never answers"
            );
            assert!(
                !(decision.is_permit() && !own && !open),
                "what is read by right needs the record open: {case:#?}"
            );
            assert!(
                !(decision.is_permit() && case.context == AccessContext::None),
                "without a legal basis nothing is read: {case:#?}"
            );

            let masked = document.visibility.with(VisibilityFlag::MaskedToProfessionals);
            let shown = document.visibility.without(VisibilityFlag::MaskedToProfessionals);
            let masked = reading.document(&policy::DocumentFacts {
                visibility: masked,
                ..*document
            });
            let shown = reading.document(&policy::DocumentFacts {
                visibility: shown,
                ..*document
            });
            assert!(
                !masked.is_permit() || shown.is_permit(),
                "masking gives access to nobody, unmasking takes it from nobody: {case:#?}"
            );

            let hidden = document
                .visibility
                .with(VisibilityFlag::HiddenFromPatient)
                .with(VisibilityFlag::HiddenFromRepresentatives);
            let hidden = reading.document(&policy::DocumentFacts {
                visibility: hidden,
                ..*document
            });
            assert_eq!(
                hidden, decision,
                "what is hidden from the patient's side is open to professionals: {case:#?}"
            );

            if document.document_type.is_none() && decision.is_permit() {
                assert!(
                    matches!(decision.rule(), Rule::Author | Rule::Administrator),
                    "an unknown type is closed: {case:#?}"
                );
            }
        }
    });
}

/// The laws of a choice of the holder: making it never opens anything.
fn never_opens(choice: impl Fn(&mut Case)) {
    let documents = every_document();
    every_circumstance(|case| {
        let before = Reading::of(&case.request());
        let mut chosen = case.clone();
        choice(&mut chosen);
        let after = Reading::of(&chosen.request());
        assert!(
            before.open().is_permit() || !after.open().is_permit(),
            "{case:#?}"
        );
        for document in &documents {
            assert!(
                before.document(document).is_permit() || !after.document(document).is_permit(),
                "{document:?} {case:#?}"
            );
        }
    });
}

#[test]
fn blocking_never_opens_anything() {
    never_opens(|case| {
        case.profile.blocked.insert(me());
    });
}

#[test]
fn closing_to_all_professionals_never_opens_anything() {
    never_opens(|case| case.profile.professionals_opposed = true);
}

#[test]
fn refusing_an_emergency_never_opens_anything() {
    let consents = |case: &Case| case.profile.emergency_consents(&case.parameters);
    never_opens(|case| case.profile.emergency = Some(consents(case).with_samu(false)));
    never_opens(|case| case.profile.emergency = Some(consents(case).with_break_glass(false)));
    never_opens(|case| {
        let consents = consents(case);
        case.profile.emergency =
            Some(EmergencyConsents::new(consents.samu(), consents.break_glass(), false).unwrap());
    });
}

#[test]
fn withdrawing_an_administrator_never_opens_anything() {
    never_opens(|case| {
        case.profile.administrators.remove(me());
    });
}

#[test]
fn a_secret_connection_never_opens_anything() {
    never_opens(|case| case.secret = true);
}

#[test]
fn what_concerns_depositing_or_nobody_never_moves_a_reading() {
    every_circumstance(|case| {
        let mut other = case.clone();
        other.profile.deceased = true;
        other.profile.ins_qualified = false;
        other.profile.default_visibility = policy::DefaultVisibility::Masked;
        other.profile.authorised.insert(me());
        other.profile.referring_doctor = Some(me());
        assert_eq!(
            Reading::of(&case.request()),
            Reading::of(&other.request()),
            "{case:#?}"
        );
    });
}

#[test]
fn a_closed_profile_answers_no_action() {
    let actions = |case: &Case| {
        [
            Action::Open,
            Action::ReadHistory,
            Action::Read(case.document),
            Action::ReadSection(Section::Vaccinations),
            Action::Deposit(case.deposit),
            Action::Replace {
                document: case.document,
                by: case.deposit,
            },
            Action::Delete(case.document),
            Action::ReturnToPatient(case.document),
            Action::ShowToRepresentatives(case.document),
            Action::MaskForHolder(case.document),
        ]
    };
    every_circumstance(|case| {
        if !case.profile.state.answers() {
            for action in actions(case) {
                assert_eq!(
                    case.decide_to(action).rule(),
                    Rule::ProfileClosed,
                    "{action:?} {case:#?}"
                );
            }
        }
    });
}
