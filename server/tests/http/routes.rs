//! Every route, and what it answers to whom: the table is a snapshot, so that a change is seen in review.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Browser, House, LAMBERT, but, care_team, form, id},
};

/// Each route of the router, with a form that works for Camille.
pub(crate) const ROUTES: &[(&str, &str)] = &[
    ("/", ""),
    ("/connexion", "identifiant=nadia&mot_de_passe=demonstration"),
    ("/deconnexion", ""),
    ("/dossiers/{profile}/ajouter-un-document", ""),
    ("/dossiers/{profile}/accueil", ""),
    ("/dossiers/{profile}/bienvenue", "etape=plus-tard"),
    ("/dossiers/{profile}/changement", "confirme=x"),
    ("/dossiers/{profile}/cloturer", "mot_de_passe=faux"),
    ("/dossiers/{profile}/documents", ""),
    ("/dossiers/{profile}/documents/{document}", "visibilite=masked"),
    ("/dossiers/{profile}/documents/{document}/contenu", ""),
    (
        "/dossiers/{profile}/documents/{document}/demander-a-l-auteur",
        "demande=delete&texte=",
    ),
    ("/dossiers/{profile}/documents/{document}/supprimer", ""),
    ("/dossiers/{profile}/exports/historique.csv", ""),
    ("/dossiers/{profile}/exports/historique.json", ""),
    ("/dossiers/{profile}/exports/preuve-historique.jsonl", ""),
    ("/dossiers/{profile}/faire-le-point", ""),
    ("/dossiers/{profile}/essayer", ""),
    ("/dossiers/{profile}/historique", ""),
    ("/dossiers/{profile}/historique/{visit}", ""),
    (
        "/dossiers/{profile}/historique/{visit}/signaler",
        "raison=unknown&texte=",
    ),
    ("/dossiers/{profile}/notifications", "jusqua=1"),
    (
        "/dossiers/{profile}/notifications/preferences",
        "ajout-courriel=oui&modification-courriel=oui&blocage-courriel=non&blocage-site=oui",
    ),
    ("/dossiers/{profile}/professionnels", ""),
    ("/dossiers/{profile}/professionnels/{rpps}", ""),
    ("/dossiers/{profile}/plan", ""),
    ("/dossiers/{profile}/reglages", ""),
    ("/dossiers/{profile}/rouvrir", ""),
    ("/dossiers/{profile}/signalements", ""),
    ("/dossiers/{profile}/signalements/{report}/retirer", ""),
    ("/dossiers/{profile}/urgences", ""),
    ("/dossiers/{profile}/verifier-l-historique", ""),
    ("/dossiers/{profile}/voir-comme", ""),
    ("/profils", ""),
    ("/session", ""),
    (
        "/activation",
        "ins=&code=&identifiant=&mot_de_passe=&choix=ouvrir",
    ),
    ("/invitations/{code}", "reponse=accepter"),
    (
        "/dossiers/{profile}/representants",
        "acte=annuler&invitation=00000000-0000-0000-0000-000000000000",
    ),
    ("/dossiers/{profile}/mes-18-ans", ""),
    ("/dossiers/{profile}/protection", "acte=cloturer"),
    ("/favicon.ico", ""),
    ("/favicon.svg", ""),
    ("/gateway/v1", ""),
    ("/gateway/v1/documents/delete", ""),
    ("/gateway/v1/documents/deposit", ""),
    ("/gateway/v1/documents/mask", ""),
    ("/gateway/v1/documents/read", ""),
    ("/gateway/v1/documents/replace", ""),
    ("/gateway/v1/documents/return-to-patient", ""),
    ("/gateway/v1/documents/search", ""),
    ("/gateway/v1/documents/show-to-representatives", ""),
    ("/gateway/v1/openapi.json", ""),
    ("/gateway/v1/records/open", ""),
    ("/gateway/v1/sections/read", ""),
    ("/lab", ""),
    ("/lab/code-d-ines", ""),
    ("/lab/courriels", ""),
    ("/lab/courriels.json", ""),
    ("/lab/horloge", "instant=hier"),
    ("/lab/jetons/{rpps}", ""),
    ("/lab/mondes", "nom=PAS UN NOM"),
    ("/lab/mondes/entrer", "nom=inconnu"),
    ("/lab/mondes/quitter", ""),
    ("/lab/mondes/supprimer", "nom=inconnu"),
    ("/lab/personnes/{identifiant}", ""),
    ("/lab/professionnels/{rpps}", "acte=rien"),
    ("/lab/participer/{monde}", ""),
    ("/lab/seances", "code=Camille"),
    ("/lab/seances/resultats", ""),
    ("/lab/seances/resultats.csv", ""),
    ("/lab/seances/{code}", "etape=rien"),
    ("/lab/taches", ""),
    ("/lab/taches/{tache}", "acte=rien"),
    ("/lab/reinitialiser", "monde=ailleurs"),
    ("/pkg/app.0123abcd.css", ""),
    ("/sante", ""),
    ("/nulle-part", ""),
];

