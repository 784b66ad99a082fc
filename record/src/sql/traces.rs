//! Traces: appended and read, never changed.

use sqlx::FromRow;
use uuid::Uuid;

use crate::store::{Tx, on_engine};

#[derive(FromRow)]
pub(crate) struct TraceRow {
    pub audience: String,
    pub seq: i64,
    pub at: i64,
    pub body: String,
}

pub(crate) struct NewTrace<'a> {
    pub profile: Uuid,
    pub audience: &'a str,
    pub seq: i64,
    pub at: i64,
    pub professional: bool,
    pub rpps: &'a str,
    pub event: &'a str,
    pub denied: bool,
    pub emergency: bool,
    pub document: &'a str,
    /// When the visit it belongs to began.
    pub visit_at: i64,
    pub search_text: &'a str,
    pub body: &'a str,
    pub hash: &'a [u8],
}

pub(crate) async fn insert(tx: &mut Tx, trace: &NewTrace<'_>) -> sqlx::Result<()> {
    const SQL: &str = "INSERT INTO trace \
         (profile_id, audience, seq, at, professional, rpps, event, denied, body, hash, emergency, document, \
         visit_at, search_text) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    on_engine!(tx, conn => {
        sqlx::query(SQL)
            .bind(trace.profile)
            .bind(trace.audience)
            .bind(trace.seq)
            .bind(trace.at)
            .bind(trace.professional)
            .bind(trace.rpps)
            .bind(trace.event)
            .bind(trace.denied)
            .bind(trace.body)
            .bind(trace.hash)
            .bind(trace.emergency)
            .bind(trace.document)
            .bind(trace.visit_at)
            .bind(trace.search_text)
            .execute(conn)
            .await?;
        Ok(())
    })
}

/// The last line of a chain: its place and its hash.
pub(crate) async fn head(tx: &mut Tx, profile: Uuid, audience: &str) -> sqlx::Result<Option<(i64, Vec<u8>)>> {
    const SQL: &str = "SELECT seq, hash FROM trace WHERE profile_id = $1 AND audience = $2 \
         ORDER BY seq DESC LIMIT 1";
    on_engine!(tx, conn => sqlx::query_as(SQL).bind(profile).bind(audience).fetch_optional(conn).await)
}

/// Where a page of the history begins: just before this line.
#[derive(Clone)]
pub(crate) struct Before {
    pub at: i64,
    pub audience: String,
    pub seq: i64,
}

/// What the history is narrowed to.
pub(crate) struct Narrowing<'a> {
    pub profile: Uuid,
    /// One audience or two.
    pub audiences: [&'a str; 2],
    pub professional: bool,
    /// At this moment or later, in UTC microseconds.
    pub from: i64,
    /// Before this moment.
    pub until: i64,
    /// Blank for all.
    pub rpps: &'a str,
    /// Blank for all.
    pub document: &'a str,
    pub refused: bool,
    pub emergency: bool,
    /// The names of events, each between spaces; blank for all.
    pub events: &'a str,
    /// A `LIKE` pattern, `%` for all.
    pub pattern: &'a str,
}

macro_rules! narrowed {
    () => {
        "profile_id = $1 AND audience IN ($2, $3) AND professional = $4 AND at >= $5 AND at < $6 \
         AND ($7 = '' OR rpps = $7) AND ($8 = '' OR document = $8) AND (denied OR NOT $9) AND (emergency OR NOT $10) \
         AND ($11 = '' OR $11 LIKE '% ' || event || ' %') \
         AND ($12 = '%' OR search_text LIKE $12 ESCAPE '\\') "
    };
}

/// Planned each time, for what is asked: a plan of PostgreSQL's for any narrowing reads the whole history for one page.
macro_rules! bind_narrowing {
    ($query:expr, $narrowing:expr) => {
        $query
            .persistent(false)
            .bind($narrowing.profile)
            .bind($narrowing.audiences[0])
            .bind($narrowing.audiences[1])
            .bind($narrowing.professional)
            .bind($narrowing.from)
            .bind($narrowing.until)
            .bind($narrowing.rpps)
            .bind($narrowing.document)
            .bind($narrowing.refused)
            .bind($narrowing.emergency)
            .bind($narrowing.events)
            .bind($narrowing.pattern)
    };
}

