//! Masking and making visible: one document, or all.

use policy::{Section, VisibilityFlag};
use record::{
    RecordError,
    queries::{DocumentQuery, HistoryKind},
    views::{ChangeKind, SettingsChange},
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BERNARD, BERNARDS, BIOLOGY, CAMILLE, CAMILLES, CARDIOLOGY, Person, Scene, UNKNOWN, UNTOLD, ZOE, ZOES,
        ZOES_SECRET,
    },
};

/// Everything the database holds of a record, to see that nothing changed.
async fn state(scene: &Scene) -> Vec<String> {
    let mut rows = scene.database.rows("document", &["id", "visibility"]).await;
    rows.extend(scene.database.rows("profile", &["id", "masked_sections"]).await);
    rows.extend(scene.database.rows("trace", &["body", "hash"]).await);
    rows.extend(scene.database.rows("notice", &["id", "body"]).await);
    rows.extend(scene.database.rows("change", &["id", "body"]).await);
    rows.sort();
    rows
}

async fn masked(scene: &Scene, who: Person) -> Vec<Uuid> {
    let page = scene.lists(who, &DocumentQuery::default()).await;
    page.documents
        .iter()
        .filter(|document| document.is_masked())
        .map(|document| document.id)
        .collect()
}

async fn fingerprint(scene: &Scene, who: Person, mask: bool) -> String {
    let preview = scene
        .store
        .preview_change(who.key, &SettingsChange::All { mask }, scene.next())
        .await;
    preview.unwrap().fingerprint
}

async fn confirms(scene: &Scene, who: Person, mask: bool, seen: &str) -> Result<Option<Uuid>, RecordError> {
    let change = SettingsChange::All { mask };
    scene
        .store
        .change_settings(who.key, &change, Some(seen), scene.next())
        .await
}

