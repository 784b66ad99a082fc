//! Profiles, who may act for them, and their settings.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub(crate) struct ProfileRow {
    pub id: Uuid,
    pub ins_qualified: bool,
    pub last_name: String,
    pub first_name: String,
    pub born: String,
    pub deceased: bool,
    pub state: String,
    pub professionals_opposed: bool,
    pub emergency_answered: bool,
    pub samu: bool,
    pub break_glass: bool,
    pub masked_documents: bool,
    pub default_visibility: String,
    pub masked_sections: i64,
    pub closed_at: Option<i64>,
    pub welcomed_at: Option<i64>,
    pub default_answered: bool,
}

macro_rules! profile_columns {
    () => {
        "SELECT id, ins_qualified, last_name, first_name, born, deceased, state, professionals_opposed, \
         emergency_answered, samu, break_glass, masked_documents, default_visibility, masked_sections, closed_at, \
         welcomed_at, default_answered FROM profile "
    };
}

pub(crate) async fn find(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<ProfileRow>> {
    const SQL: &str = concat!(profile_columns!(), "WHERE id = $1");
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn).await)
}

/// Takes the profile's lock: until the transaction ends, no other one writes to this profile.
/// (SQLite has one writer at a time, so `BEGIN IMMEDIATE` has already done it.)
/// The profiles after this one, in the order of their identifiers.
pub(crate) async fn after(tx: &mut Tx, id: Uuid, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    const SQL: &str = "SELECT id FROM profile WHERE id > $1 ORDER BY id LIMIT $2";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(id).bind(limit).fetch_all(conn).await)
}

pub(crate) async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<ProfileRow>> {
    const POSTGRES: &str = concat!(profile_columns!(), "WHERE id = $1 FOR UPDATE");
    match tx {
        Tx::Sqlite(_) => find(tx, id).await,
        Tx::Postgres(tx) => sqlx::query_as(POSTGRES).bind(id).fetch_optional(&mut **tx).await,
    }
}

/// As [`lock`], by national health identity.
pub(crate) async fn lock_by_ins(tx: &mut Tx, ins: &str) -> sqlx::Result<Option<ProfileRow>> {
    const SQLITE: &str = concat!(profile_columns!(), "WHERE ins = $1");
    const POSTGRES: &str = concat!(profile_columns!(), "WHERE ins = $1 FOR UPDATE");
    match tx {
        Tx::Sqlite(tx) => sqlx::query_as(SQLITE).bind(ins).fetch_optional(&mut **tx).await,
        Tx::Postgres(tx) => sqlx::query_as(POSTGRES).bind(ins).fetch_optional(&mut **tx).await,
    }
}

/// What an account is to a profile, and the name of its person.
pub(crate) async fn representation(
    tx: &mut Tx,
    account: Uuid,
    profile: Uuid,
) -> sqlx::Result<Option<(String, String)>> {
    const SQL: &str = "SELECT r.kind, a.name FROM representation r JOIN account a ON a.id = r.account_id \
         WHERE r.account_id = $1 AND r.profile_id = $2";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(account).bind(profile).fetch_optional(conn).await)
}

/// The profiles an account has to do with, and what it is to each. Always in the same order: whoever takes the locks of
/// several takes them in this one.
pub(crate) async fn of_account(tx: &mut Tx, account: Uuid) -> sqlx::Result<Vec<(Uuid, String)>> {
    const SQL: &str = "SELECT profile_id, kind FROM representation WHERE account_id = $1 ORDER BY profile_id";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(account).fetch_all(conn).await)
}

pub(crate) async fn administrators(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT rpps FROM administrator WHERE profile_id = $1 ORDER BY since, rpps";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).fetch_all(conn).await)
}

pub(crate) async fn blocked_professionals(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT rpps FROM blocked_professional WHERE profile_id = $1 ORDER BY since, rpps";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).fetch_all(conn).await)
}

