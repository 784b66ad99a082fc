//! Doubtful accesses that were reported.

use sqlx::FromRow;
use uuid::Uuid;

use super::traces::VisitKey;
use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct ReportRow {
    pub id: Uuid,
    pub visit_at: i64,
    pub rpps: String,
    pub name: String,
    pub profession: String,
    pub kind: String,
    pub body: String,
    pub state: String,
    pub at: i64,
    pub closed_at: Option<i64>,
    pub answer: String,
}

macro_rules! report_columns {
    () => {
        "SELECT id, visit_at, rpps, name, profession, kind, body, state, at, closed_at, answer FROM access_report \
         WHERE profile_id = $1 AND audience IN ($2, $3) "
    };
}

pub(crate) struct NewReport<'a> {
    pub profile: Uuid,
    pub id: Uuid,
    pub audience: &'a str,
    pub visit: &'a VisitKey,
    pub name: &'a str,
    pub profession: &'a str,
    pub kind: &'a str,
    pub body: &'a str,
    pub at: i64,
}

/// A report that nobody has answered yet.
pub(crate) async fn insert(tx: &mut Tx, report: &NewReport<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO access_report \
         (profile_id, id, audience, visit_at, rpps, name, profession, kind, body, state, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'sent', $10)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(report.profile)
            .bind(report.id)
            .bind(report.audience)
            .bind(report.visit.visit_at)
            .bind(&report.visit.rpps)
            .bind(report.name)
            .bind(report.profession)
            .bind(report.kind)
            .bind(report.body)
            .bind(report.at)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The last reports of a profile, latest first.
pub(crate) async fn list(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    limit: i64,
) -> sqlx::Result<Vec<ReportRow>> {
    const SQL: &str = concat!(report_columns!(), "ORDER BY at DESC, id DESC LIMIT $4");
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_as(SQL).bind(profile).bind(first).bind(second).bind(limit).fetch_all(conn).await
    })
}

/// The reports about one visit, latest first.
pub(crate) async fn about(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    visit: &VisitKey,
) -> sqlx::Result<Vec<ReportRow>> {
    const SQL: &str = concat!(
        report_columns!(),
        "AND visit_at = $4 AND rpps = $5 ORDER BY at DESC, id DESC"
    );
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(first)
            .bind(second)
            .bind(visit.visit_at)
            .bind(&visit.rpps)
            .fetch_all(conn)
            .await
    })
}

/// Whether there is such a report.
pub(crate) async fn exists(tx: &mut Tx, profile: Uuid, audiences: [&str; 2], id: Uuid) -> sqlx::Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM access_report \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND id = $4)";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL).bind(profile).bind(first).bind(second).bind(id).fetch_one(conn).await
    })
}

/// The reports of every profile that are still open, oldest first.
pub(crate) async fn open(tx: &mut Tx, limit: i64) -> sqlx::Result<Vec<ReportRow>> {
    const SQL: &str = "SELECT id, visit_at, rpps, name, profession, kind, body, state, at, closed_at, answer \
         FROM access_report WHERE state = 'sent' ORDER BY at, id LIMIT $1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn).await)
}

/// Whose record an open report is about.
pub(crate) async fn profile_of_open(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Uuid>> {
    const SQL: &str = "SELECT profile_id FROM access_report WHERE state = 'sent' AND id = $1";
    on_engine!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn).await)
}

/// Closes a report that is still open: `withdrawn`, or `answered` with an answer. Says whether it was open.
pub(crate) async fn close(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    id: Uuid,
    state: &str,
    answer: &str,
    at: i64,
) -> sqlx::Result<bool> {
    const SQL: &str = "UPDATE access_report SET state = $5, answer = $6, closed_at = $7 \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND id = $4 AND state = 'sent'";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        let done = sqlx::query(SQL)
            .bind(profile)
            .bind(first)
            .bind(second)
            .bind(id)
            .bind(state)
            .bind(answer)
            .bind(at)
            .execute(conn)
            .await?;
        Ok(done.rows_affected() > 0)
    })
}
