//! Documents and their content.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    queries::DocumentSort,
    store::{Tx, on_engine},
};

#[derive(FromRow)]
pub(crate) struct DocumentRow {
    pub id: Uuid,
    pub type_code: String,
    pub title: String,
    pub author_kind: String,
    pub author_rpps: String,
    pub author_name: String,
    pub author_profession: String,
    pub organisation_name: String,
    pub dated: String,
    pub deposited_at: i64,
    pub visibility: i64,
    pub media_type: String,
    pub size: i64,
}

macro_rules! document_columns {
    () => {
        "SELECT id, type_code, title, author_kind, author_rpps, author_name, author_profession, \
         organisation_name, dated, deposited_at, visibility, media_type, size FROM document "
    };
}

/// What a list is narrowed to. `unseen` are the flags that hide a document from the viewer.
pub(crate) struct Narrowing<'a> {
    pub profile: Uuid,
    pub unseen: i64,
    pub pattern: &'a str,
    pub category: &'a str,
    /// `visible`, `masked` or empty.
    pub visibility: &'a str,
    /// The name of an organisation, or empty.
    pub organisation: &'a str,
    /// The first and the last day, as they are stored, or empty.
    pub from: &'a str,
    pub to: &'a str,
}

// The search pattern `%` and the empty choices are left out of the comparison, so that the plain list
// is answered from its index.
macro_rules! narrowed {
    () => {
        "WHERE profile_id = $1 AND (visibility & $2) = 0 \
         AND ($3 = '%' OR search_text LIKE $3 ESCAPE '\\') \
         AND ($4 = '' OR category = $4) \
         AND ($5 = '' OR ($5 = 'masked' AND (visibility & 1) <> 0) OR ($5 = 'visible' AND (visibility & 1) = 0)) \
         AND ($6 = '' OR organisation_name = $6) \
         AND ($7 = '' OR dated >= $7) AND ($8 = '' OR dated <= $8) "
    };
}

pub(crate) async fn list(
    tx: &mut Tx,
    narrowing: &Narrowing<'_>,
    sort: DocumentSort,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DocumentRow>> {
    macro_rules! sorted {
        ($order:literal) => {
            concat!(
                document_columns!(),
                narrowed!(),
                "ORDER BY ",
                $order,
                " LIMIT $9 OFFSET $10"
            )
        };
    }
    let sql = match sort {
        DocumentSort::Newest => sorted!("dated DESC, id DESC"),
        DocumentSort::Oldest => sorted!("dated, id"),
        DocumentSort::Title => sorted!("sort_title, id"),
        DocumentSort::Author => sorted!("sort_author, id"),
    };
    on_engine!(tx, conn => {
        sqlx::query_as(sql)
            .bind(narrowing.profile)
            .bind(narrowing.unseen)
            .bind(narrowing.pattern)
            .bind(narrowing.category)
            .bind(narrowing.visibility)
            .bind(narrowing.organisation)
            .bind(narrowing.from)
            .bind(narrowing.to)
            .bind(limit)
            .bind(offset)
            .fetch_all(conn)
            .await
    })
}

pub(crate) async fn count(tx: &mut Tx, narrowing: &Narrowing<'_>) -> sqlx::Result<i64> {
    const SQL: &str = concat!("SELECT COUNT(*) FROM document ", narrowed!());
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL)
            .bind(narrowing.profile)
            .bind(narrowing.unseen)
            .bind(narrowing.pattern)
            .bind(narrowing.category)
            .bind(narrowing.visibility)
            .bind(narrowing.organisation)
            .bind(narrowing.from)
            .bind(narrowing.to)
            .fetch_one(conn)
            .await
    })
}

/// The names of the organisations where the documents of a viewer were written, in their order.
pub(crate) async fn organisations(tx: &mut Tx, profile: Uuid, unseen: i64) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "SELECT DISTINCT organisation_name FROM document \
         WHERE profile_id = $1 AND (visibility & $2) = 0 AND organisation_name <> '' ORDER BY organisation_name";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(unseen).fetch_all(conn).await)
}

/// How many documents the viewer may see, and how many of them are masked.
pub(crate) async fn totals(tx: &mut Tx, profile: Uuid, unseen: i64) -> sqlx::Result<(i64, i64)> {
    // A sum is a decimal number in PostgreSQL.
    const SQL: &str = "SELECT CAST(COALESCE(SUM(documents), 0) AS BIGINT), \
         CAST(COALESCE(SUM(CASE WHEN (visibility & 1) <> 0 THEN documents ELSE 0 END), 0) AS BIGINT) \
         FROM document_count WHERE profile_id = $1 AND (visibility & $2) = 0";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(unseen).fetch_one(conn).await)
}

/// Counts the documents of a profile again: what [`totals`] adds up. Every act that adds or removes documents or changes their
/// visibility ends with it, while it holds the profile's lock.
pub(crate) async fn recount(tx: &mut Tx, profile: Uuid) -> sqlx::Result<()> {
    const FORGET: &str = "DELETE FROM document_count WHERE profile_id = $1";
    const COUNT: &str = "INSERT INTO document_count (profile_id, visibility, documents) \
         SELECT profile_id, visibility, COUNT(*) FROM document WHERE profile_id = $1 GROUP BY profile_id, visibility";
    on_engine!(tx, conn => {
        sqlx::query(FORGET).bind(profile).execute(&mut *conn).await?;
        sqlx::query(COUNT).bind(profile).execute(conn).await?;
        Ok(())
    })
}

