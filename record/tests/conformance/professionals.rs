//! The professionals of a record: each in the list where they belong, and what their pages say is what the
//! gateway does.

use policy::AccessContext::{BreakGlass, CareTeam};
use record::{
    RecordError,
    acts::GatewayAccess,
    views::{ProfessionalDetails, ProfessionalsOverview, SettingsChange, Standing},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BERNARD, BIOLOGY, BLOCKED, CAMILLE, CAMILLES, CARON, FAURE, HADDAD, LAMBERT, MARTIN, NGUYEN, Person,
        Scene, ZOE, everything, physician,
    },
};

async fn lists(scene: &Scene, who: Person) -> ProfessionalsOverview {
    scene
        .store
        .list_professionals(who.key, scene.next())
        .await
        .unwrap()
}

/// Administrators, authorised, came, blocked: their numbers.
fn numbers(overview: &ProfessionalsOverview) -> [Vec<&str>; 4] {
    let all = [
        &overview.administrators,
        &overview.authorised,
        &overview.came,
        &overview.blocked,
    ];
    all.map(|list| list.iter().map(|one| one.professional.rpps.as_str()).collect())
}

async fn shows(scene: &Scene, who: Person, rpps: &str) -> ProfessionalDetails {
    scene
        .store
        .show_professional(who.key, rpps, scene.next())
        .await
        .unwrap()
}

async fn changes(scene: &Scene, change: SettingsChange) {
    let done = scene
        .store
        .change_settings(CAMILLE.key, &change, None, scene.next())
        .await;
    done.unwrap().expect("something changes");
}

