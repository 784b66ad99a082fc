//! Sections of the profile: read as documents are, under the same mask.

use policy::{
    AccessContext::{self, BreakGlass, CareTeam, None as NoContext},
    Rule, Section,
};
use record::acts::GatewayRefusal::{self, Absent, Told};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{BLOCKED, CAMILLE, FAURE, LAMBERT, MARTIN, Person, Scene, VACCINATIONS, ZOE, access, physician},
};

const URGENT: AccessContext<'static> = BreakGlass {
    reason: "Personne inconsciente",
};

/// `profile.masked_sections`: vaccinations and advance directives.
const MASKED: &str = "masked_sections = 9";

async fn reads(
    scene: &Scene,
    who: &str,
    of: Person,
    section: Section,
    context: AccessContext<'_>,
) -> Result<String, GatewayRefusal> {
    let who = physician(who);
    let asked = access(&who, of.ins, context);
    scene
        .store
        .read_section(asked, section, scene.next())
        .await
        .unwrap()
}

#[rstest]
#[case::team(LAMBERT, Section::Vaccinations, CareTeam, "", Ok(VACCINATIONS), "care_team")]
#[case::administrator(
    MARTIN,
    Section::Vaccinations,
    CareTeam,
    "",
    Ok(VACCINATIONS),
    "administrator"
)]
#[case::urgent(LAMBERT, Section::Vaccinations, URGENT, "", Ok(VACCINATIONS), "emergency")]
#[case::nobody_wrote_it(LAMBERT, Section::HealthHistory, CareTeam, "", Ok(""), "care_team")]
#[case::no_row_in_the_matrix(FAURE, Section::CareCircleAndWishes, CareTeam, "", Ok(""), "care_team")]
#[case::another_section(LAMBERT, Section::HealthHistory, CareTeam, MASKED, Ok(""), "care_team")]
#[case::masked(LAMBERT, Section::Vaccinations, CareTeam, MASKED, Err(Absent), "masked")]
#[case::masked_administrator(
    MARTIN,
    Section::Vaccinations,
    CareTeam,
    MASKED,
    Ok(VACCINATIONS),
    "administrator"
)]
#[case::masked_urgent(
    LAMBERT,
    Section::Vaccinations,
    URGENT,
    MASKED,
    Ok(VACCINATIONS),
    "emergency_masked"
)]
#[case::blocked(
    BLOCKED,
    Section::Vaccinations,
    CareTeam,
    "",
    Err(Absent),
    "blocked_professional"
)]
#[case::closed_to_the_profession(FAURE, Section::AdvanceDirectives, CareTeam, "", Err(Absent), "matrix")]
#[case::no_basis(
    LAMBERT,
    Section::Vaccinations,
    NoContext,
    "",
    Err(Told(Rule::NoLegalBasis)),
    "no_legal_basis"
)]
#[tokio::test]
async fn a_section_is_read_by_those_who_may(
    #[case] who: &str,
    #[case] section: Section,
    #[case] context: AccessContext<'static>,
    #[case] setting: &str,
    #[case] answer: Result<&str, GatewayRefusal>,
    #[case] rule: &str,
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let scene = Scene::begin(engine).await;
    if !setting.is_empty() {
        scene.set(CAMILLE, setting).await;
    }
    let given = reads(&scene, who, CAMILLE, section, context).await;
    assert_eq!(given, answer.map(str::to_owned));
    let line = scene.history(CAMILLE).await.remove(0);
    assert_eq!((line.event.as_str(), line.rule.as_str()), ("section_read", rule));
    assert_eq!(line.denied, answer.is_err());
    assert_eq!(line.subject.as_deref(), Some(section.label()));
    let kinds = scene.notice_kinds(CAMILLE).await;
    assert_eq!(kinds.contains(&"first_access".to_owned()), answer.is_ok());
    assert_eq!(
        kinds.contains(&"emergency_access".to_owned()),
        answer.is_ok() && context.is_emergency()
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_secret_reading_is_not_for_parents(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let who = physician(LAMBERT);
    let mut secret = access(&who, ZOE.ins, CareTeam);
    secret.secret = true;
    let read = scene
        .store
        .read_section(secret, Section::Vaccinations, scene.next())
        .await;
    assert_eq!(read.unwrap(), Ok(String::new()));
    assert_eq!(scene.history(ZOE).await, []);
    assert_eq!(scene.notice_kinds(ZOE).await, [""; 0]);
    scene.end().await;
}
