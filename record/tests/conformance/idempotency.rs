//! What is sent twice is done once.

use jiff::SignedDuration;
use policy::{AccessContext::CareTeam, Rule, VisibilityFlag::HiddenFromRepresentatives};
use record::acts::{
    DocumentAct::{self, Delete, Deposit, MaskForHolder},
    GatewayRefusal::{Absent, KeyReused, Told},
    Sending,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BIOLOGY, CAMILLE, HADDAD, LAMBERT, NGUYEN, Person, Scene, UNKNOWN, ZOE, access, at, physician, sheet,
    },
};

const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

type Answer = Result<Uuid, record::acts::GatewayRefusal>;

async fn sends(scene: &Scene, who: &str, of: Person, act: DocumentAct<'_>, key: &str, request: u8) -> Answer {
    let who = physician(who);
    let sending = Sending {
        key,
        request_hash: [request; 32],
    };
    let asked = access(&who, of.ins, CareTeam);
    scene
        .store
        .write_document(asked, act, Some(sending), scene.next())
        .await
        .unwrap()
}

async fn lines(scene: &Scene) -> usize {
    scene
        .database
        .texts("SELECT body FROM trace".to_owned())
        .await
        .len()
}

#[rstest]
#[tokio::test]
async fn the_same_request_gets_the_same_answer(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let document = sheet("Compte rendu", &[]);
    let first = sends(&scene, LAMBERT, CAMILLE, Deposit(&document), KEY, 1).await;
    for _ in 0..3 {
        assert_eq!(
            sends(&scene, LAMBERT, CAMILLE, Deposit(&document), KEY, 1).await,
            first
        );
    }
    assert_eq!(lines(&scene).await, 1);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["document_added"]);
    // A refusal is an answer too, whether it says why or not.
    let refused = sheet("Autre", &[HiddenFromRepresentatives]);
    for _ in 0..2 {
        assert_eq!(
            sends(&scene, LAMBERT, CAMILLE, Deposit(&refused), "b", 1).await,
            Err(Told(Rule::NotAMinor))
        );
        assert_eq!(
            sends(&scene, LAMBERT, CAMILLE, Delete(BIOLOGY), "c", 1).await,
            Err(Absent)
        );
        assert_eq!(
            sends(&scene, HADDAD, CAMILLE, Delete(BIOLOGY), "d", 1).await,
            Ok(BIOLOGY)
        );
    }
    assert_eq!(lines(&scene).await, 4);
    // Without a key it is another request.
    assert_eq!(
        scene.acts(&physician(HADDAD), CAMILLE, Delete(BIOLOGY)).await,
        Err(Absent)
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_key_is_for_one_request_of_one_sender(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let document = sheet("Compte rendu", &[]);
    let id = sends(&scene, LAMBERT, CAMILLE, Deposit(&document), KEY, 1)
        .await
        .unwrap();
    for (of, act) in [
        (CAMILLE, Deposit(&document)),
        (CAMILLE, Delete(id)),
        (ZOE, Deposit(&document)),
        (CAMILLE, MaskForHolder(UNKNOWN)),
    ] {
        assert_eq!(sends(&scene, LAMBERT, of, act, KEY, 2).await, Err(KeyReused));
    }
    assert_eq!(lines(&scene).await, 1);
    // Someone else's key is their own.
    let another = sends(&scene, NGUYEN, CAMILLE, Deposit(&document), KEY, 2).await;
    assert!(another.is_ok_and(|other| other != id));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_key_is_kept_for_a_day(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let document = sheet("Compte rendu", &[]);
    let who = physician(LAMBERT);
    let begun = scene.now();
    let sends = async |after: SignedDuration| {
        let sending = Sending {
            key: KEY,
            request_hash: [1; 32],
        };
        let asked = access(&who, CAMILLE.ins, CareTeam);
        scene
            .store
            .write_document(asked, Deposit(&document), Some(sending), at(begun + after))
            .await
            .unwrap()
    };
    let day = SignedDuration::from_hours(24);
    let first = sends(SignedDuration::ZERO).await;
    assert_eq!(sends(day - SignedDuration::from_micros(1)).await, first);
    assert_eq!(sends(day).await, Err(Told(Rule::DuplicateDeposit)));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_act_that_failed_takes_no_key(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let who = physician(LAMBERT);
    let document = sheet("Compte rendu", &[]);
    let sending = Sending {
        key: KEY,
        request_hash: [1; 32],
    };
    let asked = access(&who, CAMILLE.ins, CareTeam);
    scene.set(CAMILLE, "masked_sections = 99").await;
    let failed = scene
        .store
        .write_document(asked, Deposit(&document), Some(sending), scene.next())
        .await;
    assert!(failed.is_err());
    scene.set(CAMILLE, "masked_sections = 0").await;
    let done = sends(&scene, LAMBERT, CAMILLE, Deposit(&document), KEY, 2).await;
    assert!(done.is_ok());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn sent_at_the_same_time_it_is_done_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let document = sheet("Compte rendu", &[]);
    let act = || sends(&scene, LAMBERT, CAMILLE, Deposit(&document), KEY, 1);
    let (a, b, c, d) = tokio::join!(act(), act(), act(), act());
    assert!(a.is_ok());
    assert_eq!([b, c, d], [a; 3]);
    assert_eq!(lines(&scene).await, 1);
    // On two records at once: one of them wins.
    let (one, other) = tokio::join!(
        sends(&scene, NGUYEN, CAMILLE, Deposit(&document), KEY, 1),
        sends(&scene, NGUYEN, ZOE, Deposit(&document), KEY, 2)
    );
    assert!(matches!(
        (one, other),
        (Ok(_), Err(KeyReused)) | (Err(KeyReused), Ok(_))
    ));
    scene.end().await;
}
