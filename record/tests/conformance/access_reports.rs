//! Reports of doubtful accesses: kept once, with their state, for those who may know of the access.

use policy::AccessContext::CareTeam;
use record::{
    RecordError,
    acts::AccessConcern,
    queries::{HistoryKind, HistoryQuery},
    typed::RequestText,
    views::{AccessReport, ConcernKind, ReportState},
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BERNARD, CAMILLE, LAMBERT, Person, Scene, ZOE},
};

impl Scene {
    async fn reports(&self, who: Person) -> Vec<AccessReport> {
        let reports = self.store.list_access_reports(who.key, self.next()).await;
        reports.unwrap()
    }

    /// The place of the last visit.
    async fn last_visit(&self, who: Person) -> String {
        let all = HistoryQuery::default();
        let page = self.store.list_visits(who.key, &all, None, self.next()).await;
        page.unwrap().visits[0].id.clone()
    }
}

fn concern(text: &str) -> AccessConcern {
    AccessConcern {
        kind: ConcernKind::NotInCare,
        text: RequestText::new(text).unwrap(),
    }
}

#[rstest]
#[tokio::test]
async fn a_report_is_kept_once_with_its_trace(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let visit = scene.last_visit(CAMILLE).await;
    let report = async |who: Person, visit: &str, text: &str| {
        let concern = concern(text);
        scene
            .store
            .report_access(who.key, visit, &concern, scene.next())
            .await
    };
    let about = report(CAMILLE, &visit, "Je ne l’ai pas vu.").await.unwrap();
    assert_eq!(about.who.name, "Olivier Lambert");
    report(CAMILLE, &visit, "Je ne l’ai pas vu.").await.unwrap();
    let reports = scene.reports(CAMILLE).await;
    assert_eq!(reports.len(), 1, "sent twice, kept once");
    assert_eq!(
        (reports[0].kind, reports[0].text.as_str(), &reports[0].state),
        (ConcernKind::NotInCare, "Je ne l’ai pas vu.", &ReportState::Sent)
    );
    assert_eq!(reports[0].visit, visit);
    report(CAMILLE, &visit, "Et je ne le connais pas.").await.unwrap();
    assert_eq!(scene.reports(CAMILLE).await.len(), 2);
    let shown = scene
        .store
        .show_visit(CAMILLE.key, &visit, None, scene.next())
        .await;
    assert_eq!(shown.unwrap().reports.len(), 2);

    let own = scene
        .store
        .list_history(CAMILLE.key, &HistoryKind::OwnActs.into(), None, scene.next())
        .await
        .unwrap();
    let written: Vec<_> = own.lines.iter().map(|line| line.event.as_str()).collect();
    assert_eq!(written, ["access_reported", "access_reported"]);
    assert_eq!(own.lines[0].subject.as_deref(), Some("Olivier Lambert"));

    for (who, visit) in [
        (BERNARD, visit.as_str()),
        (CAMILLE, "1-10000000124"),
        (CAMILLE, "x"),
    ] {
        let reported = report(who, visit, "").await;
        assert!(matches!(reported, Err(RecordError::NotFound)), "{visit}");
    }
    assert!(scene.reports(BERNARD).await.is_empty());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_report_is_taken_back_or_answered_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let visit = scene.last_visit(CAMILLE).await;
    for text in ["un", "deux"] {
        let concern = concern(text);
        let done = scene
            .store
            .report_access(CAMILLE.key, &visit, &concern, scene.next());
        done.await.unwrap();
    }
    let reports = scene.reports(CAMILLE).await;
    let [second, first] = [reports[0].id, reports[1].id];
    let withdraw = async |who: Person, id: Uuid| {
        scene
            .store
            .withdraw_access_report(who.key, id, scene.next())
            .await
    };
    let answer = async |id: Uuid, text: &str| {
        let text = RequestText::new(text).unwrap();
        let done = scene.store.answer_access_report(id, &text, scene.next());
        done.await.unwrap()
    };
    assert!(matches!(
        withdraw(BERNARD, first).await,
        Err(RecordError::NotFound)
    ));
    assert!(matches!(
        withdraw(CAMILLE, Uuid::nil()).await,
        Err(RecordError::NotFound)
    ));
    let open = async || {
        let open = scene.store.open_access_reports().await.unwrap();
        open.iter().map(|report| report.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(open().await, ["un", "deux"], "the oldest first");
    withdraw(CAMILLE, first).await.unwrap();
    assert_eq!(open().await, ["deux"]);
    assert!(!answer(Uuid::nil(), "À qui\u{a0}?").await);
    assert!(!answer(first, "Trop tard").await);
    assert!(answer(second, "Ce médecin remplaçait le vôtre.").await);
    assert!(!answer(second, "Autre chose").await);
    assert!(open().await.is_empty());
    let closed = scene.reports(CAMILLE).await;
    withdraw(CAMILLE, first).await.unwrap();
    withdraw(CAMILLE, second).await.unwrap();
    assert_eq!(scene.reports(CAMILLE).await, closed, "closed is closed");
    assert!(
        matches!(&closed[0].state, ReportState::Answered { answer, .. } if answer == "Ce médecin remplaçait le vôtre.")
    );
    assert!(matches!(closed[1].state, ReportState::Withdrawn { .. }));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_representative_reports_what_they_see(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, ZOE, CareTeam).await.unwrap();
    let visit = scene.last_visit(ZOE).await;
    let concern = concern("Nous n’étions pas là.");
    scene
        .store
        .report_access(ZOE.key, &visit, &concern, scene.next())
        .await
        .unwrap();
    assert_eq!(scene.reports(ZOE).await.len(), 1);
    assert_eq!(
        scene
            .database
            .texts("SELECT audience FROM access_report".into())
            .await,
        ["everyone"]
    );
    scene.end().await;
}
