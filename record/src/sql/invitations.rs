//! Invitations of a second representative.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct InvitationRow {
    pub profile_id: Uuid,
    pub id: Uuid,
    pub invited: String,
    pub inviter: String,
    pub state: String,
    pub expires_at: i64,
}

macro_rules! invitation_columns {
    () => {
        "SELECT profile_id, id, invited, inviter, state, expires_at FROM invitation "
    };
}

pub(crate) struct NewInvitation<'a> {
    pub profile: Uuid,
    pub id: Uuid,
    pub code_hash: &'a [u8],
    pub invited: &'a str,
    pub inviter: &'a str,
    pub at: i64,
    pub expires_at: i64,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewInvitation<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO invitation (profile_id, id, code_hash, invited, inviter, state, at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(new.profile)
            .bind(new.id)
            .bind(new.code_hash)
            .bind(new.invited)
            .bind(new.inviter)
            .bind(new.at)
            .bind(new.expires_at)
            .execute(conn)
            .await?;
        Ok(())
    })
}

pub(crate) async fn by_code(tx: &mut Tx, code_hash: &[u8]) -> sqlx::Result<Option<InvitationRow>> {
    const SQL: &str = concat!(invitation_columns!(), "WHERE code_hash = $1");
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(code_hash).fetch_optional(conn).await)
}

/// Those of a profile that nobody has answered, the latest first.
pub(crate) async fn pending(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Vec<InvitationRow>> {
    const SQL: &str = concat!(
        invitation_columns!(),
        "WHERE profile_id = $1 AND state = 'pending' ORDER BY at DESC, id"
    );
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).fetch_all(conn).await)
}

/// Ends an invitation; `false` when it had ended already.
pub(crate) async fn close(tx: &mut Tx, profile: Uuid, id: Uuid, state: &str, at: i64) -> sqlx::Result<bool> {
    const SQL: &str = "UPDATE invitation SET state = $3, closed_at = $4 \
         WHERE profile_id = $1 AND id = $2 AND state = 'pending'";
    on_engine!(tx, conn => {
        let done = sqlx::query(SQL).bind(profile).bind(id).bind(state).bind(at).execute(conn).await?;
        Ok(done.rows_affected() == 1)
    })
}

/// The accounts that have this part in a profile, and the names of their people.
pub(crate) async fn people(tx: &mut Tx, profile: Uuid, kind: &str) -> sqlx::Result<Vec<(Uuid, String)>> {
    const SQL: &str = "SELECT a.id, a.name FROM representation r JOIN account a ON a.id = r.account_id \
         WHERE r.profile_id = $1 AND r.kind = $2 ORDER BY a.name, a.id";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(kind).fetch_all(conn).await)
}

pub(crate) async fn remove_representation(tx: &mut Tx, account: Uuid, profile: Uuid) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM representation WHERE account_id = $1 AND profile_id = $2";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(account).bind(profile).execute(conn).await?;
        Ok(())
    })
}
