//! The lab's pages: who there is, and acting as a professional through the real gateway.

use axum::http::StatusCode;
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, CAMILLE, House, LAMBERT, UNTOLD, id},
};

#[rstest]
#[tokio::test]
async fn everyone_who_is_presented_can_sign_in(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let page = house.browser().opens("/lab").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let identifiers: Vec<&str> = text
        .split("(<code>")
        .skip(1)
        .filter_map(|rest| rest.split("</code>").next())
        .collect();
    assert!(identifiers.len() >= 8, "{identifiers:?}");
    for identifier in identifiers {
        let answer = house.browser().signs_in(identifier, server::lab::PASSWORD).await;
        assert_eq!(answer.location(), "/", "{identifier}");
        let browser = house.browser();
        let answer = browser.posts(&format!("/lab/personnes/{identifier}"), &[]).await;
        assert_eq!(answer.location(), "/", "{identifier}");
        assert!(!browser.opens("/").await.location().starts_with("/connexion"));
    }
    for unknown in ["personne", "Camille", "camille%20"] {
        let browser = house.browser();
        let answer = browser.posts(&format!("/lab/personnes/{unknown}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.shows("Personne n’a été connecté"));
        assert!(browser.opens("/").await.location().starts_with("/connexion"));
    }
    for professional in server::lab::professionals() {
        assert!(text.contains(&format!("/lab/professionnels/{}", professional.rpps)));
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_professional_is_played_through_the_gateway(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let biology = camille.finds(BIOLOGY).await;
    let lambert = format!("/lab/professionnels/{LAMBERT}");
    let tester = house.browser();
    let sends = async |act: &str, document: &str| {
        let fields = [
            ("patient", CAMILLE),
            ("acte", act),
            ("contexte", "care_team"),
            ("document", document),
        ];
        tester.posts(&lambert, &fields).await
    };
    let found = sends("documents/search", "").await;
    assert!(found.shows(BIOLOGY), "{}", found.visible());
    assert!(
        sends("documents/read", id(&biology))
            .await
            .shows("(un fichier de")
    );
    camille.masks(BIOLOGY).await;
    let refused = sends("documents/read", id(&biology)).await;
    assert!(refused.text().contains("<strong>404</strong>"));
    let unknown = sends("documents/read", crate::house::UNKNOWN).await;
    assert_eq!(
        refused.text().replace(id(&biology), ""),
        unknown.text().replace(crate::house::UNKNOWN, ""),
        "a masked document is as one that does not exist"
    );
    // What was played is in the history, as anybody's access.
    let history = camille.history().await;
    assert!(history.shows("Olivier Lambert"));
    assert!(!history.shows(UNTOLD));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_makes_no_sense_is_said_and_stays_a_text(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.browser();
    let unknown = tester.opens("/lab/professionnels/99999999999").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let lambert = format!("/lab/professionnels/{LAMBERT}");
    let hostile = "\"><script>alert(1)</script>";
    let fields = [
        ("acte", "records/open"),
        ("patient", hostile),
        ("contexte", hostile),
        ("motif", hostile),
    ];
    let page = tester.posts(&lambert, &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("<script>"), "{}", page.text());
    let page = tester.posts(&lambert, &[("acte", "../../etc")]).await;
    assert!(page.shows("Choisissez un acte."));
    for instant in ["demain", "1999-01-01T00:00", "9000-01-01T00:00"] {
        let page = tester.posts("/lab/horloge", &[("instant", instant)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{instant}");
        assert!(page.text().contains("role=\"alert\""), "{instant}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_hour_that_is_there_never_or_twice_is_said(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.tester_of("horloge").await;
    let never = [("avance", "1j"), ("instant", "2027-03-28T02:30")];
    let page = tester.posts("/lab/horloge", &never).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.shows("Cette heure n’existe pas à Paris : cette nuit-là, on passe à l’heure d’été")
            && page.shows("Écrivez plutôt 2027-03-28T03:30. L’horloge n’a pas bougé."),
        "{}",
        page.visible()
    );
    assert_eq!(page.field("instant"), "2027-03-28T02:30");
    let text = page.text();
    assert!(text.contains("id=\"instant-erreur\""), "{text}");
    assert!(text.contains("<option value=\"1j\" selected"), "{text}");
    assert!(tester.opens("/lab").await.shows("23 novembre 2026"));
    let moved = async |instant: &str| {
        let page = tester.posts("/lab/horloge", &[("instant", instant)]).await;
        tester.opens(page.location()).await
    };
    let page = moved("2027-03-28T03:30").await;
    assert!(page.shows("28 mars 2027 à 3 h 30"), "{}", page.visible());
    assert!(!page.shows("existe deux fois"));
    let page = moved("2027-10-31T02:30").await;
    assert!(
        page.shows("31 octobre 2027 à 2 h 30")
            && page.shows("cette heure existe deux fois : la première a été prise"),
        "{}",
        page.visible()
    );
    // The first: an hour later it is the same hour.
    let later = tester.posts("/lab/horloge", &[("avance", "1h")]).await;
    assert!(
        tester
            .opens(later.location())
            .await
            .shows("31 octobre 2027 à 2 h 30")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_document_is_deposited_through_the_gateway(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let tester = house.browser();
    let title = "Compte rendu <b>d’essai</b>";
    let deposit = [
        ("patient", CAMILLE),
        ("acte", "documents/deposit"),
        ("contexte", "care_team"),
        ("titre", title),
        ("type", "11488-4"),
    ];
    let lambert = format!("/lab/professionnels/{LAMBERT}");
    let page = tester.posts(&lambert, &deposit).await;
    assert!(page.text().contains("<strong>201</strong>"), "{}", page.visible());
    assert!(!page.text().contains("<b>d’essai"), "a text stays a text");
    let found = camille
        .opens(&format!("{}?recherche=essai", camille.documents().await))
        .await;
    assert!(found.shows("Compte rendu <b>d’essai</b>"), "{}", found.visible());
    // Whoever is no health professional reads nothing.
    let biology = camille.finds(BIOLOGY).await;
    let read = [
        ("patient", CAMILLE),
        ("acte", "documents/read"),
        ("contexte", "care_team"),
        ("document", id(&biology)),
    ];
    assert!(tester.posts(&lambert, &read).await.shows("(un fichier de"));
    let page = tester.posts("/lab/professionnels/10000000140", &read).await;
    assert!(page.text().contains("<strong>403</strong>"), "{}", page.visible());
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn ines_comes_of_age_and_opens_her_record(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.tester_of("ines").await;
    tester.posts("/lab/horloge", &[("avance", "31j")]).await;
    let page = tester.posts("/lab/code-d-ines", &[]).await;
    let text = page.text();
    let (_, code) = text.split_once("<code>").unwrap();
    let (code, _) = code.split_once("</code>").unwrap();
    let fields = [
        ("ins", "208129999900730"),
        ("code", code),
        ("identifiant", "ines"),
        ("mot_de_passe", "une phrase assez longue"),
        ("choix", "ouvrir"),
    ];
    let opened = tester.posts("/activation", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.visible());
    let again = tester.posts("/lab/code-d-ines", &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.shows("Inès n’attend aucun code"));
    house.closes().await;
}
