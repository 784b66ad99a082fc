//! Proofs that professionals' software has used, kept until they would be refused for their age.

use crate::store::{Tx, on_engine};

/// Notes that a proof is used; `false` when it was before.
pub(crate) async fn insert(tx: &mut Tx, hash: &[u8], until: i64) -> sqlx::Result<bool> {
    const SQL: &str = "INSERT INTO used_proof (hash, until) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
    on_engine!(tx, conn => {
        let done = sqlx::query(SQL).bind(hash).bind(until).execute(conn).await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Forgets those that ended at this moment or before.
pub(crate) async fn forget(tx: &mut Tx, now: i64) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM used_proof WHERE until <= $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(now).execute(conn).await?;
        Ok(())
    })
}
