//! The tables of the rulebook and of annex 3, whole, as text files: a change of rule is a change a reviewer reads.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use policy::{
    AccessContext, Action, Authentication, Author, Channel, DocumentFacts, DocumentType, EmergencyConsents,
    Entitlement, EntitlementSet, ProfileState, Rule, Section, Sections, Visibility, VisibilityFlag, matrix,
};
use support::enumeration::{self, every};
use support::{Case, MINOR, another, columns, document, entitlements, golden, me, row, rulebook, tick};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

type Meet = fn(&mut Case);
type Step<'a> = &'a dyn Fn(&mut Case);

/// A condition of a table: its row, its words, and how a case comes to meet it.
struct Condition {
    number: &'static str,
    words: &'static str,
    meet: Meet,
}

const fn condition(number: &'static str, words: &'static str, meet: Meet) -> Condition {
    Condition { number, words, meet }
}

const MASKED: VisibilityFlag = VisibilityFlag::MaskedToProfessionals;

fn mask(case: &mut Case) {
    case.document.visibility = case.document.visibility.with(MASKED);
}

fn in_emergency(case: &mut Case) {
    case.context = AccessContext::BreakGlass {
        reason: "inconscient",
    };
}

/// Section 2, in order. A row with several ways to be met appears once for each.
static READING: [Condition; 33] = [
    condition("R1", "profile closed", |c| c.profile.state = ProfileState::Closed),
    condition("R1", "profile opposed", |c| {
        c.profile.state = ProfileState::Opposed;
    }),
    condition("R2", "staff card", |c| {
        c.requester.authentication = Authentication::Cpe;
    }),
    condition("R2", "software certificate", |c| {
        c.requester.authentication = Authentication::SoftwareCertificate;
    }),
    condition("R2", "air_simplifie not allow-listed", |c| {
        c.requester.authentication = Authentication::AirSimplifie { allow_listed: false };
    }),
    condition("R2", "air_simplifie on web_ps", |c| {
        c.requester.authentication = Authentication::AirSimplifie { allow_listed: true };
        c.channel = Channel::WebPs;
    }),
    condition("R3", "suspended", |c| c.requester.suspended = true),
    condition("R4", "no entitlement", |c| {
        c.requester.entitlements = EntitlementSet::EMPTY;
    }),
    condition("R4", "only a profession without a column", |c| {
        c.requester.entitlements = entitlements(&["31"]);
    }),
    condition("R5", "break_glass without a reason", |c| {
        c.context = AccessContext::BreakGlass { reason: "" }
    }),
    condition("R5", "break_glass with a blank reason", |c| {
        c.context = AccessContext::BreakGlass { reason: " \n" }
    }),
    condition("R6", "secret on an adult's record", |c| c.secret = true),
    condition("R7", "secret in an emergency", |c| {
        c.profile.born = MINOR;
        c.secret = true;
        in_emergency(c);
    }),
    condition("R8", "author", |c| c.document.author = Author::Professional(me())),
    condition("R9", "blocked", |c| {
        c.profile.blocked.insert(me());
    }),
    condition("R10", "organisation blocked", |c| {
        c.profile
            .blocked_organisations
            .insert(c.requester.organisation.unwrap());
    }),
    condition("R11", "administrator", |c| {
        c.profile.administrators.insert(me());
    }),
    condition("R12", "samu, not a regulator", |c| {
        c.context = AccessContext::Samu { reason: "" }
    }),
    condition("R13", "samu refused", |c| {
        c.context = AccessContext::Samu { reason: "" };
        c.requester.samu_regulator = true;
        c.profile.emergency = EmergencyConsents::new(false, true, true).ok();
    }),
    condition("R14", "break_glass refused", |c| {
        in_emergency(c);
        c.profile.emergency = EmergencyConsents::new(true, false, true).ok();
    }),
    condition("R15", "professionals opposed", |c| {
        c.profile.professionals_opposed = true;
    }),
    condition("R16", "context none", |c| c.context = AccessContext::None),
    condition("R17", "type closed by the matrix", |c| {
        c.requester.entitlements = entitlements(&["60"]);
        c.document.document_type = DocumentType::from_code("101881-1");
    }),
    condition("R17", "type unknown", |c| c.document.document_type = None),
    condition("R17", "type closed, in an emergency", |c| {
        c.document.document_type = None;
        in_emergency(c);
    }),
    condition("R18", "masked, emergency, refused", |c| {
        mask(c);
        in_emergency(c);
        c.profile.emergency = EmergencyConsents::new(true, true, false).ok();
    }),
    condition("R19", "masked, emergency, permitted", |c| {
        mask(c);
        in_emergency(c);
    }),
    condition("R19", "masked, samu, permitted", |c| {
        mask(c);
        c.context = AccessContext::Samu { reason: "" };
        c.requester.samu_regulator = true;
    }),
    condition("R20", "masked", mask),
    condition("R21", "break_glass", in_emergency),
    condition("R21", "samu", |c| {
        c.context = AccessContext::Samu { reason: "" };
        c.requester.samu_regulator = true;
    }),
    condition("R22", "care_team", |c| c.context = AccessContext::CareTeam),
    condition("R23", "declared_consent", |c| {
        c.context = AccessContext::DeclaredConsent;
    }),
];

