//! Non-interference: what someone may not know changes nothing of what they are shown. Two worlds are made, with and without it, and
//! everything that can be reached is compared, bytes, headers and statuses. Chance draws the same in both from the moment on when what
//! happens in them is the same.

use std::collections::BTreeMap;

use axum::{body::Body, http::Method};
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    gateway_writing::{deposited, pdf, sha256},
    house::{Browser, CAMILLE, Doctor, House, LAMBERT, MARTIN, UNTOLD, but},
    representatives::record_of,
    routes::paths,
};

/// Who sees Léo in secret, and openly once.
const NGUYEN: &str = "10000000025";

/// A minor with a secret.
struct Minor {
    ins: &'static str,
    name: &'static str,
    parents: &'static [&'static str],
    /// A document that parents see in both worlds.
    seen: &'static str,
    /// The secret is the first thing that ever happens in the record: something is deposited before anyone has opened it.
    comes_first: bool,
}

const LEO: Minor = Minor {
    ins: "111069999900632",
    name: "Léo Petit",
    parents: &["marie", "paul"],
    seen: "Radiographie du poignet",
    comes_first: false,
};

const ZOE: Minor = Minor {
    ins: "218059999900512",
    name: "Zoé Petit",
    parents: &["marie"],
    seen: "Analyse de sang",
    comes_first: true,
};

/// The secret of the population.
const SECRET: &str = "Consultation\u{a0}: contraception";

/// What does not belong to a person's record: what stands at these addresses is the same for everyone, or is not for a browser.
const ELSEWHERE: [&str; 27] = [
    "/",
    "/activation",
    "/connexion",
    "/deconnexion",
    "/favicon.ico",
    "/favicon.svg",
    "/invitations/{code}",
    "/lab",
    "/lab/code-d-ines",
    "/lab/horloge",
    "/lab/jetons/{rpps}",
    "/lab/mondes",
    "/lab/mondes/entrer",
    "/lab/mondes/quitter",
    "/lab/mondes/supprimer",
    "/lab/participer/{monde}",
    "/lab/personnes/{identifiant}",
    "/lab/professionnels/{rpps}",
    "/lab/reinitialiser",
    "/lab/seances",
    "/lab/seances/resultats",
    "/lab/seances/resultats.csv",
    "/lab/seances/{code}",
    "/lab/taches",
    "/lab/taches/{tache}",
    "/session",
    "/sante",
];

