//! The directory as imports write it and people search it. A batch goes in as one JSON list, so that
//! a million people are a few thousand statements.

use sqlx::FromRow;

use crate::store::{Tx, on_engine};

/// The words a search may have besides the one that leads it.
pub(crate) const OTHER_WORDS: usize = 7;

/// The words an organisation is looked for by.
pub(crate) const ORGANISATION_WORDS: usize = 4;

/// A professional with all that the directory keeps of them.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub(crate) struct DirectoryRow {
    pub rpps: String,
    pub last_name: String,
    pub first_name: String,
    pub profession: String,
    pub speciality: String,
    pub organisation: String,
    pub organisation_name: String,
    pub town: String,
    pub active: bool,
    pub entitlements: String,
    pub places: String,
    pub words: String,
    pub sort_key: i64,
    pub import_id: i64,
}

/// An organisation of the directory.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct OrganisationRow {
    pub finess: String,
    pub name: String,
    pub town: String,
}

macro_rules! directory_columns {
    () => {
        "SELECT p.rpps, p.last_name, p.first_name, p.profession, p.speciality, p.organisation, \
         p.organisation_name, p.town, p.active, p.entitlements, p.places, p.words, p.sort_key, p.import_id "
    };
}

/// The same statement on both engines, over the lines of the JSON list `$1`: SQLite's text first.
macro_rules! over_list {
    ($before:expr, $after:expr) => {
        [
            concat!($before, " FROM json_each($1) ", $after),
            concat!($before, " FROM json_array_elements($1::json) ", $after),
        ]
    };
}

/// Runs a statement over a JSON list; further values are numbers.
async fn run(tx: &mut Tx, sql: [&'static str; 2], list: &str, numbers: &[i64]) -> sqlx::Result<u64> {
    let [sqlite, postgres] = sql;
    Ok(match tx {
        Tx::Sqlite(tx) => {
            let query = numbers
                .iter()
                .fold(sqlx::query(sqlite).bind(list), |query, number| {
                    query.bind(*number)
                });
            query.execute(&mut **tx).await?.rows_affected()
        }
        Tx::Postgres(tx) => {
            let query = numbers
                .iter()
                .fold(sqlx::query(postgres).bind(list), |query, number| {
                    query.bind(*number)
                });
            query.execute(&mut **tx).await?.rows_affected()
        }
    })
}

/// Those of a JSON list of `[rpps]` that the directory has.
pub(crate) async fn known(tx: &mut Tx, list: &str) -> sqlx::Result<Vec<DirectoryRow>> {
    const SQL: [&str; 2] = over_list!(
        concat!(
            directory_columns!(),
            "FROM professional p WHERE p.rpps IN (SELECT value ->> 0"
        ),
        ")"
    );
    let [sqlite, postgres] = SQL;
    match tx {
        Tx::Sqlite(tx) => sqlx::query_as(sqlite).bind(list).fetch_all(&mut **tx).await,
        Tx::Postgres(tx) => sqlx::query_as(postgres).bind(list).fetch_all(&mut **tx).await,
    }
}

pub(crate) async fn find(tx: &mut Tx, rpps: &str) -> sqlx::Result<Option<DirectoryRow>> {
    const SQL: &str = concat!(directory_columns!(), "FROM professional p WHERE p.rpps = $1");
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(rpps).fetch_optional(conn).await)
}

/// Some of those who have no words yet, put in before there were any.
pub(crate) async fn without_words(tx: &mut Tx, limit: i64) -> sqlx::Result<Vec<DirectoryRow>> {
    const SQL: &str = concat!(
        directory_columns!(),
        "FROM professional p WHERE p.words = '' ORDER BY p.rpps LIMIT $1"
    );
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn).await)
}

/// Writes people whole; what a suspension says of them stays. They practise: an import had them.
pub(crate) async fn put_people(tx: &mut Tx, list: &str, import: i64) -> sqlx::Result<u64> {
    const SQL: [&str; 2] = over_list!(
        "INSERT INTO professional (rpps, last_name, first_name, profession, speciality, organisation, \
         organisation_name, town, entitlements, places, words, sort_key, active, suspended, import_id) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, \
         value ->> 7, value ->> 8, value ->> 9, value ->> 10, CAST(value ->> 11 AS BIGINT), TRUE, FALSE, $2",
        "WHERE TRUE ON CONFLICT (rpps) DO UPDATE SET last_name = excluded.last_name, \
         first_name = excluded.first_name, profession = excluded.profession, speciality = excluded.speciality, \
         organisation = excluded.organisation, organisation_name = excluded.organisation_name, \
         town = excluded.town, entitlements = excluded.entitlements, places = excluded.places, \
         words = excluded.words, sort_key = excluded.sort_key, active = TRUE, import_id = excluded.import_id"
    );
    run(tx, SQL, list, &[import]).await
}

