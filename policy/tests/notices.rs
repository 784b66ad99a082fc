//! Who is told of what (rulebook, section 7).

mod support;

use policy::{
    Audience, DocumentFacts, Event, NoticeKind, ProfessionalAct, Recipient, Rule, TraceAction, Visibility,
    VisibilityFlag, notices,
};
use support::{columns, document, golden, row};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn told(event: &Event, minor: bool) -> String {
    let told: Vec<String> = notices(event, minor)
        .into_iter()
        .map(|notice| {
            let to: Vec<_> = notice
                .audience
                .iter()
                .map(|recipient| format!("{recipient:?}"))
                .collect();
            format!("{} to {}", notice.kind.id(), to.join(" and "))
        })
        .collect();
    if told.is_empty() {
        "nobody".to_owned()
    } else {
        told.join("; ")
    }
}

fn flagged(flags: &[VisibilityFlag]) -> DocumentFacts {
    DocumentFacts {
        visibility: flags.iter().copied().collect(),
        ..document()
    }
}

const READ: ProfessionalAct = ProfessionalAct {
    action: TraceAction::DocumentRead,
    decision: policy::Decision::of(Rule::CareTeam),
    emergency: false,
    secret: false,
    first: false,
    before: None,
    after: None,
};

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each event")]
fn the_table() {
    use VisibilityFlag::{HiddenFromPatient, HiddenFromRepresentatives, MaskedToProfessionals};

    let normal = Some(flagged(&[]));
    let masked = Some(flagged(&[MaskedToProfessionals]));
    let hidden = Some(flagged(&[HiddenFromPatient]));
    let secret = Some(flagged(&[HiddenFromRepresentatives]));
    let read = ProfessionalAct {
        before: normal,
        after: normal,
        ..READ
    };
    let open = ProfessionalAct {
        action: TraceAction::RecordOpened,
        ..READ
    };
    let emergency = ProfessionalAct {
        decision: Rule::Emergency.into(),
        emergency: true,
        ..open
    };
    let administrator = ProfessionalAct {
        decision: Rule::Administrator.into(),
        before: masked,
        after: masked,
        ..read
    };
    let emergency_masked = ProfessionalAct {
        decision: Rule::EmergencyMasked.into(),
        emergency: true,
        ..administrator
    };
    let deposit = ProfessionalAct {
        action: TraceAction::DocumentDeposited,
        decision: Rule::Deposit.into(),
        after: normal,
        ..READ
    };
    let restored = ProfessionalAct {
        action: TraceAction::VisibilityRestored,
        decision: Rule::Author.into(),
        before: hidden,
        after: normal,
        ..READ
    };
    let replaced = ProfessionalAct {
        action: TraceAction::DocumentReplaced,
        before: normal,
        ..deposit
    };
    let deleted = ProfessionalAct {
        action: TraceAction::DocumentDeleted,
        decision: Rule::Author.into(),
        before: normal,
        ..READ
    };
    let changed = ProfessionalAct {
        action: TraceAction::VisibilityChanged,
        after: masked,
        ..deleted
    };
    let blocked = ProfessionalAct {
        decision: Rule::BlockedProfessional.into(),
        ..open
    };
    let acts = [
        ("a later access", open),
        ("first access", ProfessionalAct { first: true, ..open }),
        (
            "first access, by a search",
            ProfessionalAct {
                action: TraceAction::DocumentsSearched,
                first: true,
                ..open
            },
        ),
        (
            "first access, by a section",
            ProfessionalAct {
                action: TraceAction::SectionRead,
                first: true,
                ..open
            },
        ),
        (
            "first access, by a document",
            ProfessionalAct { first: true, ..read },
        ),
        (
            "first access, refused",
            ProfessionalAct {
                first: true,
                decision: Rule::Matrix.into(),
                ..read
            },
        ),
        (
            "first access, secret",
            ProfessionalAct {
                first: true,
                secret: true,
                ..open
            },
        ),
        (
            "first deposit",
            ProfessionalAct {
                first: true,
                ..deposit
            },
        ),
        ("emergency", emergency),
        (
            "emergency, first access",
            ProfessionalAct {
                first: true,
                ..emergency
            },
        ),
        (
            "emergency, refused",
            ProfessionalAct {
                decision: Rule::BreakGlassOpposed.into(),
                ..emergency
            },
        ),
        ("masked read by an administrator", administrator),
        (
            "masked read by its author",
            ProfessionalAct {
                decision: Rule::Author.into(),
                ..administrator
            },
        ),
        ("masked read in an emergency", emergency_masked),
        (
            "masked, hidden from patient, by an administrator",
            ProfessionalAct {
                before: Some(flagged(&[MaskedToProfessionals, HiddenFromPatient])),
                ..administrator
            },
        ),
        (
            "unmasked read by an administrator",
            ProfessionalAct {
                before: normal,
                after: normal,
                ..administrator
            },
        ),
        (
            "mask deleted by an administrator",
            ProfessionalAct {
                action: TraceAction::DocumentDeleted,
                ..administrator
            },
        ),
        ("deposit", deposit),
        (
            "deposit, masked",
            ProfessionalAct {
                after: masked,
                ..deposit
            },
        ),
        (
            "deposit, hidden_from_patient",
            ProfessionalAct {
                after: hidden,
                ..deposit
            },
        ),
        (
            "deposit, hidden_from_representatives",
            ProfessionalAct {
                after: secret,
                ..deposit
            },
        ),
        (
            "deposit, secret",
            ProfessionalAct {
                after: secret,
                secret: true,
                ..deposit
            },
        ),
        (
            "deposit refused",
            ProfessionalAct {
                decision: Rule::DepositOpposed.into(),
                after: None,
                ..deposit
            },
        ),
        ("returned to the patient", restored),
        (
            "returned, still hidden_from_representatives",
            ProfessionalAct {
                after: secret,
                ..restored
            },
        ),
        ("replaced", replaced),
        (
            "replaced, now hidden_from_patient",
            ProfessionalAct {
                after: hidden,
                ..replaced
            },
        ),
        (
            "replacement refused",
            ProfessionalAct {
                decision: Rule::DepositOpposed.into(),
                ..replaced
            },
        ),
        ("deleted", deleted),
        (
            "deleted, hidden_from_patient",
            ProfessionalAct {
                before: hidden,
                ..deleted
            },
        ),
        (
            "deleted by a secret connection",
            ProfessionalAct {
                secret: true,
                ..deleted
            },
        ),
        ("masked for the holder", changed),
        (
            "shown to representatives",
            ProfessionalAct {
                before: secret,
                after: normal,
                ..changed
            },
        ),
        ("blocked, opening", blocked),
        (
            "blocked organisation, opening",
            ProfessionalAct {
                decision: Rule::BlockedOrganisation.into(),
                ..blocked
            },
        ),
        (
            "blocked, reading",
            ProfessionalAct {
                action: TraceAction::DocumentRead,
                before: normal,
                ..blocked
            },
        ),
        (
            "blocked, reading hidden_from_patient",
            ProfessionalAct {
                action: TraceAction::DocumentRead,
                before: hidden,
                ..blocked
            },
        ),
        (
            "blocked, reading hidden_from_representatives",
            ProfessionalAct {
                action: TraceAction::DocumentRead,
                before: secret,
                ..blocked
            },
        ),
        (
            "blocked, depositing",
            ProfessionalAct {
                action: TraceAction::DocumentDeposited,
                ..blocked
            },
        ),
        (
            "blocked, secret",
            ProfessionalAct {
                secret: true,
                ..blocked
            },
        ),
        (
            "refused otherwise",
            ProfessionalAct {
                decision: Rule::Matrix.into(),
                ..read
            },
        ),
    ];
    let others = [
        ("own document added", Event::OwnDocumentAdded(flagged(&[]))),
        (
            "own document added, masked",
            Event::OwnDocumentAdded(flagged(&[MaskedToProfessionals])),
        ),
        (
            "own document added, hidden_from_patient",
            Event::OwnDocumentAdded(flagged(&[HiddenFromPatient])),
        ),
        ("privacy setting changed", Event::PrivacySettingChanged),
        ("administrator named", Event::AdministratorNamed),
        ("profile closed", Event::ProfileClosed),
        ("profile reopened", Event::ProfileReopened),
        ("new sign-in", Event::NewSignIn),
        ("coming of age in 30 days", Event::ComingOfAgeSoon),
        ("coming of age", Event::ComingOfAge),
    ];
    let mut rows = vec![row(["event", "adult", "minor"])];
    let events = acts.map(|(name, act)| (name, Event::Professional(act)));
    for (name, event) in events.iter().chain(&others) {
        rows.push(row([name, &told(event, false), &told(event, true)]));
    }
    let mut switches = vec![row(["notice", "switchable"])];
    for kind in NoticeKind::ALL {
        switches.push(row([kind.id(), &format!("{:?}", kind.switchable())]));
    }
    golden!(
        "notices.txt",
        format!("{}\n{}", columns(&rows), columns(&switches))
    );
}

