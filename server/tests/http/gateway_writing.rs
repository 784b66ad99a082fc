//! The professionals' gateway: deposits, new versions, flags, sections, and what is sent twice.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode, header},
};
use jiff::SignedDuration;
use record::content::LARGEST;
use rstest::rstest;
use serde_json::{Value, json};
use server::gateway::Claims;
use sha2::{Digest as _, Sha256};

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    gateway::{claims, is_problem, signed},
    house::{BIOLOGY, CAMILLE, Doctor, HADDAD, House, LAMBERT, MARTIN, Page, UNKNOWN, but, care_team, id},
};

const TITLE: &str = "Compte rendu de scanner";
const BOUNDARY: &str = "a-boundary-that-no-file-holds";

/// A whole PDF that says something of its own.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%{text}\nxref\n0 1\ntrailer\n<<>>\nstartxref\n29\n%%EOF\n")
        .into_bytes()
}

pub(crate) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// What an ordinary deposit of this content says.
fn described(content: &[u8]) -> Value {
    but(
        care_team(),
        json!({"type": "11488-4", "title": TITLE, "dated": "2026-11-22", "sha256": sha256(content)}),
    )
}

/// Name, media type and content of each part.
fn multipart(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, kind, content) in parts {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

fn form(metadata: &Value, content: &[u8]) -> Vec<u8> {
    multipart(&[
        ("metadata", "application/json", metadata.to_string().as_bytes()),
        ("content", "application/pdf", content),
    ])
}

impl Doctor<'_> {
    /// Sends a form, or JSON, with a key.
    async fn sends_once(&self, act: &str, kind: &str, body: impl Into<Body>, key: Option<&str>) -> Page {
        let mut request = Request::post(format!("/gateway/v1/{act}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, kind);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.house.answers(request.body(body.into()).unwrap()).await
    }

    async fn uploads(&self, act: &str, body: impl Into<Body>) -> Page {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.sends_once(act, &kind, body, None).await
    }

    pub(crate) async fn deposits(&self, metadata: &Value, content: &[u8]) -> Page {
        self.uploads("documents/deposit", form(metadata, content)).await
    }

    async fn does(&self, act: &str, document: &str) -> Page {
        let request = but(care_team(), json!({"document": document}));
        self.sends(&format!("documents/{act}"), request.to_string()).await
    }
}

pub(crate) fn deposited(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text());
    page.json()["id"].as_str().unwrap().to_owned()
}

/// A professional's software with a token that says something else.
fn software(house: &House, change: impl FnOnce(&mut Claims)) -> Doctor<'_> {
    let mut said = claims(house);
    change(&mut said);
    Doctor {
        house,
        token: signed(house, &said),
    }
}

/// How many documents and how many lines of history there are, in all.
async fn counts(house: &House) -> Vec<String> {
    let sql =
        "SELECT CAST(COUNT(*) AS TEXT) FROM document UNION ALL SELECT CAST(COUNT(*) AS TEXT) FROM trace";
    house.database.texts(sql.to_owned()).await
}

async fn set(house: &House, setting: &str) {
    let sql = format!("UPDATE profile SET {setting} WHERE ins = '{CAMILLE}'");
    house.database.execute(sql).await;
}