/// What is asked of each address, beside the plain page: queries, and forms. A route that is not here fails the test.
#[expect(clippy::too_many_lines, reason = "one entry for each route")]
fn walk() -> BTreeMap<&'static str, (Vec<&'static str>, Vec<&'static str>)> {
    let none = Vec::new;
    BTreeMap::from([
        ("/profils", (none(), none())),
        ("/lab/courriels", (none(), none())),
        ("/lab/courriels.json", (none(), none())),
        ("/dossiers/{profile}/accueil", (none(), none())),
        ("/dossiers/{profile}/ajouter-un-document", (none(), none())),
        (
            "/dossiers/{profile}/bienvenue",
            (
                vec!["etape=urgences"],
                vec!["etape=visibilite", "etape=visibilite&visibilite=masked"],
            ),
        ),
        (
            "/dossiers/{profile}/changement",
            (
                vec![
                    "acte=tout-masquer",
                    "acte=tout-rendre-visible",
                    "acte=masquer-recherche&recherche=contra",
                    "acte=masquer&document={secret}",
                    "acte=masquer&document={seen}",
                    "acte=bloquer&rpps={rpps}",
                    "acte=fermer-aux-professionnels",
                    "acte=nommer&rpps={rpps}",
                    "acte=inconnu",
                ],
                vec!["confirme=x"],
            ),
        ),
        ("/dossiers/{profile}/cloturer", (none(), none())),
        (
            "/dossiers/{profile}/documents",
            (
                vec![
                    "page=2",
                    "recherche=contraception",
                    "recherche=a",
                    "categorie=10",
                    "categorie=11",
                    "visibilite=masques",
                    "visibilite=visibles",
                    "tri=titre",
                    "tri=auteur",
                    "tri=anciens",
                ],
                none(),
            ),
        ),
        (
            "/dossiers/{profile}/documents/{document}",
            (none(), vec!["visibilite=masked", "visibilite=visible"]),
        ),
        (
            "/dossiers/{profile}/documents/{document}/contenu",
            (vec!["telecharger=1"], none()),
        ),
        (
            "/dossiers/{profile}/documents/{document}/demander-a-l-auteur",
            (none(), vec!["demande=delete&texte=", "demande=&texte="]),
        ),
        (
            "/dossiers/{profile}/documents/{document}/supprimer",
            (none(), vec![""]),
        ),
        ("/dossiers/{profile}/essayer", (none(), none())),
        (
            "/dossiers/{profile}/faire-le-point",
            (
                vec!["etape=1", "etape=2", "etape=3", "etape=4", "etape=5", "etape=6"],
                none(),
            ),
        ),
        ("/dossiers/{profile}/exports/historique.csv", (none(), none())),
        ("/dossiers/{profile}/exports/historique.json", (none(), none())),
        (
            "/dossiers/{profile}/exports/preuve-historique.jsonl",
            (none(), none()),
        ),
        ("/dossiers/{profile}/verifier-l-historique", (none(), none())),
        (
            "/dossiers/{profile}/historique",
            (
                vec![
                    "vue=moi",
                    "recherche=nguyen",
                    "qui={rpps}",
                    "acte=ajout",
                    "acte=lecture",
                    "acte=modification",
                    "document={secret}",
                    "document={seen}",
                    "refus=oui",
                    "urgence=oui",
                    "du=2026-11-01&au=2026-11-30",
                ],
                none(),
            ),
        ),
        ("/dossiers/{profile}/historique/{visit}", (none(), none())),
        (
            "/dossiers/{profile}/historique/{visit}/signaler",
            (none(), vec!["raison=&texte="]),
        ),
        ("/dossiers/{profile}/mes-18-ans", (none(), vec![""])),
        ("/dossiers/{profile}/notifications", (none(), vec!["jusqua=1"])),
        (
            "/dossiers/{profile}/notifications/preferences",
            (none(), vec!["ajout-courriel=oui"]),
        ),
        (
            "/dossiers/{profile}/professionnels",
            (vec!["recherche=nguyen"], none()),
        ),
        ("/dossiers/{profile}/professionnels/{rpps}", (none(), none())),
        ("/dossiers/{profile}/protection", (none(), vec!["acte=cloturer"])),
        ("/dossiers/{profile}/plan", (none(), none())),
        ("/dossiers/{profile}/reglages", (none(), none())),
        (
            "/dossiers/{profile}/representants",
            (none(), vec!["acte=inviter&nom="]),
        ),
        ("/dossiers/{profile}/rouvrir", (none(), vec![""])),
        ("/dossiers/{profile}/signalements", (none(), none())),
        (
            "/dossiers/{profile}/signalements/{report}/retirer",
            (none(), vec![""]),
        ),
        (
            "/dossiers/{profile}/urgences",
            (
                vec!["samu=oui&envoi=1", "samu=oui&autres=non&masques=oui&envoi=1"],
                none(),
            ),
        ),
        (
            "/dossiers/{profile}/voir-comme",
            (
                vec!["qui={rpps}&situation=equipe", "qui=10&situation=samu", "qui=x"],
                none(),
            ),
        ),
    ])
}

/// What was asked, and what was shown.
type Shown = (String, String);