/// Section 3, in order.
static DEPOSITING: [Condition; 18] = [
    condition("D1", "profile closed", |c| c.profile.state = ProfileState::Closed),
    condition("D1", "profile opposed", |c| {
        c.profile.state = ProfileState::Opposed;
    }),
    condition("D2", "air_simplifie on web_ps", |c| {
        c.requester.authentication = Authentication::AirSimplifie { allow_listed: true };
        c.channel = Channel::WebPs;
    }),
    condition("D2", "software certificate on web_ps", |c| {
        c.requester.authentication = Authentication::SoftwareCertificate;
        c.channel = Channel::WebPs;
    }),
    condition("D3", "deceased", |c| c.profile.deceased = true),
    condition("D4", "ins not qualified", |c| c.profile.ins_qualified = false),
    condition("D5", "blocked, web_ps", |c| {
        c.profile.blocked.insert(me());
        c.channel = Channel::WebPs;
    }),
    condition("D6", "organisation blocked, web_ps", |c| {
        c.profile
            .blocked_organisations
            .insert(c.requester.organisation.unwrap());
        c.channel = Channel::WebPs;
    }),
    condition("D7", "opposition recorded", |c| {
        c.deposit.opposition_recorded = true;
    }),
    condition("D8", "hidden_from_representatives, adult", |c| {
        c.deposit.visibility = c
            .deposit
            .visibility
            .with(VisibilityFlag::HiddenFromRepresentatives);
    }),
    condition("D8", "secret, adult", |c| c.secret = true),
    condition("D9", "hidden_from_patient and masked", |c| {
        c.deposit.visibility = c
            .deposit
            .visibility
            .with(VisibilityFlag::HiddenFromPatient)
            .with(MASKED);
    }),
    condition("D10", "secret, not hidden_from_representatives", |c| {
        c.profile.born = MINOR;
        c.secret = true;
    }),
    condition("D11", "duplicate", |c| c.deposit.duplicate = true),
    condition("D12", "nothing opposes", |_| {}),
    condition("D12", "staff card", |c| {
        c.requester.authentication = Authentication::Cpe;
    }),
    condition("D12", "blocked, lps", |c| {
        c.profile.blocked.insert(me());
    }),
    condition("D12", "secret, hidden_from_representatives, minor", |c| {
        c.profile.born = MINOR;
        c.secret = true;
        c.deposit.visibility = c
            .deposit
            .visibility
            .with(VisibilityFlag::HiddenFromRepresentatives);
    }),
];

fn table(conditions: &[Condition], decide: impl Fn(&Case) -> policy::Decision) -> String {
    let mut rows = vec![row([
        "#",
        "condition",
        "effect",
        "rule",
        "articles",
        "the requester is told",
    ])];
    for Condition { number, words, meet } in conditions {
        let decision = decide(&Case::new().with(meet));
        rows.push(row([
            number,
            words,
            decision.effect().id(),
            decision.rule().id(),
            &decision.articles().join(", "),
            &format!("{:?}", decision.disclosure()),
        ]));
    }
    columns(&rows)
}

