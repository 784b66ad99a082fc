//! The history by visit: one person, one place, one opening.

use jiff::SignedDuration;
use policy::AccessContext::{self, BreakGlass, CareTeam, DeclaredConsent};
use record::{
    RecordError,
    queries::{AccessKind, HistoryQuery, LINES_PER_PAGE, LINES_PER_VISIT, VISITS_PER_PAGE},
    views::Visit,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BERNARD, BIOLOGY, BLOCKED, CAMILLE, CARDIOLOGY, HADDAD, LAMBERT, Person, Scene, ZOE, ZOES,
        ZOES_SECRET, access, at, everything, physician, start,
    },
};

/// What a professional does, so many minutes after the beginning.
#[derive(Clone, Copy)]
enum Does {
    Opens,
    Searches,
    Reads(Uuid),
}

impl Scene {
    async fn after(
        &self,
        minutes: i64,
        rpps: &str,
        of: Person,
        context: AccessContext<'_>,
        place: &str,
        does: Does,
    ) {
        let mut who = physician(rpps);
        place.clone_into(&mut who.organisation_name);
        let visit = access(&who, of.ins, context);
        let moment = at(start() + SignedDuration::from_mins(minutes));
        // Refused or not, it leaves a line.
        match does {
            Does::Opens => drop(self.store.open_record(visit, moment).await.unwrap()),
            Does::Searches => drop(
                self.store
                    .search_documents(visit, &everything(), moment)
                    .await
                    .unwrap(),
            ),
            Does::Reads(document) => {
                drop(self.store.read_document(visit, document, moment).await.unwrap());
            }
        }
    }

    async fn visits(&self, who: Person, query: &HistoryQuery) -> Vec<Visit> {
        let page = self.store.list_visits(who.key, query, None, self.next()).await;
        page.unwrap().visits
    }
}

/// Who came, from when to when, and what they did.
fn told(visits: &[Visit]) -> Vec<String> {
    let time = |at: jiff::civil::DateTime| at.strftime("%H:%M").to_string();
    visits
        .iter()
        .map(|visit| {
            let events: Vec<_> = visit.lines.iter().map(|line| line.event.as_str()).collect();
            format!(
                "{} {}-{} {}",
                visit.who.name,
                time(visit.from),
                time(visit.to),
                events.join(" ")
            )
        })
        .collect()
}

const TILLEULS: &str = "Cabinet des Tilleuls, Lille";

