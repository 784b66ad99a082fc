//! Closing and reopening a profile: at once for everyone, and back with everything as it was; and the first sign-in.

use jiff::{SignedDuration, civil};
use policy::{
    AccessContext::{BreakGlass, CareTeam, Samu},
    DefaultVisibility, EmergencyConsents,
};
use record::{
    RecordError,
    acts::{ActorKey, GatewayRefusal, Population, WelcomeAnswer},
    queries::{DocumentQuery, HistoryKind, NoticeQuery},
    views::SettingsChange,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BERNARD, BIOLOGY, BLOCKED, CAMILLE, CARDIOLOGY, CARON, HADDAD, LAMBERT, MARTIN, NGUYEN, Person,
        Scene, UNKNOWN, ZOE, at, everything, ids, population, start,
    },
};

const URGENT: policy::AccessContext<'static> = BreakGlass {
    reason: "Personne inconsciente",
};

async fn closes(scene: &Scene, who: Person) -> Uuid {
    scene.store.close_profile(who.key, scene.next()).await.unwrap()
}

fn is_closed<T: std::fmt::Debug>(outcome: Result<T, RecordError>) {
    match outcome {
        Err(RecordError::Closed {
            closed_on, until, by, ..
        }) => {
            assert_eq!(by, None, "whoever closed it knows");
            assert_eq!(closed_on, civil::date(2026, 11, 23));
            assert_eq!(until, civil::date(2026, 12, 23), "thirty days");
        }
        other => panic!("{other:?}"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "called with what was just answered")]
fn is_absent<T: std::fmt::Debug>(outcome: Result<T, RecordError>) {
    assert!(matches!(outcome, Err(RecordError::NotFound)), "{outcome:?}");
}

/// Everything that is set, to see that reopening finds it again.
async fn settings(scene: &Scene) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns) in [
        ("document", &["id", "visibility", "dated"][..]),
        (
            "profile",
            &[
                "id",
                "state",
                "professionals_opposed",
                "samu",
                "break_glass",
                "masked_documents",
            ],
        ),
        (
            "profile",
            &[
                "id",
                "emergency_answered",
                "default_visibility",
                "masked_sections",
            ],
        ),
        ("blocked_professional", &["profile_id", "rpps", "since"]),
        ("blocked_organisation", &["profile_id", "finess", "since"]),
        ("administrator", &["profile_id", "rpps", "since"]),
        ("authorised_professional", &["profile_id", "rpps", "since"]),
    ] {
        let mut found = scene.database.rows(table, columns).await;
        found.sort();
        rows.extend(found);
    }
    rows
}

