//! What a viewer may not know does not exist for them: nowhere at all.

use policy::AccessContext::{self, BreakGlass, CareTeam};
use record::{
    queries::{DocumentQuery, HistoryKind, HistoryQuery, NoticeQuery},
    trace::Audience,
    views::SettingsChange,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BLOCKED, CAMILLE, FAURE, LAMBERT, MARTIN, NGUYEN, Person, Scene, UNTOLD, UNTOLD_TITLE, ZOE,
        ZOES_SECRET, ZOES_SECRET_TITLE, access, everything, physician, population,
    },
};

const URGENT: AccessContext<'static> = BreakGlass {
    reason: "Personne inconsciente",
};

/// Everything that any page could show this person, as text, times apart.
async fn all_that_is_shown(scene: &Scene, who: Person) -> String {
    let store = &scene.store;
    let occasion = scene.next();
    let mut shown = Vec::new();
    for search in ["", "anatomopathologie", "confidentielle", "nguyen"] {
        for masked in [None, Some(true), Some(false)] {
            let query = DocumentQuery {
                search: search.to_owned(),
                masked,
                ..DocumentQuery::default()
            };
            shown.push(format!(
                "{:?}",
                store.list_documents(who.key, &query, occasion).await
            ));
        }
    }
    for mask in [true, false] {
        shown.push(format!(
            "{:?}",
            store
                .preview_change(who.key, &SettingsChange::All { mask }, occasion)
                .await
        ));
    }
    for kind in [HistoryKind::Professionals, HistoryKind::OwnActs] {
        shown.push(format!(
            "{:?}",
            store.list_history(who.key, &kind.into(), None, occasion).await
        ));
    }
    let all = HistoryQuery::default();
    shown.push(format!(
        "{:?}",
        store.list_visits(who.key, &all, None, occasion).await
    ));
    shown.push(format!(
        "{:?}",
        store
            .list_notices(who.key, NoticeQuery::default(), None, occasion)
            .await
    ));
    shown.push(format!("{:?}", store.open_profile(who.key, occasion).await));
    shown.join("\n")
}

/// Professionals of every kind come and go around the document.
async fn everyone_tries(scene: &Scene, of: Person, document: Uuid) {
    for (who, context) in [
        (LAMBERT, CareTeam),
        (MARTIN, URGENT),
        (NGUYEN, CareTeam),
        (FAURE, CareTeam),
        (BLOCKED, CareTeam),
        (LAMBERT, URGENT),
    ] {
        let _ = scene.reads(who, of, document, context).await;
    }
}

#[rstest]
#[case::from_the_holder(CAMILLE, UNTOLD, UNTOLD_TITLE)]
#[case::from_representatives(ZOE, ZOES_SECRET, ZOES_SECRET_TITLE)]
#[tokio::test]
async fn a_hidden_document_is_named_nowhere(
    #[case] who: Person,
    #[case] document: Uuid,
    #[case] title: &str,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    everyone_tries(&scene, who, document).await;
    let shown = all_that_is_shown(&scene, who).await;
    assert!(
        shown.contains("first_access"),
        "the first access itself must be told"
    );
    assert!(!shown.contains(title));
    assert!(!shown.contains(&document.to_string()));
    assert!(
        !shown.contains("document_read"),
        "a line about it is a line too many"
    );
    scene.end().await;
}

#[rstest]
#[case::from_the_holder(CAMILLE, UNTOLD)]
#[case::from_representatives(ZOE, ZOES_SECRET)]
#[tokio::test]
async fn a_record_with_a_hidden_document_looks_like_one_without(
    #[case] who: Person,
    #[case] document: Uuid,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let with = Scene::begin(engine).await;
    let mut people = population();
    people.documents.retain(|one| one.id != document);
    let without = Scene::with(engine, &people).await;
    for scene in [&with, &without] {
        scene.opens(LAMBERT, who, CareTeam).await.unwrap();
        scene
            .searches(LAMBERT, who, CareTeam, everything())
            .await
            .unwrap();
        scene.opens(LAMBERT, who, URGENT).await.unwrap();
    }
    let (seen, expected) = (
        all_that_is_shown(&with, who).await,
        all_that_is_shown(&without, who).await,
    );
    assert_eq!(without_notice_ids(&seen), without_notice_ids(&expected));
    with.end().await;
    without.end().await;
}

