//! Changing settings: what the preview says is what happens, for the very next access; and undoing puts it back.

use policy::{
    AccessContext::{BreakGlass, CareTeam, DeclaredConsent, Samu},
    DefaultVisibility, EmergencyConsents, Refusal, Section,
};
use record::{
    RecordError,
    acts::GatewayRefusal,
    queries::{DocumentQuery, HistoryKind},
    views::{ChangeKind, ChangePreview, SettingEdit, SettingsChange, Who},
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        ALLERGIES, BERNARDS, BIOLOGY, BLOCKED, BY_BLOCKED, CAMILLE, CAMILLES, CARDIOLOGY, CARON, FAURE,
        HADDAD, LAMBERT, MARTIN, NGUYEN, Person, Scene, UNKNOWN, UNTOLD, WILDCARDS, ZOE, ZOES_SECRET,
        everything, ids,
    },
};

const URGENT: policy::AccessContext<'static> = BreakGlass {
    reason: "Personne inconsciente",
};
const CALLED: policy::AccessContext<'static> = Samu { reason: "" };

async fn previews(scene: &Scene, who: Person, change: &SettingsChange) -> ChangePreview {
    let preview = scene.store.preview_change(who.key, change, scene.next()).await;
    preview.unwrap()
}

/// Sees what would change, confirms it, and it is done.
async fn makes(scene: &Scene, who: Person, change: &SettingsChange) -> Uuid {
    let seen = previews(scene, who, change).await.fingerprint;
    let done = scene
        .store
        .change_settings(who.key, change, Some(&seen), scene.next())
        .await;
    done.unwrap().expect("something changes")
}

async fn refuses(scene: &Scene, change: &SettingsChange) -> Refusal {
    let preview = scene
        .store
        .preview_change(CAMILLE.key, change, scene.next())
        .await;
    let made = scene
        .store
        .change_settings(CAMILLE.key, change, Some(""), scene.next())
        .await;
    match (preview, made) {
        (Err(RecordError::Refused(shown)), Err(RecordError::Refused(refused))) => {
            assert_eq!(shown, refused);
            refused
        }
        other => panic!("{other:?}"),
    }
}

/// The settings as they are stored, to see that an undo puts each thing back.
async fn settings(scene: &Scene) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns) in [
        ("document", &["id", "visibility"][..]),
        (
            "profile",
            &[
                "id",
                "state",
                "professionals_opposed",
                "emergency_answered",
                "samu",
                "break_glass",
                "masked_documents",
                "default_visibility",
                "masked_sections",
            ],
        ),
        ("blocked_professional", &["profile_id", "rpps"]),
        ("blocked_organisation", &["profile_id", "finess"]),
        ("administrator", &["profile_id", "rpps"]),
        ("authorised_professional", &["profile_id", "rpps"]),
    ] {
        let mut here = scene.database.rows(table, columns).await;
        here.sort();
        rows.append(&mut here);
    }
    rows
}

async fn found_by(scene: &Scene, rpps: &str) -> Vec<Uuid> {
    let found = scene.searches(rpps, CAMILLE, CareTeam, everything()).await;
    found.map(|found| ids(&found)).unwrap_or_default()
}

fn rpps(number: &str) -> policy::Rpps {
    number.parse().unwrap()
}

fn consents(samu: bool, break_glass: bool, masked: bool) -> EmergencyConsents {
    EmergencyConsents::new(samu, break_glass, masked).unwrap()
}

