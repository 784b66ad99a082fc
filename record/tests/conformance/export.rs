//! Handing the history out: every line that the viewer may see, and no other, with the proof.

use policy::AccessContext::CareTeam;
use proof::{FaultKind, Verifier, file::Entry};
use record::{
    RecordError,
    acts::{ExportedLine, HistoryExport},
    trace::{Audience, Trace},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BERNARD, BIOLOGY, CAMILLE, LAMBERT, Person, Scene, UNTOLD, ZOE, ZOES_SECRET, signer},
};

/// The whole export, chain by chain.
async fn exports(scene: &Scene, who: Person) -> (HistoryExport, Vec<Vec<ExportedLine>>) {
    let export = scene
        .store
        .begin_history_export(who.key, scene.next())
        .await
        .unwrap();
    let mut chains = Vec::new();
    for chain in &export.chains {
        let mut lines: Vec<ExportedLine> = Vec::new();
        loop {
            let after = lines.last().map_or(0, |line| line.seq);
            let more = scene
                .store
                .exported_lines(who.key, chain, after, scene.next())
                .await
                .unwrap();
            if more.is_empty() {
                break;
            }
            assert!(more.len() <= 500, "a page of it stays small");
            lines.extend(more);
        }
        chains.push(lines);
    }
    (export, chains)
}

/// The proof as it is written in a file.
fn proof_of(export: &HistoryExport, chains: &[Vec<ExportedLine>]) -> String {
    let mut text = String::new();
    for (chain, lines) in export.chains.iter().zip(chains) {
        let beginning = Entry::Chain {
            profile: export.profile.to_string(),
            chain: chain.audience.as_str().to_owned(),
        };
        beginning.write(&mut text).unwrap();
        for line in lines {
            let entry = Entry::Line {
                hash: line.hash,
                body: &line.body,
            };
            entry.write(&mut text).unwrap();
            if let Some(checkpoint) = &line.checkpoint {
                Entry::Checkpoint(checkpoint.clone()).write(&mut text).unwrap();
            }
        }
        for checkpoint in &chain.missing {
            Entry::Checkpoint(checkpoint.clone()).write(&mut text).unwrap();
        }
    }
    text
}

fn verifies(text: &str) -> Result<Vec<i64>, FaultKind> {
    let mut verifier = Verifier::new(signer().public_keys().to_vec(), Vec::new());
    let read = verifier.push(text.as_bytes()).and_then(|()| verifier.finish());
    read.map(|verified| verified.iter().map(|chain| chain.lines).collect())
        .map_err(|fault| fault.kind)
}

