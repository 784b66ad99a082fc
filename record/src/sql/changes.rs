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

pub(crate) async fn find(tx: &mut Tx, profile: Uuid, id: Uuid) -> sqlx::Result<Option<String>> {
    const SQL: &str = "SELECT body FROM change WHERE profile_id = $1 AND id = $2";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(id).fetch_optional(conn).await)
}