#[rstest]
#[tokio::test]
async fn a_visit_is_one_person_one_place_one_opening(#[values(Sqlite, Postgres)] engine: Engine) {
    use Does::{Opens, Reads, Searches};
    let scene = Scene::begin(engine).await;
    let urgent = BreakGlass { reason: "Malaise" };
    for (minutes, who, context, place, does) in [
        (0, LAMBERT, CareTeam, TILLEULS, Opens),
        // Somebody else in between does not end it.
        (1, HADDAD, CareTeam, TILLEULS, Reads(BIOLOGY)),
        (2, LAMBERT, CareTeam, TILLEULS, Searches),
        (32, LAMBERT, CareTeam, TILLEULS, Reads(BIOLOGY)),
        // A silence of more than thirty minutes does.
        (63, LAMBERT, CareTeam, TILLEULS, Reads(CARDIOLOGY)),
        // So do another legal basis, another place, another reason, and opening again.
        (64, LAMBERT, DeclaredConsent, TILLEULS, Searches),
        (65, LAMBERT, DeclaredConsent, "Clinique du Parc, Lille", Searches),
        (66, LAMBERT, urgent, TILLEULS, Searches),
        (67, LAMBERT, BreakGlass { reason: "Chute" }, TILLEULS, Searches),
        (68, LAMBERT, BreakGlass { reason: "Chute" }, TILLEULS, Opens),
        (69, BLOCKED, CareTeam, TILLEULS, Reads(BIOLOGY)),
    ] {
        scene.after(minutes, who, CAMILLE, context, place, does).await;
    }
    let visits = scene.visits(CAMILLE, &HistoryQuery::default()).await;
    assert_eq!(
        told(&visits),
        [
            "Bruno Blanc 11:09-11:09 document_read",
            "Olivier Lambert 11:08-11:08 record_opened",
            "Olivier Lambert 11:07-11:07 documents_searched",
            "Olivier Lambert 11:06-11:06 documents_searched",
            "Olivier Lambert 11:05-11:05 documents_searched",
            "Olivier Lambert 11:04-11:04 documents_searched",
            "Olivier Lambert 11:03-11:03 document_read",
            "Karim Haddad 10:01-10:01 document_read",
            "Olivier Lambert 10:00-10:32 record_opened documents_searched document_read",
        ]
    );
    assert!(visits[0].blocked && visits[0].lines[0].denied);
    assert!(!visits[1].blocked);
    assert_eq!(visits[8].total, 3);

    let query = |done, search: &str| HistoryQuery {
        done,
        search: search.to_owned(),
        ..HistoryQuery::default()
    };
    let reads = scene.visits(CAMILLE, &query(Some(AccessKind::Read), "")).await;
    assert_eq!(reads.len(), 4);
    assert_eq!(reads[3].lines.len(), 1, "only the lines that are looked for");
    for (search, found) in [
        ("malaise", 1),
        ("  MALAISE ", 1),
        ("clinique du parc", 1),
        ("haddad", 1),
        ("medecin", 9),
        ("100%", 0),
        ("_", 0),
        ("personne d’autre", 0),
    ] {
        assert_eq!(
            scene.visits(CAMILLE, &query(None, search)).await.len(),
            found,
            "{search}"
        );
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_is_kept_from_representatives_moves_no_visit_of_theirs(
    #[values(Sqlite, Postgres)] engine: Engine,
    #[values(true, false)] secret: bool,
) {
    let scene = Scene::begin(engine).await;
    scene
        .after(0, LAMBERT, ZOE, CareTeam, TILLEULS, Does::Searches)
        .await;
    if secret {
        scene
            .after(25, LAMBERT, ZOE, CareTeam, TILLEULS, Does::Reads(ZOES_SECRET))
            .await;
    }
    scene
        .after(50, LAMBERT, ZOE, CareTeam, TILLEULS, Does::Reads(ZOES))
        .await;
    let page = scene
        .store
        .list_visits(ZOE.key, &HistoryQuery::default(), None, scene.next())
        .await
        .unwrap();
    assert_eq!(
        told(&page.visits),
        [
            "Olivier Lambert 10:50-10:50 document_read",
            "Olivier Lambert 10:00-10:00 documents_searched"
        ]
    );
    let place = format!(
        "{}-{LAMBERT}",
        (start() + SignedDuration::from_mins(25)).as_microsecond()
    );
    let hidden = scene.store.show_visit(ZOE.key, &place, None, scene.next()).await;
    assert!(matches!(hidden, Err(RecordError::NotFound)));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn pages_give_each_visit_and_each_line_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let openings = i64::from(VISITS_PER_PAGE) + 3;
    for minutes in 0..openings {
        scene
            .after(minutes, LAMBERT, CAMILLE, CareTeam, TILLEULS, Does::Opens)
            .await;
    }
    // The last of them is long.
    let reads = LINES_PER_PAGE + 4;
    for _ in 0..reads {
        scene
            .after(
                openings,
                LAMBERT,
                CAMILLE,
                CareTeam,
                TILLEULS,
                Does::Reads(BIOLOGY),
            )
            .await;
    }
    let list = async |after: Option<&str>| {
        let all = HistoryQuery::default();
        let page = scene
            .store
            .list_visits(CAMILLE.key, &all, after, scene.next())
            .await;
        page.unwrap()
    };
    let first = list(None).await;
    assert_eq!(first.visits.len(), VISITS_PER_PAGE as usize);
    assert_eq!(first.visits[0].lines.len(), LINES_PER_VISIT as usize);
    assert_eq!(first.visits[0].total, u64::from(reads) + 1);
    let second = list(first.next.as_deref()).await;
    assert_eq!((second.visits.len(), second.next), (3, None));
    let mut seen: Vec<_> = first
        .visits
        .iter()
        .chain(&second.visits)
        .map(|visit| &visit.id)
        .collect();
    seen.dedup();
    assert_eq!(seen.len(), VISITS_PER_PAGE as usize + 3);
    for nonsense in ["", "x", "1-2", "-", "99999999999999999999-1", "1-é"] {
        assert_eq!(list(Some(nonsense)).await.visits, first.visits, "{nonsense}");
    }

    let place = first.visits[0].id.clone();
    let show = async |who: Person, place: &str, after: Option<String>| {
        scene
            .store
            .show_visit(who.key, place, after.as_deref(), scene.next())
            .await
    };
    let page = show(CAMILLE, &place, None).await.unwrap();
    assert_eq!(page.visit.lines.len(), LINES_PER_PAGE as usize);
    assert_eq!(page.visit.lines[0].event, "record_opened");
    assert_eq!(page.visit.total, u64::from(reads) + 1);
    let rest = show(CAMILLE, &place, page.next).await.unwrap();
    assert_eq!((rest.visit.lines.len(), rest.next), (5, None));
    for (who, place) in [
        (BERNARD, place.as_str()),
        (CAMILLE, "1-10000000124"),
        (CAMILLE, "x"),
        (CAMILLE, ""),
    ] {
        let shown = show(who, place, None).await;
        assert!(matches!(shown, Err(RecordError::NotFound)), "{place}");
    }
    scene.end().await;
}