/// Notices and changes have random identifiers (version 4).
fn without_notice_ids(shown: &str) -> String {
    shown
        .split_whitespace()
        .filter(|word| {
            let id: Option<Uuid> = word.trim_end_matches(',').parse().ok();
            id.is_none_or(|id| id.get_version_num() != 4)
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[rstest]
#[tokio::test]
async fn traces_of_a_hidden_document_wait_in_a_chain_of_their_own(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    everyone_tries(&scene, CAMILLE, UNTOLD).await;
    everyone_tries(&scene, ZOE, ZOES_SECRET).await;
    let of = async |who: Person| {
        let id = scene.database.id(who.key.profile);
        let sql = format!("SELECT audience FROM trace WHERE profile_id = {id}");
        scene.database.texts(sql).await
    };
    assert_eq!(of(CAMILLE).await, ["withheld"; 6]);
    assert_eq!(of(ZOE).await, ["holder"; 6]);
    for (who, audience) in [(CAMILLE, Audience::Withheld), (ZOE, Audience::Holder)] {
        assert_eq!(scene.fault(who, audience).await, None);
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_secret_connection_is_for_the_child_alone(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let before = all_that_is_shown(&scene, ZOE).await;
    let who = physician(LAMBERT);
    let mut secret = access(&who, ZOE.ins, CareTeam);
    secret.secret = true;
    scene
        .store
        .open_record(secret, scene.next())
        .await
        .unwrap()
        .unwrap();
    let read = scene
        .store
        .read_document(secret, ZOES_SECRET, scene.next())
        .await
        .unwrap();
    assert_eq!(
        read.unwrap().bytes,
        format!("%PDF {ZOES_SECRET_TITLE}").as_bytes()
    );
    assert_eq!(scene.notice_kinds(ZOE).await, [""; 0]);
    assert_eq!(all_that_is_shown(&scene, ZOE).await, before);
    // It was not a first access: the next one, in the open, is.
    scene.opens(LAMBERT, ZOE, CareTeam).await.unwrap();
    assert_eq!(scene.notice_kinds(ZOE).await, ["first_access"]);

    // On the day she is eighteen, her parents see nothing and she finds it all.
    scene.set(ZOE, "born = '2008-11-23'").await;
    let parents = scene
        .store
        .list_history(ZOE.key, &HistoryKind::Professionals.into(), None, scene.next())
        .await;
    assert!(matches!(parents, Err(record::RecordError::NotFound)));
    let account = scene.database.id(ZOE.key.account);
    let adult = format!("UPDATE representation SET kind = 'holder' WHERE account_id = {account}");
    scene.database.execute(adult).await;
    let events: Vec<_> = scene
        .history(ZOE)
        .await
        .into_iter()
        .map(|line| line.event)
        .collect();
    assert_eq!(events, ["record_opened", "document_read", "record_opened"]);
    let page = scene.lists(ZOE, &DocumentQuery::default()).await;
    assert!(page.documents.iter().any(|document| document.id == ZOES_SECRET));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_minor_does_not_sign_in(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let account = scene.database.id(ZOE.key.account);
    let holder = format!("UPDATE representation SET kind = 'holder' WHERE account_id = {account}");
    scene.database.execute(holder).await;
    let opened = scene.store.open_profile(ZOE.key, scene.next()).await;
    assert!(matches!(opened, Err(record::RecordError::NotFound)));
    scene.end().await;
}