/// Every document whose flags are none of `unseen`, newest first.
pub(crate) async fn all(tx: &mut Tx, profile: Uuid, unseen: i64) -> sqlx::Result<Vec<DocumentRow>> {
    const SQL: &str = concat!(
        document_columns!(),
        "WHERE profile_id = $1 AND (visibility & $2) = 0 ORDER BY dated DESC, id DESC"
    );
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(unseen).fetch_all(conn).await)
}

/// Every document that a professional's search matches, newest first; what they may read is decided above.
pub(crate) async fn matching(tx: &mut Tx, narrowing: &Narrowing<'_>) -> sqlx::Result<Vec<DocumentRow>> {
    const SQL: &str = concat!(document_columns!(), narrowed!(), "ORDER BY dated DESC, id DESC");
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(narrowing.profile)
            .bind(narrowing.unseen)
            .bind(narrowing.pattern)
            .bind(narrowing.category)
            .bind(narrowing.visibility)
            .bind(narrowing.organisation)
            .bind(narrowing.from)
            .bind(narrowing.to)
            .fetch_all(conn)
            .await
    })
}

/// The identifiers of every document that a list narrowed like this shows, on all its pages.
pub(crate) async fn matching_ids(tx: &mut Tx, narrowing: &Narrowing<'_>) -> sqlx::Result<Vec<Uuid>> {
    const SQL: &str = concat!("SELECT id FROM document ", narrowed!(), "ORDER BY id");
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL)
            .bind(narrowing.profile)
            .bind(narrowing.unseen)
            .bind(narrowing.pattern)
            .bind(narrowing.category)
            .bind(narrowing.visibility)
            .bind(narrowing.organisation)
            .bind(narrowing.from)
            .bind(narrowing.to)
            .fetch_all(conn)
            .await
    })
}

pub(crate) async fn find(tx: &mut Tx, profile: Uuid, id: Uuid) -> sqlx::Result<Option<DocumentRow>> {
    const SQL: &str = concat!(document_columns!(), "WHERE profile_id = $1 AND id = $2");
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(id).fetch_optional(conn).await)
}

pub(crate) async fn content(tx: &mut Tx, profile: Uuid, id: Uuid) -> sqlx::Result<Option<Vec<u8>>> {
    const SQL: &str = "SELECT content FROM document_content WHERE profile_id = $1 AND document_id = $2";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(id).fetch_optional(conn).await)
}

/// Masks a document to professionals, or shows it again; the other flags stay. Gives the number of rows changed.
pub(crate) async fn set_masked(tx: &mut Tx, profile: Uuid, id: Uuid, masked: bool) -> sqlx::Result<u64> {
    const MASK: &str = "UPDATE document SET visibility = visibility | 1 WHERE profile_id = $1 AND id = $2";
    const SHOW: &str = "UPDATE document SET visibility = visibility & 6 WHERE profile_id = $1 AND id = $2";
    let sql = if masked { MASK } else { SHOW };
    on_engine!(tx, conn => Ok(sqlx::query(sql).bind(profile).bind(id).execute(conn).await?.rows_affected()))
}

/// Sets the flags of a document.
pub(crate) async fn set_visibility(
    tx: &mut Tx,
    profile: Uuid,
    id: Uuid,
    visibility: i64,
) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE document SET visibility = $3 WHERE profile_id = $1 AND id = $2";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(id).bind(visibility).execute(conn).await?;
        Ok(())
    })
}

/// Whether a professional has this very content in the profile already, in another document than `but`.
pub(crate) async fn has_content(
    tx: &mut Tx,
    profile: Uuid,
    author: &str,
    but: Uuid,
    content: &[u8],
) -> sqlx::Result<bool> {
    // Sizes first: they are in the row, and hardly ever the same.
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM document d JOIN document_content c \
         ON c.profile_id = d.profile_id AND c.document_id = d.id \
         WHERE d.profile_id = $1 AND d.author_rpps = $2 AND d.id <> $3 AND d.size = $4 AND c.content = $5)";
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL)
            .bind(profile)
            .bind(author)
            .bind(but)
            .bind(size)
            .bind(content)
            .fetch_one(conn)
            .await
    })
}

/// Removes a document and its content.
pub(crate) async fn delete(tx: &mut Tx, profile: Uuid, id: Uuid) -> sqlx::Result<()> {
    const CONTENT: &str = "DELETE FROM document_content WHERE profile_id = $1 AND document_id = $2";
    const DOCUMENT: &str = "DELETE FROM document WHERE profile_id = $1 AND id = $2";
    on_engine!(tx, conn => {
        sqlx::query(CONTENT).bind(profile).bind(id).execute(&mut *conn).await?;
        sqlx::query(DOCUMENT).bind(profile).bind(id).execute(conn).await?;
        Ok(())
    })
}