pub(crate) async fn blocked_organisations(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT finess FROM blocked_organisation WHERE profile_id = $1 ORDER BY since, finess";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).fetch_all(conn).await)
}

pub(crate) async fn authorised_professionals(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT rpps FROM authorised_professional WHERE profile_id = $1 ORDER BY since, rpps";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).fetch_all(conn).await)
}

/// Everyone whom the holder's side has named, in one answer: the list, and the number of a professional or an organisation.
/// Every access of a professional asks for it.
pub(crate) async fn named(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Vec<(String, String)>> {
    const SQL: &str = "SELECT 'administrator', rpps FROM administrator WHERE profile_id = $1 UNION ALL \
         SELECT 'blocked', rpps FROM blocked_professional WHERE profile_id = $1 UNION ALL \
         SELECT 'blocked_organisation', finess FROM blocked_organisation WHERE profile_id = $1 UNION ALL \
         SELECT 'authorised', rpps FROM authorised_professional WHERE profile_id = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).fetch_all(conn).await)
}

/// The professionals who have entered the record, the latest to come first.
pub(crate) async fn known_professionals(tx: &mut Tx, profile: Uuid, limit: i64) -> sqlx::Result<Vec<String>> {
    const SQL: &str =
        "SELECT rpps FROM known_professional WHERE profile_id = $1 ORDER BY since DESC, rpps LIMIT $2";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(limit).fetch_all(conn).await)
}

/// The lists of professionals that a profile keeps, each with since when.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum People {
    Administrators,
    Blocked,
    Authorised,
    Came,
}

/// One statement on the table of a list.
macro_rules! on_list {
    ($people:expr, $before:literal, $after:literal) => {
        match $people {
            People::Administrators => concat!($before, "administrator", $after),
            People::Blocked => concat!($before, "blocked_professional", $after),
            People::Authorised => concat!($before, "authorised_professional", $after),
            People::Came => concat!($before, "known_professional", $after),
        }
    };
}

/// Everyone in a list, the latest first.
pub(crate) async fn people(tx: &mut Tx, profile: Uuid, people: People) -> sqlx::Result<Vec<(String, i64)>> {
    let sql = on_list!(
        people,
        "SELECT rpps, since FROM ",
        " WHERE profile_id = $1 ORDER BY since DESC, rpps"
    );
    on_engine!(tx, conn => sqlx::query_as(sql).bind(profile).fetch_all(conn).await)
}

/// Since when someone is in a list, if they are.
pub(crate) async fn since(
    tx: &mut Tx,
    profile: Uuid,
    people: People,
    rpps: &str,
) -> sqlx::Result<Option<i64>> {
    let sql = on_list!(
        people,
        "SELECT since FROM ",
        " WHERE profile_id = $1 AND rpps = $2"
    );
    on_engine!(tx, conn => sqlx::query_scalar(sql).bind(profile).bind(rpps).fetch_optional(conn).await)
}

/// The blocked organisations, and since when.
pub(crate) async fn blocked_organisations_since(
    tx: &mut Tx,
    profile: Uuid,
) -> sqlx::Result<Vec<(String, i64)>> {
    const SQL: &str =
        "SELECT finess, since FROM blocked_organisation WHERE profile_id = $1 ORDER BY since DESC, finess";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).fetch_all(conn).await)
}

/// Notes that a professional has entered the record; `true` when it is the first time.
pub(crate) async fn meet(tx: &mut Tx, profile: Uuid, rpps: &str, at: i64) -> sqlx::Result<bool> {
    const SQL: &str = "INSERT INTO known_professional (profile_id, rpps, since) VALUES ($1, $2, $3) \
         ON CONFLICT (profile_id, rpps) DO NOTHING";
    on_engine!(tx, conn => {
        Ok(sqlx::query(SQL).bind(profile).bind(rpps).bind(at).execute(conn).await?.rows_affected() == 1)
    })
}