/// Everything this person is shown of the record, in order.
async fn everything(browser: &Browser<'_>, record: &str, seen: &str, secret: &str) -> Vec<Shown> {
    let house = browser.house;
    let walk = walk();
    let mut shown = Vec::new();
    let history = browser.opens(&format!("{record}/historique")).await.text();
    let visits: Vec<String> = history
        .split("/historique/")
        .skip(1)
        .map(|after| after.split(['"', '/']).next().unwrap().to_owned())
        .chain(["jamais".to_owned()])
        .collect();
    for path in paths(house) {
        if ELSEWHERE.contains(&path.as_str()) || path.starts_with("/gateway") {
            continue;
        }
        let (queries, forms) = walk.get(path.as_str()).unwrap_or_else(|| {
            panic!("{path} is a new route: say how a person reaches it, or why it is nobody's")
        });
        let filled = |text: &str, document: &str, visit: &str| {
            text.replace("/dossiers/{profile}", record)
                .replace("{document}", document)
                .replace("{visit}", visit)
                .replace("{report}", &uuid::Uuid::nil().to_string())
                .replace("{rpps}", NGUYEN)
                .replace("{seen}", seen)
                .replace("{secret}", secret)
        };
        let places: Vec<(&str, &str)> = if path.contains("{document}") {
            vec![(seen, ""), (secret, ""), (crate::house::UNKNOWN, "")]
        } else if path.contains("{visit}") {
            visits.iter().map(|visit| ("", visit.as_str())).collect()
        } else {
            vec![("", "")]
        };
        for (document, visit) in places {
            let address = filled(&path, document, visit);
            let mut asked = vec![(Method::GET, address.clone(), String::new())];
            for query in queries {
                asked.push((
                    Method::GET,
                    format!("{address}?{}", filled(query, document, visit)),
                    String::new(),
                ));
            }
            for fields in forms {
                asked.push((Method::POST, address.clone(), filled(fields, document, visit)));
                if path == "/dossiers/{profile}/changement" {
                    for query in queries {
                        let address = format!("{address}?{}", filled(query, document, visit));
                        asked.push((Method::POST, address, (*fields).to_owned()));
                    }
                }
            }
            for (method, address, fields) in asked {
                let request = browser.request(method.clone(), &address);
                let answer = browser
                    .sends(request.body(Body::from(fields.clone())).unwrap())
                    .await;
                if method == Method::POST {
                    a_second_later(house);
                }
                shown.push((format!("{method} {address} {fields}"), answer.seen()));
            }
        }
    }
    shown
}

fn same(with: &[Shown], without: &[Shown]) {
    assert_eq!(with.len(), without.len());
    for ((asked, with), (asked_too, without)) in with.iter().zip(without) {
        assert_eq!(asked, asked_too);
        if with != without {
            let (left, right): (Vec<_>, Vec<_>) = (with.chars().collect(), without.chars().collect());
            let place = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
            let around =
                |text: &[char]| -> String { text.iter().skip(place.saturating_sub(80)).take(240).collect() };
            panic!(
                "{asked} differs:\nwith:    {}\nwithout: {}",
                around(&left),
                around(&right)
            );
        }
    }
}

fn care(ins: &str, more: Value) -> Value {
    but(json!({"ins": ins, "context": {"kind": "care_team"}}), more)
}

async fn deposits(doctor: &Doctor<'_>, ins: &str, title: &str, more: Value) -> String {
    let content = pdf(title);
    let said = json!({"type": "11488-4", "title": title, "dated": "2026-11-18", "sha256": sha256(&content)});
    deposited(&doctor.deposits(&care(ins, but(said, more)), &content).await)
}

/// Things of the same instant are in the order of identifiers drawn at random; what is done in both worlds is done one after the other.
fn a_second_later(house: &House) {
    house.waits(jiff::SignedDuration::from_secs(1));
}

/// What is done openly in both worlds.
async fn openly(house: &House, ins: &str) {
    let lambert = house.doctor(LAMBERT).await;
    lambert.opens(&care(ins, json!({}))).await;
    a_second_later(house);
    lambert.searches(&care(ins, json!({}))).await;
    deposits(&lambert, ins, "Compte rendu d’une radiographie", json!({})).await;
    a_second_later(house);
    // First open visit of someone who has come in secret in one of the worlds.
    house.doctor(NGUYEN).await.opens(&care(ins, json!({}))).await;
}

