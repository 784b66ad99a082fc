//! Organisations whose own two factors are accepted.

use crate::store::{Tx, on_engine};

/// The last day on which an organisation's are accepted.
pub(crate) async fn until(tx: &mut Tx, finess: &str) -> sqlx::Result<Option<String>> {
    const SQL: &str = "SELECT until FROM air_allow_list WHERE finess = $1";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(finess).fetch_optional(conn).await)
}

pub(crate) async fn set(tx: &mut Tx, finess: &str, until: &str) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO air_allow_list (finess, until) VALUES ($1, $2) \
         ON CONFLICT (finess) DO UPDATE SET until = excluded.until";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(finess).bind(until).execute(conn).await?;
        Ok(())
    })
}