#[rstest]
#[tokio::test]
async fn one_document_is_masked_then_visible_again(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let change = scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    assert_eq!(masked(&scene, CAMILLE).await, [BIOLOGY]);
    let report = scene
        .store
        .report_change(CAMILLE.key, change, scene.next())
        .await
        .unwrap();
    assert_eq!((report.kind, report.changed), (ChangeKind::DocumentsMasked, 1));
    assert_eq!(report.title.as_deref(), Some("Analyse de sang : cholestérol"));

    let back = scene.unmasks(CAMILLE, BIOLOGY).await.unwrap();
    assert_ne!(back, change);
    assert!(masked(&scene, CAMILLE).await.is_empty());
    let report = scene
        .store
        .report_change(CAMILLE.key, back, scene.next())
        .await
        .unwrap();
    assert_eq!(report.kind, ChangeKind::DocumentsUnmasked);

    let own = scene
        .store
        .list_history(CAMILLE.key, &HistoryKind::OwnActs.into(), None, scene.next())
        .await
        .unwrap();
    let told: Vec<_> = own
        .lines
        .iter()
        .map(|line| (line.person.as_deref().unwrap(), line.change.as_deref().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("Camille Durand", "documents_unmasked"),
            ("Camille Durand", "documents_masked")
        ]
    );
    assert_eq!(
        scene.notice_kinds(CAMILLE).await,
        ["privacy_setting_changed", "privacy_setting_changed"]
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_form_sent_twice_does_nothing_twice(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    let seen = fingerprint(&scene, CAMILLE, true).await;
    confirms(&scene, CAMILLE, true, &seen).await.unwrap().unwrap();
    let before = state(&scene).await;
    assert_eq!(scene.masks(CAMILLE, BIOLOGY).await, None);
    assert_eq!(confirms(&scene, CAMILLE, true, &seen).await.unwrap(), None);
    assert_eq!(state(&scene).await, before);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn masking_all_does_what_its_preview_said(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, CARDIOLOGY).await.unwrap();
    let preview = scene
        .store
        .preview_change(CAMILLE.key, &SettingsChange::All { mask: true }, scene.next())
        .await
        .unwrap();
    let changing: Vec<_> = preview.masking.iter().map(|document| document.id).collect();
    assert_eq!(
        changing,
        CAMILLES
            .into_iter()
            .filter(|id| *id != CARDIOLOGY)
            .collect::<Vec<_>>()
    );
    assert_eq!(preview.unchanged, 1);
    assert_eq!(
        preview.sections_masking,
        Section::ALL.map(|section| section.id().to_owned())
    );

    let change = confirms(&scene, CAMILLE, true, &preview.fingerprint)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(masked(&scene, CAMILLE).await, CAMILLES);
    let report = scene
        .store
        .report_change(CAMILLE.key, change, scene.next())
        .await
        .unwrap();
    assert_eq!(
        (report.kind, report.changed, report.title),
        (ChangeKind::DocumentsMasked, 4, None)
    );
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    assert_eq!(
        page.settings.masked_sections,
        Section::ALL.map(|section| section.id().to_owned())
    );
    // One line, one notice, whatever the number of documents; and other people's records are as they were.
    assert_eq!(scene.notice_kinds(CAMILLE).await.len(), 2);
    assert!(masked(&scene, BERNARD).await.is_empty());

    let seen = fingerprint(&scene, CAMILLE, false).await;
    confirms(&scene, CAMILLE, false, &seen).await.unwrap().unwrap();
    assert!(masked(&scene, CAMILLE).await.is_empty());
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    assert!(page.settings.masked_sections.is_empty());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_stale_confirmation_changes_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let seen = fingerprint(&scene, CAMILLE, true).await;
    let other_way = fingerprint(&scene, CAMILLE, false).await;
    // Another tab was faster.
    scene.masks(CAMILLE, CARDIOLOGY).await.unwrap();
    let before = state(&scene).await;
    for stale in [
        seen.as_str(),
        other_way.as_str(),
        "",
        "invented",
        &"f".repeat(10_000),
    ] {
        let refused = confirms(&scene, CAMILLE, true, stale).await;
        assert!(matches!(refused, Err(RecordError::Stale)), "{stale:.40}");
    }
    assert_eq!(state(&scene).await, before);
    // What was confirmed says more than the titles: who still reads, too.
    let seen = fingerprint(&scene, CAMILLE, true).await;
    scene
        .set(CAMILLE, "emergency_answered = TRUE, samu = FALSE")
        .await;
    let refused = confirms(&scene, CAMILLE, true, &seen).await;
    assert!(matches!(refused, Err(RecordError::Stale)));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn only_what_one_sees_is_changed(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    for document in [UNTOLD, BERNARDS, UNKNOWN, ZOES] {
        let refused = scene.changes(CAMILLE, true, document).await;
        assert!(matches!(refused, Err(RecordError::NotFound)));
    }
    let refused = scene.changes(ZOE, true, ZOES_SECRET).await;
    assert!(matches!(refused, Err(RecordError::NotFound)));
    for (who, number) in [(CAMILLE, 5), (ZOE, 1)] {
        let seen = fingerprint(&scene, who, true).await;
        let change = confirms(&scene, who, true, &seen).await.unwrap().unwrap();
        let report = scene
            .store
            .report_change(who.key, change, scene.next())
            .await
            .unwrap();
        assert_eq!(report.changed, number);
        // A change is reported to those whose record it is of.
        let other = if who.ins == ZOE.ins { CAMILLE } else { ZOE };
        let reported = scene.store.report_change(other.key, change, scene.next()).await;
        assert!(matches!(reported, Err(RecordError::NotFound)));
    }
    for (hidden, flag) in [
        (UNTOLD, VisibilityFlag::HiddenFromPatient),
        (ZOES_SECRET, VisibilityFlag::HiddenFromRepresentatives),
    ] {
        let id = scene.database.id(hidden);
        let sql = format!("SELECT CAST(visibility AS TEXT) FROM document WHERE id = {id}");
        let bits = record::views::Flags::from(policy::Visibility::NORMAL.with(flag)).bits();
        assert_eq!(scene.database.texts(sql).await, [bits.to_string()]);
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn masking_keeps_the_other_flags(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    // At eighteen, Zoé sees what her parents did not.
    let adult = "UPDATE representation SET kind = 'holder' WHERE account_id";
    let account = scene.database.id(ZOE.key.account);
    scene.database.execute(format!("{adult} = {account}")).await;
    scene.set(ZOE, "born = '2005-05-02'").await;
    scene.masks(ZOE, ZOES_SECRET).await.unwrap();
    let flags = async || {
        let details = scene
            .store
            .show_document(ZOE.key, ZOES_SECRET, scene.next())
            .await;
        details.unwrap().document.flags.visibility()
    };
    let hidden = policy::Visibility::NORMAL.with(VisibilityFlag::HiddenFromRepresentatives);
    assert_eq!(flags().await, hidden.with(VisibilityFlag::MaskedToProfessionals));
    scene.unmasks(ZOE, ZOES_SECRET).await.unwrap();
    assert_eq!(flags().await, hidden);
    scene.end().await;
}