#[rstest]
#[tokio::test]
async fn a_document_arrives(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let content = pdf("scanner");
    let metadata = but(
        described(&content),
        json!({"title": "  Scanner\u{0}\r\n du <b>thorax</b>\u{202e} ", "sha256": sha256(&content).to_uppercase()}),
    );
    let document = deposited(&lambert.deposits(&metadata, &content).await);
    let title = "Scanner du <b>thorax</b>";
    let camille = house.patient("camille").await;
    let list = camille.opens(&camille.documents().await).await;
    assert!(list.shows(title), "{}", list.visible());
    let address = camille.record(&format!("/documents/{document}/contenu")).await;
    assert_eq!(camille.opens(&address).await.body, content);
    assert!(
        camille
            .history()
            .await
            .shows(&format!("a ajouté «\u{a0}{title}\u{a0}»"))
    );
    assert!(camille.notices().await.shows("Document ajouté"));
    let read = lambert.reads(&document).await;
    assert_eq!((read.status, read.body), (StatusCode::OK, Bytes::from(content)));
    let haddad = house.doctor(HADDAD).await;
    assert!(haddad.finds().await.contains(&title.to_owned()));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_rules_of_deposits_are_told_where_they_may_be(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let content = pdf("first");
    deposited(&lambert.deposits(&described(&content), &content).await);
    let tells = async |doctor: &Doctor<'_>, text: &str, fields: Value, rule: &str| {
        let before = counts(&house).await;
        let content = pdf(text);
        let page = doctor.deposits(&but(described(&content), fields), &content).await;
        if rule.is_empty() {
            let problem = is_problem(&page, StatusCode::NOT_FOUND, text);
            assert_eq!(problem, json!({"status": 404, "title": "Introuvable"}));
        } else {
            assert_eq!(is_problem(&page, StatusCode::FORBIDDEN, rule)["rule"], rule);
        }
        let after = counts(&house).await;
        assert_eq!(after[0], before[0], "{rule}: nothing was added");
        assert_ne!(after[1], before[1], "{rule}: it was traced");
    };
    let web = software(&house, |claims| {
        claims.authentication = "software_certificate".to_owned();
        claims.channel = "web_ps".to_owned();
    });
    tells(&web, "D2", json!({}), "authentication_insufficient").await;
    set(&house, "deceased = TRUE").await;
    tells(&lambert, "D3", json!({}), "deceased").await;
    set(&house, "deceased = FALSE, ins_qualified = FALSE").await;
    tells(&lambert, "D4", json!({}), "ins_not_qualified").await;
    set(&house, "ins_qualified = TRUE").await;
    tells(
        &lambert,
        "D7",
        json!({"opposition_recorded": true}),
        "deposit_opposed",
    )
    .await;
    let secret_flag = json!({"flags": ["hidden_from_representatives"]});
    tells(&lambert, "D8", secret_flag, "not_a_minor").await;
    tells(&lambert, "D8", json!({"secret": true}), "not_a_minor").await;
    let both = json!({"flags": ["hidden_from_patient", "masked_to_professionals"]});
    tells(&lambert, "D9", both, "flags_not_combinable").await;
    tells(&lambert, "first", json!({"title": "Autre"}), "duplicate_deposit").await;
    set(&house, "born = '2015-05-01'").await;
    tells(&lambert, "D10", json!({"secret": true}), "secret_deposit_visible").await;
    set(&house, "born = '1980-05-01'").await;
    // What must not be known: as if there were no record.
    let portal = software(&house, |claims| claims.channel = "web_ps".to_owned());
    let profile = format!("(SELECT id FROM profile WHERE ins = '{CAMILLE}')");
    let block = |list: &str, column: &str, value: &str| {
        format!("INSERT INTO {list} (profile_id, {column}, since) VALUES ({profile}, '{value}', 1)")
    };
    let organisations = "blocked_organisation";
    house
        .database
        .execute(block(organisations, "finess", "690088885"))
        .await;
    tells(&portal, "D6", json!({}), "").await;
    house
        .database
        .execute(block("blocked_professional", "rpps", LAMBERT))
        .await;
    tells(&portal, "D5", json!({}), "").await;
    // Blocked, one's own software still deposits.
    let content = pdf("D12");
    deposited(&lambert.deposits(&described(&content), &content).await);
    set(&house, "state = 'closed', closed_at = 1").await;
    tells(&lambert, "D1", json!({}), "").await;
    let before = counts(&house).await;
    let nobody = but(described(&content), json!({"ins": "199999999999999"}));
    let page = lambert.deposits(&nobody, &content).await;
    is_problem(&page, StatusCode::NOT_FOUND, "nobody's number");
    assert_eq!(counts(&house).await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_description_that_makes_no_sense_is_explained(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let content = pdf("described");
    let before = counts(&house).await;
    let without = |field: &str| {
        let mut metadata = described(&content);
        metadata.as_object_mut().unwrap().remove(field);
        metadata
    };
    let with = |fields| but(described(&content), fields);
    let reason = |reason: String| with(json!({"context": {"kind": "break_glass", "reason": reason}}));
    let author = json!({"rpps": MARTIN, "name": "Hélène Martin"});
    let staff = software(&house, |claims| claims.authentication = "cpe".to_owned());
    for (what, metadata) in [
        ("null", Value::Null),
        ("no number", without("ins")),
        ("no basis", without("context")),
        ("no type", without("type")),
        ("no title", without("title")),
        ("no date", without("dated")),
        ("no hash", without("sha256")),
        ("an unknown flag", with(json!({"flags": ["hidden"]}))),
        (
            "a flag that is no list",
            with(json!({"flags": "hidden_from_patient"})),
        ),
        ("an unknown type", with(json!({"type": "00000-0"}))),
        (
            "a type that the record refuses",
            with(json!({"type": "PIECE-IDENTITE"})),
        ),
        ("a blank title", with(json!({"title": " \u{0}\u{200b}\r\n"}))),
        ("a title too long", with(json!({"title": "é".repeat(201)}))),
        ("a date that is none", with(json!({"dated": "2026-02-30"}))),
        ("tomorrow", with(json!({"dated": "2026-11-24"}))),
        ("before anyone was born", with(json!({"dated": "0001-01-01"}))),
        ("a field of no sense", with(json!({"secrets": true}))),
        ("a short hash", with(json!({"sha256": "ab"}))),
        ("a hash of other letters", with(json!({"sha256": "g".repeat(64)}))),
        ("another hash", with(json!({"sha256": sha256(b"another")}))),
        ("a reason of 10,000", reason("x".repeat(10_000))),
        ("a reason with a zero", reason("a\u{0}".to_owned())),
        ("someone else's document", with(json!({"author": author.clone()}))),
    ] {
        let page = lambert.deposits(&metadata, &content).await;
        is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, what);
    }
    for (what, author) in [
        (
            "no author's number",
            json!({"rpps": "1", "name": "Hélène Martin"}),
        ),
        ("no author's name", json!({"rpps": MARTIN, "name": " "})),
        ("a long name", json!({"rpps": MARTIN, "name": "x".repeat(201)})),
        ("half an author", json!({"rpps": MARTIN})),
    ] {
        let page = staff.deposits(&with(json!({"author": author})), &content).await;
        is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, what);
    }
    assert_eq!(counts(&house).await, before);
    // A reason of blanks is a reason for reading only: deposits do not ask on what basis.
    deposited(&lambert.deposits(&reason(" \n".to_owned()), &content).await);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_body_that_makes_no_sense_is_explained(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let content = pdf("body");
    let metadata = described(&content).to_string();
    let metadata = ("metadata", "application/json", metadata.as_bytes());
    let file = ("content", "application/pdf", content.as_slice());
    let other = |bytes: &[u8]| {
        let said = described(bytes).to_string();
        multipart(&[
            ("metadata", "application/json", said.as_bytes()),
            ("content", "application/octet-stream", bytes),
        ])
    };
    let whole = multipart(&[metadata, file]);
    let before = counts(&house).await;
    let mut bodies = vec![
        ("nothing", Vec::new()),
        ("no part", multipart(&[])),
        ("no content", multipart(&[metadata])),
        ("no description", multipart(&[file])),
        ("the other way round", multipart(&[file, metadata])),
        ("twice the content", multipart(&[metadata, file, file])),
        (
            "one part more",
            multipart(&[metadata, file, ("x", "text/plain", b"x")]),
        ),
        (
            "a wrong label",
            multipart(&[metadata, ("content", "image/png", &content)]),
        ),
        (
            "no JSON",
            multipart(&[("metadata", "application/json", b"{"), file]),
        ),
        (
            "no text",
            multipart(&[("metadata", "application/json", b"\xff\xfe"), file]),
        ),
        ("an empty file", other(b"")),
        ("a program", other(b"MZ\x90\0")),
        ("a page", other(b"<html><script>alert(1)</script>%PDF-1.7")),
        ("half a PDF", other(&content[..content.len() / 2])),
        ("JSON alone", metadata.2.to_vec()),
    ];
    for cut in [
        whole.len() - 3,
        whole.len() - 40,
        whole.len() / 2,
        whole.len() / 3,
        60,
        1,
    ] {
        bodies.push(("cut", whole[..cut].to_vec()));
    }
    for act in ["documents/deposit", "documents/replace"] {
        for (what, body) in &bodies {
            let page = lambert.uploads(act, body.clone()).await;
            is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, &format!("{act}: {what}"));
        }
        let page = lambert
            .sends_once(act, "application/json", whole.clone(), None)
            .await;
        is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "another kind of body");
        let nobody = Doctor {
            house: &house,
            token: "x".to_owned(),
        };
        let page = nobody.uploads(act, whole.clone()).await;
        is_problem(&page, StatusCode::UNAUTHORIZED, "no token");
    }
    let long = but(described(&content), json!({"x": "x".repeat(70_000)}));
    let page = lambert.deposits(&long, &content).await;
    is_problem(&page, StatusCode::PAYLOAD_TOO_LARGE, "a long description");
    assert_eq!(counts(&house).await, before);
    // The same bytes, whole, are a document.
    deposited(&lambert.uploads("documents/deposit", whole).await);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn ten_megabytes_and_no_more(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let mut content = vec![0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3, 4, 5, 0xff, 0xd9];
    content.resize(LARGEST, 0);
    let largest = multipart(&[
        (
            "metadata",
            "application/json",
            described(&content).to_string().as_bytes(),
        ),
        ("content", "image/jpeg", &content),
    ]);
    deposited(&lambert.uploads("documents/deposit", largest).await);
    let before = counts(&house).await;
    content.push(0);
    let page = lambert.deposits(&described(&content), &content).await;
    is_problem(&page, StatusCode::PAYLOAD_TOO_LARGE, "one byte more");
    // One that never ends is not read to its end.
    let start = form(&described(b""), b"%PDF-1.7\n");
    let start = start[..start.len() - BOUNDARY.len() - 8].to_vec();
    for act in ["documents/deposit", "documents/replace"] {
        let mut metadata = described(b"");
        metadata["document"] = json!(UNKNOWN);
        let mut first = Some(if act == "documents/deposit" {
            start.clone()
        } else {
            let whole = form(&metadata, b"%PDF-1.7\n");
            whole[..whole.len() - BOUNDARY.len() - 8].to_vec()
        });
        let endless = std::iter::from_fn(move || {
            let chunk = first.take().unwrap_or_else(|| vec![b' '; 64 * 1_024]);
            Some(Ok::<_, Infallible>(Bytes::from(chunk)))
        });
        let page = lambert
            .uploads(act, Body::from_stream(futures_util::stream::iter(endless)))
            .await;
        is_problem(&page, StatusCode::PAYLOAD_TOO_LARGE, "endless");
    }
    assert_eq!(counts(&house).await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn staff_deposit_for_the_professional_in_charge(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let content = pdf("staff");
    let for_martin = but(
        described(&content),
        json!({"author": {"rpps": MARTIN, "name": "Peu importe"}}),
    );
    for authentication in ["cpe", "software_certificate"] {
        let staff = software(&house, |claims| claims.authentication = authentication.to_owned());
        let page = staff.deposits(&for_martin, &content).await;
        if authentication == "cpe" {
            deposited(&page);
        } else {
            assert_eq!(
                is_problem(&page, StatusCode::FORBIDDEN, "again")["rule"],
                "duplicate_deposit"
            );
        }
    }
    let camille = house.patient("camille").await;
    let history = camille.history().await;
    assert!(history.shows(&format!("«\u{a0}{TITLE}\u{a0}» pour Hélène Martin")));
    assert!(history.shows("Olivier Lambert (médecin)"));
    let document = camille.opens(&camille.finds(TITLE).await).await;
    assert!(document.shows("Hélène Martin"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn acts_on_a_document_are_done_and_told(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let lambert = house.doctor(LAMBERT).await;
    let haddad = house.doctor(HADDAD).await;
    let address = camille.finds(BIOLOGY).await;
    let biology = id(&address);

    assert_eq!(lambert.does("mask", biology).await.status, StatusCode::NO_CONTENT);
    assert_eq!(lambert.reads(biology).await.status, StatusCode::NOT_FOUND);
    let title = BIOLOGY;
    assert!(
        camille
            .history()
            .await
            .shows(&format!("a masqué «\u{a0}{title}\u{a0}» à ma place"))
    );

    let version = pdf("version");
    let metadata = but(
        described(&version),
        json!({"document": biology, "title": "Analyse corrigée"}),
    );
    let replaced = haddad
        .uploads("documents/replace", form(&metadata, &version))
        .await;
    assert_eq!(replaced.status, StatusCode::NO_CONTENT, "{}", replaced.text());
    assert_eq!(haddad.reads(biology).await.body, version);
    // The mask holds for the new version.
    assert_eq!(lambert.reads(biology).await.status, StatusCode::NOT_FOUND);
    let flagged = but(metadata.clone(), json!({"flags": []}));
    let page = haddad
        .uploads("documents/replace", form(&flagged, &version))
        .await;
    is_problem(
        &page,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a new version keeps its flags",
    );
    assert!(
        camille
            .history()
            .await
            .shows("a remplacé «\u{a0}Analyse corrigée\u{a0}» par une nouvelle version")
    );

    // Another's, one that is not there, and no identifier at all: the same bytes, for every act.
    let absent = lambert.does("read", UNKNOWN).await.seen();
    for act in ["delete", "show-to-representatives", "mask", "return-to-patient"] {
        for document in [biology, UNKNOWN, "", "' OR 1=1 --"] {
            assert_eq!(
                lambert.does(act, document).await.seen(),
                absent,
                "{act} {document}"
            );
        }
    }
    for document in [biology, UNKNOWN, "x"] {
        let theirs = but(metadata.clone(), json!({"document": document}));
        let page = lambert
            .uploads("documents/replace", form(&theirs, &version))
            .await;
        assert_eq!(page.seen(), absent);
    }

    let content = pdf("hidden");
    let hidden = but(described(&content), json!({"flags": ["hidden_from_patient"]}));
    let untold = deposited(&lambert.deposits(&hidden, &content).await);
    let shown = camille.opens(&camille.documents().await).await;
    assert!(!shown.shows(TITLE) && !camille.history().await.shows(TITLE));
    let returned = haddad.does("return-to-patient", &untold).await;
    assert_eq!(returned.status, StatusCode::NO_CONTENT);
    camille.finds(TITLE).await;
    let history = camille.history().await;
    assert!(history.shows(&format!("a rendu visible pour moi «\u{a0}{TITLE}\u{a0}»")));
    let added = camille
        .opens(&camille.record("/historique?acte=ajout").await)
        .await;
    assert!(
        added.shows(&format!("a ajouté «\u{a0}{TITLE}\u{a0}»")),
        "what waited is told"
    );
    assert_eq!(
        lambert.does("show-to-representatives", &untold).await.status,
        StatusCode::NO_CONTENT
    );

    assert_eq!(
        lambert.does("delete", &untold).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(lambert.does("delete", &untold).await.seen(), absent);
    assert_eq!(
        haddad.does("delete", biology).await.status,
        StatusCode::NO_CONTENT
    );
    assert!(
        !camille
            .opens(&camille.documents().await)
            .await
            .shows("Analyse corrigée")
    );
    assert!(
        camille
            .history()
            .await
            .shows("a supprimé «\u{a0}Analyse corrigée\u{a0}»")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_is_sent_again_is_done_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let content = pdf("once");
    let metadata = described(&content);
    let sends = async |metadata: &Value, content: &[u8], key: &str| {
        let body = form(metadata, content);
        lambert
            .sends_once("documents/deposit", &kind, body, Some(key))
            .await
    };
    let first = sends(&metadata, &content, "\"a\"").await;
    let document = deposited(&first);
    let lines = counts(&house).await;
    // Another boundary is the same request.
    let again = String::from_utf8(form(&metadata, &content)).unwrap();
    let again = lambert
        .sends_once(
            "documents/deposit",
            "multipart/form-data; boundary=another",
            again.replace(BOUNDARY, "another"),
            Some("\"a\""),
        )
        .await;
    assert_eq!(again.seen(), first.seen());
    assert_eq!(counts(&house).await, lines);
    // Another request is none, whatever is different in it.
    let other = pdf("other");
    let titled = but(metadata.clone(), json!({"title": "Autre"}));
    let deletion = but(care_team(), json!({"document": document})).to_string();
    let json = "application/json";
    for (what, page) in [
        ("another title", sends(&titled, &content, "\"a\"").await),
        (
            "another content",
            sends(&described(&other), &other, "\"a\"").await,
        ),
        (
            "another act",
            lambert
                .sends_once("documents/delete", json, deletion.clone(), Some("\"a\""))
                .await,
        ),
    ] {
        let problem = is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, what);
        assert_eq!(problem["title"], "Clé d’idempotence déjà utilisée", "{what}");
    }
    assert_eq!(counts(&house).await, lines);
    // The same body for another act is another request too.
    for (act, expected) in [
        ("documents/show-to-representatives", StatusCode::NO_CONTENT),
        ("documents/delete", StatusCode::UNPROCESSABLE_ENTITY),
        ("documents/show-to-representatives", StatusCode::NO_CONTENT),
    ] {
        let page = lambert
            .sends_once(act, json, deletion.clone(), Some("\"b\""))
            .await;
        assert_eq!(page.status, expected, "{act}");
    }
    // A refusal is given again, bytes and all.
    let refused = but(metadata.clone(), json!({"opposition_recorded": true}));
    let refusal = sends(&refused, &content, "\"c\"").await;
    assert_eq!(refusal.status, StatusCode::FORBIDDEN);
    assert_eq!(sends(&refused, &content, "\"c\"").await.seen(), refusal.seen());
    for key in ["a", "\"\"", "\"a", "\"a\", \"b\"", "\"é\"", "1"] {
        let page = sends(&metadata, &content, key).await;
        is_problem(&page, StatusCode::BAD_REQUEST, key);
    }
    // A day later the key is free.
    house.waits(SignedDuration::from_hours(24));
    let lambert = house.doctor(LAMBERT).await;
    let page = lambert
        .sends_once(
            "documents/deposit",
            &kind,
            form(&metadata, &content),
            Some("\"a\""),
        )
        .await;
    assert_eq!(
        is_problem(&page, StatusCode::FORBIDDEN, "a day later")["rule"],
        "duplicate_deposit"
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_section_is_read_unless_it_is_masked(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lambert = house.doctor(LAMBERT).await;
    let reads = async |section: Value| {
        let request = but(care_team(), json!({"section": section}));
        lambert.sends("sections/read", request.to_string()).await
    };
    let page = reads(json!("vaccinations")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.json()["section"], "vaccinations");
    assert!(page.json()["text"].as_str().unwrap().starts_with("Grippe"));
    assert_eq!(
        reads(json!("health_history")).await.json(),
        json!({"section": "health_history", "text": ""})
    );
    for section in [json!(null), json!(""), json!("Vaccinations"), json!(1)] {
        let page = reads(section.clone()).await;
        is_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, &section.to_string());
    }
    let camille = house.patient("camille").await;
    assert!(
        camille
            .history()
            .await
            .shows("a lu la rubrique «\u{a0}Vaccinations\u{a0}»")
    );
    set(&house, "masked_sections = 1").await;
    let absent = lambert.does("read", UNKNOWN).await;
    assert_eq!(reads(json!("vaccinations")).await.seen(), absent.seen());
    let history = camille.history().await;
    assert!(history.shows("a voulu lire la rubrique «\u{a0}Vaccinations\u{a0}». Refusé."));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_organisations_own_two_factors_are_those_of_the_list(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let air = software(&house, |claims| {
        claims.authentication = "air_simplifie".to_owned();
    });
    let refused = air.opens(&care_team()).await;
    assert_eq!(
        is_problem(&refused, StatusCode::FORBIDDEN, "not listed")["rule"],
        "authentication_insufficient"
    );
    let finess = "690088885".parse().unwrap();
    let today = "2026-11-23".parse().unwrap();
    house.state.store.allow_organisation(finess, today).await.unwrap();
    assert_eq!(air.opens(&care_team()).await.status, StatusCode::NO_CONTENT);
    // At midnight in Paris it is over: the day counts, not the token.
    house.waits(SignedDuration::from_hours(14));
    let air = software(&house, |claims| {
        claims.authentication = "air_simplifie".to_owned();
    });
    is_problem(&air.opens(&care_team()).await, StatusCode::FORBIDDEN, "tomorrow");
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_contract_has_every_route(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let request = Request::get("/gateway/v1/openapi.json")
        .body(Body::empty())
        .unwrap();
    let page = house.answers(request).await;
    assert_eq!(page.status, StatusCode::OK);
    let contract = page.json();
    assert!(contract["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(contract["servers"][0]["url"], "/gateway/v1");
    let described: Vec<String> = contract["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(|path| format!("/gateway/v1{path}"))
        .collect();
    let mut known: Vec<String> = crate::routes::paths(&house)
        .into_iter()
        .filter(|path| path.starts_with("/gateway/v1/") && !path.ends_with("openapi.json"))
        .collect();
    known.sort();
    assert_eq!(described, known);
    for reference in page.text().split("\"$ref\":\"#").skip(1) {
        let place = reference.split('"').next().unwrap();
        assert!(contract.pointer(place).is_some(), "{place} is nowhere");
    }
    let operations: Vec<&Value> = contract["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|path| &path["post"])
        .collect();
    for operation in operations {
        assert_eq!(operation["security"], json!([{"token": []}]));
        for status in ["400", "401", "403", "404", "413", "422", "500"] {
            let content = &operation["responses"][status]["content"];
            assert!(content["application/problem+json"].is_object(), "{operation}");
        }
    }
    house.closes().await;
}
