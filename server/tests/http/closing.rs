//! Closing the record, the first sign-in and the home page, asked as browsers ask: what is right, and what is not.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use jiff::SignedDuration;
use rstest::rstest;
use server::lab::PASSWORD;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Browser, House, LAMBERT, Page, UNKNOWN, but, care_team, id},
};

const LUCIE: &str = "291079999900457";

/// The form of the closing page, sent with this body.
async fn sends(who: &Browser<'_>, address: &str, body: &str) -> Page {
    let request = who
        .request(Method::POST, address)
        .body(Body::from(body.to_owned()));
    who.sends(request.unwrap()).await
}

#[rstest]
#[tokio::test]
async fn a_record_is_closed_with_the_password_and_reopened_as_it_was(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let lambert = house.doctor(LAMBERT).await;
    let document = camille.finds(BIOLOGY).await;
    camille.masks(BIOLOGY).await;
    let (close, home) = (
        camille.record("/cloturer").await,
        camille.record("/accueil").await,
    );
    let page = camille.opens(&close).await;
    assert!(page.shows("Mes 24 documents ne sont pas effacés"));
    assert!(page.shows("jusqu’au 23 décembre 2026 inclus"));
    // In another tab, the same page.
    let tab = house.browser();
    tab.takes_cookie(camille.cookie());

    let done = camille.posts(&close, &[("mot_de_passe", PASSWORD)]).await;
    assert_eq!(done.location(), home);
    let left = camille.opens(&home).await;
    assert_eq!(left.status, StatusCode::OK);
    assert!(left.shows("Je l’ai clôturé le 23 novembre 2026."));
    assert!(left.shows("Jusqu’au 23 décembre 2026 inclus, je peux rouvrir mon dossier."));
    // Every page of the record is that page, and says nothing of what was in it.
    for rest in [
        "/documents",
        "/documents?recherche=sang",
        "/reglages",
        "/urgences",
        "/historique",
        "/historique?vue=moi",
        "/notifications",
        "/bienvenue",
        "/faire-le-point?etape=4",
        "/cloturer",
        "/changement?acte=tout-masquer",
    ] {
        let page = camille.opens(&home.replace("/accueil", rest)).await;
        assert_eq!(page.seen(), left.seen(), "{rest}");
    }
    assert_eq!(camille.opens(&document).await.seen(), left.seen());
    assert_eq!(
        camille.opens(&format!("{document}/contenu")).await.location(),
        home
    );
    assert!(camille.opens("/").await.location().ends_with("/accueil"));
    // Professionals' software: as a person who does not exist.
    let nobody = serde_json::json!({"ins": "280059999900999"});
    for request in [
        care_team(),
        but(
            care_team(),
            serde_json::json!({"context": {"kind": "break_glass", "reason": "Malaise"}}),
        ),
    ] {
        let absent = lambert.opens(&but(request.clone(), nobody.clone())).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
        assert_eq!(lambert.opens(&request).await.seen(), absent.seen());
        assert_eq!(lambert.searches(&request).await.seen(), absent.seen());
    }
    assert_eq!(lambert.reads(id(&document)).await.status, StatusCode::NOT_FOUND);
    // Forms of pages that were open already: each says so, and does nothing.
    for (address, fields) in [
        (document.clone(), [("visibilite", "visible")]),
        (
            home.replace("/accueil", "/changement?acte=tout-masquer"),
            [("confirme", "x")],
        ),
        (home.replace("/accueil", "/notifications"), [("jusqua", "1")]),
        (home.replace("/accueil", "/bienvenue"), [("etape", "plus-tard")]),
        (close.clone(), [("mot_de_passe", PASSWORD)]),
        (close.clone(), [("mot_de_passe", "faux")]),
    ] {
        let page = tab.posts(&address, &fields).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{address}");
        assert!(
            page.shows("Rien n’a été changé\u{a0}: le dossier est clôturé."),
            "{address}"
        );
    }

    let reopen = home.replace("/accueil", "/rouvrir");
    let done = camille.posts(&reopen, &[]).await;
    let page = camille.opens(done.location()).await;
    assert!(page.shows("Mon dossier est rouvert, avec tous mes réglages comme avant."));
    assert!(page.shows("24 documents, dont 1 masqué."));
    // Twice, or in the other tab: it is open already.
    let again = tab.posts(&reopen, &[]).await;
    assert!(tab.opens(again.location()).await.shows("c’était déjà fait"));
    assert_eq!(lambert.opens(&care_team()).await.status, StatusCode::NO_CONTENT);
    let own = camille.opens(&camille.record("/historique?vue=moi").await).await;
    assert!(own.shows("Camille Durand a clôturé le dossier."));
    assert!(own.shows("Camille Durand a rouvert le dossier."));
    let notices = camille.notices().await;
    assert!(notices.shows("Dossier clôturé") && notices.shows("Dossier rouvert"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn after_thirty_days_the_button_is_gone(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let (close, home) = (
        camille.record("/cloturer").await,
        camille.record("/accueil").await,
    );
    camille
        .posts(&close, &[("mot_de_passe", PASSWORD)])
        .await
        .location();
    house.waits(SignedDuration::from_hours(24 * 30));
    let camille = house.patient("camille").await;
    assert!(camille.opens(&home).await.text().contains("Rouvrir mon dossier"));
    house.waits(SignedDuration::from_hours(24));
    let camille = house.patient("camille").await;
    let left = camille.opens(&home).await;
    assert!(left.shows("Je pouvais le rouvrir jusqu’au 23 décembre 2026. Ce délai est passé."));
    assert!(!left.text().contains("Rouvrir mon dossier"));
    let late = camille.posts(&home.replace("/accueil", "/rouvrir"), &[]).await;
    assert_eq!(late.location(), home);
    assert_eq!(camille.opens(&home).await.seen(), left.seen());
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn without_the_right_password_the_record_stays_open(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let close = camille.record("/cloturer").await;
    let right = format!("mot_de_passe={PASSWORD}");
    // What no page of ours sends.
    for body in [
        "",
        "autre=1",
        "mot_de_passe",
        &format!("{right}&{right}"),
        "&&==&%ff",
    ] {
        let page = sends(&camille, &close, body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    // A password of nobody, of nothing, of no end: beside the field, and never sent back.
    let long = "x".repeat(20_000);
    for (typed, said) in [
        ("", "Écrivez votre mot de passe."),
        (" ", "Ce n’est pas le bon mot de passe."),
        ("Demonstration", "Ce n’est pas le bon mot de passe."),
        ("demonstration ", "Ce n’est pas le bon mot de passe."),
        (&long, "Ce n’est pas le bon mot de passe."),
    ] {
        let page = camille.posts(&close, &[("mot_de_passe", typed)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:.20}");
        assert!(page.shows(said), "{typed:.20}");
        assert!(page.text().contains("href=\"#mot-de-passe\""));
        assert!(page.text().len() < 20_000, "what was typed is not in the page");
    }
    // Too many: then even the right one waits, here as on the sign-in page.
    for _ in 0..2 {
        camille.posts(&close, &[("mot_de_passe", "faux")]).await;
    }
    let page = camille.posts(&close, &[("mot_de_passe", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.shows("Trop d’essais de suite."));
    let door = house.browser().signs_in("camille", PASSWORD).await;
    assert_eq!(door.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        camille
            .opens(&camille.documents().await)
            .await
            .shows("24 documents")
    );
    house.waits(SignedDuration::from_mins(2));
    let done = camille.posts(&close, &[("mot_de_passe", PASSWORD)]).await;
    assert!(done.location().ends_with("/accueil"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn somebody_elses_record_is_not_there_to_close(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let nadia = house.patient("nadia").await;
    let unknown = nadia.opens("/nulle-part").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    for closed in [false, true] {
        if closed {
            let close = camille.record("/cloturer").await;
            camille
                .posts(&close, &[("mot_de_passe", PASSWORD)])
                .await
                .location();
        }
        for record in [
            camille.record("").await,
            format!("/dossiers/{UNKNOWN}"),
            "/dossiers/x".to_owned(),
        ] {
            for rest in [
                "accueil",
                "bienvenue",
                "cloturer",
                "faire-le-point",
                "faire-le-point?etape=3",
            ] {
                let page = nadia.opens(&format!("{record}/{rest}")).await;
                assert_eq!(page.seen(), unknown.seen(), "{record}/{rest}");
            }
            for (rest, fields) in [
                ("cloturer", &[("mot_de_passe", PASSWORD)][..]),
                ("cloturer", &[("mot_de_passe", "faux")]),
                ("rouvrir", &[]),
                ("bienvenue", &[("etape", "plus-tard")]),
                ("bienvenue", &[("etape", "visibilite"), ("visibilite", "masked")]),
            ] {
                let page = nadia.posts(&format!("{record}/{rest}"), fields).await;
                assert_eq!(page.seen(), unknown.seen(), "{record}/{rest}");
            }
        }
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_first_sign_in_leads_to_the_questions_until_answered_or_put_off(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let lucie = house.patient("lucie").await;
    let welcome = lucie.opens("/").await.location().to_owned();
    assert!(welcome.ends_with("/bienvenue"));
    let page = lucie.opens(&welcome).await;
    assert!(page.shows("question 1 sur 2"));
    assert!(
        !page.text().contains(" checked"),
        "no answer is chosen for anybody"
    );
    // What no page of ours sends.
    for body in [
        "",
        "etape=",
        "etape=x",
        "etape=plus-tard&etape=plus-tard",
        "visibilite=masked",
    ] {
        let page = sends(&lucie, &welcome, body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(page.shows("Ce formulaire est incomplet"), "{body}");
    }
    // An answer that is missing, doubled or unknown: beside the question.
    for body in [
        "etape=visibilite",
        "etape=visibilite&visibilite=",
        "etape=visibilite&visibilite=oui",
        "etape=visibilite&visibilite=visible&visibilite=masked",
    ] {
        let page = sends(&lucie, &welcome, body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(page.shows("Choisissez l’une des deux réponses."), "{body}");
        assert!(page.shows("question 1 sur 2"), "{body}");
    }
    for body in [
        "etape=urgences",
        "etape=urgences&samu=oui&autres=oui",
        "etape=urgences&samu=oui&autres=oui&masques=peut-etre",
        "etape=urgences&samu=oui&samu=non&autres=oui&masques=oui",
    ] {
        let page = sends(&lucie, &welcome, body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(
            page.shows("Répondez oui ou non pour les documents masqués.")
                || page.shows("Répondez oui ou non pour le SAMU."),
            "{body}"
        );
        assert!(page.shows("question 2 sur 2"), "{body}");
    }
    // Nothing of it was kept, and the defaults hold.
    assert!(lucie.opens(&welcome).await.shows("question 1 sur 2"));
    let lambert = house.doctor(LAMBERT).await;
    let lucies = serde_json::json!({"ins": LUCIE});
    assert_eq!(
        lambert.opens(&but(care_team(), lucies)).await.status,
        StatusCode::NO_CONTENT
    );

    let first = lucie
        .posts(&welcome, &[("etape", "visibilite"), ("visibilite", "masked")])
        .await;
    assert_eq!(first.location(), welcome);
    // Left there and taken up on another device.
    let lucie = house.patient("lucie").await;
    assert_eq!(lucie.opens("/").await.location(), welcome);
    assert!(lucie.opens(&welcome).await.shows("question 2 sur 2"));
    let answers = [
        ("etape", "urgences"),
        ("samu", "oui"),
        ("autres", "non"),
        ("masques", "non"),
    ];
    assert_eq!(lucie.posts(&welcome, &answers).await.location(), welcome);
    let done = lucie.opens(&welcome).await;
    assert!(done.shows("Mes réponses sont enregistrées"));
    assert!(done.shows("le SAMU\u{a0}: oui\u{a0}; les autres professionnels\u{a0}: non"));
    assert!(lucie.opens("/").await.location().ends_with("/accueil"));
    let own = lucie
        .opens(&welcome.replace("/bienvenue", "/historique?vue=moi"))
        .await;
    assert!(own.shows("Lucie Marchand a répondu sur les urgences\u{a0}: le SAMU oui, les autres professionnels non, les documents masqués non."));
    assert!(own.shows("Lucie Marchand a choisi\u{a0}: les prochains documents arriveront masqués."));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn questions_that_are_put_off_stay_on_the_home_page(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lucie = house.patient("lucie").await;
    let welcome = lucie.opens("/").await.location().to_owned();
    let later = lucie.posts(&welcome, &[("etape", "plus-tard")]).await;
    let home = lucie.opens(later.location()).await;
    assert!(home.shows("Des questions attendent ma réponse"));
    assert_eq!(home.link("Répondre aux questions"), welcome);
    assert!(lucie.opens("/").await.location().ends_with("/accueil"));
    assert!(lucie.opens(&welcome).await.shows("question 1 sur 2"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_home_page_and_the_check_up_take_anything(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let record = camille.record("").await;
    for query in [
        "",
        "?etape=",
        "?etape=0",
        "?etape=7",
        "?etape=-1",
        "?etape=x",
        "?etape=999999999999",
        "?etape=1&etape=2",
        "?%ff",
    ] {
        let page = camille.opens(&format!("{record}/faire-le-point{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.shows("question 1 sur 5"), "{query}");
    }
    for query in ["?fait=x", "?fait=", "?fait=deja", &format!("?fait={UNKNOWN}")] {
        assert_eq!(
            camille.opens(&format!("{record}/accueil{query}")).await.status,
            StatusCode::OK,
            "{query}"
        );
    }
    // What is hidden from Camille is on none of them.
    for rest in [
        "accueil",
        "faire-le-point?etape=4",
        "faire-le-point?etape=6",
        "cloturer",
    ] {
        let page = camille.opens(&format!("{record}/{rest}")).await;
        assert!(page.shows("24 documents"), "{rest}");
        assert!(!page.text().contains("anatomopathologie"), "{rest}");
    }
    // Nobody is led elsewhere after the answers about emergencies.
    let answers = "envoi=1&samu=oui&autres=oui&masques=non";
    for back in ["https://ailleurs.example/", "//ailleurs.example", "/deconnexion"] {
        let back = app::address::encode(back);
        let page = camille
            .opens(&format!("{record}/urgences?{answers}&retour={back}"))
            .await;
        assert!(!page.location().contains("ailleurs") && !page.location().contains("deconnexion"));
    }
    house.closes().await;
}