/// A house where a minor's secret is there, is read, grows and shrinks. Gives what was deposited in secret and stays.
async fn with_secrets(engine: Engine, minor: &Minor) -> (House, String) {
    let house = House::opens(engine).await;
    let nguyen = house.doctor(NGUYEN).await;
    let secret = json!({"secret": true});
    if !minor.comes_first {
        assert_eq!(nguyen.opens(&care(minor.ins, secret.clone())).await.status, 204);
        nguyen.searches(&care(minor.ins, secret.clone())).await;
    }
    let hidden = json!({"flags": ["hidden_from_representatives"]});
    let kept = deposits(
        &nguyen,
        minor.ins,
        "Suivi confidentiel",
        but(secret.clone(), hidden.clone()),
    )
    .await;
    let gone = deposits(
        &nguyen,
        minor.ins,
        "Erreur confidentielle",
        but(secret.clone(), hidden.clone()),
    )
    .await;
    // Openly, and hidden all the same.
    deposits(&nguyen, minor.ins, "Résultat confidentiel", hidden).await;
    for document in [&kept, &gone] {
        let read = care(minor.ins, but(secret.clone(), json!({"document": document})));
        assert_eq!(nguyen.sends("documents/read", read.to_string()).await.status, 200);
    }
    let delete = care(minor.ins, json!({"document": gone}));
    nguyen.sends("documents/delete", delete.to_string()).await;
    // A refusal in secret, and an administrator who comes in secret.
    let refused = care(
        minor.ins,
        but(secret.clone(), json!({"document": crate::house::UNKNOWN})),
    );
    nguyen.sends("documents/read", refused.to_string()).await;
    house.doctor(MARTIN).await.opens(&care(minor.ins, secret)).await;
    (house, kept)
}

/// The same house, where there never was any.
async fn without(engine: Engine, flag: i64) -> House {
    let house = House::opens(engine).await;
    for sql in [
        "DELETE FROM document_content WHERE document_id IN (SELECT id FROM document WHERE visibility = {})",
        "DELETE FROM document WHERE visibility = {}",
        "DELETE FROM document_count WHERE visibility = {}",
    ] {
        house.database.execute(sql.replace("{}", &flag.to_string())).await;
    }
    house
}

#[rstest]
#[case::old_record(&LEO)]
#[case::first_event(&ZOE)]
#[tokio::test]
async fn a_minors_secret_leaves_no_trace(#[case] minor: &Minor, #[values(Sqlite, Postgres)] engine: Engine) {
    let ((with, kept), without) = (with_secrets(engine, minor).await, without(engine, 4).await);
    let mut secrets = vec![kept];
    secrets.extend(
        with.database
            .texts(format!("SELECT {} FROM document WHERE title = '{SECRET}' AND profile_id = (SELECT id FROM profile WHERE ins = '{}')", text_of(engine, "id"), minor.ins))
            .await,
    );
    let mut shown = Vec::new();
    for house in [&with, &without] {
        house.draws_anew(2);
        openly(house, minor.ins).await;
        a_second_later(house);
        let mut all = Vec::new();
        for parent in minor.parents {
            let browser = house.patient(parent).await;
            a_second_later(house);
            let record = record_of(&browser, minor.name).await;
            let list = browser.opens(&format!("{record}/documents")).await;
            assert!(!list.shows(SECRET) && !list.shows("confidentiel"));
            let seen = list.link(minor.seen);
            for secret in &secrets {
                all.extend(everything(&browser, &record, crate::house::id(&seen), secret).await);
            }
        }
        shown.push(all);
    }
    same(&shown[0], &shown[1]);
    with.closes().await;
    without.closes().await;
}

