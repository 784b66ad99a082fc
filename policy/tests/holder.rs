//! The holder's side: what each actor sees and may change (rulebook, sections 4 to 6).

mod support;

use jiff::civil::date;
use policy::{
    AccessContext, Action, Actor, Author, Change, Channel, Delegation, DocumentFacts, Edit, Effect,
    HistoryLine, Object, Parameters, Person, ProfileAct, ProfileFacts, ProfileState, Reading, RecordFacts,
    Refusal, Representation, Request, Rule, Section, TraceAction, Viewer, Visibility, VisibilityFlag, decide,
    difference, last_day_to_reopen,
};
use support::enumeration;
use support::people::{ACTORS, ACTS, ON, RUNNING, changes, own_document, profiles, record};
use support::{ADULT, Case, MINOR, another, columns, document, entitlements, golden, me, row, tick};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CURRENT: &Parameters = &Parameters::CURRENT;

fn with_flag(flag: VisibilityFlag) -> DocumentFacts {
    DocumentFacts {
        visibility: Visibility::NORMAL.with(flag),
        ..document()
    }
}

/// A line of each kind that someone must not see.
fn lines() -> [(&'static str, HistoryLine); 8] {
    let read = HistoryLine {
        action: TraceAction::DocumentRead,
        effect: Effect::Permit,
        secret: false,
        by: Some(another()),
        document: Some(document()),
    };
    let hidden_from_patient = Some(with_flag(VisibilityFlag::HiddenFromPatient));
    let hidden_from_representatives = Some(with_flag(VisibilityFlag::HiddenFromRepresentatives));
    let masked = Some(with_flag(VisibilityFlag::MaskedToProfessionals));
    [
        (
            "record opened",
            HistoryLine {
                action: TraceAction::RecordOpened,
                document: None,
                ..read
            },
        ),
        (
            "masked read",
            HistoryLine {
                document: masked,
                ..read
            },
        ),
        (
            "hidden_from_patient read",
            HistoryLine {
                document: hidden_from_patient,
                ..read
            },
        ),
        (
            "hidden_from_representatives read",
            HistoryLine {
                document: hidden_from_representatives,
                ..read
            },
        ),
        (
            "refused read",
            HistoryLine {
                effect: Effect::Deny,
                ..read
            },
        ),
        (
            "refused deposit",
            HistoryLine {
                action: TraceAction::DocumentDeposited,
                effect: Effect::Deny,
                document: None,
                ..read
            },
        ),
        (
            "secret opening",
            HistoryLine {
                action: TraceAction::RecordOpened,
                secret: true,
                document: None,
                ..read
            },
        ),
        (
            "refused secret opening",
            HistoryLine {
                action: TraceAction::RecordOpened,
                effect: Effect::Deny,
                secret: true,
                document: None,
                ..read
            },
        ),
    ]
}

#[test]
fn what_each_actor_sees_and_may_do() {
    let mut text = String::from("Documents and lines: what is seen. Acts: ✅, or the refusal.\n\n");
    let mut rows = vec![row(["actor", "age", "state", "documents", "history", "settings"])];
    rows[0].extend(ACTS.map(|(act, _)| act.to_owned()));
    for (who, actor) in ACTORS {
        for (age, born) in [("adult", ADULT), ("minor", MINOR)] {
            for state in ProfileState::ALL {
                let profile = ProfileFacts::new(state, born);
                let viewer = Viewer::of(actor, &profile, ON);
                let documents: Vec<_> = [
                    ("normal", document()),
                    ("masked", with_flag(VisibilityFlag::MaskedToProfessionals)),
                    (
                        "hidden_from_patient",
                        with_flag(VisibilityFlag::HiddenFromPatient),
                    ),
                    (
                        "hidden_from_representatives",
                        with_flag(VisibilityFlag::HiddenFromRepresentatives),
                    ),
                ]
                .into_iter()
                .filter(|(_, document)| viewer.sees(document))
                .map(|(name, _)| name)
                .collect();
                let unseen: Vec<_> = lines()
                    .into_iter()
                    .filter(|(_, line)| !viewer.sees_line(line))
                    .map(|(name, _)| name)
                    .collect();
                let history = match unseen.len() {
                    8 => "none".to_owned(),
                    0 => "all".to_owned(),
                    _ => format!("all but {}", unseen.join(", ")),
                };
                let documents = if documents.is_empty() {
                    "none".to_owned()
                } else {
                    documents.join(", ")
                };
                let mut cells = row([
                    who,
                    age,
                    state.id(),
                    &documents,
                    &history,
                    tick(viewer.changes_settings()),
                ]);
                for (_, act) in ACTS {
                    cells.push(match actor.may(act, &profile, ON, CURRENT) {
                        Ok(()) => "✅".to_owned(),
                        Err(refusal) => refusal.id().to_owned(),
                    });
                }
                assert_eq!(viewer.reads_documents(), documents != "none");
                assert_eq!(viewer.reads_history(), history != "none");
                rows.push(cells);
            }
        }
    }
    text.push_str(&columns(&rows));
    golden!("actors.txt", text);
}

#[test]
fn a_former_minor_finds_what_was_kept_from_the_representatives() {
    let mut profile = ProfileFacts::new(ProfileState::Active, date(2008, 11, 24));
    profile.blocked.insert(another());
    let secret = with_flag(VisibilityFlag::HiddenFromRepresentatives);
    let secret_line = lines()[6].1;
    let parent = Actor::Representative(Representation::LegalRepresentative);

    let the_day_before = Viewer::of(parent, &profile, date(2026, 11, 23));
    assert!(the_day_before.sees(&document()) && !the_day_before.sees(&secret));
    assert!(!Viewer::of(Actor::Holder, &profile, date(2026, 11, 23)).reads_documents());

    let on_the_day = date(2026, 11, 24);
    assert!(!Viewer::of(parent, &profile, on_the_day).reads_documents());
    assert_eq!(
        parent.may(ProfileAct::Close, &profile, on_the_day, CURRENT),
        Err(Refusal::NotAllowed)
    );
    let holder = Viewer::of(Actor::Holder, &profile, on_the_day);
    assert!(holder.sees(&secret) && holder.sees_line(&secret_line) && holder.changes_settings());
}

#[test]
fn a_delegation_runs_from_its_first_to_its_last_day() {
    for (on, expected) in [
        (date(2025, 12, 31), false),
        (date(2026, 1, 1), true),
        (date(2026, 12, 31), true),
        (date(2027, 1, 1), false),
    ] {
        assert_eq!(RUNNING.is_in_force(on), expected, "{on}");
        let profile = ProfileFacts::new(ProfileState::Active, ADULT);
        let actor = Actor::Representative(Representation::Caregiver(Delegation {
            may_change_settings: true,
            ..RUNNING
        }));
        assert_eq!(Viewer::of(actor, &profile, on).reads_documents(), expected);
        assert_eq!(Viewer::of(actor, &profile, on).changes_settings(), expected);
    }
}

#[test]
fn the_grace_period_is_that_of_its_parameter() {
    let closed_on = date(2026, 1, 31);
    assert_eq!(last_day_to_reopen(closed_on, CURRENT), date(2026, 3, 2));
    let shorter = Parameters {
        closure_grace_days: 1,
        ..Parameters::CURRENT
    };
    assert_eq!(last_day_to_reopen(closed_on, &shorter), date(2026, 2, 1));
    let profile = ProfileFacts::new(ProfileState::Closed, ADULT);
    let reopen = |on| Actor::Holder.may(ProfileAct::Reopen { closed_on }, &profile, on, &shorter);
    assert_eq!(reopen(date(2026, 2, 1)), Ok(()));
    assert_eq!(reopen(date(2026, 2, 2)), Err(Refusal::GracePeriodOver));
}

#[test]
fn own_documents_may_be_deleted_and_authors_asked() {
    let profile = ProfileFacts::new(ProfileState::Active, ADULT);
    let holder = Viewer::of(Actor::Holder, &profile, ON);
    let caregiver = Viewer::of(
        Actor::Representative(Representation::Caregiver(RUNNING)),
        &profile,
        ON,
    );
    let by = |author| DocumentFacts { author, ..document() };
    let hidden = DocumentFacts {
        visibility: Visibility::NORMAL.with(VisibilityFlag::HiddenFromPatient),
        ..own_document()
    };

    assert_eq!(holder.may_delete(&own_document()), Ok(()));
    assert_eq!(holder.may_delete(&by(Author::LegalRepresentative)), Ok(()));
    for other in [
        Author::Professional(me()),
        Author::ReferencedApplication,
        Author::HealthInsurance,
    ] {
        assert_eq!(
            holder.may_delete(&by(other)),
            Err(Refusal::NotOwnDocument),
            "{other:?}"
        );
    }
    assert_eq!(holder.may_delete(&hidden), Err(Refusal::DocumentNotFound));
    assert_eq!(caregiver.may_delete(&own_document()), Err(Refusal::NotAllowed));

    assert!(holder.may_ask_author(&document()));
    assert!(!holder.may_ask_author(&own_document()));
    assert!(!holder.may_ask_author(&with_flag(VisibilityFlag::HiddenFromPatient)));
    assert!(!caregiver.may_ask_author(&document()));
}

#[test]
fn lines_that_professionals_see() {
    let case = Case::new().with(|case| case.profile.born = MINOR);
    let viewer = |case: &Case| Viewer::professional(&case.request());
    let secret = lines()[6].1;
    let own_secret = HistoryLine {
        by: Some(me()),
        ..secret
    };
    let masked = lines()[1].1;

    assert!(viewer(&case).sees_line(&lines()[0].1));
    assert!(!viewer(&case).sees_line(&secret), "a secret line is its maker's");
    assert!(viewer(&case).sees_line(&own_secret));
    assert!(
        !viewer(&case).sees_line(&masked),
        "a line about a document they may not read does not exist for them"
    );
    assert!(
        viewer(&case).sees_line(&lines()[3].1),
        "a minor's secret document is open to professionals"
    );
    assert!(viewer(&case).sees(&document()) && !viewer(&case).changes_settings());

    let referring = case
        .clone()
        .with(|case| case.profile.referring_doctor = Some(me()));
    assert!(
        viewer(&referring).sees_line(&secret),
        "the minor's médecin traitant sees them all"
    );
    let of_age = referring.with(|case| case.profile.born = ADULT);
    assert!(!viewer(&of_age).sees_line(&secret));

    let blocked = case.with(|case| {
        case.profile.blocked.insert(me());
    });
    assert!(!viewer(&blocked).reads_history() && viewer(&blocked).reads_documents());
    assert!(
        lines().iter().all(|(_, line)| !viewer(&blocked).sees_line(line)),
        "the history opens with the record"
    );
    let own = DocumentFacts {
        author: Author::Professional(me()),
        ..document()
    };
    assert!(viewer(&blocked).sees(&own) && !viewer(&blocked).sees(&document()));
}

#[test]
fn a_refused_deposit_of_any_kind_is_kept_from_representatives() {
    let profile = ProfileFacts::new(ProfileState::Active, MINOR);
    let parent = Viewer::of(
        Actor::Representative(Representation::LegalRepresentative),
        &profile,
        ON,
    );
    for action in TraceAction::ALL {
        for effect in [Effect::Permit, Effect::Deny] {
            let line = HistoryLine {
                action,
                effect,
                secret: false,
                by: Some(me()),
                document: None,
            };
            let deposit = matches!(
                action,
                TraceAction::DocumentDeposited | TraceAction::DocumentReplaced
            );
            assert_eq!(
                parent.sees_line(&line),
                !(deposit && effect == Effect::Deny),
                "{action:?} {effect:?}"
            );
        }
    }
}

/// Every change by every actor on every profile, with the record after it if it is allowed.
fn every_change(
    mut visit: impl FnMut(Actor, &RecordFacts<u8>, &Change<u8>, Result<policy::Edits<u8>, Refusal>),
) {
    let mut allowed = 0;
    for profile in profiles() {
        let record = record(profile);
        for (_, actor) in ACTORS {
            for change in changes() {
                let plan = change.plan(actor, &record, ON, CURRENT);
                allowed += usize::from(plan.is_ok());
                visit(actor, &record, &change, plan);
            }
        }
    }
    assert!(allowed > 1000, "{allowed}");
}

fn applied(record: &RecordFacts<u8>, edits: &policy::Edits<u8>) -> RecordFacts<u8> {
    let mut after = record.clone();
    edits.apply(&mut after);
    after
}

#[test]
fn undo_restores_exactly() {
    every_change(|actor, before, change, plan| {
        let Ok(edits) = plan else { return };
        let mut record = applied(before, &edits);
        assert_eq!(
            edits.is_empty(),
            record == *before,
            "{change:?}: only real edits are listed"
        );
        let undo = Change::Undo(edits.inverse())
            .plan(actor, &record, ON, CURRENT)
            .unwrap();
        assert_eq!(undo, edits.inverse());
        undo.apply(&mut record);
        assert_eq!(record, *before, "{change:?}");
    });
}

#[test]
fn only_those_who_may_change_settings_do() {
    every_change(|actor, record, change, plan| {
        let may = Viewer::of(actor, &record.profile, ON).changes_settings();
        assert_eq!(may, plan != Err(Refusal::NotAllowed), "{actor:?} {change:?}");
    });
}

#[test]
fn a_change_sets_what_it_says_and_nothing_else() {
    every_change(|actor, before, change, plan| {
        let Ok(edits) = plan else { return };
        let after = applied(before, &edits);
        let mut expected = before.clone();
        let profile = &mut expected.profile;
        let viewer = Viewer::of(actor, &before.profile, ON);
        let mut set_mask = |id: &u8, masked: bool| {
            let document = expected.documents.get_mut(id).unwrap();
            document.visibility = if masked {
                document.visibility.with(VisibilityFlag::MaskedToProfessionals)
            } else {
                document.visibility.without(VisibilityFlag::MaskedToProfessionals)
            };
        };
        match *change {
            Change::Mask {
                ref documents,
                masked,
            } => documents.iter().for_each(|id| set_mask(id, masked)),
            Change::MaskAll { masked } => {
                before
                    .documents
                    .iter()
                    .filter(|(_, document)| viewer.sees(document))
                    .for_each(|(id, _)| set_mask(id, masked));
                profile.masked_sections = Section::ALL.into_iter().filter(|_| masked).collect();
            }
            Change::MaskSection { section, masked } => {
                profile.masked_sections = Section::ALL
                    .into_iter()
                    .filter(|each| {
                        if *each == section {
                            masked
                        } else {
                            profile.masked_sections.contains(*each)
                        }
                    })
                    .collect();
            }
            Change::SetDefault(default) => profile.default_visibility = default,
            Change::SetEmergency(consents) => profile.emergency = Some(consents),
            Change::OpposeProfessionals(opposed) => profile.professionals_opposed = opposed,
            Change::Block(professional) => {
                profile.blocked.insert(professional);
                profile.authorised.remove(professional);
            }
            Change::Unblock(professional) => {
                profile.blocked.remove(professional);
            }
            Change::BlockOrganisation(organisation) => {
                profile.blocked_organisations.insert(organisation);
            }
            Change::UnblockOrganisation(organisation) => {
                profile.blocked_organisations.remove(organisation);
            }
            Change::NameAdministrator { professional, .. } => {
                profile.administrators.insert(professional);
            }
            Change::WithdrawAdministrator(professional) => {
                profile.administrators.remove(professional);
            }
            Change::WithdrawAndBlock(professional) => {
                profile.administrators.remove(professional);
                profile.authorised.remove(professional);
                profile.blocked.insert(professional);
            }
            Change::Profile(_) | Change::Undo(_) => unreachable!("not in the list"),
        }
        assert_eq!(after, expected, "{change:?}");
        let changed = before
            .documents
            .iter()
            .filter(|(id, document)| after.documents[*id] != **document)
            .count();
        assert_eq!(edits.documents(), changed, "{change:?}");
        assert_eq!(edits.iter().count() == 0, edits.is_empty());
    });
}

#[test]
fn no_change_leaves_an_administrator_blocked() {
    every_change(|_, before, change, plan| {
        let profile = &before.profile;
        match (change, plan) {
            (Change::Block(professional), plan) if profile.administrators.contains(*professional) => {
                assert!(matches!(
                    plan,
                    Err(Refusal::AdministratorCannotBeBlocked | Refusal::NotAllowed)
                ));
            }
            (
                Change::NameAdministrator {
                    professional,
                    is_physician: true,
                    is_active: true,
                },
                plan,
            ) if profile.blocked.contains(*professional) => {
                assert!(matches!(
                    plan,
                    Err(Refusal::AdministratorBlocked | Refusal::NotAllowed)
                ));
            }
            (
                Change::NameAdministrator {
                    is_physician: false, ..
                },
                plan,
            ) => {
                assert!(matches!(
                    plan,
                    Err(Refusal::AdministratorNotPhysician | Refusal::NotAllowed)
                ));
            }
            (Change::NameAdministrator { is_active: false, .. }, plan) => {
                assert!(matches!(
                    plan,
                    Err(Refusal::AdministratorNotActive | Refusal::NotAllowed)
                ));
            }
            (_, Ok(edits)) => {
                let after = applied(before, &edits).profile;
                assert!(
                    after
                        .blocked
                        .iter()
                        .all(|blocked| !after.administrators.contains(blocked)),
                    "{change:?}"
                );
            }
            (Change::Mask { documents, .. }, Err(refusal)) => {
                assert!(
                    matches!(refusal, Refusal::DocumentNotFound | Refusal::NotAllowed),
                    "{documents:?}"
                );
            }
            (change, Err(refusal)) => assert_eq!(refusal, Refusal::NotAllowed, "{change:?}"),
        }
    });
}

#[test]
fn the_referring_doctor_cannot_be_blocked_while_an_administrator_by_parameter() {
    let mut profile = ProfileFacts::new(ProfileState::Active, ADULT);
    profile.referring_doctor = Some(me());
    let record = record(profile);
    let block = |parameters| Change::Block(me()).plan(Actor::Holder, &record, ON, parameters);
    assert!(block(CURRENT).is_ok());
    let merged = Parameters {
        referring_doctor_is_administrator: true,
        ..Parameters::CURRENT
    };
    assert_eq!(block(&merged), Err(Refusal::AdministratorCannotBeBlocked));

    // Nothing withdraws what the parameter gives: not the act that also withdraws, not the undoing of an unblocking.
    let both = |parameters| Change::WithdrawAndBlock(me()).plan(Actor::Holder, &record, ON, parameters);
    assert!(both(CURRENT).is_ok());
    assert_eq!(both(&merged), Err(Refusal::AdministratorCannotBeBlocked));
    let mut blocked = record.clone();
    blocked.profile.blocked.insert(me());
    let unblocked = Change::Unblock(me())
        .plan(Actor::Holder, &blocked, ON, &merged)
        .unwrap();
    let undo = |parameters| Change::Undo(unblocked.inverse()).plan(Actor::Holder, &record, ON, parameters);
    assert_eq!(undo(CURRENT), Ok(unblocked.inverse()));
    assert_eq!(undo(&merged), Err(Refusal::AdministratorCannotBeBlocked));

    // Another administrator, and another *médecin traitant*, are not concerned.
    let mut other = record.clone();
    other.profile.referring_doctor = Some(another());
    let plan = Change::WithdrawAndBlock(me()).plan(Actor::Holder, &other, ON, &merged);
    assert!(plan.is_ok());
}

#[test]
fn an_undo_that_came_too_late_is_refused() {
    let mut start = record(ProfileFacts::new(ProfileState::Active, ADULT));
    let plan = |change: Change<u8>, record: &RecordFacts<u8>| change.plan(Actor::Holder, record, ON, CURRENT);

    // Withdrawn, then blocked: undoing the withdrawal would make a blocked administrator.
    start.profile.administrators.insert(me());
    let withdrawn = plan(Change::WithdrawAdministrator(me()), &start).unwrap();
    let mut record = applied(&start, &withdrawn);
    plan(Change::Block(me()), &record).unwrap().apply(&mut record);
    assert_eq!(
        plan(Change::Undo(withdrawn.inverse()), &record),
        Err(Refusal::AdministratorBlocked)
    );

    // Unblocked, then named: undoing would block an administrator.
    let mut start = record;
    start.profile.administrators.remove(me());
    let unblocked = plan(Change::Unblock(me()), &start).unwrap();
    let mut record = applied(&start, &unblocked);
    let name = Change::NameAdministrator {
        professional: me(),
        is_physician: true,
        is_active: true,
    };
    plan(name, &record).unwrap().apply(&mut record);
    assert_eq!(
        plan(Change::Undo(unblocked.inverse()), &record),
        Err(Refusal::AdministratorCannotBeBlocked)
    );

    // A document gone, or hidden since, answers alike.
    let masked = plan(
        Change::Mask {
            documents: vec![0],
            masked: true,
        },
        &record,
    )
    .unwrap();
    let mut gone = record.clone();
    gone.documents.remove(&0);
    assert_eq!(
        plan(Change::Undo(masked.inverse()), &gone),
        Err(Refusal::DocumentNotFound)
    );
    let hidden = record.documents.get_mut(&0).unwrap();
    hidden.visibility = hidden.visibility.with(VisibilityFlag::HiddenFromPatient);
    assert_eq!(
        plan(Change::Undo(masked.inverse()), &record),
        Err(Refusal::DocumentNotFound)
    );

    // A closure is undone by reopening, within its own rules.
    let closed = plan(Change::Profile(ProfileAct::Close), &record).unwrap();
    assert_eq!(
        plan(Change::Undo(closed.inverse()), &record),
        Err(Refusal::WrongState)
    );
}

#[test]
fn closing_and_reopening_keep_every_setting() {
    for profile in profiles().filter(|profile| profile.state == ProfileState::Active && profile.born == ADULT)
    {
        let mut record = record(profile);
        let before = record.clone();
        let plan =
            |act, record: &RecordFacts<u8>| Change::Profile(act).plan(Actor::Holder, record, ON, CURRENT);
        let close = plan(ProfileAct::Close, &record).unwrap();
        assert!(matches!(
            close.iter().collect::<Vec<_>>()[..],
            [Edit::State {
                from: ProfileState::Active,
                to: ProfileState::Closed
            }]
        ));
        close.apply(&mut record);
        assert_eq!(record.profile.state, ProfileState::Closed);
        assert_eq!(plan(ProfileAct::Close, &record), Err(Refusal::WrongState));
        plan(ProfileAct::Reopen { closed_on: ON }, &record)
            .unwrap()
            .apply(&mut record);
        assert_eq!(record, before);
    }
}

#[test]
fn nothing_an_actor_may_not_know_influences_what_they_get() {
    for profile in profiles() {
        let full = record(profile);
        for (_, actor) in ACTORS {
            let viewer = Viewer::of(actor, &full.profile, ON);
            // The same record where all that this person cannot see was never there.
            let mut without = full.clone();
            without.documents.retain(|_, document| viewer.sees(document));
            for change in changes() {
                let with_hidden = change.plan(actor, &full, ON, CURRENT);
                assert_eq!(
                    with_hidden,
                    change.plan(actor, &without, ON, CURRENT),
                    "{actor:?} {change:?}"
                );
                if let Ok(edits) = with_hidden {
                    let (mut full, mut without) = (full.clone(), without.clone());
                    edits.apply(&mut full);
                    edits.apply(&mut without);
                    full.documents.retain(|_, document| viewer.sees(document));
                    assert_eq!(full, without, "{actor:?} {change:?}");
                }
            }
        }
    }
}

/// Professionals in the circumstances that a change can touch.
fn people(requesters: &[policy::Requester]) -> Vec<Person<'_>> {
    let contexts = [
        AccessContext::CareTeam,
        AccessContext::DeclaredConsent,
        AccessContext::None,
        AccessContext::Samu { reason: "" },
        AccessContext::BreakGlass {
            reason: "inconscient",
        },
    ];
    requesters
        .iter()
        .flat_map(|requester| {
            contexts.map(|context| Person {
                requester,
                channel: Channel::Lps,
                context,
                secret: false,
            })
        })
        .collect()
}

