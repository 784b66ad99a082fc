//! The directory of professionals.

use sqlx::FromRow;

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
