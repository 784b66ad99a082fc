//! Many at once: what was masked before a read began is never given, and what is given has its trace.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
};

use policy::AccessContext::CareTeam;
use record::{
    queries::DocumentQuery,
    trace::{Audience, Trace},
    views::SettingsChange,
};
use rstest::rstest;
use tokio::{sync::watch, task::JoinSet};

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BIOLOGY, CAMILLE, CAMILLES, LAMBERT, Scene, everything, ids},
};

const READERS: usize = 4;
const CHANGES: usize = 24;

/// A read or a search, between two readings of a clock that only goes on.
#[derive(Clone, Copy, Debug)]
struct Access {
    searching: bool,
    began: u64,
    ended: u64,
    given: bool,
}

/// A change of visibility, likewise.
#[derive(Clone, Copy, Debug)]
struct Change {
    mask: bool,
    began: u64,
    ended: u64,
}

/// What the reads may answer is decided by the changes alone.
fn check(changes: &[Change], accesses: &[Access]) {
    for access in accesses {
        // The last change confirmed before it began, if no other began before it ended.
        let before = changes.iter().rposition(|change| change.ended < access.began);
        let next = before.map_or(0, |before| before + 1);
        let undisturbed = changes.get(next).is_none_or(|change| change.began > access.ended);
        if undisturbed {
            let masked = before.is_some_and(|before| changes[before].mask);
            assert_eq!(
                access.given,
                !masked,
                "{access:?} after {:?}",
                before.map(|before| changes[before])
            );
        }
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_masked_stays_masked_whoever_reads_meanwhile(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Arc::new(Scene::begin(engine).await);
    let clock = Arc::new(AtomicU64::new(1));
    let done = Arc::new(AtomicBool::new(false));
    // When the latest finished access began: the patient changes their mind only once each state was seen.
    let (seen, mut watching) = watch::channel(0);
    let seen = Arc::new(seen);

    let mut readers = JoinSet::new();
    for reader in 0..READERS {
        let (scene, clock, done, seen) = (scene.clone(), clock.clone(), done.clone(), seen.clone());
        readers.spawn(async move {
            let mut accesses = Vec::new();
            while !done.load(SeqCst) {
                let searching = reader % 2 == 1;
                let began = clock.fetch_add(1, SeqCst);
                let given = if searching {
                    let found = scene.searches(LAMBERT, CAMILLE, CareTeam, everything()).await;
                    ids(&found.unwrap()).contains(&BIOLOGY)
                } else {
                    scene.reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam).await.is_ok()
                };
                let ended = clock.fetch_add(1, SeqCst);
                accesses.push(Access {
                    searching,
                    began,
                    ended,
                    given,
                });
                seen.send_modify(|latest| *latest = began.max(*latest));
            }
            accesses
        });
    }

    let mut changes = Vec::new();
    for number in 0..CHANGES {
        let mask = number % 2 == 0;
        let began = clock.fetch_add(1, SeqCst);
        scene.changes(CAMILLE, mask, BIOLOGY).await.unwrap().unwrap();
        let ended = clock.fetch_add(1, SeqCst);
        changes.push(Change { mask, began, ended });
        watching.wait_for(|latest| *latest > ended).await.unwrap();
    }
    done.store(true, SeqCst);
    let accesses: Vec<Access> = readers.join_all().await.into_iter().flatten().collect();
    check(&changes, &accesses);

    let written: Vec<Trace> = scene
        .database
        .texts("SELECT body FROM trace".to_owned())
        .await
        .iter()
        .map(|body| serde_json::from_str(body).unwrap())
        .collect();
    let traced = |event: &str, denied| {
        let lines = written
            .iter()
            .filter(|trace| trace.event == event && trace.denied == denied);
        lines.count()
    };
    let reads = |given| {
        let reads = accesses
            .iter()
            .filter(|access| !access.searching && access.given == given);
        reads.count()
    };
    assert_eq!(
        traced("document_read", false),
        reads(true),
        "every permitted read has its trace"
    );
    assert_eq!(traced("document_read", true), reads(false));
    let searches = accesses.iter().filter(|access| access.searching).count();
    assert_eq!(traced("documents_searched", false), searches);
    assert_eq!(traced("setting_changed", false), CHANGES);
    let fault = scene.fault(CAMILLE, Audience::Everyone).await;
    assert_eq!(fault, None, "lines written at once still form one chain");
    // However many came at once, one was the first.
    let kinds = "SELECT kind FROM notice WHERE kind = 'first_access'".to_owned();
    assert_eq!(scene.database.texts(kinds).await.len(), 1);
    Arc::into_inner(scene).unwrap().end().await;
}

#[test]
fn the_checker_sees_a_read_that_should_not_have_been() {
    let masked = Change {
        mask: true,
        began: 1,
        ended: 2,
    };
    let read = |began, ended, given| Access {
        searching: false,
        began,
        ended,
        given,
    };
    check(
        &[masked],
        &[read(0, 3, true), read(0, 3, false), read(3, 4, false)],
    );
    let caught = std::panic::catch_unwind(|| check(&[masked], &[read(3, 4, true)]));
    assert!(caught.is_err());
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_tabs_confirm_and_one_change_is_made(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Arc::new(Scene::begin(engine).await);
    let preview = scene
        .store
        .preview_change(CAMILLE.key, &SettingsChange::All { mask: true }, scene.next())
        .await
        .unwrap();
    let mut tabs = JoinSet::new();
    for _ in 0..6 {
        let scene = scene.clone();
        let confirmed = preview.fingerprint.clone();
        tabs.spawn(async move {
            let changed = scene
                .store
                .change_settings(
                    CAMILLE.key,
                    &SettingsChange::All { mask: true },
                    Some(&confirmed),
                    scene.next(),
                )
                .await;
            changed.unwrap()
        });
    }
    let made = tabs.join_all().await.into_iter().flatten().count();
    assert_eq!(made, 1);
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    assert_eq!(page.masked, CAMILLES.len() as u64);
    assert_eq!(scene.notice_kinds(CAMILLE).await, ["privacy_setting_changed"]);
    Arc::into_inner(scene).unwrap().end().await;
}
