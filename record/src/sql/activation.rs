//! One-time codes, imported holders, and comings of age.

use uuid::Uuid;

use crate::store::{Tx, on_engine};

pub(crate) async fn set_code(tx: &mut Tx, profile: Uuid, hash: &[u8], expires_at: i64) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO activation_code (profile_id, code_hash, tries, expires_at) VALUES ($1, $2, 0, $3) \
         ON CONFLICT (profile_id) DO UPDATE SET code_hash = $2, tries = 0, expires_at = $3";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(hash).bind(expires_at).execute(conn).await?;
        Ok(())
    })
}

/// Counts a try and gives what to compare with; nothing when there is no code, or none that may still be tried.
pub(crate) async fn try_code(
    tx: &mut Tx,
    profile: Uuid,
    most: i64,
    now: i64,
) -> sqlx::Result<Option<Vec<u8>>> {
    const SQL: &str = "UPDATE activation_code SET tries = tries + 1 \
         WHERE profile_id = $1 AND tries < $2 AND expires_at > $3 RETURNING code_hash";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).bind(most).bind(now).fetch_optional(conn).await)
}

/// A right code is no failed try.
pub(crate) async fn forgive(tx: &mut Tx, profile: Uuid) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE activation_code SET tries = tries - 1 WHERE profile_id = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn forget_code(tx: &mut Tx, profile: Uuid) -> sqlx::Result<()> {
    const SQL: &str = "DELETE FROM activation_code WHERE profile_id = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn has_holder(tx: &mut Tx, profile: Uuid) -> sqlx::Result<bool> {
    const SQL: &str =
        "SELECT EXISTS (SELECT 1 FROM representation WHERE profile_id = $1 AND kind = 'holder')";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).fetch_one(conn).await)
}

/// Asks for a review, or no longer.
pub(crate) async fn set_review(tx: &mut Tx, profile: Uuid, since: Option<i64>) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE profile SET review_since = $2 WHERE id = $1";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(profile).bind(since).execute(conn).await?;
        Ok(())
    })
}

pub(crate) async fn review_since(tx: &mut Tx, profile: Uuid) -> sqlx::Result<Option<i64>> {
    const SQL: &str = "SELECT review_since FROM profile WHERE id = $1";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(profile).fetch_one(conn).await)
}

pub(crate) struct ImportedProfile<'a> {
    pub id: Uuid,
    pub ins: &'a str,
    pub last_name: &'a str,
    pub first_name: &'a str,
    pub born: &'a str,
}

/// A profile that awaits activation; `false` when there is one of that identity already.
pub(crate) async fn insert_awaiting(tx: &mut Tx, new: &ImportedProfile<'_>) -> sqlx::Result<bool> {
    const SQL: &str = "INSERT INTO profile (id, ins, ins_qualified, last_name, first_name, born, deceased, state, \
         professionals_opposed, emergency_answered, samu, break_glass, masked_documents, default_visibility, \
         masked_sections) VALUES ($1, $2, TRUE, $3, $4, $5, FALSE, 'awaiting_activation', FALSE, FALSE, TRUE, TRUE, \
         TRUE, 'visible', 0) ON CONFLICT (ins) DO NOTHING";
    on_engine!(tx, conn => {
        let done = sqlx::query(SQL)
            .bind(new.id)
            .bind(new.ins)
            .bind(new.last_name)
            .bind(new.first_name)
            .bind(new.born)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() == 1)
    })
}

/// Profiles whose holder was born between these days and who have not been told that.
pub(crate) async fn untold(tx: &mut Tx, kind: &str, from: &str, to: &str) -> sqlx::Result<Vec<Uuid>> {
    const SQL: &str = "SELECT id FROM profile WHERE born BETWEEN $2 AND $3 AND state = 'active' AND NOT EXISTS \
         (SELECT 1 FROM coming_of_age c WHERE c.profile_id = profile.id AND c.kind = $1) ORDER BY id LIMIT 100";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(kind).bind(from).bind(to).fetch_all(conn).await)
}

/// Notes that this is told; `true` for whoever is the first to.
pub(crate) async fn tell(tx: &mut Tx, profile: Uuid, kind: &str, at: i64) -> sqlx::Result<bool> {
    const SQL: &str = "INSERT INTO coming_of_age (profile_id, kind, at) VALUES ($1, $2, $3) \
         ON CONFLICT (profile_id, kind) DO NOTHING";
    on_engine!(tx, conn => {
        Ok(sqlx::query(SQL).bind(profile).bind(kind).bind(at).execute(conn).await?.rows_affected() == 1)
    })
}

/// The latest change of a profile: what, who, when, and what is kept of it.
pub(crate) async fn last_change(
    tx: &mut Tx,
    profile: Uuid,
) -> sqlx::Result<Option<(Uuid, Uuid, String, i64, String)>> {
    const SQL: &str = "SELECT c.id, c.account_id, COALESCE(a.name, ''), c.at, c.body FROM change c \
         LEFT JOIN account a ON a.id = c.account_id WHERE c.profile_id = $1 ORDER BY c.at DESC, c.id DESC LIMIT 1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).fetch_optional(conn).await)
}
