//! Acts that may be sent again, and what was answered.

use crate::store::{Tx, on_engine};

/// Takes a key for an act; `false` when it is taken. Whoever comes while another transaction holds it waits for its end.
pub(crate) async fn claim(
    tx: &mut Tx,
    rpps: &str,
    key: &str,
    request_hash: &[u8],
    at: i64,
) -> sqlx::Result<bool> {
    const SQL: &str = "INSERT INTO idempotent_act (rpps, idempotency_key, request_hash, answer, at) \
         VALUES ($1, $2, $3, '', $4) ON CONFLICT (rpps, idempotency_key) DO NOTHING";
    on_engine!(tx, conn => {
        let done = sqlx::query(SQL).bind(rpps).bind(key).bind(request_hash).bind(at).execute(conn).await?;
        Ok(done.rows_affected() == 1)
    })
}

/// What was asked with a key (its hash), and what was answered.
pub(crate) async fn find(tx: &mut Tx, rpps: &str, key: &str) -> sqlx::Result<Option<(Vec<u8>, String)>> {
    const SQL: &str =
        "SELECT request_hash, answer FROM idempotent_act WHERE rpps = $1 AND idempotency_key = $2";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(rpps).bind(key).fetch_optional(conn).await)
}

pub(crate) async fn set_answer(tx: &mut Tx, rpps: &str, key: &str, answer: &str) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE idempotent_act SET answer = $3 WHERE rpps = $1 AND idempotency_key = $2";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(rpps).bind(key).bind(answer).execute(conn).await?;
        Ok(())
    })
}

/// Forgets the keys taken at this moment or before.
pub(crate) async fn forget(tx: &mut Tx, until: i64) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM idempotent_act WHERE at <= $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(until).execute(conn).await?;
        Ok(())
    })
}
