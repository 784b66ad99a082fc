//! Traces: appended and read, never changed.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct TraceRow {
    pub audience: String,
    pub seq: i64,
    pub at: i64,
    pub body: String,
}

pub(crate) struct NewTrace<'a> {
    pub profile: Uuid,
    pub audience: &'a str,
    pub seq: i64,
    pub at: i64,
    pub professional: bool,
    pub rpps: &'a str,
    pub event: &'a str,
    pub denied: bool,
    pub emergency: bool,
    pub document: &'a str,
    pub body: &'a str,
    pub hash: &'a [u8],
}

pub(crate) async fn insert(tx: &mut Tx, trace: &NewTrace<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO trace \
         (profile_id, audience, seq, at, professional, rpps, event, denied, body, hash, emergency, document) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(trace.profile)
            .bind(trace.audience)
            .bind(trace.seq)
            .bind(trace.at)
            .bind(trace.professional)
            .bind(trace.rpps)
            .bind(trace.event)
            .bind(trace.denied)
            .bind(trace.body)
            .bind(trace.hash)
            .bind(trace.emergency)
            .bind(trace.document)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The last line of a chain: its place and its hash.
pub(crate) async fn head(tx: &mut Tx, profile: Uuid, audience: &str) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    const SQL: &str = "SELECT seq, hash FROM trace WHERE profile_id = $1 AND audience = $2 \
         ORDER BY seq DESC LIMIT 1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(audience).fetch_optional(conn).await)
}

/// Where a page of the history begins: just before this line.
#[derive(Clone)]
pub(crate) struct Before {
    pub at: i64,
    pub audience: String,
    pub seq: i64,
}

/// What a page of the history is narrowed to.
pub(crate) struct Narrowing<'a> {
    pub profile: Uuid,
    /// One audience or two.
    pub audiences: [&'a str; 2],
    pub professional: bool,
    /// Blank for all.
    pub rpps: &'a str,
    /// Blank for all.
    pub document: &'a str,
    pub refused: bool,
    pub emergency: bool,
    /// At this moment or later, in UTC microseconds.
    pub from: i64,
    /// Before this moment.
    pub until: i64,
}

/// Lines older than `before`, newest first.
pub(crate) async fn page(
    tx: &mut Tx,
    narrowing: &Narrowing<'_>,
    before: &Before,
    limit: i64,
) -> sqlx::Result<Vec<TraceRow>> {
    const SQL: &str = "SELECT audience, seq, at, body FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND professional = $4 \
         AND (at, audience, seq) < ($5, $6, $7) AND at >= $8 AND at < $9 \
         AND ($10 = '' OR rpps = $10) AND ($11 = '' OR document = $11) \
         AND (denied OR NOT $12) AND (emergency OR NOT $13) \
         ORDER BY at DESC, audience DESC, seq DESC LIMIT $14";
    let [first, second] = narrowing.audiences;
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(narrowing.profile)
            .bind(first)
            .bind(second)
            .bind(narrowing.professional)
            .bind(before.at)
            .bind(&before.audience)
            .bind(before.seq)
            .bind(narrowing.from)
            .bind(narrowing.until)
            .bind(narrowing.rpps)
            .bind(narrowing.document)
            .bind(narrowing.refused)
            .bind(narrowing.emergency)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// The professionals of these lines, at most as many.
pub(crate) async fn people(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    limit: i64,
) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT DISTINCT rpps FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND rpps <> '' ORDER BY rpps LIMIT $4";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL).bind(profile).bind(first).bind(second).bind(limit).fetch_all(conn).await
    })
}

/// The last lines about one professional, newest first, of one audience or of two.
pub(crate) async fn of_professional(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    rpps: &str,
    limit: i64,
) -> sqlx::Result<Vec<TraceRow>> {
    const SQL: &str = "SELECT audience, seq, at, body FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND professional AND rpps = $4 \
         ORDER BY at DESC, audience DESC, seq DESC LIMIT $5";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(first)
            .bind(second)
            .bind(rpps)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// The lines about one document in one chain, oldest first.
pub(crate) async fn about(
    tx: &mut Tx,
    profile: Uuid,
    audience: &str,
    document: &str,
) -> sqlx::Result<Vec<String>> {
    const SQL: &str =
        "SELECT body FROM trace WHERE profile_id = $1 AND audience = $2 AND document = $3 ORDER BY seq";
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL).bind(profile).bind(audience).bind(document).fetch_all(conn).await
    })
}

/// One whole chain, oldest first: body and hash.
pub(crate) async fn chain(
    tx: &mut Tx,
    profile: Uuid,
    audience: &str,
) -> sqlx::Result<Vec<(String, Vec<u8>)>> {
    const SQL: &str = "SELECT body, hash FROM trace WHERE profile_id = $1 AND audience = $2 ORDER BY seq";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(audience).fetch_all(conn).await)
}
