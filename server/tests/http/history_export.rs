//! The history that a person takes away, and `server verify-history`: the real router and the real program.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use axum::http::StatusCode;
use jiff::SignedDuration;
use proof::{FaultKind, Verifier};
use rstest::rstest;
use serde_json::Value;
use tokio::process::Command;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Browser, HADDAD, House, LAMBERT, UNTOLD, but, care_team, id, signer},
};

/// Camille's record after a visit, a mask and a refusal.
async fn visited(engine: Engine) -> House {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let biology = camille.finds(BIOLOGY).await;
    let doctor = house.doctor(LAMBERT).await;
    doctor.opens(&care_team()).await;
    assert_eq!(doctor.reads(id(&biology)).await.status, StatusCode::OK);
    camille.masks(BIOLOGY).await;
    assert_eq!(doctor.reads(id(&biology)).await.status, StatusCode::NOT_FOUND);
    house
}

async fn takes(camille: &Browser<'_>, file: &str) -> crate::house::Page {
    camille
        .opens(&camille.record(&format!("/exports/{file}")).await)
        .await
}

fn verifies(text: &str) -> Result<i64, FaultKind> {
    let mut reader = Verifier::new(signer().public_keys().to_vec(), Vec::new());
    let verified = reader.push(text.as_bytes()).and_then(|()| reader.finish());
    verified
        .map(|chains| chains.iter().map(|chain| chain.lines).sum())
        .map_err(|fault| fault.kind)
}

