//! The worlds of the lab: apart from each other, always the same at the beginning, and made to begin again.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use http_body_util::BodyExt as _;
use rstest::rstest;
use tower::ServiceExt as _;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, House},
    lab_tester::Tester,
};

/// Camille's record, whose identifier never changes.
const RECORD: &str = "/dossiers/00000001-0000-4000-9e37-79b97f4a7c15";
/// Her biology result.
const DOCUMENT: &str = "/documents/00000003-0000-4000-";

async fn list(tester: &Tester<'_>) -> String {
    let page = tester.opens(&format!("{RECORD}/documents")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.visible());
    page.visible()
}

async fn masks_everything(tester: &Tester<'_>) {
    let address = format!("{RECORD}/changement?acte=tout-masquer");
    let page = tester.opens(&address).await;
    let fields = [("confirme", page.field("confirme"))];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let done = tester.posts(&address, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.visible());
}

#[rstest]
#[tokio::test]
async fn what_happens_in_a_world_stays_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let (main, one, two) = (
        house.tester(),
        house.tester_of("un").await,
        house.tester_of("deux").await,
    );
    for tester in [&main, &one, &two] {
        tester.signs_in("camille").await;
        assert!(
            list(tester).await.contains("24 documents : 24 visibles"),
            "{}",
            list(tester).await
        );
    }
    masks_everything(&one).await;
    assert!(list(&one).await.contains("24 masqués"), "{}", list(&one).await);
    for tester in [&main, &two] {
        assert!(list(tester).await.contains("24 visibles"));
    }
    // Clocks, e-mails and sessions too.
    one.posts("/lab/horloge", &[("instant", "2026-12-24T12:00")])
        .await;
    assert!(one.opens("/lab").await.shows("24 décembre 2026"));
    assert!(two.opens("/lab").await.shows("23 novembre 2026"));
    let mails = async |tester: &Tester<'_>| tester.opens("/lab/courriels.json").await.json();
    let before = mails(&two).await;
    let asked = [
        ("patient", "280059999900182"),
        ("acte", "records/open"),
        ("contexte", "break_glass"),
        ("motif", "Malaise"),
    ];
    let visit = one.posts("/lab/professionnels/10000000108", &asked).await;
    assert!(visit.shows("204"), "{}", visit.visible());
    assert_ne!(mails(&one).await, before);
    assert_eq!(mails(&two).await, before);
    // Programs name their world in a header.
    let request = Request::get("/lab")
        .header("x-lab-world", "deux")
        .body(Body::empty())
        .unwrap();
    assert!(house.answers(request).await.shows("le monde « deux »"));
    // And one leaves.
    assert_eq!(one.posts("/lab/mondes/quitter", &[]).await.location(), "/lab");
    assert!(one.opens("/lab").await.shows("monde principal"));
    house.closes().await;
}

/// The same, but for the instants at which the two were asked for.
fn similar(one: &str, two: &str) {
    let differs = one.chars().zip(two.chars()).position(|(one, two)| one != two);
    let around = |text: &str, place: usize| {
        text.chars()
            .skip(place.saturating_sub(60))
            .take(120)
            .collect::<String>()
    };
    if let Some(place) = differs {
        panic!("{}\nis not\n{}", around(one, place), around(two, place));
    }
    assert_eq!(one.len(), two.len());
}

