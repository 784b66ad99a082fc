//! The chain of traces: an edit behind the application's back is seen.

use policy::AccessContext::CareTeam;
use proof::{
    FaultKind,
    chain::{GENESIS, chain_hash},
};
use record::trace::{Audience, Trace};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BERNARD, BIOLOGY, CAMILLE, LAMBERT, MARTIN, Scene},
};

/// Eight lines on Camille's record, and some on Bernard's.
async fn scene_with_lines(engine: Engine) -> Scene {
    let scene = Scene::begin(engine).await;
    for _ in 0..3 {
        scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
        scene.reads(MARTIN, CAMILLE, BIOLOGY, CareTeam).await.unwrap();
        scene.opens(LAMBERT, BERNARD, CareTeam).await.unwrap();
    }
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    scene
        .reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam)
        .await
        .unwrap_err();
    scene
}

async fn broken_at(scene: &Scene) -> Option<i64> {
    let fault = scene.fault(CAMILLE, Audience::Everyone).await;
    fault.map(|fault| fault.seq)
}

#[rstest]
#[tokio::test]
async fn what_was_written_is_whole(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = scene_with_lines(engine).await;
    assert_eq!(broken_at(&scene).await, None);
    let id = scene.database.id(CAMILLE.key.profile);
    let bodies = format!("SELECT body FROM trace WHERE profile_id = {id} ORDER BY seq");
    let traces: Vec<Trace> = scene
        .database
        .texts(bodies)
        .await
        .iter()
        .map(|body| serde_json::from_str(body).unwrap())
        .collect();
    assert_eq!(
        traces.iter().map(|trace| trace.seq).collect::<Vec<_>>(),
        (1..=8).collect::<Vec<_>>()
    );
    assert_eq!(traces[7].rule, "masked");
    assert!(traces[7].denied);
    scene.end().await;
}

#[rstest]
#[case::edited(
    "UPDATE trace SET body = replace(body, 'Martin', 'Durand') WHERE {} AND seq = 4",
    4
)]
#[case::hash_edited(
    "UPDATE trace SET hash = (SELECT hash FROM trace WHERE {} AND seq = 1) WHERE {} AND seq = 6",
    6
)]
#[case::first_deleted("DELETE FROM trace WHERE {} AND seq = 1", 1)]
#[case::one_deleted("DELETE FROM trace WHERE {} AND seq = 5", 5)]
#[case::deleted_and_renumbered(
    "UPDATE trace SET seq = 105 WHERE {} AND seq = 5; UPDATE trace SET seq = 5 WHERE {} AND seq = 6",
    5
)]
#[case::swapped(
    "UPDATE trace SET body = (SELECT other.body FROM trace other WHERE other.profile_id = trace.profile_id \
     AND other.audience = trace.audience AND other.seq = 5 - trace.seq) WHERE {} AND seq IN (2, 3)",
    2
)]
#[case::moved_to_another_chain("UPDATE trace SET audience = 'withheld' WHERE {} AND seq = 7", 7)]
#[tokio::test]
async fn a_line_that_is_not_as_it_was_is_found(
    #[case] tampering: &str,
    #[case] place: i64,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = scene_with_lines(engine).await;
    let of_camille = format!(
        "profile_id = {} AND audience = 'everyone'",
        scene.database.id(CAMILLE.key.profile)
    );
    for statement in tampering.split("; ") {
        scene.database.execute(statement.replace("{}", &of_camille)).await;
    }
    assert_eq!(broken_at(&scene).await, Some(place));
    // Each record has its own chain.
    assert_eq!(scene.fault(BERNARD, Audience::Everyone).await, None);
    scene.end().await;
}

/// As many openings of Camille's record: a checkpoint is signed on the way.
async fn scene_with_a_checkpoint(engine: Engine) -> Scene {
    let scene = Scene::begin(engine).await;
    for _ in 0..70 {
        scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    }
    scene
}

/// Whoever holds the database can compute every hash again, but not sign.
async fn tell_again(scene: &Scene) {
    let of_camille = format!(
        "profile_id = {} AND audience = 'everyone'",
        scene.database.id(CAMILLE.key.profile)
    );
    let bodies = format!("SELECT body FROM trace WHERE {of_camille} ORDER BY seq");
    let mut previous = GENESIS;
    for (seq, body) in (1..).zip(scene.database.texts(bodies).await) {
        let body = body.replace(if seq == 40 { "Lambert" } else { "\0" }, "Durand");
        previous = chain_hash(&previous, &body);
        let hash = scene.database.bytes(&previous);
        let sql =
            format!("UPDATE trace SET body = '{body}', hash = {hash} WHERE {of_camille} AND seq = {seq}");
        scene.database.execute(sql).await;
    }
}

#[rstest]
#[tokio::test]
async fn a_history_that_was_told_again_is_not_the_one_that_was_signed(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = scene_with_a_checkpoint(engine).await;
    assert_eq!(scene.fault(CAMILLE, Audience::Everyone).await, None);
    tell_again(&scene).await;
    let fault = scene.fault(CAMILLE, Audience::Everyone).await.unwrap();
    assert_eq!((fault.seq, fault.last, fault.kind), (1, 64, FaultKind::Forked));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_end_that_was_signed_is_missed(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = scene_with_a_checkpoint(engine).await;
    let id = scene.database.id(CAMILLE.key.profile);
    let last = format!("DELETE FROM trace WHERE profile_id = {id} AND seq > 65");
    scene.database.execute(last).await;
    assert_eq!(
        scene.fault(CAMILLE, Audience::Everyone).await,
        None,
        "nothing signed them"
    );
    let signed = format!("DELETE FROM trace WHERE profile_id = {id} AND seq > 60");
    scene.database.execute(signed).await;
    let fault = scene.fault(CAMILLE, Audience::Everyone).await.unwrap();
    assert_eq!((fault.seq, fault.kind), (61, FaultKind::CutOff));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_access_that_cannot_be_traced_does_not_happen(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = scene_with_lines(engine).await;
    scene
        .database
        .alter("ALTER TABLE trace RENAME TO elsewhere")
        .await;
    let who = crate::scene::physician(LAMBERT);
    let visit = crate::scene::access(&who, BERNARD.ins, CareTeam);
    let store = &scene.store;
    assert!(store.open_record(visit, scene.next()).await.is_err());
    let read = store
        .read_document(visit, crate::scene::BERNARDS, scene.next())
        .await;
    assert!(read.is_err());
    let search = crate::scene::everything();
    assert!(
        store
            .search_documents(visit, &search, scene.next())
            .await
            .is_err()
    );
    assert!(scene.changes(CAMILLE, false, BIOLOGY).await.is_err());
    assert!(
        store
            .signed_in("camille", CAMILLE.key.account, scene.next())
            .await
            .is_err()
    );
    scene
        .database
        .alter("ALTER TABLE elsewhere RENAME TO trace")
        .await;
    // Nor has anything of it happened.
    let page = scene
        .lists(CAMILLE, &record::queries::DocumentQuery::default())
        .await;
    assert_eq!(page.masked, 1);
    assert_eq!(broken_at(&scene).await, None);
    scene.end().await;
}
