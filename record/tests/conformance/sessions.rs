//! Sessions, and the throttle of sign-ins.

use jiff::{SignedDuration, Timestamp};
use record::acts::Throttle;
use rstest::rstest;
use sha2::{Digest as _, Sha256};

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BERNARD, CAMILLE, Scene, UNKNOWN, at, start},
};

fn minutes(minutes: i64) -> Timestamp {
    start() + SignedDuration::from_mins(minutes)
}

fn seconds(seconds: i64) -> Timestamp {
    start() + SignedDuration::from_secs(seconds)
}

#[rstest]
#[tokio::test]
async fn a_session_holds_what_it_was_given_until_it_is_ended(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let store = &scene.store;
    let load = async |id: &str| store.load_session(id, minutes(1)).await.unwrap();
    store
        .create_session("one", CAMILLE.key.account, "{}", start())
        .await
        .unwrap();
    store
        .create_session("two", BERNARD.key.account, "b", start())
        .await
        .unwrap();
    assert_eq!(load("one").await.as_deref(), Some("{}"));
    assert!(store.save_session("one", "c", minutes(1)).await.unwrap());
    assert_eq!(load("one").await.as_deref(), Some("c"));
    assert_eq!(load("two").await.as_deref(), Some("b"));
    assert_eq!(load("").await, None);
    assert_eq!(load(&"é".repeat(10_000)).await, None);
    for _ in 0..2 {
        store.delete_session("one").await.unwrap();
        assert_eq!(load("one").await, None);
    }
    assert!(!store.save_session("one", "d", minutes(1)).await.unwrap());
    assert_eq!(load("one").await, None);
    assert_eq!(load("two").await.as_deref(), Some("b"));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_session_ends_unused_or_old(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let store = &scene.store;
    let is_open = async |at| store.load_session("id", at).await.unwrap().is_some();
    store
        .create_session("id", CAMILLE.key.account, "", start())
        .await
        .unwrap();
    // Use keeps it open…
    for used in [29, 58, 87] {
        assert!(is_open(minutes(used)).await, "{used}");
    }
    // …for half an hour.
    assert!(!is_open(minutes(87 + 30)).await);
    assert!(is_open(minutes(87 + 29)).await);

    store
        .create_session("old", CAMILLE.key.account, "", start())
        .await
        .unwrap();
    let mut at = 0;
    while at < 12 * 60 - 1 {
        at += 29;
        at = at.min(12 * 60 - 1);
        let open = store.load_session("old", minutes(at)).await.unwrap();
        assert!(open.is_some(), "{at}");
    }
    assert!(
        store
            .load_session("old", minutes(12 * 60))
            .await
            .unwrap()
            .is_none()
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_new_session_sweeps_out_the_ended_ones(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for (id, at) in [("a", 0), ("b", 1), ("c", 25), ("d", 31)] {
        let account = CAMILLE.key.account;
        scene
            .store
            .create_session(id, account, id, minutes(at))
            .await
            .unwrap();
    }
    let mut kept = scene.database.rows("session", &["data"]).await;
    kept.sort();
    assert_eq!(kept, ["b", "c", "d"]);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_stolen_database_opens_no_session(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let id = "k3Yd0eTq9cXw5uVbA1mZ7g";
    scene
        .store
        .create_session(id, CAMILLE.key.account, "{}", start())
        .await
        .unwrap();
    let columns = ["id_hash", "account_id", "data", "created_at", "seen_at"];
    let kept = scene.database.rows("session", &columns).await.remove(0);
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .flat_map(|byte| format!("{byte:02x}").into_bytes())
            .map(char::from)
            .collect::<String>()
    };
    assert!(kept.contains(&hex(&Sha256::digest(id))));
    assert!(!kept.contains(id) && !kept.contains(&hex(id.as_bytes())));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn failures_make_one_wait_and_a_pause_always_lets_one_in(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let store = &scene.store;
    let throttle = async |identifier: &str, at| store.sign_in_throttle(identifier, at).await.unwrap();
    for _ in 0..5 {
        assert_eq!(throttle("camille", start()).await, Throttle::Open);
        store.sign_in_failed("camille", start()).await.unwrap();
    }
    assert_eq!(throttle("camille", start()).await, Throttle::Open);
    store.sign_in_failed("camille", start()).await.unwrap();
    assert!(matches!(
        throttle("camille", start()).await,
        Throttle::Wait(1..=3)
    ));
    // Another way of writing it is the same identifier; another identifier is not.
    assert_ne!(throttle(" CAMILLÉ ", start()).await, Throttle::Open);
    assert_eq!(throttle("bernard", start()).await, Throttle::Open);
    for _ in 0..100 {
        store.sign_in_failed("camille", start()).await.unwrap();
    }
    assert_ne!(throttle("camille", seconds(59)).await, Throttle::Open);
    assert_eq!(throttle("camille", seconds(60)).await, Throttle::Open);
    // Once in, all is forgotten.
    store
        .signed_in("camille", CAMILLE.key.account, at(seconds(60)))
        .await
        .unwrap();
    store.sign_in_failed("camille", seconds(61)).await.unwrap();
    assert_eq!(throttle("camille", seconds(61)).await, Throttle::Open);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_unknown_identifier_waits_like_a_known_one(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for failure in 0..12 {
        for identifier in ["camille", "personne", "\0%'; --"] {
            scene.store.sign_in_failed(identifier, start()).await.unwrap();
        }
        for second in [0, 1, 3, 10, 30, 59, 60] {
            let [known, unknown, hostile] = ["camille", "personne", "\0%'; --"]
                .map(|identifier| scene.store.sign_in_throttle(identifier, seconds(second)));
            let known = known.await.unwrap();
            assert_eq!(unknown.await.unwrap(), known, "{failure} {second}");
            assert_eq!(hostile.await.unwrap(), known, "{failure} {second}");
        }
    }
    // Nor is anything typed kept: the table holds hashes.
    let kept = scene
        .database
        .rows("sign_in_throttle", &["key_hash"])
        .await
        .join(" ");
    assert_eq!(
        kept.len(),
        3 * 64 + 2 + if engine == Postgres { 3 * 2 } else { 0 }
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn failures_are_forgotten_after_half_an_hour(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for _ in 0..50 {
        scene.store.sign_in_failed("camille", start()).await.unwrap();
    }
    scene.store.sign_in_failed("camille", minutes(31)).await.unwrap();
    let open = scene
        .store
        .sign_in_throttle("camille", minutes(31))
        .await
        .unwrap();
    assert_eq!(open, Throttle::Open);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_account_is_found_however_it_is_typed(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for typed in ["camille", "CAMILLE", "  Camille ", "Camillé"] {
        let found = scene.store.credentials(typed).await.unwrap().unwrap();
        assert_eq!(found.account, CAMILLE.key.account, "{typed}");
        assert_eq!(found.password_hash, "not a real hash");
        assert!(!format!("{found:?}").contains("not a real hash"));
    }
    for typed in ["", "camill", "camille%", "\0", "' OR 1=1 --", &"x".repeat(10_000)] {
        assert!(
            scene.store.credentials(typed).await.unwrap().is_none(),
            "{typed:.40}"
        );
    }
    let nobody = scene.store.signed_in("x", UNKNOWN, at(start())).await;
    nobody.unwrap();
    assert_eq!(scene.notice_kinds(CAMILLE).await, [""; 0]);
    scene.end().await;
}