/// A change of each kind.
fn every_change() -> Vec<(SettingsChange, ChangeKind)> {
    let chosen = |mask| SettingsChange::Documents {
        documents: vec![BIOLOGY, CARDIOLOGY],
        mask,
    };
    let matching = |mask| SettingsChange::Matching {
        query: DocumentQuery {
            search: "nguyen".to_owned(),
            ..DocumentQuery::default()
        },
        mask,
    };
    vec![
        (chosen(true), ChangeKind::DocumentsMasked),
        (chosen(false), ChangeKind::DocumentsUnmasked),
        (matching(true), ChangeKind::DocumentsMasked),
        (SettingsChange::All { mask: true }, ChangeKind::DocumentsMasked),
        (SettingsChange::All { mask: false }, ChangeKind::DocumentsUnmasked),
        (
            SettingsChange::Section {
                section: Section::Vaccinations,
                mask: true,
            },
            ChangeKind::SectionMasked,
        ),
        (
            SettingsChange::Section {
                section: Section::Vaccinations,
                mask: false,
            },
            ChangeKind::SectionUnmasked,
        ),
        (
            SettingsChange::Default(DefaultVisibility::Masked),
            ChangeKind::DefaultVisibilityChanged,
        ),
        (
            SettingsChange::Emergency(consents(true, false, false)),
            ChangeKind::EmergencyChanged,
        ),
        (
            SettingsChange::Block(rpps(LAMBERT)),
            ChangeKind::ProfessionalBlocked,
        ),
        (
            SettingsChange::Unblock(rpps(BLOCKED)),
            ChangeKind::ProfessionalUnblocked,
        ),
        (
            SettingsChange::BlockOrganisation("590064044".parse().unwrap()),
            ChangeKind::OrganisationBlocked,
        ),
        (
            SettingsChange::UnblockOrganisation("590064044".parse().unwrap()),
            ChangeKind::OrganisationUnblocked,
        ),
        (SettingsChange::Oppose(true), ChangeKind::ProfessionalsOpposed),
        (SettingsChange::Oppose(false), ChangeKind::ProfessionalsReadmitted),
        (
            SettingsChange::NameAdministrator(rpps(NGUYEN)),
            ChangeKind::AdministratorNamed,
        ),
        (
            SettingsChange::WithdrawAdministrator(rpps(NGUYEN)),
            ChangeKind::AdministratorWithdrawn,
        ),
        (
            SettingsChange::WithdrawAndBlock(rpps(MARTIN)),
            ChangeKind::AdministratorBlocked,
        ),
    ]
}

