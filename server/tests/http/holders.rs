//! `server import-profiles` and `server activation-code`: the real program, what it says and how it ends.

use std::process::Stdio;

use rstest::rstest;
use tokio::process::Command;

use crate::{
    database::{
        Database,
        Engine::{self, Postgres, Sqlite},
    },
    house::House,
    representatives::record_of,
};

const CAMILLE: &str = "280059999900182";
const ZOE: &str = "218059999900512";
const INES: &str = "208129999900730";
const ODETTE: &str = "238049999900880";
const LUCIEN: &str = "146119999901042";

/// How the program ended, and what it said: on standard output, and beside.
async fn runs(database: &Database, clock: &str, command: &[&str]) -> (Option<i32>, String, String) {
    let ended = Command::new(env!("CARGO_BIN_EXE_server"))
        .env_clear()
        .env("DATABASE_URL", database.url())
        .env("HISTORY_KEY", database.folder().join("history.key"))
        .env("LAB_CLOCK", clock)
        .args(command)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().trim_end().to_owned();
    (ended.status.code(), text(ended.stdout), text(ended.stderr))
}

/// When houses open.
const TODAY: &str = "2026-11-23T10:00:00+01:00";

fn is_code(said: &str) -> bool {
    said.len() == 19 && said.split('-').all(|part| part.len() == 4)
}

#[rstest]
#[tokio::test]
async fn a_code_that_waits_is_said(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let makes = async |ins: &str, clock: &str| runs(&house.database, clock, &["activation-code", ins]).await;
    for ins in [LUCIEN, ODETTE] {
        let (ended, code, beside) = makes(ins, TODAY).await;
        assert_eq!((ended, beside.as_str()), (Some(0), ""), "{ins}");
        assert!(is_code(&code), "{code}");
    }
    let agnes = house.patient("agnes").await;
    let odette = record_of(&agnes, "Odette Renard").await;
    let closes = [("acte", "cloturer"), ("avis", "oui")];
    agnes
        .posts(&format!("{odette}/protection"), &closes)
        .await
        .location();
    for (ins, clock, remark) in [
        (
            INES,
            TODAY,
            "! This record is a minor's: the code is worth nothing before 2026-12-13, and nothing after 2027-01-21.",
        ),
        (
            ZOE,
            TODAY,
            "! This record is a minor's until 2036-07-26: the code is worth nothing before, and its last day is 2027-01-21. Make another \
             one then.",
        ),
        (
            ODETTE,
            "2026-12-23T23:00:00+01:00",
            "! This record is closed: whoever uses the code can reopen it, until 2026-12-23.",
        ),
        (
            ODETTE,
            "2026-12-24T00:00:00+01:00",
            "! This record is closed, and could be reopened until 2026-12-23: the code opens an account, not the record.",
        ),
    ] {
        let (ended, code, beside) = makes(ins, clock).await;
        assert_eq!((ended, beside.as_str()), (Some(3), remark), "{ins}");
        assert!(is_code(&code), "{code}");
    }
    // No code: a holder who has an account, one who has refused, nobody, and a wrong number.
    house
        .database
        .execute(format!(
            "UPDATE profile SET state = 'opposed' WHERE ins = '{LUCIEN}'"
        ))
        .await;
    for ins in [CAMILLE, LUCIEN, "199119999900470", "199119999900471"] {
        let (ended, code, beside) = makes(ins, TODAY).await;
        assert_eq!((ended, code.as_str()), (Some(1), ""), "{ins}");
        assert!(beside.starts_with("✗ "), "{beside}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_import_with_bad_rows_is_told_from_one_without(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let file = database.folder().join("holders.csv");
    let codes = database.folder().join("codes.csv");
    let imports = async |rows: &str| {
        std::fs::write(&file, format!("ins,last_name,first_name,born\n{rows}")).unwrap();
        let _ = std::fs::remove_file(&codes);
        let (file, codes) = (file.to_str().unwrap(), codes.to_str().unwrap());
        runs(&database, TODAY, &["import-profiles", file, "--codes", codes]).await
    };
    let paule = "199119999900470,Roy,Paule,1999-11-02\n";
    let bad = format!("trop,court\n{paule}193071234500159,Aubry,Lise,1993-07-34\n");
    let (ended, said, beside) = imports(&bad).await;
    assert_eq!(ended, Some(3), "{beside}");
    assert_eq!(
        said,
        "1 imported, 0 already there, 2 bad rows: their lines are above."
    );
    let lines: Vec<_> = beside
        .lines()
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(lines, ["line 2", "line 4"], "{beside}");
    let kept = std::fs::read_to_string(&codes).unwrap();
    assert!(
        kept.starts_with("199119999900470,") && kept.lines().count() == 1,
        "{kept}"
    );
    let (ended, said, beside) = imports(paule).await;
    assert_eq!((ended, beside.as_str()), (Some(0), ""));
    assert_eq!(said, "0 imported, 1 already there, 0 bad rows.");
    let nothing = runs(
        &database,
        TODAY,
        &["import-profiles", "absent.csv", "--codes", "x"],
    )
    .await;
    assert_eq!(nothing.0, Some(1));
    database.remove().await;
}