#[test]
fn the_difference_is_decisions_after_minus_before() {
    let physician = policy::Requester {
        samu_regulator: true,
        ..Case::new().requester
    };
    let nurse = policy::Requester {
        entitlements: entitlements(&["60"]),
        ..physician
    };
    let author = policy::Requester {
        rpps: another(),
        ..physician
    };
    let requesters = [physician, nurse, author];
    let people = people(&requesters);
    let rule = |person: &Person<'_>, record: &RecordFacts<u8>, action| {
        decide(&Request {
            on: ON,
            profile: &record.profile,
            requester: person.requester,
            channel: person.channel,
            context: person.context,
            secret: person.secret,
            action,
            parameters: CURRENT,
        })
    };
    let check = |before: &RecordFacts<u8>, after: &RecordFacts<u8>| {
        let mut expected = Vec::new();
        for (index, person) in people.iter().enumerate() {
            let objects = std::iter::once(Object::Record)
                .chain(Section::ALL.map(Object::Section))
                .chain((0..10).map(Object::Document));
            for object in objects {
                let decision = |record: &RecordFacts<u8>| match object {
                    Object::Record => Some(rule(person, record, Action::Open)),
                    Object::Section(section) => Some(rule(person, record, Action::ReadSection(section))),
                    Object::Document(id) => record
                        .documents
                        .get(&id)
                        .map(|document| rule(person, record, Action::Read(*document))),
                };
                let (old, new) = (decision(before), decision(after));
                let granted =
                    |decision: Option<policy::Decision>| decision.is_some_and(policy::Decision::is_permit);
                if granted(old) != granted(new) {
                    expected.push((index, object, old, new, granted(new)));
                }
            }
        }
        let found: Vec<_> = difference(before, after, &people, ON, CURRENT)
            .into_iter()
            .map(|change| {
                (
                    change.person,
                    change.object,
                    change.before,
                    change.after,
                    change.is_gain(),
                )
            })
            .collect();
        assert_eq!(found, expected);
        found.len()
    };
    let mut differences = 0;
    for profile in profiles().filter(|profile| profile.state == ProfileState::Active && profile.born == ADULT)
    {
        let before = record(profile);
        for change in changes() {
            if let Ok(edits) = change.plan(Actor::Holder, &before, ON, CURRENT) {
                differences += check(&before, &applied(&before, &edits));
            }
        }
        let closed = Change::Profile(ProfileAct::Close)
            .plan(Actor::Holder, &before, ON, CURRENT)
            .unwrap();
        differences += check(&before, &applied(&before, &closed));
        let mut deposited = before.clone();
        deposited.documents.insert(9, document());
        deposited.documents.remove(&0);
        differences += check(&before, &deposited);
    }
    assert!(differences > 1000, "{differences}");
}