#[test]
fn an_audience_is_a_set_of_people() {
    let of = |visibility, minor| {
        let deposit = ProfessionalAct {
            action: TraceAction::DocumentDeposited,
            decision: Rule::Deposit.into(),
            after: Some(DocumentFacts {
                visibility,
                ..document()
            }),
            ..READ
        };
        notices(&Event::Professional(deposit), minor)[0].audience
    };
    let adult = of(Visibility::NORMAL, false);
    assert!(adult.contains(Recipient::Holder) && adult.contains(Recipient::Caregivers));
    assert!(!adult.contains(Recipient::LegalRepresentatives) && !adult.is_empty());
    assert_eq!(format!("{adult:?}"), "{Holder, Caregivers}");
    assert_eq!(
        format!("{:?}", of(Visibility::NORMAL, true)),
        "{LegalRepresentatives}"
    );
    assert!(Audience::NOBODY.is_empty() && Audience::NOBODY.iter().next().is_none());
    assert_eq!(Audience::NOBODY, Audience::default());
}

/// Every act of a professional that the notices tell apart.
fn every_act(mut visit: impl FnMut(ProfessionalAct)) {
    let documents: Vec<_> = std::iter::once(None)
        .chain(Visibility::all().map(|visibility| {
            Some(DocumentFacts {
                visibility,
                ..document()
            })
        }))
        .collect();
    for action in TraceAction::ALL {
        for rule in Rule::ALL {
            for bits in 0..8 {
                for before in &documents {
                    for after in &documents {
                        visit(ProfessionalAct {
                            action,
                            decision: rule.into(),
                            emergency: bits & 1 != 0,
                            secret: bits & 2 != 0,
                            first: bits & 4 != 0,
                            before: *before,
                            after: *after,
                        });
                    }
                }
            }
        }
    }
}

