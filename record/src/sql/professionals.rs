//! The directory of professionals.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct ProfessionalRow {
    pub last_name: String,
    pub first_name: String,
    pub profession: String,
    pub organisation: String,
    pub organisation_name: String,
    pub town: String,
    pub active: bool,
    pub suspended: bool,
}

pub(crate) async fn find(tx: &mut Tx, rpps: &str) -> sqlx::Result<Option<ProfessionalRow>> {
    const SQL: &str = "SELECT last_name, first_name, profession, organisation, organisation_name, town, active, suspended \
         FROM professional WHERE rpps = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(rpps).fetch_optional(conn).await)
}

/// Name and town of an organisation.
pub(crate) async fn organisation_name(tx: &mut Tx, finess: &str) -> sqlx::Result<Option<(String, String)>> {
    const SQL: &str = "SELECT name, town FROM organisation WHERE finess = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(finess).fetch_optional(conn).await)
}

/// Whether someone has tried anything on a record, permitted or not, or wrote a document of it. The directory may not know them.
pub(crate) async fn has_come(tx: &mut Tx, profile: Uuid, rpps: &str) -> sqlx::Result<bool> {
    const SQL: &str = "SELECT CAST(EXISTS (SELECT 1 FROM trace WHERE profile_id = $1 AND rpps = $2) \
         OR EXISTS (SELECT 1 FROM document WHERE profile_id = $1 AND author_rpps = $2) AS BIGINT)";
    const POSTGRES: &str = "SELECT CAST((EXISTS (SELECT 1 FROM trace WHERE profile_id = $1 AND rpps = $2) \
         OR EXISTS (SELECT 1 FROM document WHERE profile_id = $1 AND author_rpps = $2)) AS INTEGER)::BIGINT";
    let sql = match tx {
        Tx::Sqlite(_) => SQL,
        Tx::Postgres(_) => POSTGRES,
    };
    let found: i64 =
        on_engine!(tx, conn => sqlx::query_scalar(sql).bind(profile).bind(rpps).fetch_one(conn).await)?;
    Ok(found != 0)
}

/// A professional and what they have to do with a record; the directory may not know them.
#[derive(FromRow)]
pub(crate) struct TiedRow {
    pub rpps: String,
    /// 0 administrator, 1 blocked, 2 has entered the record, 3 author.
    pub tie: i64,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub profession: Option<String>,
    pub organisation: Option<String>,
    pub organisation_name: Option<String>,
    pub town: Option<String>,
    pub suspended: Option<bool>,
}

/// Everyone who has to do with a record, each once with their first tie. Authors are those of documents whose flags are none of `unseen`.
pub(crate) async fn tied(tx: &mut Tx, profile: Uuid, unseen: i64) -> sqlx::Result<Vec<TiedRow>> {
    const SQL: &str = "SELECT t.rpps, CAST(MIN(t.tie) AS BIGINT) AS tie, p.last_name, p.first_name, p.profession, \
         p.organisation, p.organisation_name, p.town, p.suspended FROM ( \
         SELECT rpps, 0 AS tie FROM administrator WHERE profile_id = $1 \
         UNION ALL SELECT rpps, 1 FROM blocked_professional WHERE profile_id = $1 \
         UNION ALL SELECT rpps, 2 FROM known_professional WHERE profile_id = $1 \
         UNION ALL SELECT author_rpps, 3 FROM document WHERE profile_id = $1 AND (visibility & $2) = 0 AND author_rpps <> '' \
         ) t LEFT JOIN professional p ON p.rpps = t.rpps \
         GROUP BY t.rpps, p.last_name, p.first_name, p.profession, p.organisation, p.organisation_name, p.town, p.suspended";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(unseen).fetch_all(conn).await)
}
