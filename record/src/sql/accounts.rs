//! Accounts, and how often a sign-in has failed.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct AccountRow {
    pub id: Uuid,
    pub password_hash: String,
}

pub(crate) async fn find(tx: &mut Tx, identifier: &str) -> sqlx::Result<Option<AccountRow>> {
    const SQL: &str = "SELECT id, password_hash FROM account WHERE identifier = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(identifier).fetch_optional(conn).await)
}

/// What an account signs in with: its identifier and the hash of its password.
pub(crate) async fn credentials(tx: &mut Tx, account: Uuid) -> sqlx::Result<Option<(String, String)>> {
    const SQL: &str = "SELECT identifier, password_hash FROM account WHERE id = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(account).fetch_optional(conn).await)
}

/// The name of the account's person.
pub(crate) async fn name(tx: &mut Tx, account: Uuid) -> sqlx::Result<Option<String>> {
    const SQL: &str = "SELECT name FROM account WHERE id = $1";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(account).fetch_optional(conn).await)
}

#[derive(FromRow)]
pub(crate) struct ThrottleRow {
    pub failures: i64,
    pub failed_at: i64,
}

pub(crate) async fn throttle(tx: &mut Tx, key_hash: &[u8]) -> sqlx::Result<Option<ThrottleRow>> {
    const SQL: &str = "SELECT failures, failed_at FROM sign_in_throttle WHERE key_hash = $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(key_hash).fetch_optional(conn).await)
}

/// Counts a failure in one statement, so that failures in parallel all count. `forgotten` is the time
/// before which an earlier failure no longer counts.
pub(crate) async fn count_failure(tx: &mut Tx, key_hash: &[u8], at: i64, forgotten: i64) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO sign_in_throttle (key_hash, failures, failed_at) VALUES ($1, 1, $2) \
         ON CONFLICT (key_hash) DO UPDATE SET \
         failures = CASE WHEN sign_in_throttle.failed_at < $3 THEN 1 ELSE sign_in_throttle.failures + 1 END, \
         failed_at = $2";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(key_hash).bind(at).bind(forgotten).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn clear_failures(tx: &mut Tx, key_hash: &[u8]) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM sign_in_throttle WHERE key_hash = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(key_hash).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn forget_failures_before(tx: &mut Tx, forgotten: i64) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM sign_in_throttle WHERE failed_at < $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(forgotten).execute(conn).await?;
        Ok(())
    })
}