#[rstest]
#[tokio::test]
async fn the_proof_holds_every_line(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = visited(engine).await;
    let camille = house.patient("camille").await;
    let page = takes(&camille, "preuve-historique.jsonl").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("content-type"), "application/x-ndjson; charset=utf-8");
    assert_eq!(
        page.header("content-disposition"),
        "attachment; filename=\"preuve-historique-2026-11-23.jsonl\""
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let text = page.text();
    let lines = i64::try_from(text.lines().filter(|line| line.starts_with("{\"hash\"")).count()).unwrap();
    assert_eq!(verifies(&text), Ok(lines));
    // Signing in twice, opening, reading, masking, being refused.
    for event in ["record_opened", "document_read", "setting_changed", "signed_in"] {
        assert!(text.contains(event), "{event}");
    }
    assert!(
        !text.contains(UNTOLD),
        "what is hidden from Camille is in none of it"
    );
    assert_eq!(
        verifies(&text.replacen("Lambert", "Durand", 1)),
        Err(FaultKind::Edited)
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_table_says_what_the_page_says(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = visited(engine).await;
    let camille = house.patient("camille").await;
    let page = takes(&camille, "historique.csv").await;
    assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
    let text = page.text();
    let text = text
        .strip_prefix('\u{feff}')
        .expect("spreadsheets tell UTF-8 by it");
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    let columns = rows.headers().unwrap().clone();
    assert_eq!(&columns[0], "Date et heure (Paris)");
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let refused = rows
        .iter()
        .rfind(|row| &row[7] == "Refusé")
        .expect("the refusal is there");
    assert_eq!(&refused[0], "2026-11-23 10:00:00");
    assert!(refused[1].contains("a voulu lire"), "{}", &refused[1]);
    assert!(refused[1].contains("Refusé."), "{}", &refused[1]);
    assert_eq!(&refused[3], LAMBERT);
    let own = rows
        .iter()
        .find(|row| row[1].contains("a masqué"))
        .expect("the mask is there");
    assert_eq!((&own[2], &own[3]), ("Camille Durand", ""));
    assert!(page.text().ends_with('\n'));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn software_gets_audit_events(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = visited(engine).await;
    let camille = house.patient("camille").await;
    let page = takes(&camille, "historique.json").await;
    assert_eq!(
        page.header("content-type"),
        "application/fhir+json; charset=utf-8"
    );
    let bundle: Value = page.json();
    assert_eq!(bundle["resourceType"], "Bundle");
    assert_eq!(bundle["type"], "collection");
    let resources: Vec<&Value> = bundle["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["resource"])
        .collect();
    let refused = resources
        .iter()
        .rfind(|resource| resource["outcome"] == "4" && resource["action"] == "R")
        .expect("the refusal is there");
    assert_eq!(refused["resourceType"], "AuditEvent");
    assert_eq!(refused["agent"][0]["who"]["identifier"]["value"], LAMBERT);
    assert_eq!(refused["purposeOfEvent"][0]["coding"][0]["code"], "TREAT");
    assert_eq!(refused["entity"][0]["detail"][0]["valueString"], "masked");
    assert_eq!(refused["entity"][1]["name"], BIOLOGY);
    assert_eq!(refused["recorded"], "2026-11-23T09:00:00.000000Z");
    // The proof is in it: the last line of the proof's text is the last event's canonical text.
    let proof = takes(&camille, "preuve-historique.jsonl").await.text();
    let last = proof.lines().rfind(|line| line.starts_with("{\"hash\"")).unwrap();
    let event = resources
        .iter()
        .rfind(|resource| resource["resourceType"] == "AuditEvent")
        .unwrap();
    let said = &event["extension"][0]["extension"];
    let canonical = said[3]["valueString"].as_str().unwrap();
    assert!(last.contains(&format!("\"line\":{canonical}}}")), "{last}");
    assert!(last.contains(said[2]["valueString"].as_str().unwrap()));
    let signed = resources
        .iter()
        .rfind(|resource| resource["resourceType"] == "Provenance")
        .expect("the end is signed");
    assert_eq!(
        signed["target"][0]["reference"],
        format!("AuditEvent/{}", event["id"].as_str().unwrap())
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nobody_takes_somebody_else_s(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = visited(engine).await;
    let camille = house.patient("camille").await;
    let nadia = house.patient("nadia").await;
    for file in ["preuve-historique.jsonl", "historique.csv", "historique.json"] {
        let address = camille.record(&format!("/exports/{file}")).await;
        let page = nadia.opens(&address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{file}");
        let unknown = address.replace(address.split('/').nth(2).unwrap(), crate::house::UNKNOWN);
        assert_eq!(nadia.opens(&unknown).await.seen(), page.seen(), "{file}");
        let nobody = house.browser().opens(&address).await;
        assert!(nobody.location().starts_with("/connexion?"), "{file}");
    }
    // A closed record is not handed out: its page says how to reopen it.
    let close = camille.record("/cloturer").await;
    camille
        .posts(
            &close,
            &[("mot_de_passe", server::lab::PASSWORD), ("confirme", "oui")],
        )
        .await;
    let page = takes(&camille, "historique.csv").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_page_has_every_sentence_and_the_key(#[values(Sqlite)] engine: Engine) {
    let house = visited(engine).await;
    let camille = house.patient("camille").await;
    let page = camille
        .opens(&camille.record("/verifier-l-historique").await)
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.shows("Vérifier mon historique"));
    let text = page.text();
    for kind in [
        FaultKind::Edited,
        FaultKind::OutOfPlace,
        FaultKind::Forked,
        FaultKind::CutOff,
        FaultKind::BadSignature,
        FaultKind::UnknownKey,
        FaultKind::Unsigned,
        FaultKind::Unreadable,
    ] {
        let named = serde_json::to_value(kind).unwrap();
        let part = format!("data-part=\"{}\"", named.as_str().unwrap());
        assert!(text.contains(&part), "{part}");
    }
    assert!(text.contains(&signer().public_keys()[0].to_string()));
    house.closes().await;
}

async fn runs(house: &House, key: &Path, arguments: &[&std::ffi::OsStr]) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_server"))
        .env_clear()
        .env("DATABASE_URL", house.database.url())
        .env("HISTORY_KEY", key)
        .arg("verify-history")
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    let said = [stdout, stderr].concat();
    (status.code(), String::from_utf8(said).unwrap())
}

fn key_file(house: &House) -> PathBuf {
    let file = house.database.folder().join("history.key");
    std::fs::write(
        &file,
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n",
    )
    .unwrap();
    file
}

#[rstest]
#[tokio::test]
async fn the_program_verifies_what_the_database_keeps(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = visited(engine).await;
    let key = key_file(&house);
    let (code, said) = runs(&house, &key, &[]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("Whole: "), "{said}");
    house
        .database
        .execute("UPDATE trace SET body = replace(body, 'Olivier Lambert', 'Bruno Blanc') WHERE event = 'record_opened'".to_owned())
        .await;
    let (code, said) = runs(&house, &key, &[]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("it is not the text that was written"), "{said}");
    // Nothing is made where there is no key.
    let absent = house.database.folder().join("nowhere/history.key");
    let (code, said) = runs(&house, &absent, &[]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("HISTORY_KEY"), "{said}");
    assert!(!absent.exists());
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_program_verifies_what_a_person_kept(#[values(Sqlite)] engine: Engine) {
    let house = visited(engine).await;
    let camille = house.patient("camille").await;
    let key = key_file(&house);
    let folder = house.database.folder().to_owned();
    let write = |name: &str, text: &str| {
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let old = takes(&camille, "preuve-historique.jsonl").await.text();
    house.waits(SignedDuration::from_mins(5));
    house
        .doctor(HADDAD)
        .await
        .opens(&but(care_team(), serde_json::json!({})))
        .await;
    let new = takes(&camille, "preuve-historique.jsonl").await.text();
    let (old, new) = (write("old.jsonl", &old), write("new.jsonl", &new));
    let given = signer().public_keys()[0].to_string();
    let absent = folder.join("absent.key");
    // With the public key alone, as somebody at home.
    let (code, said) = runs(
        &house,
        &absent,
        &["--key".as_ref(), given.as_ref(), old.as_ref(), new.as_ref()],
    )
    .await;
    assert_eq!(code, Some(0), "{said}");
    // The other way round, the end is missing.
    let (code, said) = runs(&house, &key, &[new.as_ref(), old.as_ref()]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("was verified or signed before"), "{said}");
    let other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f7075110";
    let (code, said) = runs(&house, &absent, &["--key".as_ref(), other.as_ref(), old.as_ref()]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("a key that is not expected"), "{said}");
    let cut = std::fs::read_to_string(&new).unwrap();
    let cut = write("cut.jsonl", &cut[..cut.len() - 40]);
    let (code, said) = runs(&house, &key, &[cut.as_ref()]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("this is not a proof"), "{said}");
    let (code, said) = runs(&house, &key, &[folder.join("missing.jsonl").as_ref()]).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("missing.jsonl"), "{said}");
    house.closes().await;
}
