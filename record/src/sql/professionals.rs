//! The directory of professionals.

use sqlx::FromRow;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct ProfessionalRow {
    pub last_name: String,
    pub first_name: String,
    pub profession: String,
    pub organisation_name: String,
    pub town: String,
    pub suspended: bool,
}

pub(crate) async fn find(tx: &mut Tx, rpps: &str) -> sqlx::Result<Option<ProfessionalRow>> {
    const SQL: &str = "SELECT last_name, first_name, profession, organisation_name, town, suspended \
         FROM professional WHERE rpps = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(rpps).fetch_optional(conn).await)
}
