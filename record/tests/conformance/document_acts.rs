//! What professionals do to documents that are there: delete, mask, show, return to the patient.

#![expect(clippy::too_many_arguments, reason = "a column of a table is an argument")]

use policy::{
    AccessContext::{self, BreakGlass, CareTeam, None as NoContext, Samu},
    Authentication, Rule,
    VisibilityFlag::{HiddenFromPatient, HiddenFromRepresentatives},
};
use record::{
    acts::{
        DocumentAct::{self, Delete, Deposit, MaskForHolder, ReturnToPatient, ShowToRepresentatives},
        GatewayRefusal::{self, Absent, Told},
    },
    trace::Audience,
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BIOLOGY, BLOCKED, BY_BLOCKED, CAMILLE, CARDIOLOGY, FAURE, HADDAD, LAMBERT, MARTIN, NGUYEN, Person,
        Scene, UNKNOWN, UNTOLD, UNTOLD_TITLE, ZOE, ZOES, ZOES_SECRET, access, physician, sheet,
    },
};

const URGENT: AccessContext<'static> = BreakGlass {
    reason: "Personne inconsciente",
};

async fn acts(
    scene: &Scene,
    who: &str,
    of: Person,
    act: DocumentAct<'_>,
    context: AccessContext<'_>,
) -> Result<Uuid, GatewayRefusal> {
    let who = physician(who);
    let asked = access(&who, of.ins, context);
    scene
        .store
        .write_document(asked, act, None, scene.next())
        .await
        .unwrap()
}

/// The flags of a document; nothing when it is gone.
async fn flags(scene: &Scene, document: Uuid) -> Vec<String> {
    let id = scene.database.id(document);
    let sql = format!("SELECT CAST(visibility AS TEXT) FROM document WHERE id = {id}");
    scene.database.texts(sql).await
}

/// Audience, event and rule of the last line of the profile.
async fn last_line(scene: &Scene, of: Person) -> (String, String, String) {
    let id = scene.database.id(of.key.profile);
    let sql = format!(
        "SELECT audience || ' ' || body FROM trace WHERE profile_id = {id} ORDER BY at DESC, seq DESC"
    );
    let line = scene.database.texts(sql).await.remove(0);
    let (audience, body) = line.split_once(' ').unwrap();
    let trace: record::trace::Trace = serde_json::from_str(body).unwrap();
    (audience.to_owned(), trace.event, trace.rule)
}

#[rstest]
#[case::deleted(
    HADDAD,
    CAMILLE,
    Delete(BIOLOGY),
    CareTeam,
    None,
    "everyone",
    "document_deleted",
    "author"
)]
#[case::deleted_without_a_basis(
    HADDAD,
    CAMILLE,
    Delete(BIOLOGY),
    NoContext,
    None,
    "everyone",
    "document_deleted",
    "author"
)]
#[case::deleted_though_blocked(
    BLOCKED,
    CAMILLE,
    Delete(BY_BLOCKED),
    CareTeam,
    None,
    "everyone",
    "document_deleted",
    "author"
)]
#[case::deleted_while_hidden(
    NGUYEN,
    CAMILLE,
    Delete(UNTOLD),
    CareTeam,
    None,
    "withheld",
    "document_deleted",
    "author"
)]
#[case::deleted_secret(
    NGUYEN,
    ZOE,
    Delete(ZOES_SECRET),
    CareTeam,
    None,
    "holder",
    "document_deleted",
    "author"
)]
#[case::masked(
    LAMBERT,
    CAMILLE,
    MaskForHolder(BIOLOGY),
    CareTeam,
    Some("1"),
    "everyone",
    "visibility_changed",
    "care_team"
)]
#[case::masked_by_author(
    HADDAD,
    CAMILLE,
    MaskForHolder(BIOLOGY),
    CareTeam,
    Some("1"),
    "everyone",
    "visibility_changed",
    "author"
)]
#[case::masked_in_emergency(
    LAMBERT,
    CAMILLE,
    MaskForHolder(BIOLOGY),
    URGENT,
    Some("1"),
    "everyone",
    "visibility_changed",
    "emergency"
)]
#[case::masked_secret(
    LAMBERT,
    ZOE,
    MaskForHolder(ZOES_SECRET),
    CareTeam,
    Some("5"),
    "holder",
    "visibility_changed",
    "care_team"
)]
#[case::shown(
    NGUYEN,
    ZOE,
    ShowToRepresentatives(ZOES_SECRET),
    CareTeam,
    Some("0"),
    "everyone",
    "visibility_changed",
    "author"
)]
#[case::shown_already(
    HADDAD,
    ZOE,
    ShowToRepresentatives(ZOES),
    CareTeam,
    Some("0"),
    "everyone",
    "visibility_changed",
    "author"
)]
#[case::returned_by_author(
    NGUYEN,
    CAMILLE,
    ReturnToPatient(UNTOLD),
    CareTeam,
    Some("0"),
    "everyone",
    "visibility_restored",
    "author"
)]
#[case::returned_by_team(
    LAMBERT,
    CAMILLE,
    ReturnToPatient(UNTOLD),
    CareTeam,
    Some("0"),
    "everyone",
    "visibility_restored",
    "care_team"
)]
#[case::returned_by_administrator(
    MARTIN,
    CAMILLE,
    ReturnToPatient(UNTOLD),
    CareTeam,
    Some("0"),
    "everyone",
    "visibility_restored",
    "administrator"
)]
#[case::returned_already(
    LAMBERT,
    CAMILLE,
    ReturnToPatient(BIOLOGY),
    CareTeam,
    Some("0"),
    "everyone",
    "visibility_restored",
    "care_team"
)]
#[tokio::test]
async fn an_act_is_permitted(
    #[case] who: &str,
    #[case] of: Person,
    #[case] act: DocumentAct<'static>,
    #[case] context: AccessContext<'static>,
    #[case] after: Option<&str>,
    #[case] audience: &str,
    #[case] event: &str,
    #[case] rule: &str,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    let (Delete(document)
    | MaskForHolder(document)
    | ShowToRepresentatives(document)
    | ReturnToPatient(document)) = act
    else {
        panic!("not one of this table")
    };
    let before = flags(&scene, document).await;
    assert_eq!(acts(&scene, who, of, act, context).await, Ok(document));
    let now = flags(&scene, document).await;
    assert_eq!(now.first().map(String::as_str), after);
    assert_eq!(
        last_line(&scene, of).await,
        (audience.into(), event.into(), rule.into())
    );
    // What was so already is not told again; nor what its viewer does not see.
    let kinds = scene.notice_kinds(of).await;
    let expected: &[&str] = match event {
        _ if now == before || audience != "everyone" => &[],
        "visibility_restored" => &["document_added"],
        _ => &["document_changed"],
    };
    assert_eq!(kinds, expected);
    for audience in [Audience::Everyone, Audience::Holder, Audience::Withheld] {
        assert_eq!(scene.fault(of, audience).await, None);
    }
    scene.end().await;
}

