//! Signed checkpoints of histories: kept once, never changed.

use uuid::Uuid;

use crate::store::{Tx, on_engine};

/// Keeps a checkpoint; the first one of a line stays.
pub(crate) async fn insert(
    tx: &mut Tx,
    profile: Uuid,
    audience: &str,
    seq: i64,
    body: &str,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO trace_checkpoint (profile_id, audience, seq, body) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(audience).bind(seq).bind(body).execute(conn).await?;
        Ok(())
    })
}

/// The checkpoints of lines after this one, in order.
pub(crate) async fn after(tx: &mut Tx, profile: Uuid, audience: &str, seq: i64) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT body FROM trace_checkpoint WHERE profile_id = $1 AND audience = $2 AND seq > $3 \
         ORDER BY seq";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(audience).bind(seq).fetch_all(conn).await)
}
