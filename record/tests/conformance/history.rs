//! The history, narrowed: each choice leaves exactly the lines it asks for.

use jiff::SignedDuration;
use policy::AccessContext::{BreakGlass, CareTeam};
use record::queries::{HistoryKind, HistoryQuery};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BIOLOGY, BLOCKED, CAMILLE, CARDIOLOGY, HADDAD, LAMBERT, NGUYEN, Person, Scene, at},
};

impl Scene {
    /// The events of the lines that a query gives, newest first, and who did them.
    async fn told(&self, who: Person, query: HistoryQuery) -> Vec<String> {
        let page = self
            .store
            .list_history(who.key, &query, None, self.next())
            .await
            .unwrap();
        let lines = page.lines.into_iter().map(|line| {
            let rpps = line.professional.map_or_else(String::new, |who| who.rpps);
            format!(
                "{} {rpps}{}",
                line.event,
                if line.denied { " refused" } else { "" }
            )
        });
        lines.collect()
    }
}

#[rstest]
#[tokio::test]
async fn each_choice_leaves_the_lines_it_asks_for(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.reads(HADDAD, CAMILLE, BIOLOGY, CareTeam).await.unwrap();
    scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err();
    let urgent = BreakGlass { reason: "Malaise" };
    scene.reads(LAMBERT, CAMILLE, CARDIOLOGY, urgent).await.unwrap();
    scene.masks(CAMILLE, BIOLOGY).await;
    scene.reads(NGUYEN, CAMILLE, BIOLOGY, CareTeam).await.unwrap_err();

    let [haddad, blocked, lambert, nguyen] = [
        format!("document_read {HADDAD}"),
        format!("record_opened {BLOCKED} refused"),
        format!("document_read {LAMBERT}"),
        format!("document_read {NGUYEN} refused"),
    ];
    let all = HistoryQuery::default;
    assert_eq!(
        scene.told(CAMILLE, all()).await,
        [&nguyen, &lambert, &blocked, &haddad].map(String::clone)
    );
    let by = |rpps: &str| HistoryQuery {
        rpps: rpps.to_owned(),
        ..all()
    };
    assert_eq!(scene.told(CAMILLE, by(HADDAD)).await, [haddad.as_str()]);
    assert!(scene.told(CAMILLE, by("10000009999")).await.is_empty());
    let refused = HistoryQuery {
        refused: true,
        ..all()
    };
    assert_eq!(
        scene.told(CAMILLE, refused.clone()).await,
        [nguyen.clone(), blocked]
    );
    let emergency = HistoryQuery {
        emergency: true,
        ..all()
    };
    assert_eq!(scene.told(CAMILLE, emergency).await, [lambert]);
    let about = |document| HistoryQuery {
        document: Some(document),
        ..all()
    };
    assert_eq!(
        scene.told(CAMILLE, about(BIOLOGY)).await,
        [nguyen.clone(), haddad.clone()]
    );
    let both = HistoryQuery {
        rpps: NGUYEN.to_owned(),
        ..refused
    };
    assert_eq!(scene.told(CAMILLE, both).await, [nguyen]);
    let own = HistoryQuery {
        kind: HistoryKind::OwnActs,
        ..about(BIOLOGY)
    };
    assert_eq!(scene.told(CAMILLE, own).await, ["setting_changed "]);

    let page = scene
        .store
        .list_visits(CAMILLE.key, &by(HADDAD), None, scene.next())
        .await
        .unwrap();
    let people = page.people.iter().map(|person| person.rpps.as_str());
    let mut people: Vec<_> = people.collect();
    people.sort_unstable();
    assert_eq!(
        people,
        [NGUYEN, HADDAD, LAMBERT, BLOCKED],
        "all of the history, not of the page"
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn days_begin_and_end_in_paris(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let who = crate::scene::physician(HADDAD);
    let visit = crate::scene::access(&who, CAMILLE.ins, CareTeam);
    // Winter: Paris is an hour ahead. A second before midnight there, and midnight.
    for moment in ["2026-12-01T22:59:59Z", "2026-12-01T23:00:00Z"] {
        scene
            .store
            .open_record(visit, at(moment.parse().unwrap()))
            .await
            .unwrap()
            .unwrap();
    }
    let late = at(scene.now() + SignedDuration::from_hours(24 * 30));
    for (from, to, lines) in [
        (Some("2026-12-01"), Some("2026-12-01"), 1),
        (Some("2026-12-02"), Some("2026-12-02"), 1),
        (Some("2026-12-01"), Some("2026-12-02"), 2),
        (Some("2026-12-02"), None, 1),
        (None, Some("2026-12-01"), 1),
        (None, Some("2026-11-30"), 0),
        (Some("2026-12-02"), Some("2026-12-01"), 0),
    ] {
        let day = |day: Option<&str>| day.map(|day| day.parse().unwrap());
        let query = HistoryQuery {
            from: day(from),
            to: day(to),
            ..HistoryQuery::default()
        };
        let page = scene
            .store
            .list_history(CAMILLE.key, &query, None, late)
            .await
            .unwrap();
        assert_eq!(page.lines.len(), lines, "{from:?} {to:?}");
    }
    scene.end().await;
}
