//! *My documents*, one document and its content.

use record::{
    RecordError,
    queries::{DocumentQuery, DocumentSort},
    views::{DocumentPage, SettingsChange},
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        ALLERGIES, BERNARD, BERNARDS, BIOLOGY, BY_BLOCKED, CAMILLE, CAMILLES, CARDIOLOGY, Scene, UNKNOWN,
        UNTOLD, WILDCARDS, document, population,
    },
};

fn ids(page: &DocumentPage) -> Vec<Uuid> {
    page.documents.iter().map(|document| document.id).collect()
}

#[rstest]
#[tokio::test]
async fn the_list_is_what_the_person_may_see(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    assert_eq!(ids(&page), CAMILLES);
    assert_eq!((page.total, page.matching, page.masked), (5, 5, 0));
    assert_eq!((page.page, page.pages), (1, 1));
    let biology = &page.documents[0];
    assert_eq!(biology.title, "Analyse de sang : cholestérol");
    assert_eq!(biology.author.name, "Karim Haddad");
    assert_eq!(biology.author.profession, "Médecin");
    assert_eq!(biology.author.organisation, "Cabinet des Tilleuls, Lille");
    assert_eq!(biology.dated, jiff::civil::date(2026, 11, 20));
    assert!(!biology.is_masked());
    assert_eq!(page.settings.administrators[0].name, "Hélène Martin");
    assert_eq!(page.settings.blocked[0].name, "Bruno Blanc");
    assert_eq!(
        ids(&scene.lists(BERNARD, &DocumentQuery::default()).await),
        [BERNARDS]
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_list_is_sorted_as_asked(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for (sort, expected) in [
        (DocumentSort::Newest, CAMILLES),
        (
            DocumentSort::Oldest,
            [ALLERGIES, BY_BLOCKED, WILDCARDS, CARDIOLOGY, BIOLOGY],
        ),
        // Analyse, Consultation, Échographie, Mes, Régime
        (
            DocumentSort::Title,
            [BIOLOGY, BY_BLOCKED, CARDIOLOGY, ALLERGIES, WILDCARDS],
        ),
        // Blanc, Durand, Haddad, Lambert, Nguyen
        (
            DocumentSort::Author,
            [BY_BLOCKED, ALLERGIES, BIOLOGY, WILDCARDS, CARDIOLOGY],
        ),
    ] {
        let query = DocumentQuery {
            sort,
            ..DocumentQuery::default()
        };
        assert_eq!(ids(&scene.lists(CAMILLE, &query).await), expected, "{sort:?}");
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_list_is_narrowed_as_asked(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await;
    let narrowed = async |masked, category: &str| {
        let query = DocumentQuery {
            masked,
            category: category.to_owned(),
            ..DocumentQuery::default()
        };
        let page = scene.lists(CAMILLE, &query).await;
        assert_eq!(
            (page.total, page.masked),
            (5, 1),
            "the totals are those of the whole record"
        );
        assert_eq!(page.matching, page.documents.len() as u64);
        ids(&page)
    };
    assert_eq!(narrowed(Some(true), "").await, [BIOLOGY]);
    assert_eq!(narrowed(Some(false), "").await, CAMILLES[1..]);
    let category = |code| policy::DocumentType::from_code(code).unwrap().category().code();
    assert_eq!(narrowed(None, category("57833-6")).await, [WILDCARDS]);
    assert!(narrowed(Some(true), category("57833-6")).await.is_empty());
    assert_eq!(narrowed(Some(true), category("11502-2")).await, [BIOLOGY]);
    assert!(narrowed(None, "no such category").await.is_empty());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_search_ignores_accents_and_takes_every_character_as_it_is(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    for (search, expected) in [
        ("echographie", vec![CARDIOLOGY]),
        ("  COEUR ", vec![CARDIOLOGY]),
        ("cœur", vec![CARDIOLOGY]),
        ("haddad", vec![BIOLOGY]),
        ("d'ete", vec![BY_BLOCKED]),
        ("d’été", vec![BY_BLOCKED]),
        (
            "tilleuls, lille",
            vec![BIOLOGY, CARDIOLOGY, WILDCARDS, BY_BLOCKED],
        ),
        // Wildcards and the escape character stand for themselves.
        ("%", vec![WILDCARDS]),
        ("_", vec![WILDCARDS]),
        (r"\", vec![WILDCARDS]),
        (r"100 %_\ sans", vec![WILDCARDS]),
        ("%%", vec![]),
        // Blank is no search at all.
        (" \t\n\0 ", CAMILLES.to_vec()),
        ("'; DROP TABLE document; --", vec![]),
        ("<script>alert(1)</script>", vec![]),
        ("\0\u{1}\u{feff}\u{202e}𝕏\u{10ffff}", vec![]),
        (&"a".repeat(10_000), vec![]),
        (&"%".repeat(10_000), vec![]),
        (&"ﷺ".repeat(10_000), vec![]),
    ] {
        assert_eq!(scene.finds(CAMILLE, search).await, expected, "{search:.40?}");
    }
    assert_eq!(
        scene.finds(CAMILLE, "sang").await,
        [BIOLOGY],
        "the table is still there"
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn pages_have_edges(#[values(Sqlite, Postgres)] engine: Engine) {
    let mut population = population();
    for number in 0..36 {
        let id = Uuid::from_u128(0xabc_0000 + number);
        population
            .documents
            .push(document(CAMILLE, id, "11502-2", "Analyse", None, 100));
    }
    let scene = Scene::with(engine, &population).await;
    let page = async |page| {
        let query = DocumentQuery {
            page,
            ..DocumentQuery::default()
        };
        let page = scene.lists(CAMILLE, &query).await;
        (page.page, page.pages, page.documents.len(), page.matching)
    };
    assert_eq!(page(0).await, (1, 3, 20, 41));
    assert_eq!(page(1).await, (1, 3, 20, 41));
    assert_eq!(page(2).await, (2, 3, 20, 41));
    assert_eq!(page(3).await, (3, 3, 1, 41));
    assert_eq!(page(4).await, (3, 3, 1, 41));
    assert_eq!(page(u32::MAX).await, (3, 3, 1, 41));
    // One page exactly full, then no page at all.
    let exactly = DocumentQuery {
        search: "analyse".to_owned(),
        page: 9,
        ..DocumentQuery::default()
    };
    assert_eq!(scene.lists(CAMILLE, &exactly).await.matching, 37);
    let none = DocumentQuery {
        search: "introuvable".to_owned(),
        page: 9,
        ..DocumentQuery::default()
    };
    let none = scene.lists(CAMILLE, &none).await;
    assert_eq!((none.page, none.pages, none.documents.len()), (1, 1, 0));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_place_narrows_the_list_and_what_is_masked(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let all = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    let place = all.organisations.first().unwrap().clone();
    let query = DocumentQuery {
        organisation: place.clone(),
        ..DocumentQuery::default()
    };
    let found = scene.lists(CAMILLE, &query).await;
    assert!(found.matching > 0 && found.matching < all.matching);
    assert!(
        found
            .documents
            .iter()
            .all(|document| document.author.organisation == place)
    );
    let mask = SettingsChange::Matching { query, mask: true };
    let preview = scene.store.preview_change(CAMILLE.key, &mask, scene.next()).await;
    assert_eq!(preview.unwrap().masking.len() as u64, found.matching);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_document_is_shown_and_downloaded(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let details = scene
        .store
        .show_document(CAMILLE.key, BIOLOGY, scene.next())
        .await
        .unwrap();
    assert_eq!(details.document.title, "Analyse de sang : cholestérol");
    assert_eq!(details.deposited_at.to_string(), "2026-11-20T10:00:00");
    assert_eq!(details.media_type, "application/pdf");
    let content = scene
        .store
        .download_document(CAMILLE.key, BIOLOGY, scene.next())
        .await
        .unwrap();
    assert_eq!(content.bytes, "%PDF Analyse de sang : cholestérol".as_bytes());
    assert_eq!(details.size, content.bytes.len() as u64);
    assert_eq!(content.media_type, "application/pdf");
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_is_not_yours_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let store = &scene.store;
    let elsewhere = record::acts::ActorKey {
        account: CAMILLE.key.account,
        profile: BERNARD.key.profile,
    };
    let nowhere = record::acts::ActorKey {
        account: CAMILLE.key.account,
        profile: UNKNOWN,
    };
    for (key, document) in [
        (CAMILLE.key, UNKNOWN),
        (CAMILLE.key, BERNARDS),
        (CAMILLE.key, UNTOLD),
        (elsewhere, BERNARDS),
        (nowhere, BERNARDS),
    ] {
        let not_found = |error| matches!(error, RecordError::NotFound);
        assert!(not_found(
            store
                .show_document(key, document, scene.next())
                .await
                .unwrap_err()
        ));
        assert!(not_found(
            store
                .download_document(key, document, scene.next())
                .await
                .unwrap_err()
        ));
    }
    for key in [elsewhere, nowhere] {
        let query = DocumentQuery::default();
        let listed = store.list_documents(key, &query, scene.next()).await;
        assert!(matches!(listed, Err(RecordError::NotFound)));
        let opened = store.open_profile(key, scene.next()).await;
        assert!(matches!(opened, Err(RecordError::NotFound)));
    }
    assert!(store.profiles_of(UNKNOWN, scene.next()).await.unwrap().is_empty());
    let profiles = store
        .profiles_of(CAMILLE.key.account, scene.next())
        .await
        .unwrap();
    assert_eq!(profiles.len(), 1);
    assert_eq!(profiles[0].id, CAMILLE.key.profile);
    scene.end().await;
}
