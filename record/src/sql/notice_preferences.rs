//! What an account chose to be told of a profile, and how.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct PreferenceRow {
    pub kind: String,
    pub by_email: bool,
    pub in_application: bool,
}

pub(crate) async fn of_account(
    tx: &mut Tx,
    profile: Uuid,
    account: Uuid,
) -> sqlx::Result<Vec<PreferenceRow>> {
    const SQL: &str = "SELECT kind, by_email, in_application FROM notice_preference \
         WHERE profile_id = $1 AND account_id = $2";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(account).fetch_all(conn).await)
}

pub(crate) async fn set(
    tx: &mut Tx,
    profile: Uuid,
    account: Uuid,
    preference: &PreferenceRow,
) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO notice_preference (profile_id, account_id, kind, by_email, in_application) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (profile_id, account_id, kind) \
         DO UPDATE SET by_email = $4, in_application = $5";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(profile)
            .bind(account)
            .bind(&preference.kind)
            .bind(preference.by_email)
            .bind(preference.in_application)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Where the person of an account is written to.
pub(crate) async fn email(tx: &mut Tx, account: Uuid) -> sqlx::Result<Option<String>> {
    const SQL: &str = "SELECT email FROM account WHERE id = $1";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(account).fetch_optional(conn).await)
}
