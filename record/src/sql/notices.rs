//! Notices, and who has read them.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

/// The end of a condition on notices `n`: not one of those that the account ($2) does not want on the site.
macro_rules! and_wanted {
    () => {
        " AND NOT EXISTS (SELECT 1 FROM notice_preference p WHERE p.profile_id = n.profile_id \
         AND p.account_id = $2 AND p.kind = n.kind AND NOT p.in_application)"
    };
}

#[derive(FromRow)]
pub(crate) struct NoticeRow {
    pub id: Uuid,
    pub at: i64,
    pub kind: String,
    pub body: String,
    pub read: bool,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    profile: Uuid,
    id: Uuid,
    audience: &str,
    at: i64,
    kind: &str,
    body: &str,
) -> sqlx::Result<()> {
    const SQL: &str =
        "INSERT INTO notice (profile_id, id, audience, at, kind, body) VALUES ($1, $2, $3, $4, $5, $6)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(profile)
            .bind(id)
            .bind(audience)
            .bind(at)
            .bind(kind)
            .bind(body)
            .execute(conn)
            .await?;
        Ok(())
    })
}

pub(crate) async fn count_unread(
    tx: &mut Tx,
    profile: Uuid,
    account: Uuid,
    audiences: [&str; 2],
) -> sqlx::Result<i64> {
    const SQL: &str = concat!(
        "SELECT COUNT(*) FROM notice n WHERE n.profile_id = $1 AND n.audience IN ($3, $4) \
         AND NOT EXISTS (SELECT 1 FROM notice_read r \
         WHERE r.profile_id = n.profile_id AND r.account_id = $2 AND r.notice_id = n.id)",
        and_wanted!()
    );
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL).bind(profile).bind(account).bind(first).bind(second).fetch_one(conn).await
    })
}

/// What the notices are narrowed to.
pub(crate) struct Narrowing<'a> {
    pub profile: Uuid,
    pub account: Uuid,
    /// One audience or two.
    pub audiences: [&'a str; 2],
    pub unread: bool,
    /// The names of kinds, each between spaces; blank for all.
    pub kinds: &'a str,
}

/// Notices older than the place `(at, id)`, newest first.
pub(crate) async fn page(
    tx: &mut Tx,
    narrowing: &Narrowing<'_>,
    before: (i64, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<NoticeRow>> {
    const SQL: &str = concat!(
        "SELECT * FROM (SELECT n.id, n.at, n.kind, n.body, EXISTS (SELECT 1 FROM notice_read r \
         WHERE r.profile_id = n.profile_id AND r.account_id = $2 AND r.notice_id = n.id) AS read \
         FROM notice n WHERE n.profile_id = $1 AND n.audience IN ($3, $4) AND (n.at, n.id) < ($5, $6) \
         AND ($7 = '' OR $7 LIKE '% ' || n.kind || ' %')",
        and_wanted!(),
        ") shown WHERE NOT ($8 AND read) ORDER BY at DESC, id DESC LIMIT $9"
    );
    let [first, second] = narrowing.audiences;
    on_engine!(tx, conn => {
        // Planned each time, for what is asked: a plan for any narrowing would sort every notice for one page.
        sqlx::query_as(SQL)
            .persistent(false)
            .bind(narrowing.profile)
            .bind(narrowing.account)
            .bind(first)
            .bind(second)
            .bind(before.0)
            .bind(before.1)
            .bind(narrowing.kinds)
            .bind(narrowing.unread)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// Marks as read every notice up to `until`, so that one that arrives meanwhile stays unread.
pub(crate) async fn mark_read(
    tx: &mut Tx,
    profile: Uuid,
    account: Uuid,
    audiences: [&str; 2],
    until: i64,
    at: i64,
) -> sqlx::Result<()> {
    const SQL: &str = concat!(
        "INSERT INTO notice_read (profile_id, account_id, notice_id, at) \
         SELECT n.profile_id, $2, n.id, $6 FROM notice n \
         WHERE n.profile_id = $1 AND n.audience IN ($3, $4) AND n.at <= $5",
        and_wanted!(),
        " ON CONFLICT (profile_id, account_id, notice_id) DO NOTHING"
    );
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(profile)
            .bind(account)
            .bind(first)
            .bind(second)
            .bind(until)
            .bind(at)
            .execute(conn)
            .await?;
        Ok(())
    })
}
