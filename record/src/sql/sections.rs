//! What the sections of a profile hold.

use uuid::Uuid;

use crate::store::{Tx, on_engine};

pub(crate) async fn find(tx: &mut Tx, profile: Uuid, section: &str) -> sqlx::Result<Option<String>> {
    const SQL: &str = "SELECT body FROM section_content WHERE profile_id = $1 AND section = $2";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(section).fetch_optional(conn).await)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    profile: Uuid,
    section: &str,
    body: &str,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str =
        "INSERT INTO section_content (profile_id, section, body, updated_at) VALUES ($1, $2, $3, $4)";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(section).bind(body).bind(at).execute(conn).await?;
        Ok(())
    })
}
