//! `server answer-report`: the real program, beside a server that works.

use std::process::{Output, Stdio};

use axum::http::StatusCode;
use rstest::rstest;
use tokio::process::Command;

use crate::{
    database::{
        Database,
        Engine::{self, Postgres, Sqlite},
    },
    house::{Browser, House, LAMBERT, UNKNOWN, care_team},
};

async fn answers(database: &Database, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_server"))
        .env_clear()
        .env("DATABASE_URL", database.url())
        .env("HISTORY_KEY", database.folder().join("history.key"))
        .arg("answer-report")
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap()
}

/// What it said, and that it went well or not.
async fn says(database: &Database, arguments: &[&str]) -> (i32, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = answers(database, arguments).await;
    let said = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.code().unwrap(), said)
}

impl Browser<'_> {
    /// Reports the last visit.
    async fn reports(&self, words: &str) {
        let report = self.history().await.link_to("/signaler");
        let fields = [("raison", "not_in_care"), ("texte", words)];
        let done = self.posts(&report, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.visible());
    }
}

#[rstest]
#[tokio::test]
async fn a_report_is_listed_and_answered_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let database = &house.database;
    assert_eq!(says(database, &[]).await, (0, "No open report.\n".to_owned()));

    house.doctor(LAMBERT).await.opens(&care_team()).await;
    let camille = house.patient("camille").await;
    camille
        .reports("Je ne l’ai pas vu.\nEt j’étais en vacances.")
        .await;
    let (code, list) = says(database, &[]).await;
    assert_eq!(code, 0);
    for said in [
        "Open reports: 1, oldest first.",
        "  sent 2026-11-23 10:00, about Olivier Lambert (médecin), 10000000124, who came 2026-11-23 10:00\n",
        "  Ce professionnel ne me soignait pas à ce moment-là\n",
        "    Je ne l’ai pas vu.\n    Et j’étais en vacances.\n",
    ] {
        assert!(list.contains(said), "{list}");
    }
    // Those who answer have no need to know whose record it is.
    assert!(!list.contains("Camille") && !list.contains("Durand"), "{list}");
    let report = list.lines().nth(2).unwrap();

    for (arguments, said) in [
        (&[report, "  \n "][..], "the text is blank"),
        (&[report, &"é".repeat(1_001)], "1 characters too long"),
        (&[UNKNOWN, "Bonjour"], "No open report"),
    ] {
        let (code, refused) = says(database, arguments).await;
        assert!(code == 1 && refused.contains(said), "{refused}");
        assert!(refused.contains("Nothing was changed."), "{refused}");
    }
    for arguments in [&[report][..], &["x", "Bonjour"]] {
        assert_eq!(says(database, arguments).await.0, 2, "{arguments:?}");
    }
    assert_eq!(says(database, &[]).await.1, list, "nothing was changed");

    let answer = "Ce médecin <b>remplaçait</b> le vôtre.";
    let (code, done) = says(database, &[report, answer]).await;
    assert_eq!((code, done.contains("is answered")), (0, true), "{done}");
    let shown = camille.opens(&camille.record("/signalements").await).await;
    assert!(shown.shows("Réponse reçue le"), "{}", shown.visible());
    assert!(shown.shows(answer));
    assert!(!shown.shows("Retirer ce signalement"));

    // What is closed stays as it is: answered once, or taken back.
    let (code, refused) = says(database, &[report, "Autre chose"]).await;
    assert!(code == 1 && refused.contains("No open report"), "{refused}");
    assert_eq!(says(database, &[]).await.1, "No open report.\n");
    camille.reports("Encore une question").await;
    let list = says(database, &[]).await.1;
    let taken_back = list.lines().nth(2).unwrap();
    let withdraw = camille
        .record(&format!("/signalements/{taken_back}/retirer"))
        .await;
    camille.posts(&withdraw, &[]).await;
    let (code, refused) = says(database, &[taken_back, "Trop tard"]).await;
    assert!(code == 1 && refused.contains("taken back"), "{refused}");
    house.closes().await;
}