#[rstest]
#[tokio::test]
async fn each_is_in_the_list_where_they_belong(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene
        .opens(CARON, CAMILLE, BreakGlass { reason: "Malaise" })
        .await
        .unwrap();
    scene.opens(NGUYEN, CAMILLE, CareTeam).await.unwrap();
    let overview = lists(&scene, CAMILLE).await;
    assert_eq!(
        numbers(&overview),
        [vec![MARTIN], vec![NGUYEN, LAMBERT], vec![CARON], vec![BLOCKED]]
    );
    for (rpps, standing) in [
        (MARTIN, Standing::Administrator),
        (NGUYEN, Standing::Authorised),
        (CARON, Standing::Came),
        (BLOCKED, Standing::Blocked),
        (HADDAD, Standing::Unseen),
    ] {
        assert_eq!(overview.standing(rpps), standing);
        assert_eq!(shows(&scene, CAMILLE, rpps).await.standing, standing);
    }

    // Blocked, then unblocked: back to no agreement, never to authorised.
    changes(&scene, SettingsChange::Block(NGUYEN.parse().unwrap())).await;
    let overview = lists(&scene, CAMILLE).await;
    assert_eq!(
        numbers(&overview),
        [vec![MARTIN], vec![LAMBERT], vec![CARON], vec![NGUYEN, BLOCKED]]
    );
    changes(&scene, SettingsChange::Unblock(NGUYEN.parse().unwrap())).await;
    let overview = lists(&scene, CAMILLE).await;
    assert_eq!(
        numbers(&overview),
        [vec![MARTIN], vec![LAMBERT], vec![NGUYEN, CARON], vec![BLOCKED]]
    );
    changes(&scene, SettingsChange::WithdrawAndBlock(MARTIN.parse().unwrap())).await;
    let overview = lists(&scene, CAMILLE).await;
    assert_eq!(
        numbers(&overview),
        [vec![], vec![LAMBERT], vec![NGUYEN, CARON], vec![MARTIN, BLOCKED]]
    );

    changes(
        &scene,
        SettingsChange::BlockOrganisation("590064044".parse().unwrap()),
    )
    .await;
    let overview = lists(&scene, CAMILLE).await;
    assert_eq!(
        overview.blocked_organisations[0].name,
        "Cabinet des Tilleuls, Lille"
    );
    assert!(shows(&scene, CAMILLE, FAURE).await.places[0].blocked);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_page_says_what_the_gateway_does(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    scene.masks(CAMILLE, BIOLOGY).await.unwrap();
    for rpps in [MARTIN, NGUYEN, HADDAD, BLOCKED, LAMBERT, FAURE] {
        let page = shows(&scene, CAMILLE, rpps).await;
        assert_eq!(
            page.opening.0,
            scene.opens(rpps, CAMILLE, CareTeam).await.is_ok(),
            "{rpps}"
        );
        let found = match scene.searches(rpps, CAMILLE, CareTeam, everything()).await {
            Ok((found, _)) => found,
            Err(_) => Vec::new(),
        };
        // Of what Camille sees: a document she must not know of counts nowhere.
        let of_hers = found
            .iter()
            .filter(|one| CAMILLES.contains(&one.document.id))
            .count();
        assert_eq!((page.readable, page.documents), (of_hers as u64, 5), "{rpps}");
    }
    let nguyen = shows(&scene, CAMILLE, NGUYEN).await;
    assert_eq!(
        nguyen.written, 1,
        "the document she wrote and Camille must not know of is not counted"
    );
    assert!(nguyen.may_administer && nguyen.came.is_some());
    assert!(!nguyen.lines.is_empty());
    assert!(
        nguyen
            .lines
            .iter()
            .all(|line| line.professional.as_ref().unwrap().rpps == NGUYEN)
    );
    assert!(
        !shows(&scene, CAMILLE, FAURE).await.may_administer,
        "she is no physician"
    );
    assert!(!shows(&scene, CAMILLE, BLOCKED).await.may_administer);
    scene
        .database
        .execute(format!(
            "UPDATE professional SET active = FALSE WHERE rpps = '{LAMBERT}'"
        ))
        .await;
    let lambert = shows(&scene, CAMILLE, LAMBERT).await;
    assert!(!lambert.may_administer && !lambert.entry.active);
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn what_is_not_theirs_or_not_there_is_not_found(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let mut other = CAMILLE.key;
    other.account = BERNARD.key.account;
    let listed = scene.store.list_professionals(other, scene.next()).await;
    assert!(matches!(listed, Err(RecordError::NotFound)));
    for (key, rpps) in [
        (other, MARTIN),
        (CAMILLE.key, "99999999999"),
        (CAMILLE.key, "1"),
        (CAMILLE.key, ""),
        (CAMILLE.key, "' OR 1=1 --"),
    ] {
        let shown = scene.store.show_professional(key, rpps, scene.next()).await;
        assert!(matches!(shown, Err(RecordError::NotFound)), "{rpps}");
    }
    // One whom the directory does not have is shown to those whose record knows them.
    let unknown = "99999999999";
    let block = SettingsChange::Block(unknown.parse().unwrap());
    let blind = scene
        .store
        .preview_change(CAMILLE.key, &block, scene.next())
        .await;
    assert!(matches!(blind, Err(RecordError::NotFound)), "nobody knows them");
    let mut who = physician(NGUYEN);
    who.rpps = unknown.parse().unwrap();
    let visit = GatewayAccess {
        professional: &who,
        ins: CAMILLE.ins,
        context: CareTeam,
        secret: false,
    };
    let opened = scene.store.open_record(visit, scene.next()).await;
    opened.unwrap().unwrap();
    changes(&scene, SettingsChange::Block(unknown.parse().unwrap())).await;
    let page = shows(&scene, CAMILLE, unknown).await;
    assert_eq!(
        (page.standing, page.entry.name.as_str()),
        (Standing::Blocked, "Professionnel nᵒ 99999999999")
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn parents_learn_nothing_of_a_secret_connection(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let before = (lists(&scene, ZOE).await, shows(&scene, ZOE, NGUYEN).await);
    let who = physician(NGUYEN);
    let secret = GatewayAccess {
        professional: &who,
        ins: ZOE.ins,
        context: CareTeam,
        secret: true,
    };
    scene
        .store
        .open_record(secret, scene.next())
        .await
        .unwrap()
        .unwrap();
    let after = (lists(&scene, ZOE).await, shows(&scene, ZOE, NGUYEN).await);
    assert_eq!(after, before);
    assert_eq!(after.1.written, 0, "what she wrote is hidden from them");
    scene.end().await;
}
