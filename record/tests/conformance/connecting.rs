//! Opening a database, and what can be wrong with it.

use record::{ConnectError, Store};
use rstest::rstest;

use crate::{
    database::{
        Database,
        Engine::{self, Postgres, Sqlite},
    },
    scene::{Scene, population, start},
};

#[rstest]
#[tokio::test]
async fn a_database_is_made_at_first_and_found_again(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let store = Store::connect(database.url()).await.unwrap();
    assert!(store.is_empty().await.unwrap());
    store.install_population(&population(), start()).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert!(store.ping().await.is_err());
    let again = Store::connect(database.url()).await.unwrap();
    assert!(!again.is_empty().await.unwrap());
    again.close().await;
    database.remove().await;
}

#[rstest]
#[tokio::test]
async fn a_newer_database_is_left_alone(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9999, 'of tomorrow', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    scene.database.execute(newer.to_owned()).await;
    let refused = Store::connect(scene.database.url()).await;
    assert!(matches!(refused, Err(ConnectError::Newer(9999))), "{refused:?}");
    scene.end().await;
}

#[rstest]
#[tokio::test]
async fn a_population_is_put_in_whole_or_not_at_all(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let store = Store::connect(database.url()).await.unwrap();
    let mut twice = population();
    let again = twice.documents[0].clone();
    twice.documents.push(again);
    store.install_population(&twice, start()).await.unwrap_err();
    assert!(store.is_empty().await.unwrap());
    store.install_population(&population(), start()).await.unwrap();
    store.close().await;
    database.remove().await;
}

#[tokio::test]
async fn an_address_that_cannot_work_says_why() {
    let database = Database::fresh(Sqlite).await;
    let file = database.folder().join("a file");
    std::fs::write(&file, "not a folder").unwrap();
    let below = format!("sqlite:{}/below/record.sqlite", file.display());
    assert!(matches!(
        Store::connect(&below).await,
        Err(ConnectError::Folder(..))
    ));
    let folder = format!("sqlite:{}", database.folder().display());
    assert!(matches!(
        Store::connect(&folder).await,
        Err(ConnectError::Open(_))
    ));
    let text = format!("sqlite:{}", file.display());
    assert!(Store::connect(&text).await.is_err());
    let nobody = format!("postgres://x@localhost/x?host={}", database.folder().display());
    assert!(matches!(
        Store::connect(&nobody).await,
        Err(ConnectError::Open(_))
    ));
    for unknown in ["mysql://x", "", "record.sqlite"] {
        assert!(matches!(
            Store::connect(unknown).await,
            Err(ConnectError::UnknownScheme)
        ));
    }
}
