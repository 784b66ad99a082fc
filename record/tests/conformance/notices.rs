//! Notices: who is told what, once, and what they have read.

use jiff::SignedDuration;
use policy::AccessContext::{BreakGlass, CareTeam};
use record::{
    RecordError,
    acts::DocumentAct,
    queries::{LINES_PER_PAGE, NoticeQuery, NoticeTopic},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BERNARD, BIOLOGY, BLOCKED, CAMILLE, CARDIOLOGY, LAMBERT, MARTIN, Scene, ZOE, ZOES, at, physician,
        sheet,
    },
};

#[rstest]
#[tokio::test]
async fn a_first_access_is_told_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for _ in 0..3 {
        scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
        scene.reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam).await.unwrap();
    }
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["first_access"]);
    assert_eq!(scene.notices(CAMILLE).await[0].about.event, "record_opened");
    // Each professional, on each record, has a first time.
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    scene.opens(LAMBERT, BERNARD, CareTeam).await.unwrap();
    assert_eq!(
        scene.notice_kinds(CAMILLE).await,
        ["first_access", "first_access"]
    );
    assert_eq!(scene.notice_kinds(BERNARD).await, ["first_access"]);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_refused_attempt_is_no_first_access(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    scene
        .reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam)
        .await
        .unwrap_err();
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["privacy_setting_changed"]);
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    assert_eq!(
        scene.notice_kinds(CAMILLE).await,
        ["first_access", "privacy_setting_changed"]
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_matters_is_told_every_time(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let told = async |expected: &[&str]| {
        let mut kinds = Vec::new();
        for notice in scene.notices(CAMILLE).await {
            if !notice.read {
                kinds.push(notice.kind);
            }
        }
        kinds.sort();
        assert_eq!(kinds, expected);
        let now = scene.next();
        scene
            .store
            .mark_notices_read(CAMILLE.key, now.at, now)
            .await
            .unwrap();
    };
    let urgent = BreakGlass {
        reason: "  Malaise  ",
    };
    scene.opens(LAMBERT, CAMILLE, urgent).await.unwrap();
    let about = scene.notices(CAMILLE).await.remove(0).about.professional.unwrap();
    assert_eq!(
        (about.context.as_str(), about.reason.as_deref()),
        ("break_glass", Some("Malaise"))
    );
    told(&["emergency_access", "first_access"]).await;
    scene.opens(LAMBERT, CAMILLE, urgent).await.unwrap();
    told(&["emergency_access"]).await;
    scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err();
    scene
        .reads(BLOCKED, CAMILLE, BIOLOGY, CareTeam)
        .await
        .unwrap_err();
    told(&["blocked_attempt", "blocked_attempt"]).await;
    scene.masks(CAMILLE, CARDIOLOGY).await.unwrap();
    told(&["privacy_setting_changed"]).await;
    scene.reads(MARTIN, CAMILLE, CARDIOLOGY, CareTeam).await.unwrap();
    told(&["first_access", "masked_document_opened"]).await;
    scene.reads(MARTIN, CAMILLE, CARDIOLOGY, CareTeam).await.unwrap();
    told(&["masked_document_opened"]).await;
    scene.reads(LAMBERT, CAMILLE, CARDIOLOGY, urgent).await.unwrap();
    told(&["emergency_access", "masked_document_opened"]).await;
    scene
        .store
        .signed_in("camille", CAMILLE.key.account, scene.next())
        .await
        .unwrap();
    told(&["new_sign_in"]).await;
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn parents_are_told_for_their_child(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.reads(LAMBERT, ZOE, ZOES, CareTeam).await.unwrap();
    assert_eq!(scene.notice_kinds(ZOE).await, ["first_access"]);
    assert_eq!(scene.notice_kinds(CAMILLE).await, [""; 0]);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn only_what_was_on_the_page_is_marked_read(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let shown = scene.next().at;
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    assert_eq!(scene.unread(CAMILLE).await, 2);
    for _ in 0..2 {
        scene
            .store
            .mark_notices_read(CAMILLE.key, shown, scene.next())
            .await
            .unwrap();
        let read: Vec<_> = scene
            .notices(CAMILLE)
            .await
            .iter()
            .map(|notice| notice.read)
            .collect();
        assert_eq!(read, [false, true]);
        assert_eq!(scene.unread(CAMILLE).await, 1);
    }
    // Nobody marks another's.
    let elsewhere = record::acts::ActorKey {
        account: BERNARD.key.account,
        profile: CAMILLE.key.profile,
    };
    let refused = scene
        .store
        .mark_notices_read(elsewhere, scene.now(), scene.next())
        .await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    assert_eq!(scene.unread(CAMILLE).await, 1);
    let now = scene.next();
    scene
        .store
        .mark_notices_read(CAMILLE.key, now.at, now)
        .await
        .unwrap();
    assert_eq!(scene.unread(CAMILLE).await, 0);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn pages_of_history_and_notices_give_each_line_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let number = 2 * LINES_PER_PAGE + 1;
    let who = physician(LAMBERT);
    let urgent = BreakGlass { reason: "Malaise" };
    let visit = crate::scene::access(&who, CAMILLE.ins, urgent);
    for second in 0..number {
        // Several in the same microsecond.
        let moment = at(scene.now() + SignedDuration::from_secs(i64::from(second / 4)));
        scene.store.open_record(visit, moment).await.unwrap().unwrap();
    }
    let (mut pages, mut lines, mut after) = (0, 0, None::<String>);
    let mut last = None;
    loop {
        let kind = record::queries::HistoryKind::Professionals;
        let page = scene
            .store
            .list_history(CAMILLE.key, &kind.into(), after.as_deref(), scene.next())
            .await
            .unwrap();
        for line in &page.lines {
            assert!(last.is_none_or(|last| line.at <= last), "newest first");
            last = Some(line.at);
        }
        pages += 1;
        lines += page.lines.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((pages, lines), (3, number as usize));

    let (mut seen, mut after) = (std::collections::BTreeSet::new(), None::<String>);
    let mut given = 0;
    loop {
        let page = scene
            .store
            .list_notices(
                CAMILLE.key,
                NoticeQuery::default(),
                after.as_deref(),
                scene.next(),
            )
            .await
            .unwrap();
        given += page.notices.len();
        seen.extend(page.notices.iter().map(|notice| notice.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    // An emergency each time, and one first access.
    assert_eq!((given, seen.len()), (number as usize + 1, number as usize + 1));

    for nonsense in [
        "",
        "x",
        "1-2-3",
        "9-withheld-9",
        "--",
        "1-everyone-x",
        "é-holder-1",
        &"9".repeat(10_000),
    ] {
        let kind = record::queries::HistoryKind::Professionals;
        let page = scene
            .store
            .list_history(CAMILLE.key, &kind.into(), Some(nonsense), scene.next())
            .await;
        assert_eq!(
            page.unwrap().lines.len(),
            LINES_PER_PAGE as usize,
            "{nonsense:.40}"
        );
        let page = scene
            .store
            .list_notices(CAMILLE.key, NoticeQuery::default(), Some(nonsense), scene.next())
            .await;
        assert_eq!(
            page.unwrap().notices.len(),
            LINES_PER_PAGE as usize,
            "{nonsense:.40}"
        );
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn notices_are_narrowed_to_what_is_unread_and_to_a_topic(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let narrowed = async |unread, topic| {
        let query = NoticeQuery { unread, topic };
        let page = scene.store.list_notices(CAMILLE.key, query, None, scene.next());
        let notices = page.await.unwrap().notices.into_iter();
        notices.map(|notice| notice.kind).collect::<Vec<_>>()
    };
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let now = scene.next();
    scene
        .store
        .mark_notices_read(CAMILLE.key, now.at, now)
        .await
        .unwrap();
    scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err();
    let urgent = BreakGlass { reason: "Malaise" };
    scene.opens(LAMBERT, CAMILLE, urgent).await.unwrap();
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    scene
        .acts(
            &physician(LAMBERT),
            CAMILLE,
            DocumentAct::Deposit(&sheet("Compte rendu", &[])),
        )
        .await
        .unwrap();

    let all = [
        "document_added",
        "privacy_setting_changed",
        "emergency_access",
        "blocked_attempt",
        "first_access",
    ];
    assert_eq!(narrowed(false, None).await, all);
    assert_eq!(narrowed(true, None).await, all[..4]);
    for (topic, all, unread) in [
        (NoticeTopic::Accesses, &all[3..], &all[3..4]),
        (NoticeTopic::Emergencies, &all[2..3], &all[2..3]),
        (NoticeTopic::Documents, &all[..1], &all[..1]),
        (NoticeTopic::Settings, &all[1..2], &all[1..2]),
    ] {
        assert_eq!(narrowed(false, Some(topic)).await, all, "{topic:?}");
        assert_eq!(narrowed(true, Some(topic)).await, unread, "{topic:?}");
    }
    scene.end().await;
}

/// Between two that are asked for stand others that are not: no page is short, none is skipped, none comes twice.
#[rstest]
#[tokio::test]
async fn narrowed_notices_have_pages_of_their_own(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let number = LINES_PER_PAGE + 5;
    for _ in 0..number {
        let urgent = BreakGlass { reason: "Malaise" };
        scene.opens(LAMBERT, CAMILLE, urgent).await.unwrap();
        scene.masks(CAMILLE, BIOLOGY).await;
        scene.unmasks(CAMILLE, BIOLOGY).await;
    }
    let query = NoticeQuery {
        unread: true,
        topic: Some(NoticeTopic::Emergencies),
    };
    let page = async |after: Option<&str>| {
        let page = scene.store.list_notices(CAMILLE.key, query, after, scene.next());
        page.await.unwrap()
    };
    let first = page(None).await;
    let second = page(first.next.as_deref()).await;
    let sizes = [first.notices.len(), second.notices.len()];
    assert_eq!((sizes, second.next), ([LINES_PER_PAGE as usize, 5], None));
    let shown = first.notices.iter().chain(&second.notices);
    let different: std::collections::BTreeSet<_> = shown.clone().map(|notice| notice.id).collect();
    assert_eq!(different.len(), number as usize);
    assert!(
        shown
            .clone()
            .all(|notice| notice.kind == "emergency_access" && !notice.read)
    );
    scene.end().await;
}