#[rstest]
#[tokio::test]
async fn every_change_is_made_once_traced_told_and_undone(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    // Two of Camille's came before, with her agreement.
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.opens(MARTIN, CAMILLE, DeclaredConsent).await.unwrap();
    for (change, kind) in every_change() {
        let before = settings(&scene).await;
        let latest = scene.notices(CAMILLE).await.first().map(|notice| notice.id);
        let made = makes(&scene, CAMILLE, &change).await;
        let after = settings(&scene).await;
        assert_ne!(before, after, "{kind:?}");
        // Sent twice, done once; and there is nothing left to confirm.
        let again = scene
            .store
            .change_settings(CAMILLE.key, &change, Some("old"), scene.next())
            .await;
        assert!(matches!(again, Ok(None)), "{kind:?}");
        assert!(previews(&scene, CAMILLE, &change).await.is_done, "{kind:?}");
        let own = scene
            .store
            .list_history(CAMILLE.key, &HistoryKind::OwnActs.into(), None, scene.next())
            .await
            .unwrap();
        assert_eq!(own.lines[0].change.as_deref(), Some(kind.id()));
        assert_eq!(own.lines[0].change_id, Some(made));
        assert_eq!(own.lines[0].person.as_deref(), Some("Camille Durand"));
        let told = scene.notices(CAMILLE).await;
        assert_ne!(Some(told[0].id), latest);
        assert_eq!(told.get(1).map(|notice| notice.id), latest, "one notice, not two");
        let expected = match kind {
            ChangeKind::AdministratorNamed => "administrator_named",
            _ => "privacy_setting_changed",
        };
        assert_eq!(told[0].kind, expected);
        let report = scene
            .store
            .report_change(CAMILLE.key, made, scene.next())
            .await
            .unwrap();
        assert_eq!((report.id, report.kind), (made, kind));

        let undo = SettingsChange::Undo(made);
        let undone = makes(&scene, CAMILLE, &undo).await;
        assert_eq!(settings(&scene).await, before, "{kind:?} is put back exactly");
        // The undo is a change too: it can be undone, and the first cannot be undone twice.
        let preview = previews(&scene, CAMILLE, &undo).await;
        assert!(preview.is_done && preview.since.len() == 1, "{kind:?}");
        makes(&scene, CAMILLE, &SettingsChange::Undo(undone)).await;
        assert_eq!(settings(&scene).await, after, "{kind:?} is made again");
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_next_access_obeys(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    assert!(found_by(&scene, LAMBERT).await.contains(&BIOLOGY));
    let block = makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    assert_eq!(
        found_by(&scene, LAMBERT).await,
        [WILDCARDS],
        "what they wrote, and nothing else"
    );
    let refused = scene.opens(LAMBERT, CAMILLE, URGENT).await;
    assert_eq!(
        refused,
        Err(GatewayRefusal::Absent),
        "a block wins over an emergency"
    );
    makes(&scene, CAMILLE, &SettingsChange::Undo(block)).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();

    makes(
        &scene,
        CAMILLE,
        &SettingsChange::BlockOrganisation("590064044".parse().unwrap()),
    )
    .await;
    assert!(scene.opens(LAMBERT, CAMILLE, CareTeam).await.is_err());
    makes(
        &scene,
        CAMILLE,
        &SettingsChange::UnblockOrganisation("590064044".parse().unwrap()),
    )
    .await;

    makes(&scene, CAMILLE, &SettingsChange::Oppose(true)).await;
    assert!(scene.opens(LAMBERT, CAMILLE, CareTeam).await.is_err());
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    scene.opens(CARON, CAMILLE, CALLED).await.unwrap();
    makes(
        &scene,
        CAMILLE,
        &SettingsChange::Emergency(consents(false, true, false)),
    )
    .await;
    assert!(scene.opens(CARON, CAMILLE, CALLED).await.is_err());
    scene.opens(LAMBERT, CAMILLE, URGENT).await.unwrap();
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    assert!(scene.reads(LAMBERT, CAMILLE, BIOLOGY, URGENT).await.is_err());
    assert!(scene.reads(LAMBERT, CAMILLE, CARDIOLOGY, URGENT).await.is_ok());
    makes(&scene, CAMILLE, &SettingsChange::Oppose(false)).await;

    makes(&scene, CAMILLE, &SettingsChange::NameAdministrator(rpps(LAMBERT))).await;
    assert!(scene.reads(LAMBERT, CAMILLE, BIOLOGY, CareTeam).await.is_ok());
    makes(&scene, CAMILLE, &SettingsChange::WithdrawAndBlock(rpps(LAMBERT))).await;
    assert!(scene.reads(LAMBERT, CAMILLE, CARDIOLOGY, CareTeam).await.is_err());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_preview_names_who_gains_and_who_loses(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let named = |who: &Who, rpps: &str| matches!(who, Who::Named(person) if person.rpps == rpps);

    let preview = previews(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    assert!(preview.gains.is_empty());
    assert_eq!(preview.losses.len(), 1);
    let loss = &preview.losses[0];
    assert!(named(&loss.who, LAMBERT) && loss.record);
    // Of the five documents that Camille sees: not the one Lambert wrote.
    assert_eq!(loss.documents, 4);
    assert_eq!(
        preview.settings_changing.len(),
        1,
        "the agreement is withdrawn with it, and not said twice"
    );

    let preview = previews(&scene, CAMILLE, &SettingsChange::All { mask: true }).await;
    assert!(preview.gains.is_empty());
    let lambert = preview
        .losses
        .iter()
        .find(|loss| named(&loss.who, LAMBERT))
        .unwrap();
    assert!(!lambert.record);
    assert_eq!((lambert.documents, lambert.named.len()), (4, 4));
    assert!(
        !preview.losses.iter().any(|loss| named(&loss.who, MARTIN)),
        "an administrator loses nothing"
    );
    assert!(
        preview
            .losses
            .iter()
            .any(|loss| matches!(&loss.who, Who::Professions(all) if all.len() > 10)),
        "the others, by profession"
    );
    let titles: Vec<_> = preview.losses.iter().flat_map(|loss| &loss.named).collect();
    assert!(
        !titles
            .iter()
            .any(|named| named.title.contains("anatomopathologie"))
    );

    // The emergency that opens masked documents is refused: they are closed to it too.
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    let refusing = SettingsChange::Emergency(consents(true, false, false));
    let preview = previews(&scene, CAMILLE, &refusing).await;
    assert_eq!(
        preview.settings_changing,
        [SettingEdit::Emergency((true, false, false))]
    );
    let samu = preview
        .losses
        .iter()
        .find(|loss| loss.who == Who::Samu(None))
        .unwrap();
    assert!(!samu.record && samu.documents == 1);
    let others = preview
        .losses
        .iter()
        .find(|loss| loss.who == Who::BreakGlass(None))
        .unwrap();
    assert!(others.record && others.documents == 5);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_undo_leaves_what_was_changed_since_and_says_so(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, ALLERGIES).await.unwrap();
    let all = makes(&scene, CAMILLE, &SettingsChange::All { mask: true }).await;
    // Since then, Camille chose for two documents: one is visible again, one was, and is masked anew.
    scene.unmasks(CAMILLE, BIOLOGY).await.unwrap();
    scene.unmasks(CAMILLE, CARDIOLOGY).await.unwrap();
    scene.masks(CAMILLE, CARDIOLOGY).await.unwrap();
    let preview = previews(&scene, CAMILLE, &SettingsChange::Undo(all)).await;
    let restored: Vec<_> = preview.unmasking.iter().map(|document| document.id).collect();
    assert_eq!(restored, [WILDCARDS, BY_BLOCKED]);
    assert!(preview.masking.is_empty());
    let since: Vec<_> = preview
        .since
        .iter()
        .map(|later| (later.kind, later.touched, later.title.as_deref()))
        .collect();
    assert_eq!(
        since,
        [
            (
                ChangeKind::DocumentsUnmasked,
                1,
                Some("Analyse de sang : cholestérol")
            ),
            (ChangeKind::DocumentsMasked, 1, Some("Échographie du CŒUR")),
        ],
        "each with the last change that touched it"
    );
    let undo = makes(&scene, CAMILLE, &SettingsChange::Undo(all)).await;
    let report = scene.store.report_change(CAMILLE.key, undo, scene.next()).await;
    assert_eq!(
        report.unwrap().since,
        preview.since,
        "what stayed is said afterwards too"
    );
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    let masked: Vec<_> = page
        .documents
        .iter()
        .filter(|document| document.is_masked())
        .map(|document| document.id)
        .collect();
    assert_eq!(
        masked,
        [CARDIOLOGY, ALLERGIES],
        "the individual choices, before and after, are kept"
    );

    // A page of an undo that is out of date changes nothing.
    let block = makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    let undo = SettingsChange::Undo(block);
    let seen = previews(&scene, CAMILLE, &undo).await.fingerprint;
    makes(&scene, CAMILLE, &SettingsChange::Unblock(rpps(LAMBERT))).await;
    makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    let late = scene
        .store
        .change_settings(CAMILLE.key, &undo, Some(&seen), scene.next())
        .await;
    // All that is left of it is the agreement it took back, which nobody has touched since.
    assert!(matches!(late, Ok(None) | Err(RecordError::Stale)), "{late:?}");
    assert!(scene.opens(LAMBERT, CAMILLE, CareTeam).await.is_err());
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_the_rules_refuse_changes_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let before = settings(&scene).await;
    assert_eq!(
        refuses(&scene, &SettingsChange::Block(rpps(MARTIN))).await,
        Refusal::AdministratorCannotBeBlocked
    );
    assert_eq!(
        refuses(&scene, &SettingsChange::NameAdministrator(rpps(BLOCKED))).await,
        Refusal::AdministratorBlocked
    );
    assert_eq!(
        refuses(&scene, &SettingsChange::NameAdministrator(rpps(FAURE))).await,
        Refusal::AdministratorNotPhysician
    );
    assert_eq!(
        refuses(&scene, &SettingsChange::NameAdministrator(rpps("10000009999"))).await,
        Refusal::AdministratorNotPhysician,
        "unknown to the directory"
    );
    let retired = format!("UPDATE professional SET active = FALSE WHERE rpps = '{HADDAD}'");
    scene.database.execute(retired).await;
    assert_eq!(
        refuses(&scene, &SettingsChange::NameAdministrator(rpps(HADDAD))).await,
        Refusal::AdministratorNotActive
    );
    assert_eq!(settings(&scene).await, before);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_is_not_ones_own_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let of_zoe = makes(&scene, ZOE, &SettingsChange::All { mask: true }).await;
    let before = settings(&scene).await;
    let documents = |documents: &[Uuid]| SettingsChange::Documents {
        documents: documents.to_vec(),
        mask: true,
    };
    for (who, change) in [
        (CAMILLE, documents(&[BIOLOGY, UNTOLD])),
        (CAMILLE, documents(&[BIOLOGY, BERNARDS])),
        (CAMILLE, documents(&[UNKNOWN])),
        (CAMILLE, SettingsChange::Undo(of_zoe)),
        (CAMILLE, SettingsChange::Undo(UNKNOWN)),
        (ZOE, documents(&[ZOES_SECRET])),
    ] {
        let preview = scene.store.preview_change(who.key, &change, scene.next()).await;
        assert!(matches!(preview, Err(RecordError::NotFound)), "{change:?}");
        let made = scene
            .store
            .change_settings(who.key, &change, None, scene.next())
            .await;
        assert!(matches!(made, Err(RecordError::NotFound)), "{change:?}");
    }
    assert_eq!(settings(&scene).await, before, "nothing is half done");
    // A change by filter touches what the filter shows, and that only.
    let all = SettingsChange::Matching {
        query: DocumentQuery::default(),
        mask: true,
    };
    makes(&scene, CAMILLE, &all).await;
    let page = scene.lists(CAMILLE, &DocumentQuery::default()).await;
    assert_eq!(page.masked, CAMILLES.len() as u64);
    assert!(found_by(&scene, LAMBERT).await.contains(&UNTOLD));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_agreement_is_recorded_when_a_professional_comes_with_it(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    let authorised = async || {
        let overview = scene.store.show_settings(CAMILLE.key, scene.next()).await;
        overview.unwrap().authorised
    };
    assert_eq!(authorised().await, 0);
    scene.opens(LAMBERT, CAMILLE, URGENT).await.unwrap();
    assert_eq!(authorised().await, 0, "an emergency is no agreement");
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    assert_eq!(authorised().await, 1);
    makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    makes(&scene, CAMILLE, &SettingsChange::Unblock(rpps(LAMBERT))).await;
    assert_eq!(authorised().await, 0, "unblocking does not authorise");
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn an_undo_puts_back_the_agreement_and_its_date(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let dates = async || {
        let mut dates = Vec::new();
        for table in ["authorised_professional", "blocked_professional", "administrator"] {
            let mut rows = scene.database.rows(table, &["profile_id", "rpps", "since"]).await;
            rows.sort();
            dates.append(&mut rows);
        }
        dates
    };
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    let start = dates().await;
    for change in [
        SettingsChange::Block(rpps(LAMBERT)),
        SettingsChange::Unblock(rpps(BLOCKED)),
        SettingsChange::WithdrawAdministrator(rpps(MARTIN)),
        SettingsChange::WithdrawAndBlock(rpps(MARTIN)),
    ] {
        let made = makes(&scene, CAMILLE, &change).await;
        let changed = dates().await;
        assert_ne!(changed, start);
        let undo = makes(&scene, CAMILLE, &SettingsChange::Undo(made)).await;
        assert_eq!(dates().await, start, "{change:?}");
        // An undo of the undo, and back again.
        let again = makes(&scene, CAMILLE, &SettingsChange::Undo(undo)).await;
        assert_eq!(dates().await, changed, "{change:?}");
        makes(&scene, CAMILLE, &SettingsChange::Undo(again)).await;
        assert_eq!(dates().await, start, "{change:?}");
    }
    // The page before says that the agreement comes back; unblocking says the contrary.
    let block = makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    let said = |preview: ChangePreview| {
        let restored =
            |edit: &SettingEdit| matches!(edit, SettingEdit::AgreementRestored(who) if who.rpps == LAMBERT);
        preview.settings_changing.iter().any(restored)
    };
    assert!(said(
        previews(&scene, CAMILLE, &SettingsChange::Undo(block)).await
    ));
    assert!(!said(
        previews(&scene, CAMILLE, &SettingsChange::Unblock(rpps(LAMBERT))).await
    ));
    // What has been blocked again since keeps its agreement taken back, whatever is undone.
    makes(&scene, CAMILLE, &SettingsChange::Unblock(rpps(LAMBERT))).await;
    makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    let preview = previews(&scene, CAMILLE, &SettingsChange::Undo(block)).await;
    assert!(preview.is_done && preview.since.len() == 1, "{preview:?}");
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn the_history_says_what_was_decided_and_what_was_undone(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let last = async || {
        let query = HistoryKind::OwnActs.into();
        let page = scene
            .store
            .list_history(CAMILLE.key, &query, None, scene.next())
            .await;
        let mut lines = page.unwrap().lines.into_iter();
        (lines.next().unwrap(), lines.next())
    };
    for (change, chosen) in [
        (
            SettingsChange::Emergency(consents(true, false, true)),
            "samu masked_documents",
        ),
        (SettingsChange::Emergency(consents(false, false, false)), "none"),
        (SettingsChange::Default(DefaultVisibility::Masked), "masked"),
        (SettingsChange::Default(DefaultVisibility::Visible), "visible"),
    ] {
        makes(&scene, CAMILLE, &change).await;
        assert_eq!(last().await.0.chosen.as_deref(), Some(chosen));
    }
    let all = makes(&scene, CAMILLE, &SettingsChange::All { mask: true }).await;
    let (line, _) = last().await;
    assert_eq!((line.sections, line.is_undone), (Some(4), false));
    let undo = makes(&scene, CAMILLE, &SettingsChange::Undo(all)).await;
    let (of_undo, of_all) = last().await;
    assert_eq!(of_undo.undone.as_deref(), Some("documents_masked"));
    assert!(!of_undo.is_undone && of_all.unwrap().is_undone);
    makes(&scene, CAMILLE, &SettingsChange::Undo(undo)).await;
    let (_, of_undo) = last().await;
    assert!(of_undo.unwrap().is_undone);
    let block = makes(&scene, CAMILLE, &SettingsChange::Block(rpps(LAMBERT))).await;
    makes(&scene, CAMILLE, &SettingsChange::Undo(block)).await;
    let (line, _) = last().await;
    assert!(
        line.undone.as_deref() == Some("professional_blocked") && line.subject.is_some(),
        "{line:?}"
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn blocking_an_organisation_says_that_its_emergencies_lose(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let caron = shows_place(&scene, CARON).await;
    let block = SettingsChange::BlockOrganisation(caron.parse().unwrap());
    let preview = previews(&scene, CAMILLE, &block).await;
    for who in [Who::Samu as fn(_) -> _, Who::BreakGlass] {
        let loss = preview.losses.iter().find(|loss| {
            matches!(&loss.who, Who::Samu(Some(_)) | Who::BreakGlass(Some(_)))
                && std::mem::discriminant(&loss.who) == std::mem::discriminant(&who(None))
        });
        assert!(loss.is_some_and(|loss| loss.record), "{:?}", preview.losses);
    }
    makes(&scene, CAMILLE, &block).await;
    assert!(scene.opens(CARON, CAMILLE, CALLED).await.is_err());
    let overview = scene
        .store
        .show_settings(CAMILLE.key, scene.next())
        .await
        .unwrap();
    assert_eq!(overview.settings.blocked_organisations.len(), 1);
    let people = scene
        .store
        .list_professionals(CAMILLE.key, scene.next())
        .await
        .unwrap();
    assert!(
        people
            .authorised
            .iter()
            .chain(&people.came)
            .all(|one| { one.place_blocked == (one.professional.rpps == CARON) })
    );
    scene.end().await;
}

/// The number of the organisation where they work.
async fn shows_place(scene: &Scene, rpps: &str) -> String {
    let page = scene
        .store
        .show_professional(CAMILLE.key, rpps, scene.next())
        .await;
    page.unwrap().places.first().unwrap().place.finess.clone()
}
