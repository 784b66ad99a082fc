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
    pub body: &'a str,
    pub hash: &'a [u8],
}

pub(crate) async fn insert(tx: &mut Tx, trace: &NewTrace<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO trace \
         (profile_id, audience, seq, at, professional, rpps, event, denied, body, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
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

/// Lines older than `before`, newest first, of one audience or of two.
pub(crate) async fn page(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    professional: bool,
    before: &Before,
    limit: i64,
) -> sqlx::Result<Vec<TraceRow>> {
    const SQL: &str = "SELECT audience, seq, at, body FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND professional = $4 \
         AND (at, audience, seq) < ($5, $6, $7) \
         ORDER BY at DESC, audience DESC, seq DESC LIMIT $8";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(first)
            .bind(second)
            .bind(professional)
            .bind(before.at)
            .bind(&before.audience)
            .bind(before.seq)
            .bind(limit)
            .fetch_all(conn)
            .await
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

/// One whole chain, oldest first: body and hash.
pub(crate) async fn chain(
    tx: &mut Tx,
    profile: Uuid,
    audience: &str,
) -> sqlx::Result<Vec<(String, Vec<u8>)>> {
    const SQL: &str = "SELECT body, hash FROM trace WHERE profile_id = $1 AND audience = $2 ORDER BY seq";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(audience).fetch_all(conn).await)
}
