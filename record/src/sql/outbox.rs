//! E-mails to send, one line per notice and account.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct RecipientRow {
    pub account_id: Uuid,
    pub representation: String,
    pub by_email: bool,
}

/// Everyone with an address who may act for the profile, with what they chose for this kind of notice.
pub(crate) async fn recipients(tx: &mut Tx, profile: Uuid, kind: &str) -> sqlx::Result<Vec<RecipientRow>> {
    const SQL: &str = "SELECT r.account_id, r.kind AS representation, COALESCE(p.by_email, TRUE) AS by_email \
         FROM representation r JOIN account a ON a.id = r.account_id \
         LEFT JOIN notice_preference p \
         ON p.profile_id = r.profile_id AND p.account_id = r.account_id AND p.kind = $2 \
         WHERE r.profile_id = $1 AND a.email <> '' ORDER BY r.account_id";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(kind).fetch_all(conn).await)
}

pub(crate) struct NewEmail<'a> {
    pub profile: Uuid,
    pub id: Uuid,
    pub notice: Uuid,
    pub account: Uuid,
    pub kind: &'a str,
    pub at: i64,
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewEmail<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO outbox (profile_id, id, notice_id, account_id, kind, state, queued_at, due_at) \
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $6)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(new.profile)
            .bind(new.id)
            .bind(new.notice)
            .bind(new.account)
            .bind(new.kind)
            .bind(new.at)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// Whether something is to be sent, or was left in the middle of it.
pub(crate) async fn is_due(tx: &mut Tx, now: i64) -> sqlx::Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending') \
         AND due_at <= $1 AND claimed_until <= $1)";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_one(conn).await)
}

/// What was handed over by someone who never said how it ended. Gives how many.
pub(crate) async fn abandon(tx: &mut Tx, now: i64) -> sqlx::Result<u64> {
    const SQL: &str = "UPDATE outbox SET state = 'unknown', failure = 'interrupted', settled_at = $1 \
         WHERE state = 'sending' AND claimed_until <= $1";
    on_engine!(tx, conn => Ok(sqlx::query(SQL).bind(now).execute(conn).await?.rows_affected()))
}

#[derive(FromRow)]
pub(crate) struct DueRow {
    pub profile_id: Uuid,
    pub id: Uuid,
    pub kind: String,
    pub attempts: i64,
    pub email: String,
    pub first_name: String,
}

/// The oldest that are due and that nobody holds. On PostgreSQL what another server is just taking is passed over; on
/// SQLite nobody else can be taking.
pub(crate) async fn due(tx: &mut Tx, now: i64, limit: i64) -> sqlx::Result<Vec<DueRow>> {
    macro_rules! due {
        ($end:literal) => {
            concat!(
                "SELECT o.profile_id, o.id, o.kind, o.attempts, a.email, p.first_name FROM outbox o \
                 JOIN account a ON a.id = o.account_id JOIN profile p ON p.id = o.profile_id \
                 WHERE o.state = 'waiting' AND o.due_at <= $1 AND o.claimed_until <= $1 \
                 ORDER BY o.due_at, o.id LIMIT $2",
                $end
            )
        };
    }
    match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(due!(""))
                .bind(now)
                .bind(limit)
                .fetch_all(&mut **tx)
                .await
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(due!(" FOR UPDATE OF o SKIP LOCKED"))
                .bind(now)
                .bind(limit)
                .fetch_all(&mut **tx)
                .await
        }
    }
}

/// One line of the outbox, and who holds it.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub profile: Uuid,
    pub id: Uuid,
    pub claim: Uuid,
}

pub(crate) async fn claim(tx: &mut Tx, held: Held, until: i64) -> sqlx::Result<()> {
    const SQL: &str = "UPDATE outbox SET claim = $3, claimed_until = $4 WHERE profile_id = $1 AND id = $2 AND state = 'waiting'";
    on_engine!(tx, conn => {
        sqlx::query(SQL).bind(held.profile).bind(held.id).bind(held.claim).bind(until).execute(conn).await?;
        Ok(())
    })
}

/// Notes that it is being handed over; `false` when it is no longer this holder's to send.
pub(crate) async fn begin(tx: &mut Tx, held: Held, now: i64, until: i64) -> sqlx::Result<bool> {
    const SQL: &str = "UPDATE outbox SET state = 'sending', claimed_until = $5 \
         WHERE profile_id = $1 AND id = $2 AND claim = $3 AND state = 'waiting' AND claimed_until > $4";
    on_engine!(tx, conn => {
        let begun = sqlx::query(SQL)
            .bind(held.profile)
            .bind(held.id)
            .bind(held.claim)
            .bind(now)
            .bind(until)
            .execute(conn)
            .await?;
        Ok(begun.rows_affected() == 1)
    })
}

/// How an attempt ended.
pub(crate) struct Ended<'a> {
    pub state: &'a str,
    pub failure: &'a str,
    pub attempts: i64,
    pub due_at: i64,
    pub settled_at: Option<i64>,
}

/// Only its holder knows how it ended, even after having been given up for lost.
pub(crate) async fn settle(tx: &mut Tx, held: Held, ended: &Ended<'_>) -> sqlx::Result<bool> {
    const SQL: &str = "UPDATE outbox SET state = $4, failure = $5, attempts = $6, due_at = $7, settled_at = $8, \
         claimed_until = 0 WHERE profile_id = $1 AND id = $2 AND claim = $3 \
         AND state IN ('waiting', 'sending', 'unknown')";
    on_engine!(tx, conn => {
        let settled = sqlx::query(SQL)
            .bind(held.profile)
            .bind(held.id)
            .bind(held.claim)
            .bind(ended.state)
            .bind(ended.failure)
            .bind(ended.attempts)
            .bind(ended.due_at)
            .bind(ended.settled_at)
            .execute(conn)
            .await?;
        Ok(settled.rows_affected() == 1)
    })
}

#[derive(FromRow)]
pub(crate) struct OutboxRow {
    pub id: Uuid,
    pub kind: String,
    pub email: String,
    pub first_name: String,
    pub state: String,
    pub failure: String,
    pub attempts: i64,
    pub queued_at: i64,
    pub due_at: i64,
}

/// The newest lines.
pub(crate) async fn list(tx: &mut Tx, limit: i64) -> sqlx::Result<Vec<OutboxRow>> {
    const SQL: &str = "SELECT o.id, o.kind, a.email, p.first_name, o.state, o.failure, o.attempts, o.queued_at, \
         o.due_at FROM outbox o JOIN account a ON a.id = o.account_id JOIN profile p ON p.id = o.profile_id \
         ORDER BY o.queued_at DESC, o.id LIMIT $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn).await)
}