/// An identifier as text.
pub(crate) fn text_of(engine: Engine, column: &str) -> String {
    match engine {
        Sqlite => format!(
            "lower(substr(hex({column}), 1, 8) || '-' || substr(hex({column}), 9, 4) || '-' || substr(hex({column}), 13, 4) \
             || '-' || substr(hex({column}), 17, 4) || '-' || substr(hex({column}), 21))"
        ),
        Postgres => format!("CAST({column} AS TEXT)"),
    }
}

#[rstest]
#[tokio::test]
async fn what_is_hidden_from_a_patient_leaves_no_trace(#[values(Sqlite, Postgres)] engine: Engine) {
    let (with, without) = (House::opens(engine).await, without(engine, 2).await);
    let nguyen = with.doctor(NGUYEN).await;
    let hidden = json!({"flags": ["hidden_from_patient"]});
    let kept = deposits(&nguyen, CAMILLE, "Résultat à annoncer", hidden.clone()).await;
    let gone = deposits(&nguyen, CAMILLE, "Erreur à annoncer", hidden).await;
    // Whoever comes is told of in both worlds; what they come for is not.
    for house in [&with, &without] {
        house.draws_anew(1);
        house.doctor(LAMBERT).await.opens(&care(CAMILLE, json!({}))).await;
    }
    let doctor = with.doctor(LAMBERT).await;
    for document in [&kept, &gone] {
        let read = care(CAMILLE, json!({"document": document}));
        assert_eq!(nguyen.sends("documents/read", read.to_string()).await.status, 200);
        let other = doctor.sends("documents/read", read.to_string()).await;
        assert_eq!(other.status, 200);
    }
    let delete = care(CAMILLE, json!({"document": gone}));
    nguyen.sends("documents/delete", delete.to_string()).await;
    let mut shown = Vec::new();
    for house in [&with, &without] {
        house.draws_anew(2);
        openly(house, CAMILLE).await;
        a_second_later(house);
        let browser = house.patient("camille").await;
        a_second_later(house);
        let record = browser.record("").await;
        let list = browser.opens(&format!("{record}/documents")).await;
        assert!(!list.shows(UNTOLD));
        let seen = list.link(crate::house::BIOLOGY);
        shown.push(everything(&browser, &record, crate::house::id(&seen), &kept).await);
    }
    same(&shown[0], &shown[1]);
    with.closes().await;
    without.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_is_masked_leaves_no_trace_for_a_professional(#[values(Sqlite, Postgres)] engine: Engine) {
    let (with, without) = (House::opens(engine).await, House::opens(engine).await);
    let mut shown = Vec::new();
    let secret = "Analyse de sang\u{a0}: thyroïde";
    let mut masked = String::new();
    for (house, there) in [(&with, true), (&without, false)] {
        let camille = house.patient("camille").await;
        let address = camille.finds(secret).await;
        crate::house::id(&address).clone_into(&mut masked);
        if there {
            camille.masks(secret).await;
        } else {
            for sql in [
                "DELETE FROM document_content WHERE document_id IN (SELECT id FROM document WHERE title = '{}')",
                "DELETE FROM document WHERE title = '{}'",
            ] {
                house.database.execute(sql.replace("{}", secret)).await;
            }
        }
        let lambert = house.doctor(LAMBERT).await;
        house.draws_anew(2);
        let mut all = Vec::new();
        for (act, more) in [
            ("records/open", json!({})),
            ("documents/search", json!({})),
            ("documents/search", json!({"limit": 5})),
            ("documents/search", json!({"types": ["11502-2"]})),
            ("documents/read", json!({"document": masked})),
            ("documents/read", json!({"document": crate::house::UNKNOWN})),
            ("documents/delete", json!({"document": masked})),
            ("documents/mask", json!({"document": masked})),
            ("documents/return-to-patient", json!({"document": masked})),
            ("sections/read", json!({"section": "vaccinations"})),
        ] {
            let answer = lambert.sends(act, care(CAMILLE, more.clone()).to_string()).await;
            all.push((format!("{act} {more}"), answer.seen()));
        }
        shown.push(all);
    }
    same(&shown[0], &shown[1]);
    with.closes().await;
    without.closes().await;
}
