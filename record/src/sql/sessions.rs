//! Sessions, by the hash of their identifier.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct SessionRow {
    pub data: String,
    pub created_at: i64,
    pub seen_at: i64,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id_hash: &[u8],
    account: Uuid,
    data: &str,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str =
        "INSERT INTO session (id_hash, account_id, data, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(id_hash).bind(account).bind(data).bind(at).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn update(tx: &mut Tx, id_hash: &[u8], data: &str, at: i64) -> sqlx::Result<u64> {
    const SQL: &str = "UPDATE session SET data = $2, seen_at = $3 WHERE id_hash = $1";
    on_engine!(tx, conn => {
        Ok(sqlx::query(SQL).bind(id_hash).bind(data).bind(at).execute(conn).await?.rows_affected())
    })
}

pub(crate) async fn touch(tx: &mut Tx, id_hash: &[u8], at: i64) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE session SET seen_at = $2 WHERE id_hash = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(id_hash).bind(at).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn find(tx: &mut Tx, id_hash: &[u8]) -> sqlx::Result<Option<SessionRow>> {
    const SQL: &str = "SELECT data, created_at, seen_at FROM session WHERE id_hash = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(id_hash).fetch_optional(conn).await)
}

pub(crate) async fn delete(tx: &mut Tx, id_hash: &[u8]) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM session WHERE id_hash = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(id_hash).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn delete_before(tx: &mut Tx, seen: i64, created: i64) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM session WHERE seen_at < $1 OR created_at < $2";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(seen).bind(created).execute(conn).await?;
        Ok(())
    })
}
