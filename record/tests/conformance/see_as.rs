//! *See my record as…*: who can be chosen, and what is seen.

use policy::AccessContext::CareTeam;
use record::{
    RecordError,
    acts::ActorKey,
    views::Tie::{self, Administrator, Author, Blocked, Came},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{
        BERNARD, BLOCKED, CAMILLE, CAMILLES, HADDAD, LAMBERT, MARTIN, NGUYEN, Person, Scene, ZOE, ZOES,
        ZOES_SECRET,
    },
};

async fn people(scene: &Scene, who: Person) -> Vec<(String, Tie)> {
    let view = scene.store.see_as(who.key, scene.next()).await.unwrap();
    view.people
        .into_iter()
        .map(|person| (person.professional.rpps, person.tie))
        .collect()
}

fn are(people: &[(&str, Tie)]) -> Vec<(String, Tie)> {
    people
        .iter()
        .map(|(rpps, tie)| ((*rpps).to_owned(), *tie))
        .collect()
}

#[rstest]
#[tokio::test]
async fn each_person_is_there_once_by_their_first_tie(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    // The blocked physician wrote a document too.
    let before = [
        (MARTIN, Administrator),
        (BLOCKED, Blocked),
        (HADDAD, Author),
        (LAMBERT, Author),
        (NGUYEN, Author),
    ];
    assert_eq!(people(&scene, CAMILLE).await, are(&before));
    scene.opens(LAMBERT, CAMILLE, CareTeam).await.unwrap();
    scene.opens(MARTIN, CAMILLE, CareTeam).await.unwrap();
    scene.opens(BLOCKED, CAMILLE, CareTeam).await.unwrap_err();
    let after = [
        (MARTIN, Administrator),
        (BLOCKED, Blocked),
        (LAMBERT, Came),
        (HADDAD, Author),
        (NGUYEN, Author),
    ];
    assert_eq!(people(&scene, CAMILLE).await, are(&after));

    let view = scene.store.see_as(CAMILLE.key, scene.next()).await.unwrap();
    let shown = view
        .documents
        .iter()
        .map(|document| document.id)
        .collect::<Vec<_>>();
    assert_eq!(shown, CAMILLES);
    let martin = &view.people[0];
    assert_eq!(
        (
            martin.professional.name.as_str(),
            martin.profession_code.as_str(),
            martin.finess.as_str()
        ),
        ("Hélène Martin", "10", "590064044")
    );
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn who_wrote_only_what_one_may_not_know_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    // The other document of Zoé's is hidden from her parents: so is that its author has to do with her.
    assert_eq!(people(&scene, ZOE).await, are(&[(HADDAD, Author)]));
    let view = scene.store.see_as(ZOE.key, scene.next()).await.unwrap();
    assert!(view.documents.iter().all(|document| document.id != ZOES_SECRET));
    assert!(view.documents.iter().any(|document| document.id == ZOES));
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn somebody_else_s_record_is_not_there(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let foreign = ActorKey {
        account: BERNARD.key.account,
        profile: CAMILLE.key.profile,
    };
    let answer = scene.store.see_as(foreign, scene.next()).await;
    assert!(matches!(answer, Err(RecordError::NotFound)), "{answer:?}");
    scene.end().await;
}
