//! `server allow-organisation`: the real program.

use std::process::{Output, Stdio};

use rstest::rstest;
use tokio::process::Command;

use crate::database::{
    Database,
    Engine::{self, Postgres, Sqlite},
};

async fn allows(database: &Database, finess: &str, until: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_server"))
        .env_clear()
        .env("DATABASE_URL", database.url())
        .args(["allow-organisation", finess, until])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap()
}

#[rstest]
#[tokio::test]
async fn an_organisation_is_allowed_for_three_years_at_most(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let listed = async || {
        let sql = "SELECT finess || ' ' || until FROM air_allow_list";
        database.texts(sql.to_owned()).await
    };
    // A day that has passed withdraws it.
    let done = allows(&database, "590064044", "2020-01-01").await;
    assert_eq!(done.status.code(), Some(0));
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said, "590064044 is accepted until 2020-01-01.\n");
    assert_eq!(listed().await, ["590064044 2020-01-01"]);
    let refused = allows(&database, "590064044", "9999-12-31").await;
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("three years at most"), "{said}");
    for (finess, until) in [
        ("59006404", "2020-01-01"),
        ("590064044", "demain"),
        ("", "2020-01-01"),
    ] {
        let refused = allows(&database, finess, until).await;
        assert_eq!(refused.status.code(), Some(2), "{finess} {until}");
    }
    assert_eq!(listed().await, ["590064044 2020-01-01"]);
    database.remove().await;
}