/// Gives their words to people who are there: a JSON list of `[rpps, words, sort key, entitlements, places]`.
pub(crate) async fn set_words(tx: &mut Tx, list: &str) -> sqlx::Result<u64> {
    const SQL: [&str; 2] = over_list!(
        "UPDATE professional SET words = new.words, sort_key = new.sort_key, entitlements = new.entitlements, \
         places = new.places FROM (SELECT value ->> 0 AS rpps, value ->> 1 AS words, \
         CAST(value ->> 2 AS BIGINT) AS sort_key, value ->> 3 AS entitlements, value ->> 4 AS places",
        ") AS new WHERE professional.rpps = new.rpps"
    );
    run(tx, SQL, list, &[]).await
}

/// Notes that an import had these people (a JSON list of `[rpps]`), just as they are kept.
pub(crate) async fn mark_seen(tx: &mut Tx, list: &str, import: i64) -> sqlx::Result<u64> {
    const SQL: [&str; 2] = over_list!(
        "UPDATE professional SET import_id = $2 WHERE rpps IN (SELECT value ->> 0",
        ")"
    );
    run(tx, SQL, list, &[import]).await
}

/// Adds words: a JSON list of `[word, sort key, rpps]`, best in that order.
pub(crate) async fn add_words(tx: &mut Tx, list: &str) -> sqlx::Result<u64> {
    const SQL: [&str; 2] = over_list!(
        "INSERT INTO professional_word (word, sort_key, rpps) \
         SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2",
        "WHERE TRUE ON CONFLICT (word, sort_key, rpps) DO NOTHING"
    );
    run(tx, SQL, list, &[]).await
}

/// Takes words away: a JSON list of `[word, sort key, rpps]`.
pub(crate) async fn remove_words(tx: &mut Tx, list: &str) -> sqlx::Result<u64> {
    const SQL: [&str; 2] = over_list!(
        "DELETE FROM professional_word WHERE (word, sort_key, rpps) IN \
         (SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2",
        ")"
    );
    run(tx, SQL, list, &[]).await
}

/// Names organisations: a JSON list of `[finess, name, town, words]`.
pub(crate) async fn put_organisations(tx: &mut Tx, list: &str) -> sqlx::Result<u64> {
    const SQL: [&str; 2] = over_list!(
        "INSERT INTO organisation (finess, name, town, words) \
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3",
        "WHERE TRUE ON CONFLICT (finess) DO UPDATE SET name = excluded.name, town = excluded.town, \
         words = excluded.words WHERE organisation.name <> excluded.name OR organisation.town <> excluded.town \
         OR organisation.words <> excluded.words"
    );
    run(tx, SQL, list, &[]).await
}

/// Some of the organisations that have no words yet, named before there were any.
pub(crate) async fn organisations_without_words(
    tx: &mut Tx,
    limit: i64,
) -> sqlx::Result<Vec<OrganisationRow>> {
    const SQL: &str = "SELECT finess, name, town FROM organisation WHERE words = '' ORDER BY finess LIMIT $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn).await)
}

// There are far fewer organisations than people: every one is looked at.
macro_rules! search_organisations {
    ($place:literal) => {
        concat!(
            "SELECT finess, name, town FROM organisation WHERE ",
            $place,
            "(words, ' ' || $1) > 0 AND ($2 = '' OR ",
            $place,
            "(words, ' ' || $2) > 0) AND ($3 = '' OR ",
            $place,
            "(words, ' ' || $3) > 0) AND ($4 = '' OR ",
            $place,
            "(words, ' ' || $4) > 0) ORDER BY name, town, finess LIMIT $5"
        )
    };
}

