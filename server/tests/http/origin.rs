//! State changes only from our own pages.

use axum::http::{Method, StatusCode, header};
use rstest::rstest;
use server::lab::PASSWORD;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Browser, House, form},
};

const CROSS_SITE: [[(&str, &str); 2]; 5] = [
    [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://ailleurs.example"),
    ],
    [
        ("sec-fetch-site", "same-site"),
        ("origin", "http://autre.localhost"),
    ],
    [("sec-fetch-site", "cross-site"), ("origin", "null")],
    // A browser too old to say where from says at least who.
    [("x-nothing", ""), ("origin", "https://ailleurs.example")],
    [("x-nothing", ""), ("origin", "null")],
];

/// Every form there is, filled in so that it would work from our own page.
async fn forms(camille: &Browser<'_>) -> Vec<(String, Vec<(&'static str, String)>)> {
    let document = camille.finds(BIOLOGY).await;
    let [mask, show, notices, preferences] = [
        camille.record("/changement?acte=tout-masquer").await,
        camille.record("/changement?acte=tout-rendre-visible").await,
        camille.record("/notifications").await,
        camille.record("/notifications/preferences").await,
    ];
    let confirmed = camille.opens(&mask).await.field("confirme");
    let until = camille.opens(&notices).await.field("jusqua");
    let sign_in = vec![
        ("identifiant", "bernard".to_owned()),
        ("mot_de_passe", PASSWORD.to_owned()),
    ];
    vec![
        ("/connexion".to_owned(), sign_in),
        ("/deconnexion".to_owned(), vec![]),
        (document, vec![("visibilite", "masked".to_owned())]),
        (mask, vec![("confirme", confirmed.clone())]),
        (show, vec![("confirme", confirmed)]),
        (notices, vec![("jusqua", until)]),
        (
            preferences,
            [
                "ajout-courriel",
                "modification-courriel",
                "blocage-courriel",
                "blocage-site",
            ]
            .map(|question| (question, "non".to_owned()))
            .to_vec(),
        ),
        ("/lab/jetons/10000000017".to_owned(), vec![]),
        ("/gateway/v1/records/open".to_owned(), vec![]),
        ("/gateway/v1/documents/search".to_owned(), vec![]),
        ("/gateway/v1/documents/read".to_owned(), vec![]),
    ]
}

#[rstest]
#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let forms = forms(&camille).await;
    let state = async || {
        let documents = camille.opens(&camille.documents().await).await.visible();
        let notices = camille.notices().await.visible();
        (camille.cookie(), documents, notices)
    };
    let before = state().await;
    for (address, fields) in &forms {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        for from in CROSS_SITE {
            let mut request = camille
                .request(Method::POST, address)
                .body(form(&fields))
                .unwrap();
            request.headers_mut().remove(header::ORIGIN);
            request.headers_mut().remove("sec-fetch-site");
            for (name, value) in from {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
            let page = camille.sends(request).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{address} {from:?}");
            assert!(page.shows("Cette demande ne vient pas de nos pages"));
            assert!(!page.headers.contains_key("set-cookie"));
        }
    }
    assert_eq!(state().await, before);

    // From our own pages, the same forms work.
    for (address, fields) in forms
        .iter()
        .filter(|(address, _)| address.starts_with("/dossiers/"))
    {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let page = camille.posts(address, &fields).await;
        assert_ne!(page.status, StatusCode::FORBIDDEN, "{address}");
    }
    assert_ne!(state().await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_public_origin_is_ours(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens_secure(engine).await;
    let camille = house.patient("camille").await;
    // Behind a proxy that changes the host, and a browser that says only its origin.
    let document = camille.finds(BIOLOGY).await;
    let mut request = camille
        .request(Method::POST, &document)
        .body(form(&[("visibilite", "masked")]))
        .unwrap();
    request.headers_mut().remove("sec-fetch-site");
    request
        .headers_mut()
        .insert(header::HOST, "interne:8080".parse().unwrap());
    assert_eq!(camille.sends(request).await.status, StatusCode::SEE_OTHER);
    let mut request = camille
        .request(Method::POST, &document)
        .body(form(&[("visibilite", "visible")]))
        .unwrap();
    request.headers_mut().remove("sec-fetch-site");
    let origin = "https://exemple.fr.ailleurs.example".parse().unwrap();
    request.headers_mut().insert(header::ORIGIN, origin);
    assert_eq!(camille.sends(request).await.status, StatusCode::FORBIDDEN);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_link_from_elsewhere_opens_a_page(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let documents = camille.documents().await;
    let mut request = camille.request(Method::GET, &documents).body(form(&[])).unwrap();
    request
        .headers_mut()
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(camille.sends(request).await.status, StatusCode::OK);
    house.closes().await;
}