#[rstest]
#[case::delete_anothers(LAMBERT, Delete(BIOLOGY), CareTeam, "", "not_the_author", Absent)]
#[case::delete_as_administrator(MARTIN, Delete(BIOLOGY), CareTeam, "", "not_the_author", Absent)]
#[case::delete_closed(
    HADDAD,
    Delete(BIOLOGY),
    CareTeam,
    "state = 'closed', closed_at = 1",
    "profile_closed",
    Absent
)]
#[case::delete_unknown(HADDAD, Delete(UNKNOWN), CareTeam, "", "", Absent)]
#[case::delete_in_another_record(HADDAD, Delete(ZOES), CareTeam, "", "", Absent)]
#[case::mask_closed_to_the_profession(FAURE, MaskForHolder(BIOLOGY), CareTeam, "", "matrix", Absent)]
#[case::mask_blocked(BLOCKED, MaskForHolder(BIOLOGY), CareTeam, "", "blocked_professional", Absent)]
#[case::mask_without_a_basis(
    LAMBERT,
    MaskForHolder(BIOLOGY),
    NoContext,
    "",
    "no_legal_basis",
    Told(Rule::NoLegalBasis)
)]
#[case::mask_unknown(LAMBERT, MaskForHolder(UNKNOWN), CareTeam, "", "", Absent)]
#[case::mask_unknown_without_a_basis(
    LAMBERT,
    MaskForHolder(UNKNOWN),
    NoContext,
    "",
    "no_legal_basis",
    Told(Rule::NoLegalBasis)
)]
#[case::mask_what_is_hidden(
    LAMBERT,
    MaskForHolder(UNTOLD),
    CareTeam,
    "",
    "flags_not_combinable",
    Told(Rule::FlagsNotCombinable)
)]
#[case::show_anothers(
    LAMBERT,
    ShowToRepresentatives(BIOLOGY),
    CareTeam,
    "",
    "not_the_author",
    Absent
)]
#[case::return_in_emergency(LAMBERT, ReturnToPatient(UNTOLD), URGENT, "", "not_the_author", Absent)]
#[case::return_not_a_physician(FAURE, ReturnToPatient(UNTOLD), CareTeam, "", "not_the_author", Absent)]
#[case::return_blocked(
    BLOCKED,
    ReturnToPatient(UNTOLD),
    CareTeam,
    "",
    "blocked_professional",
    Absent
)]
#[case::return_samu(LAMBERT, ReturnToPatient(UNTOLD), Samu { reason: "" }, "", "not_samu_regulator", Told(Rule::NotSamuRegulator))]
#[case::return_unknown_samu(LAMBERT, ReturnToPatient(UNKNOWN), Samu { reason: "" }, "", "not_samu_regulator", Told(Rule::NotSamuRegulator))]
#[tokio::test]
async fn an_act_is_refused(
    #[case] who: &str,
    #[case] act: DocumentAct<'static>,
    #[case] context: AccessContext<'static>,
    #[case] setting: &str,
    #[case] rule: &str,
    #[case] answer: GatewayRefusal,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    if !setting.is_empty() {
        scene.set(CAMILLE, setting).await;
    }
    let all = "SELECT title || CAST(visibility AS TEXT) FROM document ORDER BY title".to_owned();
    let before = scene.database.texts(all.clone()).await;
    assert_eq!(acts(&scene, who, CAMILLE, act, context).await, Err(answer));
    assert_eq!(scene.database.texts(all).await, before);
    let (audience, _, written) = last_line(&scene, CAMILLE).await;
    assert_eq!(written, rule);
    let of_hidden = matches!(act, MaskForHolder(UNTOLD) | ReturnToPatient(UNTOLD));
    let of_nothing = matches!(
        act,
        Delete(UNKNOWN | ZOES) | MaskForHolder(UNKNOWN) | ReturnToPatient(UNKNOWN)
    );
    assert_eq!(
        audience,
        match (of_hidden, of_nothing) {
            (true, _) => "withheld",
            (_, true) => "holder",
            _ => "everyone",
        }
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn staff_may_delete_nothing_of_others(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let mut staff = physician(LAMBERT);
    staff.authentication = Authentication::Cpe;
    assert_eq!(scene.acts(&staff, CAMILLE, Delete(CARDIOLOGY)).await, Err(Absent));
    assert_eq!(
        scene.acts(&staff, CAMILLE, MaskForHolder(CARDIOLOGY)).await,
        Err(Told(Rule::AuthenticationInsufficient))
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_waited_is_told_when_the_document_is_returned(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let another = sheet("Autre résultat", &[HiddenFromPatient]);
    let nguyen = physician(NGUYEN);
    let other = scene.acts(&nguyen, CAMILLE, Deposit(&another)).await.unwrap();
    scene.reads(LAMBERT, CAMILLE, UNTOLD, CareTeam).await.unwrap();
    let read_at = scene.now();
    scene.reads(LAMBERT, CAMILLE, other, CareTeam).await.unwrap();
    scene.reads(BLOCKED, CAMILLE, UNTOLD, CareTeam).await.unwrap_err();
    assert_eq!(scene.history(CAMILLE).await, []);
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    scene
        .acts(&nguyen, CAMILLE, ReturnToPatient(UNTOLD))
        .await
        .unwrap();
    // Each at its own time, in order; nothing of the document that still waits.
    let lines = scene.history(CAMILLE).await;
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.event.as_str(), line.denied))
        .collect();
    assert_eq!(
        told,
        [
            ("visibility_restored", false),
            ("record_opened", false),
            ("document_read", true),
            ("document_read", false),
        ]
    );
    let paris = read_at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(1)));
    assert_eq!(lines[3].at, paris.datetime());
    assert_eq!(lines[3].document.as_ref().unwrap().title, UNTOLD_TITLE);
    assert!(scene.finds(CAMILLE, "anatomopathologie").await.contains(&UNTOLD));
    // Once: returning it again tells nothing twice.
    scene
        .acts(&nguyen, CAMILLE, ReturnToPatient(UNTOLD))
        .await
        .unwrap();
    assert_eq!(scene.history(CAMILLE).await.len(), 5);
    for audience in [Audience::Everyone, Audience::Withheld] {
        assert_eq!(scene.fault(CAMILLE, audience).await, None);
    }
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_is_returned_takes_the_default(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.set(CAMILLE, "default_visibility = 'masked'").await;
    let nguyen = physician(NGUYEN);
    scene
        .acts(&nguyen, CAMILLE, ReturnToPatient(UNTOLD))
        .await
        .unwrap();
    assert_eq!(flags(&scene, UNTOLD).await, ["1"]);
    assert_eq!(
        scene.reads(LAMBERT, CAMILLE, UNTOLD, CareTeam).await.unwrap_err(),
        Absent
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_minors_secret_stays_one_when_it_is_returned(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let nguyen = physician(NGUYEN);
    let twice = sheet(
        "Doublement caché",
        &[HiddenFromPatient, HiddenFromRepresentatives],
    );
    let secret = scene.acts(&nguyen, ZOE, Deposit(&twice)).await.unwrap();
    let once = sheet("Caché", &[HiddenFromPatient]);
    let seen = scene.acts(&nguyen, ZOE, Deposit(&once)).await.unwrap();
    let who = physician(LAMBERT);
    let mut connection = access(&who, ZOE.ins, CareTeam);
    connection.secret = true;
    let read = scene
        .store
        .read_document(connection, seen, scene.next())
        .await
        .unwrap();
    read.unwrap();
    for document in [secret, seen] {
        scene.acts(&nguyen, ZOE, ReturnToPatient(document)).await.unwrap();
    }
    // Of the one her parents see: its deposit and its return, and not the secret connection.
    let events: Vec<_> = scene
        .history(ZOE)
        .await
        .into_iter()
        .map(|line| (line.event, line.document.unwrap().id))
        .collect();
    assert_eq!(
        events,
        [
            ("visibility_restored".to_owned(), seen),
            ("document_deposited".to_owned(), seen)
        ]
    );
    assert_eq!(scene.notice_kinds(ZOE).await, ["document_added"]);
    scene.end().await;
}