/// Which of two conditions decides when both are met; the earlier row is applied last, so that it holds whole.
fn order(
    conditions: &[Condition],
    rows: &'static [rulebook::Row],
    decide: impl Fn(&Case) -> policy::Decision,
) -> String {
    let mut text = String::new();
    for (index, first) in conditions.iter().enumerate() {
        for second in &conditions[index + 1..] {
            let case = Case::new().with(second.meet).with(first.meet);
            let both = [first, second].iter().all(|condition| {
                rows.iter()
                    .find(|row| row.number == condition.number)
                    .is_some_and(|row| (row.holds)(&case))
            });
            if both && first.number != second.number {
                let rule = decide(&case).rule().id();
                writeln!(
                    text,
                    "{:3} {} + {} {} -> {rule}",
                    first.number, first.words, second.number, second.words
                )
                .unwrap();
            }
        }
    }
    text
}

#[test]
fn reading() {
    golden!("reading.txt", table(&READING, Case::decide_to_read));
}

#[test]
fn reading_order() {
    golden!(
        "reading-order.txt",
        order(&READING, &rulebook::READING, Case::decide_to_read)
    );
}

#[test]
fn depositing() {
    golden!("depositing.txt", table(&DEPOSITING, Case::decide_to_deposit));
}

#[test]
fn depositing_order() {
    golden!(
        "depositing-order.txt",
        order(&DEPOSITING, &rulebook::DEPOSITING, Case::decide_to_deposit)
    );
}