/// Addresses that are in the table and are no route: what a fallback answers.
pub(crate) const FALLBACKS: [&str; 2] = ["/pkg/app.0123abcd.css", "/nulle-part"];

/// The paths that the router knows, as it prints them.
pub(crate) fn paths(house: &House) -> BTreeSet<String> {
    let printed = format!("{:?}", house.router());
    let paths: BTreeSet<String> = printed
        .split('"')
        .filter(|text| text.starts_with('/'))
        .filter(|path| !path.starts_with("/pkg") && !path.contains("__private__axum"))
        .map(str::to_owned)
        .collect();
    assert!(
        paths.contains("/dossiers/{profile}/documents"),
        "a router prints its paths: {printed}"
    );
    paths
}

#[rstest]
#[tokio::test]
async fn every_route_answers_as_the_table_says(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let known: BTreeSet<String> = ROUTES
        .iter()
        .map(|(path, _)| (*path).to_owned())
        .filter(|path| !FALLBACKS.contains(&path.as_str()))
        .collect();
    assert_eq!(
        paths(&house),
        known,
        "a route is missing from the table, or no longer exists"
    );

    let camille = house.patient("camille").await;
    let document = camille.finds(BIOLOGY).await;
    let profile = camille.record("").await;
    let history = camille.history().await.text();
    let (_, visit) = history.split_once("/historique/").unwrap();
    let visit = visit.split('"').next().unwrap();
    let doctor = house.doctor(LAMBERT).await;
    let mut table = format!(
        "{:<56} {:<7} {:<12} {:<10} {:<14} doctor’s token\n",
        "address", "method", "signed out", "Camille", "another person"
    );
    for (path, fields) in ROUTES.iter().copied() {
        let address = path
            .replace("/changement", "/changement?acte=tout-masquer")
            .replace("/dossiers/{profile}", &profile)
            .replace("{document}", id(&document))
            .replace("{visit}", visit)
            .replace("{report}", &uuid::Uuid::nil().to_string())
            .replace("{rpps}", LAMBERT)
            .replace("{code}", "0000-0000-0000-0000");
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            let status = async |browser: &Browser<'_>| {
                let request = browser.request(method.clone(), &address);
                browser
                    .sends(request.body(Body::from(fields)).unwrap())
                    .await
                    .status
                    .as_u16()
            };
            let nobody = status(&house.browser()).await;
            let owner = status(&house.patient("camille").await).await;
            let other = status(&house.patient("nadia").await).await;
            let named = match path {
                "/gateway/v1/sections/read" => serde_json::json!({"section": "vaccinations"}),
                "/gateway/v1/documents/search" | "/gateway/v1/records/open" => serde_json::json!({}),
                _ => serde_json::json!({"document": id(&document)}),
            };
            let asked = but(care_team(), named);
            let request = Request::builder()
                .method(method.clone())
                .uri(&address)
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::AUTHORIZATION, format!("Bearer {}", doctor.token))
                .body(Body::from(asked.to_string()))
                .unwrap();
            let software = house.answers(request).await.status.as_u16();
            let row = format!("{path:<56} {method:<7} {nobody:<12} {owner:<10} {other:<14} {software}\n");
            table.push_str(&row);
            // What was masked is visible again for the next line.
            camille
                .sends(
                    camille
                        .request(Method::POST, &document)
                        .body(form(&[("visibilite", "visible")]))
                        .unwrap(),
                )
                .await;
        }
    }
    insta::assert_snapshot!("routes", table);
    house.closes().await;
}