#[test]
fn the_difference_names_the_rule() {
    let before = record(ProfileFacts::new(ProfileState::Active, ADULT));
    let requesters = [Case::new().requester];
    let people = people(&requesters);
    let edits = Change::Mask {
        documents: vec![0],
        masked: true,
    }
    .plan(Actor::Holder, &before, ON, CURRENT)
    .unwrap();
    let found = difference(&before, &applied(&before, &edits), &people, ON, CURRENT);
    let rules: Vec<_> = found
        .iter()
        .map(|change| {
            (
                change.person,
                change.before.unwrap().rule(),
                change.after.unwrap().rule(),
            )
        })
        .collect();
    assert_eq!(
        rules,
        [
            (0, Rule::CareTeam, Rule::Masked),
            (1, Rule::DeclaredConsent, Rule::Masked)
        ]
    );
}

#[test]
fn a_professional_sees_what_they_may_read() {
    let documents: Vec<_> = Visibility::all()
        .map(|visibility| DocumentFacts {
            visibility,
            ..document()
        })
        .collect();
    enumeration::every(&enumeration::CIRCUMSTANCES, |case| {
        let request = case.request();
        let viewer = Viewer::professional(&request);
        let reading = Reading::of(&request);
        assert_eq!(viewer.reads_history(), reading.open().is_permit());
        for document in &documents {
            assert_eq!(viewer.sees(document), reading.document(document).is_permit());
        }
    });
}