#[test]
fn annex_3() {
    let by_a_professional = |case: &mut Case| case.document.author = Author::Professional(another());
    let by_the_holder = |case: &mut Case| case.document.author = Author::Holder;
    let lines: [(&str, Step<'_>); 6] = [
        ("créé par un professionnel", &by_a_professional),
        ("masqué (créé par un professionnel)", &|case| {
            by_a_professional(case);
            mask(case);
        }),
        ("créé par le titulaire", &by_the_holder),
        ("masqué (créé par le titulaire)", &|case| {
            by_the_holder(case);
            mask(case);
        }),
        ("alimenté par une application référencée", &|case| {
            case.document.author = Author::ReferencedApplication;
        }),
        ("secret demandé par le titulaire mineur", &|case| {
            by_a_professional(case);
            case.profile.born = MINOR;
            case.document.visibility = case
                .document
                .visibility
                .with(VisibilityFlag::HiddenFromRepresentatives);
        }),
    ];
    let write = |case: &mut Case| {
        if matches!(case.document.author, Author::Professional(_)) {
            case.document.author = Author::Professional(me());
        }
    };
    let readers: [(&str, Step<'_>); 6] = [
        ("tout professionnel", &|_| {}),
        ("auteur", &write),
        ("administrateur", &|case| {
            case.profile.administrators.insert(me());
        }),
        ("urgence", &in_emergency),
        ("bloqué", &|case| {
            case.profile.blocked.insert(me());
        }),
        ("bloqué, auteur", &|case| {
            case.profile.blocked.insert(me());
            write(case);
        }),
    ];
    let mut rows = vec![row(["document", "", "", "", "", "", ""])];
    for (cell, (reader, _)) in rows[0].iter_mut().skip(1).zip(&readers) {
        *cell = (*reader).to_owned();
    }
    for (line, document) in lines {
        let mut cells = vec![line.to_owned()];
        for (reader, become_reader) in &readers {
            let case = Case::new().with(document).with(become_reader);
            let written = matches!(case.document.author, Author::Professional(_));
            cells.push(if reader.contains("auteur") && !written {
                "-".to_owned()
            } else {
                let decision = case.decide_to_read();
                format!("{} {}", tick(decision.is_permit()), decision.rule().id())
            });
        }
        rows.push(cells);
    }
    golden!("annex-3.txt", columns(&rows));
}

#[test]
fn the_matrix() {
    let readers: Vec<Entitlement> = Entitlement::all()
        .filter(|entitlement| matrix::opens_anything([*entitlement].into_iter().collect()))
        .collect();
    let mut text = String::from("Entitlements that open something, one column each:\n");
    for (index, entitlement) in readers.iter().enumerate() {
        let (code, system, label) = (entitlement.code(), entitlement.system(), entitlement.label());
        let short = system.rsplit('/').next().unwrap_or(system);
        writeln!(
            text,
            "{:2} {code:8} {short}|{} {label}",
            index + 1,
            entitlement.national_code()
        )
        .unwrap();
    }
    text.push_str("\nEntitlements that open nothing:\n");
    for entitlement in Entitlement::all().filter(|entitlement| !readers.contains(entitlement)) {
        writeln!(text, "{:10} {}", entitlement.code(), entitlement.label()).unwrap();
    }
    text.push_str("\nx = opens, . = does not\n");
    let mut opened = 0;
    for document_type in DocumentType::all() {
        let cells: String = readers
            .iter()
            .map(|entitlement| {
                let opens = matrix::opens([*entitlement].into_iter().collect(), document_type);
                opened += u32::from(opens);
                assert_eq!(
                    opens,
                    matrix::readers(document_type).any(|reader| reader == *entitlement)
                );
                if opens { 'x' } else { '.' }
            })
            .collect();
        writeln!(
            text,
            "{cells} {:24} {:2} {} {}",
            document_type.code(),
            document_type.category().code(),
            if document_type.is_accepted() {
                "accepted"
            } else {
                "refused "
            },
            document_type.label(),
        )
        .unwrap();
    }
    writeln!(
        text,
        "{opened} cells open, of {} types and {} entitlements",
        DocumentType::all().len(),
        Entitlement::all().len()
    )
    .unwrap();
    golden!("matrix.txt", text);
}

#[test]
fn sections() {
    let mut rows = vec![row([
        "section",
        "masked",
        "context",
        "physician",
        "nurse",
        "physiotherapist",
        "optician",
    ])];
    for section in Section::ALL {
        for masked in [false, true] {
            for context in [
                AccessContext::CareTeam,
                AccessContext::BreakGlass {
                    reason: "inconscient",
                },
            ] {
                let mut cells = row([section.id(), if masked { "masked" } else { "" }, context.id()]);
                for code in ["10", "60", "70", "28"] {
                    let case = Case::new().with(|case| {
                        case.requester.entitlements = entitlements(&[code]);
                        case.context = context;
                        case.profile.masked_sections = if masked {
                            Sections::NONE.with(section)
                        } else {
                            Sections::NONE
                        };
                    });
                    cells.push(
                        case.decide_to(Action::ReadSection(section))
                            .rule()
                            .id()
                            .to_owned(),
                    );
                }
                rows.push(cells);
            }
        }
    }
    golden!("sections.txt", columns(&rows));
}

/// What may be done to a document that exists (end of section 3), by whom.
#[test]
fn acts_on_a_document() {
    let people: [(&str, Meet); 12] = [
        ("author", |c| c.document.author = Author::Professional(me())),
        ("author, no context", |c| {
            c.document.author = Author::Professional(me());
            c.context = AccessContext::None;
        }),
        ("author, blocked on web_ps", |c| {
            c.document.author = Author::Professional(me());
            c.profile.blocked.insert(me());
            c.channel = Channel::WebPs;
        }),
        ("author, software certificate", |c| {
            c.document.author = Author::Professional(me());
            c.requester.authentication = Authentication::SoftwareCertificate;
        }),
        ("author, holder deceased", |c| {
            c.document.author = Author::Professional(me());
            c.profile.deceased = true;
        }),
        ("author, profile closed", |c| {
            c.document.author = Author::Professional(me());
            c.profile.state = ProfileState::Closed;
        }),
        ("physician, care team", |_| {}),
        ("physician, consent", |c| {
            c.context = AccessContext::DeclaredConsent;
        }),
        ("administrator", |c| {
            c.profile.administrators.insert(me());
        }),
        ("physician, emergency", in_emergency),
        ("nurse, care team", |c| {
            c.requester.entitlements = entitlements(&["60"]);
        }),
        ("blocked physician", |c| {
            c.profile.blocked.insert(me());
        }),
    ];
    let mut rows = vec![row([
        "document",
        "by",
        "replace",
        "delete",
        "return to patient",
        "show to representatives",
        "mask for holder",
    ])];
    let hidden = Visibility::NORMAL.with(VisibilityFlag::HiddenFromPatient);
    for (kind, visibility) in [
        ("normal", Visibility::NORMAL),
        ("masked", Visibility::NORMAL.with(MASKED)),
        ("hidden", hidden),
    ] {
        for (who, become_them) in people {
            let case = Case::new()
                .with(|case| case.document.visibility = visibility)
                .with(become_them);
            let document = case.document;
            let rule = |action| case.decide_to(action).rule().id();
            rows.push(row([
                kind,
                who,
                rule(Action::Replace {
                    document,
                    by: case.deposit,
                }),
                rule(Action::Delete(document)),
                rule(Action::ReturnToPatient(document)),
                rule(Action::ShowToRepresentatives(document)),
                rule(Action::MaskForHolder(document)),
            ]));
        }
    }
    let replacement = Case::new().with(|case| {
        case.document.author = Author::Professional(me());
        case.deposit.opposition_recorded = true;
    });
    assert_eq!(
        replacement
            .decide_to(Action::Replace {
                document: replacement.document,
                by: replacement.deposit
            })
            .rule(),
        Rule::DepositOpposed
    );
    golden!("acts-on-a-document.txt", columns(&rows));
}

/// Parameter P5 lets a document be masked for a holder who does not see it yet.
#[test]
fn masking_what_is_hidden_from_the_patient_follows_its_parameter() {
    let hidden = DocumentFacts {
        visibility: Visibility::NORMAL.with(VisibilityFlag::HiddenFromPatient),
        ..document()
    };
    let mut case = Case::new();
    assert_eq!(
        case.decide_to(Action::MaskForHolder(hidden)).rule(),
        Rule::FlagsNotCombinable
    );
    case.parameters.allow_hidden_from_patient_with_mask = true;
    assert_eq!(
        case.decide_to(Action::MaskForHolder(hidden)).rule(),
        Rule::CareTeam
    );
}

/// Every decision that each parameter moves, over the whole product of facts, and no other.
#[test]
fn parameters() {
    let mut moved: BTreeMap<(usize, &str, &str, &str), u64> = BTreeMap::new();
    let mut compare = |index, action, case: &Case, decide: fn(&Case) -> policy::Decision| {
        let before = decide(&Case {
            parameters: policy::Parameters::CURRENT,
            ..case.clone()
        });
        let after = decide(case);
        if before != after {
            *moved
                .entry((index, action, before.rule().id(), after.rule().id()))
                .or_default() += 1;
            let number = enumeration::other_value(index).0.split(' ').next().unwrap();
            let parameter = policy::Parameter::ALL
                .into_iter()
                .find(|parameter| parameter.number() == number)
                .unwrap();
            assert!(
                parameter.rules().contains(&before.rule()) || parameter.rules().contains(&after.rule()),
                "{number} does not name {before:?} or {after:?}"
            );
        }
    };
    // Without the dimensions that no parameter touches, the product stays quick to go through twice.
    let reading: Vec<_> = enumeration::WITH_PARAMETERS
        .into_iter()
        .filter(|dimension| !matches!(dimension.name, "channel" | "entitlements" | "parameters" | "type"))
        .collect();
    for index in 0..enumeration::OTHER_VALUES {
        let (_, parameters) = enumeration::other_value(index);
        every(&reading, |case| {
            compare(
                index,
                "read",
                &Case {
                    parameters,
                    ..case.clone()
                },
                Case::decide_to_read,
            );
        });
        every(&enumeration::DEPOSITING[2..], |case| {
            compare(
                index,
                "deposit",
                &Case {
                    parameters,
                    ..case.clone()
                },
                Case::decide_to_deposit,
            );
        });
    }
    let mut rows = vec![row([
        "parameter",
        "action",
        "rule before",
        "rule after",
        "combinations",
    ])];
    for ((index, action, before, after), count) in moved {
        rows.push(row([
            enumeration::other_value(index).0,
            action,
            before,
            after,
            &count.to_string(),
        ]));
    }
    golden!("parameters.txt", columns(&rows));
}

#[test]
fn flags_on_arrival_and_on_return() {
    let mut rows = vec![row(["asked", "default", "on arrival", "returned to the patient"])];
    for asked in Visibility::all() {
        for default in policy::DefaultVisibility::ALL {
            let arrived = asked.on_arrival(default);
            assert_eq!(arrived, rulebook::on_arrival(asked, default));
            rows.push(row([
                &flags(asked),
                default.id(),
                &flags(arrived),
                &flags(arrived.returned_to_patient(default)),
            ]));
        }
    }
    golden!("flags.txt", columns(&rows));
}

fn flags(visibility: Visibility) -> String {
    let ids: Vec<_> = visibility.iter().map(VisibilityFlag::id).collect();
    if ids.is_empty() {
        "normal".to_owned()
    } else {
        ids.join(" + ")
    }
}