/// Everyone who could read before reads nothing now: the care team, the author, the administrator, both emergencies.
async fn nobody_reads(scene: &Scene) {
    for rpps in [LAMBERT, HADDAD, MARTIN, CARON] {
        for context in [CareTeam, URGENT, Samu { reason: "" }] {
            let opened = scene.opens(rpps, CAMILLE, context).await;
            assert_eq!(opened, Err(GatewayRefusal::Absent), "{rpps} {context:?}");
            let read = scene.reads(rpps, CAMILLE, BIOLOGY, context).await;
            assert_eq!(read.unwrap_err(), GatewayRefusal::Absent, "{rpps} {context:?}");
            let found = scene.searches(rpps, CAMILLE, context, everything()).await;
            assert_eq!(found.unwrap_err(), GatewayRefusal::Absent, "{rpps} {context:?}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn the_very_next_request_finds_a_closed_record_absent(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    closes(&scene, CAMILLE).await;
    nobody_reads(&scene).await;
    // As if there were no such person.
    let nobody = Person {
        ins: "280059999900999",
        ..CAMILLE
    };
    assert_eq!(
        scene.opens(LAMBERT, nobody, CareTeam).await,
        scene.opens(LAMBERT, CAMILLE, CareTeam).await
    );
    // The others' records are as they were.
    scene.opens(LAMBERT, BERNARD, CareTeam).await.unwrap();

    scene
        .store
        .reopen_profile(CAMILLE.key, scene.next())
        .await
        .unwrap()
        .unwrap();
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn one_page_is_left_and_it_leads_back_to_everything_as_it_was(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.masks(CAMILLE, CARDIOLOGY).await.unwrap();
    for change in [
        SettingsChange::Block(NGUYEN.parse().unwrap()),
        SettingsChange::Default(DefaultVisibility::Masked),
        SettingsChange::Emergency(EmergencyConsents::new(true, false, false).unwrap()),
    ] {
        let made = scene
            .store
            .change_settings(CAMILLE.key, &change, None, scene.next())
            .await;
        made.unwrap().unwrap();
    }
    let before = settings(&scene).await;
    let told = scene.notices(CAMILLE).await.len();
    let closing = closes(&scene, CAMILLE).await;
    assert_ne!(settings(&scene).await, before, "its state");

    let (store, key) = (&scene.store, CAMILLE.key);
    is_closed(store.open_profile(key, scene.next()).await);
    is_closed(
        store
            .list_documents(key, &DocumentQuery::default(), scene.next())
            .await,
    );
    is_closed(store.show_document(key, BIOLOGY, scene.next()).await);
    is_closed(store.download_document(key, BIOLOGY, scene.next()).await);
    is_closed(store.show_settings(key, scene.next()).await);
    is_closed(store.check_up(key, scene.next()).await);
    is_closed(
        store
            .list_history(key, &HistoryKind::OwnActs.into(), None, scene.next())
            .await,
    );
    is_closed(
        store
            .list_notices(key, NoticeQuery::default(), None, scene.next())
            .await,
    );
    is_closed(store.mark_notices_read(key, scene.now(), scene.next()).await);
    is_closed(scene.changes(CAMILLE, true, BIOLOGY).await);
    is_closed(
        store
            .preview_change(key, &SettingsChange::Undo(closing), scene.next())
            .await,
    );
    is_closed(store.awaits_welcome(key, scene.next()).await);
    is_closed(store.put_off_welcome(key, scene.next()).await);
    is_closed(store.close_profile(key, scene.next()).await);

    let reopening = store.reopen_profile(key, scene.next()).await.unwrap().unwrap();
    assert_eq!(settings(&scene).await, before);
    // A form sent twice finds its work done.
    assert_eq!(store.reopen_profile(key, scene.next()).await.unwrap(), None);

    let own = store
        .list_history(key, &HistoryKind::OwnActs.into(), None, scene.next())
        .await
        .unwrap();
    let written: Vec<_> = own.lines[..2]
        .iter()
        .map(|line| {
            (
                line.change.as_deref().unwrap(),
                line.change_id.unwrap(),
                line.person.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        written,
        [
            ("profile_reopened", reopening, "Camille Durand"),
            ("profile_closed", closing, "Camille Durand"),
        ]
    );
    let kinds = scene.notice_kinds(CAMILLE).await;
    assert_eq!(kinds.len(), told + 2);
    assert_eq!(kinds[..2], ["profile_reopened", "profile_closed"]);
    // Neither is undone from the history: each is undone by the other, on its own page.
    for change in [closing, reopening] {
        let undo = SettingsChange::Undo(change);
        let refused = store.change_settings(key, &undo, None, scene.next()).await;
        assert!(
            matches!(refused, Err(RecordError::Refused(_)) | Ok(None)),
            "{refused:?}"
        );
    }
    // The settings are what they were, not only where they are kept.
    assert!(scene.opens(NGUYEN, CAMILLE, CareTeam).await.is_err());
    assert!(scene.opens(LAMBERT, CAMILLE, URGENT).await.is_err());
    let found = scene
        .searches(LAMBERT, CAMILLE, CareTeam, everything())
        .await
        .unwrap();
    assert!(!ids(&found).contains(&CARDIOLOGY));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn after_thirty_days_it_stays_closed(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    closes(&scene, CAMILLE).await;
    closes(&scene, ZOE).await;
    let days = |days: i64| at(start() + SignedDuration::from_hours(24 * days));
    for late in [31, 32, 4_000] {
        is_closed(scene.store.reopen_profile(CAMILLE.key, days(late)).await);
    }
    nobody_reads(&scene).await;
    // The last day still counts, and a representative has it too.
    scene
        .store
        .reopen_profile(CAMILLE.key, days(30))
        .await
        .unwrap()
        .unwrap();
    scene
        .store
        .reopen_profile(ZOE.key, days(30))
        .await
        .unwrap()
        .unwrap();
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_closed_record_of_somebody_else_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let bernards = |profile| ActorKey {
        account: BERNARD.key.account,
        profile,
    };
    for closed in [false, true] {
        if closed {
            closes(&scene, CAMILLE).await;
        }
        for profile in [CAMILLE.key.profile, UNKNOWN] {
            let key = bernards(profile);
            is_absent(scene.store.open_profile(key, scene.next()).await);
            is_absent(scene.store.close_profile(key, scene.next()).await);
            is_absent(scene.store.reopen_profile(key, scene.next()).await);
            is_absent(scene.store.awaits_welcome(key, scene.next()).await);
            is_absent(scene.store.put_off_welcome(key, scene.next()).await);
            is_absent(scene.store.check_up(key, scene.next()).await);
            let answer = WelcomeAnswer::Default(DefaultVisibility::Masked);
            is_absent(scene.store.answer_welcome(key, answer, scene.next()).await);
        }
    }
    // Once Zoé is of age, her parent sees nothing of it, closed or not.
    closes(&scene, ZOE).await;
    is_closed(scene.store.open_profile(ZOE.key, scene.next()).await);
    scene.set(ZOE, "born = '2008-11-23'").await;
    is_absent(scene.store.open_profile(ZOE.key, scene.next()).await);
    is_absent(scene.store.reopen_profile(ZOE.key, scene.next()).await);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_second_tab_closes_nothing_twice(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let (one, two) = tokio::join!(
        scene.store.close_profile(CAMILLE.key, scene.next()),
        scene.store.close_profile(CAMILLE.key, scene.next()),
    );
    let (done, refused) = if one.is_ok() { (one, two) } else { (two, one) };
    done.unwrap();
    is_closed(refused);
    scene
        .store
        .reopen_profile(CAMILLE.key, scene.next())
        .await
        .unwrap()
        .unwrap();
    let kinds = scene.notice_kinds(CAMILLE).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "profile_closed").count(), 1);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_questions_of_the_first_sign_in_wait_for_an_answer_or_for_later(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    let (store, key) = (&scene.store, CAMILLE.key);
    let waits = async |who: Person| store.awaits_welcome(who.key, scene.next()).await.unwrap();
    let answered = async || {
        let shown = store.show_settings(key, scene.next()).await.unwrap();
        (shown.default_answered, shown.settings.emergency_answered)
    };
    assert!(!waits(CAMILLE).await, "who was there before is not asked again");
    for who in [CAMILLE, BERNARD, ZOE] {
        scene.set(who, "welcomed_at = NULL").await;
    }
    assert!(waits(CAMILLE).await && waits(BERNARD).await);
    assert!(!waits(ZOE).await, "the questions are the holder's own");
    assert_eq!(answered().await, (false, false));

    // What held already is an answer too, and no change.
    let visible = WelcomeAnswer::Default(DefaultVisibility::Visible);
    assert_eq!(
        store.answer_welcome(key, visible, scene.next()).await.unwrap(),
        None
    );
    assert_eq!(answered().await, (true, false));
    assert!(waits(CAMILLE).await, "left between two questions");
    let masked = WelcomeAnswer::Default(DefaultVisibility::Masked);
    let first = store
        .answer_welcome(key, masked, scene.next())
        .await
        .unwrap()
        .unwrap();
    let consents = WelcomeAnswer::Emergency(EmergencyConsents::new(false, true, false).unwrap());
    let second = store
        .answer_welcome(key, consents, scene.next())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(answered().await, (true, true));
    assert!(!waits(CAMILLE).await);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["privacy_setting_changed"; 2]);

    // Each answer is a change like any other: the next access obeys, and it can be undone.
    assert!(scene.opens(CARON, CAMILLE, Samu { reason: "" }).await.is_err());
    for change in [second, first] {
        let undo = SettingsChange::Undo(change);
        store
            .change_settings(key, &undo, None, scene.next())
            .await
            .unwrap()
            .unwrap();
    }
    assert_eq!(answered().await, (true, false));
    scene.opens(CARON, CAMILLE, Samu { reason: "" }).await.unwrap();

    // Put off: never led there again, still unanswered, the defaults hold, and nobody is told anything.
    store.put_off_welcome(BERNARD.key, scene.next()).await.unwrap();
    assert!(!waits(BERNARD).await);
    let shown = store.show_settings(BERNARD.key, scene.next()).await.unwrap();
    assert!(!shown.default_answered && !shown.settings.emergency_answered);
    assert_eq!(shown.settings.emergency, (true, true, true));
    assert!(scene.notices(BERNARD).await.is_empty());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn newcomers_are_the_only_ones_asked(#[values(Sqlite, Postgres)] engine: Engine) {
    let mut before = population();
    let newcomers = Population {
        accounts: vec![before.accounts.remove(0)],
        profiles: vec![before.profiles.remove(0)],
        ..Population::default()
    };
    before
        .documents
        .retain(|document| document.profile != CAMILLE.key.profile);
    let scene = Scene::with(engine, &before).await;
    scene.store.install_newcomers(&newcomers, start()).await.unwrap();
    assert!(
        scene
            .store
            .awaits_welcome(CAMILLE.key, scene.next())
            .await
            .unwrap()
    );
    assert!(
        !scene
            .store
            .awaits_welcome(BERNARD.key, scene.next())
            .await
            .unwrap()
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_check_up_shows_who_came_and_what_is_masked(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let shown = scene.store.check_up(CAMILLE.key, scene.next()).await.unwrap();
    assert!(shown.visitors.is_empty() && shown.masked.is_empty());
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    // Refused: they have not come.
    scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err();
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    let block = SettingsChange::Block(LAMBERT.parse().unwrap());
    scene
        .store
        .change_settings(CAMILLE.key, &block, None, scene.next())
        .await
        .unwrap()
        .unwrap();
    let shown = scene.store.check_up(CAMILLE.key, scene.next()).await.unwrap();
    let visitors: Vec<_> = shown
        .visitors
        .iter()
        .map(|visitor| {
            (
                visitor.professional.rpps.as_str(),
                visitor.blocked,
                visitor.administrator,
            )
        })
        .collect();
    assert_eq!(visitors, [(MARTIN, false, true), (LAMBERT, true, false)]);
    assert_eq!(shown.masked.len(), 1);
    assert_eq!(shown.masked[0].id, BIOLOGY);
    scene.end().await;
}