#[rstest]
#[tokio::test]
async fn an_adult_takes_both_chains_away(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for _ in 0..67 {
        scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    }
    scene.reads(LAMBERT, CAMILLE, UNTOLD, CareTeam).await.unwrap();
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    let (export, chains) = exports(&scene, CAMILLE).await;
    let audiences: Vec<_> = export.chains.iter().map(|chain| chain.audience).collect();
    assert_eq!(audiences, [Audience::Everyone, Audience::Holder]);
    let lasts: Vec<_> = export.chains.iter().map(|chain| chain.last).collect();
    // What was tried on a document hidden from Camille waits elsewhere.
    assert_eq!(lasts, [68, 0]);
    let signed: Vec<_> = chains[0]
        .iter()
        .filter(|line| line.checkpoint.is_some())
        .map(|line| line.seq)
        .collect();
    assert_eq!(signed, [64, 68]);
    assert_eq!(verifies(&proof_of(&export, &chains)), Ok(vec![68, 0]));
    // Asked for again, nothing is signed twice; what came since is there.
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let (export, chains) = exports(&scene, CAMILLE).await;
    assert_eq!(verifies(&proof_of(&export, &chains)), Ok(vec![69, 0]));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_long_history_is_whole(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    // As many more lines as make a second page, linked as the acts would.
    let id = scene.database.id(CAMILLE.key.profile);
    let first = format!("SELECT body FROM trace WHERE profile_id = {id}");
    let body = scene.database.texts(first).await.remove(0);
    let mut hash = proof::chain_hash(&proof::chain::GENESIS, &body);
    for seq in 2..=502 {
        let body = body.replacen("\"seq\":1,", &format!("\"seq\":{seq},"), 1);
        hash = proof::chain_hash(&hash, &body);
        let sql = format!(
            "INSERT INTO trace (profile_id, audience, seq, at, professional, rpps, event, denied, body, hash) \
             SELECT profile_id, audience, {seq}, at, professional, rpps, event, denied, '{body}', {} FROM trace \
             WHERE profile_id = {id} AND seq = 1",
            scene.database.bytes(&hash)
        );
        scene.database.execute(sql).await;
    }
    let (export, chains) = exports(&scene, CAMILLE).await;
    assert_eq!(chains[0].len(), 502);
    assert_eq!(verifies(&proof_of(&export, &chains)), Ok(vec![502, 0]));
    scene.end().await;
}

/// A representative's history has no second chain, no gap and no trace of what is secret: it is the same, byte for byte.
#[rstest]
#[tokio::test]
async fn a_representative_takes_away_what_they_may_see(#[values(Sqlite, Postgres)] engine: Engine) {
    let mut texts = Vec::new();
    for secret in [false, true] {
        let scene = Scene::begin(engine).await;
        scene.opens(LAMBERT, ZOE, CareTeam).await.unwrap();
        if secret {
            scene.reads(LAMBERT, ZOE, ZOES_SECRET, CareTeam).await.unwrap();
        } else {
            // So that the clock is at the same moment.
            let _ = scene.next();
        }
        scene.opens(LAMBERT, ZOE, CareTeam).await.unwrap();
        let (export, chains) = exports(&scene, ZOE).await;
        texts.push(proof_of(&export, &chains));
        let hidden = record::acts::ExportedChain {
            audience: Audience::Holder,
            last: i64::MAX,
            missing: Vec::new(),
        };
        for audience in [Audience::Holder, Audience::Withheld] {
            let chain = record::acts::ExportedChain {
                audience,
                ..hidden.clone()
            };
            let asked = scene.store.exported_lines(ZOE.key, &chain, 0, scene.next()).await;
            assert!(matches!(asked, Err(RecordError::NotFound)), "{audience:?}");
        }
        scene.end().await;
    }
    assert_eq!(texts[0], texts[1]);
    assert_eq!(verifies(&texts[0]), Ok(vec![2]));
}

#[rstest]
#[tokio::test]
async fn somebody_else_s_history_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let key = record::acts::ActorKey {
        account: BERNARD.key.account,
        profile: CAMILLE.key.profile,
    };
    let asked = scene.store.begin_history_export(key, scene.next()).await;
    assert!(matches!(asked, Err(RecordError::NotFound)));
    // An export that has begun ends with the right to it.
    let (export, _) = exports(&scene, CAMILLE).await;
    scene.set(CAMILLE, "state = 'closed', closed_at = 0").await;
    let asked = scene
        .store
        .exported_lines(CAMILLE.key, &export.chains[0], 0, scene.next())
        .await;
    assert!(matches!(asked, Err(RecordError::Closed { .. })));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_end_that_was_signed_is_missed_in_the_proof(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for _ in 0..5 {
        scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    }
    exports(&scene, CAMILLE).await;
    let id = scene.database.id(CAMILLE.key.profile);
    scene
        .database
        .execute(format!("DELETE FROM trace WHERE profile_id = {id} AND seq > 3"))
        .await;
    let (export, chains) = exports(&scene, CAMILLE).await;
    assert_eq!(verifies(&proof_of(&export, &chains)), Err(FaultKind::CutOff));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn each_line_can_be_read_as_the_page_says_it(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    scene
        .reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam)
        .await
        .unwrap_err();
    let (_, chains) = exports(&scene, CAMILLE).await;
    let mut read: Vec<_> = chains[0]
        .iter()
        .map(|line| {
            serde_json::from_str::<Trace>(&line.body)
                .unwrap()
                .shown()
                .unwrap()
        })
        .map(|line| (line.event, line.denied, line.rule))
        .collect();
    let shown = scene.history(CAMILLE).await;
    read.reverse();
    read.retain(|(event, ..)| event != "setting_changed");
    let shown: Vec<_> = shown
        .into_iter()
        .map(|line| (line.event, line.denied, line.rule))
        .collect();
    assert_eq!(read, shown);
    scene.end().await;
}
