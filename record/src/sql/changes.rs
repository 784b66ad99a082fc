//! What holders and representatives changed.

use uuid::Uuid;

use crate::store::{Tx, on_engine};

pub(crate) async fn insert(
    tx: &mut Tx,
    profile: Uuid,
    id: Uuid,
    account: Uuid,
    at: i64,
    body: &str,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO change (profile_id, id, account_id, at, body) VALUES ($1, $2, $3, $4, $5)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(id).bind(account).bind(at).bind(body).execute(conn).await?;
        Ok(())
    })
}

/// When a change was made, and what is kept of it.
pub(crate) async fn find(tx: &mut Tx, profile: Uuid, id: Uuid) -> sqlx::Result<Option<(i64, String)>> {
    const SQL: &str = "SELECT at, body FROM change WHERE profile_id = $1 AND id = $2";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(id).fetch_optional(conn).await)
}

/// Notes that a change has been undone, or that its undo has been.
pub(crate) async fn set_undone(tx: &mut Tx, profile: Uuid, id: Uuid, undone: bool) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE change SET undone = $3 WHERE profile_id = $1 AND id = $2";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(id).bind(undone).execute(conn).await?;
        Ok(())
    })
}

/// Whether a change has been undone.
pub(crate) async fn is_undone(tx: &mut Tx, profile: Uuid, id: Uuid) -> sqlx::Result<bool> {
    const SQL: &str = "SELECT undone FROM change WHERE profile_id = $1 AND id = $2";
    on_engine!(tx, conn => {
        let undone: Option<bool> = sqlx::query_scalar(SQL).bind(profile).bind(id).fetch_optional(conn).await?;
        Ok(undone.unwrap_or_default())
    })
}

/// The changes made after this one, oldest first; those of the same instant count as later.
pub(crate) async fn after(
    tx: &mut Tx,
    profile: Uuid,
    at: i64,
    id: Uuid,
) -> sqlx::Result<Vec<(Uuid, i64, String)>> {
    const SQL: &str = "SELECT id, at, body FROM change WHERE profile_id = $1 AND at >= $2 AND id <> $3 \
         ORDER BY at, id";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(at).bind(id).fetch_all(conn).await)
}
