//! Signing in and out, sessions and their ends.

use axum::http::StatusCode;
use jiff::SignedDuration;
use rstest::rstest;
use server::lab::PASSWORD;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{House, UNKNOWN},
};

#[rstest]
#[tokio::test]
async fn an_unknown_identifier_and_a_wrong_password_get_one_answer(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let browser = house.browser();
    for round in 0..7 {
        let known = browser.signs_in("camille", "mauvais").await;
        let unknown = browser.signs_in("quelquun", "mauvais").await;
        if round < 6 {
            assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(known.shows("L’identifiant ou le mot de passe n’est pas le bon."));
        } else {
            assert_eq!(known.status, StatusCode::TOO_MANY_REQUESTS);
        }
        let typed =
            |seen: String, identifier| seen.replace(&format!("value=\"{identifier}\""), "value=\"TYPED\"");
        assert_eq!(
            typed(known.seen(), "camille"),
            typed(unknown.seen(), "quelquun"),
            "round {round}"
        );
    }
    assert_eq!(browser.cookie(), None, "nobody has signed in");
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_was_typed_comes_back_but_the_password(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let browser = house.browser();
    let wanted = browser
        .opens("/connexion?suite=%2Fdossiers%2Fx%2Fhistorique")
        .await
        .field("suite");
    let fields = [
        ("identifiant", "cam\"><b>"),
        ("mot_de_passe", "ouvre-toi"),
        ("suite", &wanted),
    ];
    let page = browser.posts("/connexion", &fields).await;
    assert_eq!(page.field("suite"), "/dossiers/x/historique");
    assert!(
        page.text().contains("value=\"cam&quot;&gt;&lt;b&gt;\""),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("ouvre-toi"));
    for (identifier, password) in [("", ""), ("  ", "x"), ("camille", "")] {
        let page = browser.signs_in(identifier, password).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.shows("Écrivez votre identifiant et votre mot de passe."));
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_correct_password_after_the_pause_always_gets_in(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let browser = house.browser();
    for _ in 0..6 {
        browser.signs_in("camille", "mauvais").await;
    }
    let now = browser.signs_in("camille", PASSWORD).await;
    assert_eq!(now.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(now.shows(
        "Trop d’essais de suite. Attendez 3 secondes, puis réessayez. Votre compte n’est pas bloqué."
    ));
    // Nobody else waits.
    house.patient("bernard").await;
    house.waits(SignedDuration::from_secs(3));
    assert_eq!(browser.signs_in("camille", PASSWORD).await.location(), "/");
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn signing_in_gives_a_new_session_each_time(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let browser = house.browser();
    // A cookie that someone planted is not taken over.
    let planted = "session=AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    browser.takes_cookie(Some(planted.clone()));
    browser.signs_in("camille", PASSWORD).await;
    let first = browser.cookie();
    assert_ne!(first, Some(planted.clone()));
    // Nor is the session of whoever was there before.
    browser.signs_in("bernard", PASSWORD).await;
    let second = browser.cookie();
    assert_ne!(second, first);
    assert!(
        browser
            .opens(&browser.documents().await)
            .await
            .shows("Dossier de Bernard Lefèvre")
    );
    for old in [first, Some(planted)] {
        let thief = house.browser();
        thief.takes_cookie(old);
        assert_eq!(thief.opens("/").await.location(), "/connexion");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn signing_out_ends_the_session_for_good(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let documents = camille.documents().await;
    let cookie = camille.cookie();
    let out = camille.posts("/deconnexion", &[]).await;
    assert_eq!(camille.cookie(), None);
    assert!(camille.opens(out.location()).await.shows("Vous êtes déconnecté."));
    camille.takes_cookie(cookie);
    let page = camille.opens(&documents).await;
    assert!(page.location().starts_with("/connexion?"));
    // Twice does no harm, nor without having been in.
    assert_eq!(
        camille.posts("/deconnexion", &[]).await.location(),
        "/connexion?fin=deconnexion"
    );
    assert_eq!(
        house.browser().posts("/deconnexion", &[]).await.location(),
        "/connexion?fin=deconnexion"
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_ended_session_leads_back_to_the_page_that_was_wanted(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let wanted = format!("{}?recherche=a%26b&page=2", camille.documents().await);
    house.waits(SignedDuration::from_mins(29));
    assert_eq!(camille.opens(&wanted).await.status, StatusCode::OK);
    house.waits(SignedDuration::from_mins(30));
    let ended = camille.opens(&wanted).await;
    let encoded = app::address::encode(&wanted);
    assert_eq!(
        ended.location(),
        format!("/connexion?fin=session&suite={encoded}")
    );
    let page = camille.opens(ended.location()).await;
    assert!(page.shows("Votre session a pris fin, par sécurité."));
    let fields = [
        ("identifiant", "camille"),
        ("mot_de_passe", PASSWORD),
        ("suite", &page.field("suite")),
    ];
    let back = camille.posts("/connexion", &fields).await;
    assert_eq!(back.location(), wanted);
    assert_eq!(camille.opens(&wanted).await.status, StatusCode::OK);

    // A form is not sent again by itself: its page is shown.
    house.waits(SignedDuration::from_mins(30));
    let list = wanted.split('?').next().unwrap();
    let document = format!("{list}/{UNKNOWN}");
    let ended = camille.posts(&document, &[("visibilite", "masked")]).await;
    let encoded = app::address::encode(&document);
    assert_eq!(
        ended.location(),
        format!("/connexion?fin=formulaire&suite={encoded}")
    );
    let page = camille.opens(ended.location()).await;
    assert!(page.shows("Votre session a pris fin, par sécurité. Rien n’a été changé"));
    // The page before a change is told by its query; what is only sent to leads to where its form stands.
    let record = list.strip_suffix("/documents").unwrap();
    for (sent, page) in [
        ("/changement?acte=tout-masquer", "/changement?acte=tout-masquer"),
        ("/rouvrir", "/accueil"),
        (&format!("/signalements/{UNKNOWN}/retirer"), "/signalements"),
    ] {
        let ended = camille
            .posts(&format!("{record}{sent}"), &[("confirme", "x")])
            .await;
        let encoded = app::address::encode(&format!("{record}{page}"));
        assert_eq!(
            ended.location(),
            format!("/connexion?fin=formulaire&suite={encoded}")
        );
        assert_eq!(
            house
                .patient("camille")
                .await
                .opens(&format!("{record}{page}"))
                .await
                .status,
            StatusCode::OK,
            "{page}"
        );
    }
    // Who never was in has nothing that ended.
    let nobody = house.browser().opens(&wanted).await;
    assert!(nobody.location().starts_with("/connexion?suite="));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_session_in_use_ends_after_half_a_day(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    for _ in 0..24 {
        assert_eq!(camille.opens("/session").await.status, 204);
        house.waits(SignedDuration::from_mins(29));
    }
    assert!(camille.documents().await.starts_with("/dossiers/"));
    house.waits(SignedDuration::from_mins(24));
    assert_eq!(camille.opens("/session").await.status, 401);
    assert_eq!(camille.opens("/").await.location(), "/connexion");
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_cookie_is_for_this_host_and_this_browser_session(#[values(Sqlite, Postgres)] engine: Engine) {
    for (house, name) in [
        (House::opens_secure(engine).await, "__Host-session="),
        (House::opens(engine).await, "session="),
    ] {
        let browser = house.browser();
        let page = browser.signs_in("camille", PASSWORD).await;
        let cookie = page.header("set-cookie").to_owned();
        assert!(cookie.starts_with(name), "{cookie}");
        let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(attributes.contains(&attribute), "{cookie}");
        }
        let is_secure = name.starts_with("__Host-");
        assert_eq!(attributes.contains(&"Secure"), is_secure, "{cookie}");
        assert_eq!(page.headers.contains_key("strict-transport-security"), is_secure);
        let lasting = |attribute: &&str| {
            ["domain", "max-age", "expires"]
                .iter()
                .any(|name| attribute.to_lowercase().starts_with(name))
        };
        assert!(!attributes.iter().any(lasting), "{cookie}");
        assert_eq!(
            browser.opens(&browser.documents().await).await.status,
            StatusCode::OK
        );
        house.closes().await;
    }
}
