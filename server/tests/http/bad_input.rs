//! Bad input: each gives a clear French message or a correct page, and changes nothing.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use rstest::rstest;
use server::lab::PASSWORD;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BERNARD, BIOLOGY, Browser, House, LAMBERT, Page, UNKNOWN, but, care_team, form, id},
};

/// What the person sees of their record, to see that nothing changed.
async fn record(who: &Browser<'_>) -> String {
    let mut seen = String::new();
    for rest in ["/documents", "/documents?page=2", "/historique?vue=moi"] {
        seen.push_str(&who.opens(&who.record(rest).await).await.visible());
    }
    seen
}

#[rstest]
#[tokio::test]
async fn what_is_another_persons_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let nadia = house.patient("nadia").await;
    let camilles = camille.finds(BIOLOGY).await;
    let untold = {
        let lambert = house.doctor(LAMBERT).await;
        let found = lambert
            .searches(&but(care_team(), serde_json::json!({"type": "60568-3"})))
            .await
            .json();
        found["documents"][0]["id"].as_str().unwrap().to_owned()
    };
    let mine = nadia.record("").await;
    let theirs = camille.record("").await;
    let unknown_record = format!("/dossiers/{UNKNOWN}");
    let unknown = nadia.opens(&format!("{mine}/documents/{UNKNOWN}")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.shows("Cette page n’existe pas"));
    let document = id(&camilles);
    for address in [
        camilles.clone(),
        format!("{camilles}/contenu"),
        format!("{camilles}/contenu?telecharger=1"),
        format!("{mine}/documents/{document}"),
        format!("{mine}/documents/{document}/contenu"),
        format!("{mine}/documents/{UNKNOWN}/contenu"),
        format!("{theirs}/documents"),
        format!("{theirs}/changement?acte=tout-masquer"),
        format!("{theirs}/changement?acte=tout-rendre-visible"),
        format!("{theirs}/historique"),
        format!("{theirs}/notifications"),
        format!("{unknown_record}/documents"),
        format!("{unknown_record}/documents/{document}"),
        format!("{mine}/documents/pas-un-identifiant"),
        format!("{mine}/documents/pas-un-identifiant/contenu"),
        "/dossiers/x/documents".to_owned(),
        "/dossiers/x/documents/y/contenu".to_owned(),
        format!("{mine}/documents/%00"),
        format!("{mine}/documents/%ff/contenu"),
        format!("/dossiers/%ff/documents/{UNKNOWN}"),
        format!("{mine}/rien"),
        format!("{mine}/documents/{document}/"),
    ] {
        let page = nadia.opens(&address).await;
        assert_eq!(page.seen(), unknown.seen(), "{address}");
    }
    let camille_before = record(&camille).await;
    for (address, fields) in [
        (camilles.clone(), ("visibilite", "masked")),
        (format!("{mine}/documents/{document}"), ("visibilite", "masked")),
        (format!("{mine}/documents/{UNKNOWN}"), ("visibilite", "masked")),
        (
            format!("{unknown_record}/documents/{document}"),
            ("visibilite", "masked"),
        ),
        (format!("{mine}/documents/x"), ("visibilite", "masked")),
        (format!("{theirs}/documents/%ff"), ("visibilite", "masked")),
        (
            format!("{theirs}/changement?acte=tout-masquer"),
            ("confirme", "x"),
        ),
        (
            format!("{unknown_record}/changement?acte=tout-masquer"),
            ("confirme", "x"),
        ),
        (
            "/dossiers/%ff/changement?acte=tout-masquer".to_owned(),
            ("confirme", "x"),
        ),
        (format!("{theirs}/notifications"), ("jusqua", "1")),
        ("/dossiers/x/notifications".to_owned(), ("jusqua", "1")),
        ("/dossiers/%ff/notifications".to_owned(), ("jusqua", "1")),
    ] {
        let page = nadia.posts(&address, &[fields]).await;
        assert_eq!(page.seen(), unknown.seen(), "{address}");
    }
    assert_eq!(record(&camille).await, camille_before);

    // The same for what is Camille's own and not told yet.
    let unknown = camille.opens(&format!("{theirs}/documents/{UNKNOWN}")).await;
    let hidden = format!("{theirs}/documents/{untold}");
    assert_eq!(camille.opens(&hidden).await.seen(), unknown.seen());
    assert_eq!(
        camille.opens(&format!("{hidden}/contenu")).await.seen(),
        unknown.seen()
    );
    let masked = camille.posts(&hidden, &[("visibilite", "masked")]).await;
    assert_eq!(masked.seen(), unknown.seen());

    // And for professionals' software: Camille's document under Bernard's number.
    let lambert = house.doctor(LAMBERT).await;
    let under_bernard = |document: &str| {
        serde_json::json!({
            "ins": BERNARD, "context": {"kind": "care_team"}, "document": document
        })
    };
    let other = lambert
        .sends("documents/read", under_bernard(document).to_string())
        .await;
    let none = lambert
        .sends("documents/read", under_bernard(UNKNOWN).to_string())
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert_eq!(other.seen(), none.seen());
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_stale_page_sent_twice_changes_nothing_and_says_so(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let all = camille.record("/changement?acte=tout-masquer").await;
    let seen = camille.opens(&all).await.field("confirme");
    // In another tab.
    let tab = house.browser();
    tab.takes_cookie(camille.cookie());
    tab.masks(BIOLOGY).await;
    let before = record(&camille).await;
    let mut fresh = String::new();
    for _ in 0..2 {
        let page = camille.posts(&all, &[("confirme", &seen)]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(
            page.shows("Le dossier a changé depuis que cette page a été affichée. Rien n’a été modifié.")
        );
        assert!(page.shows("23 documents vont être masqués. 1\u{a0}document, déjà masqué, ne change pas."));
        assert_eq!(record(&camille).await, before);
        fresh = page.field("confirme");
    }
    // The page that came back can be confirmed. Sent twice, it is done once.
    assert_eq!(
        camille.posts(&all, &[("confirme", &fresh)]).await.status,
        StatusCode::SEE_OTHER
    );
    let after = record(&camille).await;
    let again = camille.posts(&all, &[("confirme", &fresh)]).await;
    assert!(
        camille
            .opens(again.location())
            .await
            .shows("Rien n’a changé\u{a0}: c’était déjà fait.")
    );
    assert_eq!(record(&camille).await, after);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn two_tabs_do_what_their_buttons_said(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let document = camille.finds(BIOLOGY).await;
    let state = async || camille.opens(&document).await.field("visibilite");
    // Both show a visible document; both mask it; one is undone; the other's button still masks.
    for (asked, next) in [
        ("masked", "visible"),
        ("masked", "visible"),
        ("visible", "masked"),
        ("masked", "visible"),
        ("visible", "masked"),
        ("visible", "masked"),
    ] {
        let done = camille.posts(&document, &[("visibilite", asked)]).await;
        assert_eq!(camille.opens(done.location()).await.status, StatusCode::OK);
        assert_eq!(state().await, next);
    }
    house.closes().await;
}

/// An answer that is a page of ours, in French, with its reason.
fn is_kind(page: &Page, status: StatusCode, what: &str) {
    assert_eq!(page.status, status, "{what}");
    assert!(page.header("content-type").starts_with("text/html"), "{what}");
    assert!(page.text().contains("<html lang=\"fr\""), "{what}");
    assert!(page.shows("Rien n’a été changé."), "{what}: {}", page.visible());
}

#[rstest]
#[tokio::test]
async fn a_form_that_makes_no_sense_gets_a_page(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let before = record(&camille).await;
    let urlencoded = "application/x-www-form-urlencoded";
    let document = camille.finds(BIOLOGY).await;
    let addresses = [
        ("/connexion".to_owned(), "identifiant=camille&mot_de_passe=x"),
        (document, "visibilite=masked"),
        (
            camille.record("/changement?acte=tout-masquer").await,
            "confirme=x",
        ),
        (
            camille.record("/changement?acte=tout-rendre-visible").await,
            "confirme=x",
        ),
        (camille.record("/notifications").await, "jusqua=1"),
    ];
    for (address, right) in &addresses {
        let large = format!("{right}&x={}", "x".repeat(1_024 * 1_024));
        let doubled = format!("{right}&{right}");
        for (content_type, body, status) in [
            (urlencoded, large.as_bytes(), StatusCode::PAYLOAD_TOO_LARGE),
            (urlencoded, doubled.as_bytes(), StatusCode::UNPROCESSABLE_ENTITY),
            (urlencoded, b"", StatusCode::UNPROCESSABLE_ENTITY),
            (
                urlencoded,
                b"&&==&%%%=%ff&\x00\xff\xfe",
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
            (urlencoded, b"autre=1", StatusCode::UNPROCESSABLE_ENTITY),
            (
                "application/json",
                b"{\"visibilite\":\"masked\"}",
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
            ("text/plain", right.as_bytes(), StatusCode::UNPROCESSABLE_ENTITY),
            (
                "multipart/form-data; boundary=x",
                b"--x--",
                StatusCode::UNPROCESSABLE_ENTITY,
            ),
        ] {
            let mut request = camille
                .request(Method::POST, address)
                .body(Body::from(body.to_vec()))
                .unwrap();
            request
                .headers_mut()
                .insert(header::CONTENT_TYPE, content_type.parse().unwrap());
            let page = camille.sends(request).await;
            is_kind(
                &page,
                status,
                &format!("{address} {content_type} {:.60?}", String::from_utf8_lossy(body)),
            );
        }
    }
    let (document, _) = &addresses[1];
    for value in ["", "MASKED", "masked ", "masked\0", "oui", &"m".repeat(10_000)] {
        let page = camille.posts(document, &[("visibilite", value)]).await;
        is_kind(&page, StatusCode::UNPROCESSABLE_ENTITY, value);
    }
    let (notices, _) = &addresses[4];
    for value in [
        "",
        "x",
        "1e9",
        "99999999999999999999",
        "9223372036854775807",
        "-9223372036854775808",
    ] {
        let page = camille.posts(notices, &[("jusqua", value)]).await;
        is_kind(&page, StatusCode::UNPROCESSABLE_ENTITY, value);
    }
    // A page that has no form.
    let page = camille
        .posts(&camille.documents().await, &[("visibilite", "masked")])
        .await;
    is_kind(&page, StatusCode::METHOD_NOT_ALLOWED, "the list");
    assert_eq!(record(&camille).await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_search_takes_anything(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let documents = camille.documents().await;
    let long = "a".repeat(10_000);
    for text in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' OR 1=1; DROP TABLE document; --",
        "%_\\",
        "\0\u{1}\u{202e}\u{10ffff}",
        "</title><h1>",
        long.as_str(),
        "éàü œuf",
    ] {
        let page = camille
            .opens(&format!("{documents}?recherche={}", app::address::encode(text)))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{text:.40?}");
        assert!(page.shows("0 document trouvé"), "{text:.40?}");
        let html = page.text();
        for tag in ["<script>alert", "<img", "<h1>\"", "</title><h1>"] {
            assert!(!html.contains(tag), "{text:.40?}");
        }
        assert!(html.len() < 100_000, "what is too long is not sent back");
    }
    // What is no query of ours is left out.
    for query in [
        "page=0",
        "page=-1",
        "page=x",
        "page=99999999999999999999",
        "tri=x&categorie=x&visibilite=x",
        "%ff=%ff&&&===&recherche",
        "fait=x",
        "fait=deja&fait=deja",
        "recherche[]=1",
    ] {
        let page = camille.opens(&format!("{documents}?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        assert!(page.shows("24 documents"), "{query}");
        for history in [
            "historique?vue=x&apres=",
            "historique?apres=1-withheld-1&",
            "notifications?apres=%00&",
        ] {
            let page = camille
                .opens(&camille.record(&format!("/{history}{query}")).await)
                .await;
            assert_eq!(page.status, StatusCode::OK, "{history}{query}");
        }
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_people_wrote_is_shown_and_never_run(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let hostile = "<script>alert('\"&é')</script><b onclick=x>";
    let document = camille.finds(BIOLOGY).await;
    let title = hostile.replace('\'', "''");
    let id_sql = house.database.id(id(&document).parse().unwrap());
    house
        .database
        .execute(format!(
            "UPDATE document SET title = '{title}', author_name = '{title}' WHERE id = {id_sql}"
        ))
        .await;
    house
        .database
        .execute(format!(
            "UPDATE profile SET first_name = '{title}' WHERE ins = '280059999900182'"
        ))
        .await;
    let lambert = house.doctor(LAMBERT).await;
    let urgent =
        serde_json::json!({"document": id(&document), "context": {"kind": "break_glass", "reason": hostile}});
    let read = lambert
        .sends("documents/read", but(care_team(), urgent).to_string())
        .await;
    assert_eq!(read.status, StatusCode::OK);
    camille.posts(&document, &[("visibilite", "masked")]).await;
    let done = camille.posts(&document, &[("visibilite", "visible")]).await;
    let mut addresses = vec![document.clone(), done.location().to_owned()];
    for rest in [
        "/documents",
        "/changement?acte=tout-masquer",
        "/historique",
        "/historique?vue=moi",
        "/notifications",
    ] {
        addresses.push(camille.record(rest).await);
    }
    for address in addresses {
        let page = camille.opens(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        let html = page.text();
        for tag in ["<script>alert", "<b onclick"] {
            assert!(!html.contains(tag), "{address}");
        }
        assert!(
            page.shows(hostile),
            "{address} must show it as it was written: {}",
            page.visible()
        );
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nobody_is_sent_elsewhere(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let document = camille.finds(BIOLOGY).await;
    for elsewhere in [
        "https://ailleurs.example/",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "\\\\ailleurs.example",
        "javascript:alert(1)",
        "/dossiers/\r\nSet-Cookie: a=b",
        "/dossiers/é",
        "dossiers/",
        " /dossiers/x",
        "/deconnexion",
        "/dossiers/https://ailleurs.example\\",
        &format!("/dossiers/{}", "x".repeat(3_000)),
    ] {
        let fields = [
            ("identifiant", "camille"),
            ("mot_de_passe", PASSWORD),
            ("suite", elsewhere),
        ];
        let page = house.browser().posts("/connexion", &fields).await;
        assert_eq!(page.location(), "/", "{elsewhere:.60}");
        let page = camille
            .posts(&document, &[("visibilite", "visible"), ("retour", elsewhere)])
            .await;
        assert_eq!(
            page.location(),
            format!("{document}?fait=deja"),
            "{elsewhere:.60}"
        );
    }
    // Our own addresses are kept, with the report of what was just done.
    let list = format!("{}?recherche=sang&fait=deja&page=2", camille.documents().await);
    let page = camille
        .posts(&document, &[("visibilite", "visible"), ("retour", &list)])
        .await;
    let documents = camille.documents().await;
    assert_eq!(
        page.location(),
        format!("{documents}?recherche=sang&page=2&fait=deja")
    );
    // A Referer leads nowhere.
    let mut request = camille
        .request(Method::POST, &document)
        .body(form(&[("visibilite", "visible")]))
        .unwrap();
    request
        .headers_mut()
        .insert(header::REFERER, "https://ailleurs.example/".parse().unwrap());
    assert_eq!(
        camille.sends(request).await.location(),
        format!("{document}?fait=deja")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_garbled_cookie_is_no_session(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let documents = house.patient("camille").await.documents().await;
    for cookie in [
        "session=",
        "session=x",
        "session=' OR 1=1 --",
        "session=AAAAAAAAAAAAAAAAAAAAAA",
        "session=AAAAAAAAAAAAAAAAAAAAAA; session=x",
        "__Host-session=AAAAAAAAAAAAAAAAAAAAAA",
        &format!("session={}", "A".repeat(5_000)),
    ] {
        let thief = house.browser();
        thief.takes_cookie(Some(cookie.to_owned()));
        let page = thief.opens(&documents).await;
        assert!(page.location().starts_with("/connexion?"), "{cookie:.40}");
    }
    house.closes().await;
}