/// Lines older than `before`, newest first.
pub(crate) async fn page(
    tx: &mut Tx,
    narrowing: &Narrowing<'_>,
    before: &Before,
    limit: i64,
) -> sqlx::Result<Vec<TraceRow>> {
    const SQL: &str = concat!(
        "SELECT audience, seq, at, body FROM trace WHERE ",
        narrowed!(),
        "AND (at, audience, seq) < ($13, $14, $15) ORDER BY at DESC, audience DESC, seq DESC LIMIT $16"
    );
    on_engine!(tx, conn => {
        bind_narrowing!(sqlx::query_as(SQL), narrowing)
            .bind(before.at)
            .bind(&before.audience)
            .bind(before.seq)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// What a visit is known by: when it began, and who came.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(crate) struct VisitKey {
    pub visit_at: i64,
    pub rpps: String,
}

/// One of the first lines of a visit, with what the whole visit holds.
#[derive(FromRow)]
pub(crate) struct VisitRow {
    pub visit_at: i64,
    pub rpps: String,
    pub body: String,
    /// How many of its lines the query finds.
    pub total: i64,
    pub last_at: i64,
}

/// The visits that began before this one, latest first.
pub(crate) async fn visits(
    tx: &mut Tx,
    narrowing: &Narrowing<'_>,
    before: &VisitKey,
    limit: i64,
) -> sqlx::Result<Vec<VisitKey>> {
    const SQL: &str = concat!(
        "SELECT visit_at, rpps FROM trace WHERE ",
        narrowed!(),
        "AND (visit_at, rpps) < ($13, $14) GROUP BY visit_at, rpps ORDER BY visit_at DESC, rpps DESC LIMIT $15"
    );
    on_engine!(tx, conn => {
        bind_narrowing!(sqlx::query_as(SQL), narrowing)
            .bind(before.visit_at)
            .bind(&before.rpps)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// The first lines of the visits from `last` up to `first`, in the order of [`visits`]; those of one visit in the order they
/// were written.
pub(crate) async fn lines_of_visits(
    tx: &mut Tx,
    narrowing: &Narrowing<'_>,
    first: &VisitKey,
    last: &VisitKey,
    lines: i64,
) -> sqlx::Result<Vec<VisitRow>> {
    const SQL: &str = concat!(
        "SELECT visit_at, rpps, body, total, last_at FROM (SELECT visit_at, rpps, body, \
         COUNT(*) OVER (PARTITION BY visit_at, rpps) AS total, MAX(at) OVER (PARTITION BY visit_at, rpps) AS last_at, \
         ROW_NUMBER() OVER (PARTITION BY visit_at, rpps ORDER BY at, audience, seq) AS place FROM trace WHERE ",
        narrowed!(),
        "AND (visit_at, rpps) <= ($13, $14) AND (visit_at, rpps) >= ($15, $16)) ranked \
         WHERE place <= $17 ORDER BY visit_at DESC, rpps DESC, place"
    );
    on_engine!(tx, conn => {
        bind_narrowing!(sqlx::query_as(SQL), narrowing)
            .bind(first.visit_at)
            .bind(&first.rpps)
            .bind(last.visit_at)
            .bind(&last.rpps)
            .bind(lines)
            .fetch_all(conn)
            .await
    })
}

/// The lines of one visit after `after`, oldest first.
pub(crate) async fn lines_of_visit(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    visit: &VisitKey,
    after: &Before,
    limit: i64,
) -> sqlx::Result<Vec<TraceRow>> {
    const SQL: &str = "SELECT audience, seq, at, body FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND professional AND visit_at = $4 AND rpps = $5 \
         AND (at, audience, seq) > ($6, $7, $8) ORDER BY at, audience, seq LIMIT $9";
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(audiences[0])
            .bind(audiences[1])
            .bind(visit.visit_at)
            .bind(&visit.rpps)
            .bind(after.at)
            .bind(&after.audience)
            .bind(after.seq)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// The last line that this professional left until then: when, in which visit, and its text.
pub(crate) async fn last_of_professional(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    rpps: &str,
    until: i64,
) -> sqlx::Result<Option<(i64, i64, String)>> {
    const SQL: &str = "SELECT at, visit_at, body FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND rpps = $4 AND at <= $5 \
         ORDER BY at DESC, audience DESC, seq DESC LIMIT 1";
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(audiences[0])
            .bind(audiences[1])
            .bind(rpps)
            .bind(until)
            .fetch_optional(conn)
            .await
    })
}

/// The professionals of these lines, at most as many. Each is found after the one before, however many lines they left.
pub(crate) async fn people(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    limit: i64,
) -> sqlx::Result<Vec<String>> {
    const SQL: &str = "WITH RECURSIVE person(rpps) AS (\
         SELECT MIN(rpps) FROM trace WHERE profile_id = $1 AND rpps > '' UNION ALL \
         SELECT (SELECT MIN(t.rpps) FROM trace t WHERE t.profile_id = $1 AND t.rpps > person.rpps) \
         FROM person WHERE person.rpps IS NOT NULL) \
         SELECT rpps FROM person WHERE rpps IS NOT NULL AND EXISTS (SELECT 1 FROM trace t \
         WHERE t.profile_id = $1 AND t.rpps = person.rpps AND t.audience IN ($2, $3)) LIMIT $4";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL).bind(profile).bind(first).bind(second).bind(limit).fetch_all(conn).await
    })
}

/// The last lines about one professional, newest first, of one audience or of two.
pub(crate) async fn of_professional(
    tx: &mut Tx,
    profile: Uuid,
    audiences: [&str; 2],
    rpps: &str,
    limit: i64,
) -> sqlx::Result<Vec<TraceRow>> {
    const SQL: &str = "SELECT audience, seq, at, body FROM trace \
         WHERE profile_id = $1 AND audience IN ($2, $3) AND professional AND rpps = $4 \
         ORDER BY at DESC, audience DESC, seq DESC LIMIT $5";
    let [first, second] = audiences;
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(first)
            .bind(second)
            .bind(rpps)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}

/// The lines about one document in one chain, oldest first.
pub(crate) async fn about(
    tx: &mut Tx,
    profile: Uuid,
    audience: &str,
    document: &str,
) -> sqlx::Result<Vec<String>> {
    const SQL: &str =
        "SELECT body FROM trace WHERE profile_id = $1 AND audience = $2 AND document = $3 ORDER BY seq";
    on_engine!(tx, conn => {
        sqlx::query_scalar(SQL).bind(profile).bind(audience).bind(document).fetch_all(conn).await
    })
}

/// A line of a chain, with the checkpoint that signs it when there is one.
#[derive(FromRow)]
pub(crate) struct ChainRow {
    pub seq: i64,
    pub body: String,
    pub hash: Vec<u8>,
    pub checkpoint: Option<String>,
}

/// The lines of a chain after one and until another, oldest first, at most as many.
pub(crate) async fn chain(
    tx: &mut Tx,
    profile: Uuid,
    audience: &str,
    after: i64,
    until: i64,
    limit: i64,
) -> sqlx::Result<Vec<ChainRow>> {
    const SQL: &str = "SELECT trace.seq, trace.body, trace.hash, trace_checkpoint.body AS checkpoint FROM trace \
         LEFT JOIN trace_checkpoint ON trace_checkpoint.profile_id = trace.profile_id \
         AND trace_checkpoint.audience = trace.audience AND trace_checkpoint.seq = trace.seq \
         WHERE trace.profile_id = $1 AND trace.audience = $2 AND trace.seq > $3 AND trace.seq <= $4 \
         ORDER BY trace.seq LIMIT $5";
    on_engine!(tx, conn => {
        sqlx::query_as(SQL)
            .bind(profile)
            .bind(audience)
            .bind(after)
            .bind(until)
            .bind(limit)
            .fetch_all(conn)
            .await
    })
}