/// The organisations that have a word beginning with each of these.
pub(crate) async fn search_organisations(
    tx: &mut Tx,
    [first, second, third, fourth]: [&str; ORGANISATION_WORDS],
    limit: i64,
) -> sqlx::Result<Vec<OrganisationRow>> {
    const SQLITE: &str = search_organisations!("instr");
    const POSTGRES: &str = search_organisations!("strpos");
    let sql = match tx {
        Tx::Sqlite(_) => SQLITE,
        Tx::Postgres(_) => POSTGRES,
    };
    on_engine!(tx, conn => {
        sqlx::query_as(sql)
            .bind(first)
            .bind(second)
            .bind(third)
            .bind(fourth)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// How many lines have a word in this range, counted no further than `limit`.
pub(crate) async fn count_words(tx: &mut Tx, from: &str, below: &str, limit: i64) -> sqlx::Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM professional_word WHERE word >= $1 AND word < $2 \
         LIMIT $3) AS few";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(from).bind(below).bind(limit).fetch_one(conn).await)
}

/// What is looked for: words that begin with `from` lie below `below`; the others only have to be there.
pub(crate) struct Wanted<'a> {
    pub from: &'a str,
    pub below: &'a str,
    pub others: [&'a str; OTHER_WORDS],
}

// The leading word gives the order. Someone who has several words in its range is taken by the first of them:
// the words are sorted, so that one is where the beginning is first found.
macro_rules! search {
    ($join:literal, $place:literal) => {
        concat!(
            directory_columns!(),
            "FROM professional_word w ",
            $join,
            " professional p ON p.rpps = w.rpps \
             WHERE w.word >= $1 AND w.word < $2 \
             AND substr(p.words, ",
            $place,
            "(p.words, ' ' || $1) + 1, length(w.word) + 1) = w.word || ' ' \
             AND ($3 = '' OR ",
            $place,
            "(p.words, ' ' || $3) > 0) \
             AND ($4 = '' OR ",
            $place,
            "(p.words, ' ' || $4) > 0) \
             AND ($5 = '' OR ",
            $place,
            "(p.words, ' ' || $5) > 0) \
             AND ($6 = '' OR ",
            $place,
            "(p.words, ' ' || $6) > 0) \
             AND ($7 = '' OR ",
            $place,
            "(p.words, ' ' || $7) > 0) \
             AND ($8 = '' OR ",
            $place,
            "(p.words, ' ' || $8) > 0) \
             AND ($9 = '' OR ",
            $place,
            "(p.words, ' ' || $9) > 0) \
             ORDER BY w.word, w.sort_key, w.rpps LIMIT $10 OFFSET $11"
        )
    };
}

pub(crate) async fn search(
    tx: &mut Tx,
    wanted: &Wanted<'_>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DirectoryRow>> {
    // SQLite keeps the two tables of a CROSS JOIN in this order.
    const SQLITE: &str = search!("CROSS JOIN", "instr");
    const POSTGRES: &str = search!("JOIN", "strpos");
    let sql = match tx {
        Tx::Sqlite(_) => SQLITE,
        Tx::Postgres(_) => POSTGRES,
    };
    let [third, fourth, fifth, sixth, seventh, eighth, ninth] = wanted.others;
    on_engine!(tx, conn => {
        sqlx::query_as(sql)
            .bind(wanted.from)
            .bind(wanted.below)
            .bind(third)
            .bind(fourth)
            .bind(fifth)
            .bind(sixth)
            .bind(seventh)
            .bind(eighth)
            .bind(ninth)
            .bind(limit)
            .bind(offset)
            .fetch_all(conn)
            .await
    })
}

/// How far an import went.
#[derive(Clone, Copy, FromRow)]
pub(crate) struct ImportRow {
    pub id: i64,
    pub byte_offset: i64,
    pub line: i64,
    pub people: i64,
    pub set_aside: i64,
    pub bad: i64,
}

/// The import of this file that was cut, if there is one.
pub(crate) async fn unfinished_import(tx: &mut Tx, file_hash: &[u8]) -> sqlx::Result<Option<ImportRow>> {
    const SQL: &str = "SELECT id, byte_offset, line, people, set_aside, bad FROM directory_import \
         WHERE id = (SELECT MAX(id) FROM directory_import) AND file_hash = $1 AND finished_at IS NULL";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(file_hash).fetch_optional(conn).await)
}

pub(crate) async fn last_import(tx: &mut Tx) -> sqlx::Result<i64> {
    const SQL: &str = "SELECT COALESCE(MAX(id), 0) FROM directory_import";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn).await)
}

pub(crate) async fn begin_import(tx: &mut Tx, id: i64, file_hash: &[u8], at: i64) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO directory_import \
         (id, file_hash, started_at, byte_offset, line, people, set_aside, bad) VALUES ($1, $2, $3, 0, 0, 0, 0, 0)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(id).bind(file_hash).bind(at).execute(conn).await?;
        Ok(())
    })
}

/// Moves an import on from `offset`; `false` when it is not there any more: someone else moved it.
pub(crate) async fn advance_import(tx: &mut Tx, to: &ImportRow, offset: i64) -> sqlx::Result<bool> {
    const SQL: &str = "UPDATE directory_import SET byte_offset = $2, line = $3, people = $4, set_aside = $5, \
         bad = $6 WHERE id = $1 AND byte_offset = $7 AND finished_at IS NULL \
         AND id = (SELECT MAX(id) FROM directory_import)";
    on_engine!(tx, conn => {
        let done = sqlx::query(SQL)
            .bind(to.id)
            .bind(to.byte_offset)
            .bind(to.line)
            .bind(to.people)
            .bind(to.set_aside)
            .bind(to.bad)
            .bind(offset)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}

pub(crate) async fn finish_import(tx: &mut Tx, id: i64, at: i64) -> sqlx::Result<bool> {
    const SQL: &str = "UPDATE directory_import SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL \
         AND id = (SELECT MAX(id) FROM directory_import)";
    on_engine!(tx, conn => {
        Ok(sqlx::query(SQL).bind(id).bind(at).execute(conn).await?.rows_affected() == 1)
    })
}

/// How many people whom an import brought, and who practised until now, this import did not have.
pub(crate) async fn count_departed(tx: &mut Tx, import: i64) -> sqlx::Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM professional WHERE active AND import_id <> 0 AND import_id <> $1";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(import).fetch_one(conn).await)
}

pub(crate) async fn deactivate_departed(tx: &mut Tx, import: i64) -> sqlx::Result<u64> {
    const SQL: &str =
        "UPDATE professional SET active = FALSE WHERE active AND import_id <> 0 AND import_id <> $1";
    on_engine!(tx, conn => Ok(sqlx::query(SQL).bind(import).execute(conn).await?.rows_affected()))
}