#[test]
fn laws() {
    let sees = |document: Option<DocumentFacts>, minor: bool| {
        document.is_some_and(|document| {
            let has = |flag| document.visibility.contains(flag);
            let secret = minor && has(VisibilityFlag::HiddenFromRepresentatives);
            !secret && !has(VisibilityFlag::HiddenFromPatient)
        })
    };
    every_act(|act| {
        for minor in [false, true] {
            for notice in notices(&Event::Professional(act), minor) {
                let context = format!("{notice:?} {act:?}");
                assert!(!act.secret, "a secret connection is told to nobody: {context}");
                assert!(!notice.audience.is_empty(), "{context}");
                assert_eq!(
                    notice.audience.contains(Recipient::LegalRepresentatives),
                    minor,
                    "{context}"
                );
                assert_eq!(notice.audience.contains(Recipient::Holder), !minor, "{context}");
                let refused_deposit = !act.decision.is_permit() && act.action.is_deposit();
                assert!(
                    !(minor && refused_deposit),
                    "a refused deposit would tell that the minor objected: {context}"
                );
                let about_documents =
                    !matches!(notice.kind, NoticeKind::FirstAccess | NoticeKind::EmergencyAccess);
                let documents = act.before.is_some() || act.after.is_some();
                assert!(
                    !about_documents || !documents || sees(act.before, minor) || sees(act.after, minor),
                    "a notice about a document is for those who see it: {context}"
                );
            }
        }
    });
}
