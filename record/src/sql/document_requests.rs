//! What authors were asked, and which documents the holder's side deleted.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct RequestRow {
    pub kind: String,
    pub body: String,
    pub state: String,
    pub at: i64,
    pub answered_at: Option<i64>,
}

/// A request that nobody has answered yet.
pub(crate) async fn insert(
    tx: &mut Tx,
    profile: Uuid,
    document: Uuid,
    id: Uuid,
    kind: &str,
    body: &str,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO document_request (profile_id, id, document_id, kind, body, state, at) \
         VALUES ($1, $2, $3, $4, $5, 'sent', $6)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(profile)
            .bind(id)
            .bind(document)
            .bind(kind)
            .bind(body)
            .bind(at)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Answers the requests of this kind about a document, of any kind when it is blank.
pub(crate) async fn answer(
    tx: &mut Tx,
    profile: Uuid,
    document: Uuid,
    kind: &str,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE document_request SET state = 'answered', answered_at = $4 \
         WHERE profile_id = $1 AND document_id = $2 AND ($3 = '' OR kind = $3) AND state = 'sent'";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(document).bind(kind).bind(at).execute(conn).await?;
        Ok(())
    })
}

/// Every request about a document, newest first.
pub(crate) async fn about(tx: &mut Tx, profile: Uuid, document: Uuid) -> sqlx::Result<Vec<RequestRow>> {
    const SQL: &str = "SELECT kind, body, state, at, answered_at FROM document_request \
         WHERE profile_id = $1 AND document_id = $2 ORDER BY at DESC, id DESC";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(document).fetch_all(conn).await)
}

/// Keeps what a deleted document was called.
pub(crate) async fn keep_deleted(
    tx: &mut Tx,
    profile: Uuid,
    document: Uuid,
    title: &str,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO deleted_document (profile_id, document_id, title, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (profile_id, document_id) DO UPDATE SET title = excluded.title, at = excluded.at";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(document).bind(title).bind(at).execute(conn).await?;
        Ok(())
    })
}

/// What a deleted document was called, and when it was deleted.
pub(crate) async fn deleted(
    tx: &mut Tx,
    profile: Uuid,
    document: Uuid,
) -> sqlx::Result<Option<(String, i64)>> {
    const SQL: &str = "SELECT title, at FROM deleted_document WHERE profile_id = $1 AND document_id = $2";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(document).fetch_optional(conn).await)
}