#[rstest]
#[tokio::test]
async fn every_world_begins_the_same(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let (one, two) = (house.tester_of("un").await, house.tester_of("deux").await);
    // One is a copy; the other has begun again.
    two.posts("/lab/reinitialiser", &[]).await;
    let mut seen = Vec::new();
    for tester in [&one, &two] {
        // Whose identifiers are drawn. A sign-in has an instant of its own.
        let mut pages = vec![tester.opens("/lab/courriels.json").await.text()];
        assert!(pages[0].contains("message_id"), "{}", pages[0]);
        tester.signs_in("camille").await;
        for rest in ["/documents", "/historique", "/professionnels"] {
            pages.push(tester.opens(&format!("{RECORD}{rest}")).await.seen());
        }
        let first = tester
            .opens(&format!("{RECORD}/documents?recherche=cholest"))
            .await;
        assert!(first.link(BIOLOGY).contains(DOCUMENT), "{}", first.link(BIOLOGY));
        let history = tester.opens(&format!("{RECORD}/exports/historique.csv")).await;
        // The export itself is a line of its own, at its own instant.
        let past = history.text();
        let past: Vec<&str> = past
            .lines()
            .filter(|line| !line.contains(";Camille Durand;"))
            .collect();
        assert_eq!(past.len(), 5, "{past:?}");
        pages.push(past.join("\n"));
        seen.push(pages);
    }
    for (one, two) in seen[0].iter().zip(&seen[1]) {
        similar(one, two);
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_world_that_is_not_there_is_said_with_the_way_out(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.tester();
    for unknown in ["parti", "..%2Fsecret", "UN", "<script>"] {
        tester.takes_cookie("lab-world", unknown);
        for address in ["/lab", "/", "/connexion", "/nulle-part"] {
            let page = tester.opens(address).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{unknown} {address}");
            assert!(page.shows("Ce monde n’existe pas"), "{}", page.visible());
            assert!(page.text().contains("action=\"/lab/mondes/quitter\""));
            assert!(page.text().contains("action=\"/lab/mondes\""));
            assert!(!page.text().contains("<script>"));
            assert_eq!(page.header("x-content-type-options"), "nosniff");
        }
        // The page has its style all the same.
        assert_eq!(tester.opens("/pkg/app.0123abcd.css").await.status, StatusCode::OK);
    }
    let entered = tester.posts("/lab/mondes/entrer", &[("nom", "parti")]).await;
    assert_eq!(entered.status, StatusCode::NOT_FOUND);
    assert_eq!(tester.posts("/lab/mondes/quitter", &[]).await.location(), "/lab");
    assert_eq!(tester.opens("/lab").await.status, StatusCode::OK);
    // Without a name, one is drawn.
    tester.posts("/lab/mondes", &[]).await;
    assert!(tester.cookie("lab-world").unwrap().starts_with("monde-"));
    assert_eq!(tester.opens("/lab").await.status, StatusCode::OK);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_name_that_no_world_can_have_comes_back_as_it_was_typed(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.tester_of("essai").await;
    for (wrong, why) in [
        ("Essai", "Un nom de monde ne peut pas contenir « E »"),
        ("été", "Un nom de monde ne peut pas contenir « é »"),
        ("a b", "Un nom de monde ne peut pas contenir d’espace :"),
        ("../a", "Un nom de monde ne peut pas contenir « . »"),
        ("seance-p01", "réservé aux participants"),
        (
            &"a".repeat(33),
            "Ce nom a 33 caractères : c’est trop. 32 au plus.",
        ),
        (&"b".repeat(200), "Ce nom a 200 caractères"),
    ] {
        let page = tester.posts("/lab/mondes", &[("nom", wrong)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let text = page.text();
        assert!(
            page.shows(why) && page.shows("Rien n’a été créé."),
            "{}",
            page.visible()
        );
        assert_eq!(page.field("nom"), wrong);
        assert!(
            text.contains("id=\"nom-erreur\"") && text.contains("href=\"#nom\""),
            "{text}"
        );
        // It is the page of the world where the tester is.
        assert!(
            page.shows("Vous êtes dans le monde « essai »"),
            "{}",
            page.visible()
        );
    }
    assert!(
        !tester.opens("/lab").await.text().contains("maxlength"),
        "nothing is cut"
    );
    tester
        .posts("/lab/mondes", &[("nom", &"c".repeat(32))])
        .await
        .location();
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_world_is_removed_and_nothing_else(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let (gone, other) = (house.tester_of("fini").await, house.tester_of("reste").await);
    for tester in [&gone, &other] {
        tester.signs_in("camille").await;
        masks_everything(tester).await;
    }
    let agreed = [("code", "P01"), ("accord", "oui")];
    other.posts("/lab/seances", &agreed).await.location();
    let asked = other.opens("/lab/mondes/supprimer?nom=fini").await;
    assert!(
        asked.shows("Supprimer le monde « fini »") && asked.shows("ouvert dans 1 navigateur"),
        "{}",
        asked.visible()
    );
    assert!(list(&gone).await.contains("24 masqués"), "asking removes nothing");
    let removed = other.posts("/lab/mondes/supprimer", &[("nom", "fini")]).await;
    assert_eq!(removed.location(), "/lab?fait=supprime");
    let page = other.opens("/lab?fait=supprime").await;
    assert!(
        page.shows("Ce monde est supprimé.") && !page.shows("fini"),
        "{}",
        page.visible()
    );
    let unknown = gone.opens("/").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.shows("Ce monde n’existe pas"));
    // One of the same name begins afresh.
    gone.posts("/lab/mondes", &[("nom", "fini")]).await.location();
    gone.signs_in("camille").await;
    assert!(list(&gone).await.contains("24 visibles"));
    assert!(list(&other).await.contains("24 masqués"));
    // Whoever removes their own is in the main one.
    gone.posts("/lab/mondes/supprimer", &[("nom", "fini")])
        .await
        .location();
    assert_eq!(gone.cookie("lab-world"), None);
    assert!(gone.opens("/lab").await.shows("monde principal"));
    // Not that of a session, not the main one, not twice.
    for (name, status) in [
        ("seance-p01", StatusCode::UNPROCESSABLE_ENTITY),
        ("", StatusCode::NOT_FOUND),
        ("fini", StatusCode::NOT_FOUND),
    ] {
        let page = gone.opens(&format!("/lab/mondes/supprimer?nom={name}")).await;
        assert_eq!(page.status, status, "{name}");
        let page = gone.posts("/lab/mondes/supprimer", &[("nom", name)]).await;
        assert_eq!(page.status, status, "{name}");
    }
    assert!(gone.opens("/lab/seances/P01").await.shows("P01"));
    assert_eq!(
        gone.opens("/lab/participer/seance-p01").await.status,
        StatusCode::OK
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn two_testers_do_not_share_a_world_unknowingly(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let first = house.tester_of("commun").await;
    let second = house.tester();
    let list = second.opens("/lab").await;
    assert!(
        list.shows("commun : 23 novembre 2026 à 10 h 00. Ouvert dans 1 navigateur."),
        "{}",
        list.visible()
    );
    for (address, title) in [
        ("/lab/mondes", "Ce monde existe déjà"),
        ("/lab/mondes/entrer", "Ce monde est déjà utilisé"),
    ] {
        let page = second.posts(address, &[("nom", "commun")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.shows(title), "{}", page.visible());
        assert!(page.shows("Un autre navigateur a ouvert le monde"));
        assert_eq!(second.cookie("lab-world"), None);
    }
    // To whoever made it, nobody else is said to be in it.
    let again = first.posts("/lab/mondes", &[("nom", "commun")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(
        again.shows("Vous avez déjà ouvert le monde « commun » dans ce navigateur.")
            && !again.shows("autre navigateur"),
        "{}",
        again.visible()
    );
    // They come back as they like, and nobody is in it once they have left, for this world or for another.
    first.posts("/lab/mondes/quitter", &[]).await;
    let left = first.posts("/lab/mondes", &[("nom", "commun")]).await;
    assert!(left.shows("personne n’y est en ce moment"), "{}", left.visible());
    first.posts("/lab/mondes/entrer", &[("nom", "commun")]).await;
    first.posts("/lab/mondes", &[("nom", "ailleurs")]).await;
    let list = second.opens("/lab").await;
    assert!(
        list.shows("commun : 23 novembre 2026 à 10 h 00. Personne n’y est."),
        "{}",
        list.visible()
    );
    assert_eq!(
        first
            .posts("/lab/mondes/entrer", &[("nom", "commun")])
            .await
            .location(),
        "/lab"
    );
    assert!(!first.opens("/lab").await.shows("Attention"));
    // Knowingly, it is their affair.
    let together = [("nom", "commun"), ("ensemble", "oui")];
    assert_eq!(
        second.posts("/lab/mondes/entrer", &together).await.location(),
        "/lab"
    );
    assert!(first.opens("/lab").await.shows("ouvert dans 2 navigateurs"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_world_begins_again_and_the_others_do_not(
    #[values(Sqlite, Postgres)] engine: Engine,
    #[values(true, false)] main: bool,
) {
    let house = House::opens(engine).await;
    let tester = if main {
        house.tester()
    } else {
        house.tester_of("essai").await
    };
    let other = if main {
        house.tester_of("essai").await
    } else {
        house.tester()
    };
    for one in [&tester, &other] {
        one.signs_in("camille").await;
        masks_everything(one).await;
    }
    if !main {
        tester.posts("/lab/horloge", &[("avance", "31j")]).await;
        assert!(tester.opens("/lab").await.shows("24 décembre 2026"));
    }
    assert_eq!(
        tester.posts("/lab/reinitialiser", &[]).await.location(),
        "/lab?fait=debut"
    );
    let page = tester.opens("/lab?fait=debut").await;
    assert!(page.shows("Ce monde est revenu au début"), "{}", page.visible());
    if !main {
        assert!(page.shows("23 novembre 2026"));
    }
    // A page about another world does nothing.
    let elsewhere = tester.posts("/lab/reinitialiser", &[("monde", "ailleurs")]).await;
    assert_eq!(elsewhere.status, StatusCode::CONFLICT);
    assert!(elsewhere.shows("Rien n’a été remis au début"));
    // Nobody is signed in any more, and the record is as it was.
    let page = tester.opens(&format!("{RECORD}/documents")).await;
    assert!(page.location().starts_with("/connexion"));
    tester.signs_in("camille").await;
    assert!(
        list(&tester).await.contains("24 visibles"),
        "{}",
        list(&tester).await
    );
    let history = tester.opens(&format!("{RECORD}/historique")).await;
    assert!(history.shows("Yves Caron"), "{}", history.visible());
    assert!(list(&other).await.contains("24 masqués"));
    house.closes().await;
}

/// Lets everything that can run, run.
async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

#[rstest]
#[tokio::test]
async fn a_removal_waits_for_the_answers_under_way(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.tester_of("essai").await;
    tester.signs_in("camille").await;
    // An export that its reader has not finished.
    let address = format!("{RECORD}/exports/historique.csv");
    let export = house
        .router()
        .clone()
        .oneshot(tester.request(Method::GET, &address, &[]))
        .await
        .unwrap();
    let removal = tester.request(Method::POST, "/lab/mondes/supprimer", &[("nom", "essai")]);
    let removal = tokio::spawn(house.router().clone().oneshot(removal));
    settle().await;
    let page = tester.request(Method::GET, "/connexion", &[]);
    let page = tokio::spawn(house.router().clone().oneshot(page));
    settle().await;
    assert!(!removal.is_finished(), "the export is not finished");
    let text = export.into_body().collect().await.unwrap().to_bytes();
    assert!(String::from_utf8_lossy(&text).contains("Camille Durand"));
    assert_eq!(removal.await.unwrap().unwrap().status(), StatusCode::SEE_OTHER);
    // Who came meanwhile finds that it is gone.
    assert_eq!(page.await.unwrap().unwrap().status(), StatusCode::NOT_FOUND);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_reset_waits_for_the_answers_under_way(
    #[values(Sqlite, Postgres)] engine: Engine,
    #[values(true, false)] main: bool,
) {
    let house = House::opens(engine).await;
    let tester = if main {
        house.tester()
    } else {
        house.tester_of("essai").await
    };
    tester.signs_in("camille").await;
    masks_everything(&tester).await;
    // An export that its reader has not finished.
    let address = format!("{RECORD}/exports/historique.csv");
    let export = house
        .router()
        .clone()
        .oneshot(tester.request(Method::GET, &address, &[]))
        .await
        .unwrap();
    assert_eq!(export.status(), StatusCode::OK);
    if main {
        assert!(house.state.lab.is_answering());
    }
    let reset = tester.request(Method::POST, "/lab/reinitialiser", &[]);
    let reset = tokio::spawn(house.router().clone().oneshot(reset));
    settle().await;
    let page = tester.request(Method::GET, &format!("{RECORD}/documents"), &[]);
    let page = tokio::spawn(house.router().clone().oneshot(page));
    settle().await;
    assert!(!reset.is_finished(), "the export is not finished");
    assert!(!page.is_finished(), "who comes meanwhile waits");
    // It ends on the record as it was when it began.
    let text = export.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("Camille Durand"), "{text}");
    assert_eq!(reset.await.unwrap().unwrap().status(), StatusCode::SEE_OTHER);
    // Who came meanwhile is in the new world, where they have not signed in.
    let page = page.await.unwrap().unwrap();
    assert_eq!(page.status(), StatusCode::SEE_OTHER);
    assert!(
        page.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/connexion")
    );
    assert!(!house.state.lab.is_answering());
    house.closes().await;
}
