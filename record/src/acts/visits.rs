//! The history by visit: what one professional did at one place from one opening of the record on.

use policy::{Rpps, TraceAction};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    history::{self, Words, local_time},
    known_facts, report_access,
};
use crate::{
    Occasion, RecordError, Store,
    normalise::normalise,
    queries::{HistoryQuery, LINES_PER_PAGE, LINES_PER_VISIT, VISITS_PER_PAGE},
    sql::{
        profiles,
        traces::{self, Before, VisitKey},
    },
    store::{Tx, in_transaction},
    trace::{Audience, Trace},
    views::{HistoryLine, ProfessionalView, Visit, VisitDetails, VisitsPage},
};

/// How long a visit lasts without a sign of life: thirty minutes, in microseconds.
const SILENCE: i64 = 30 * 60 * 1_000_000;

/// Professionals whom the filter offers.
const PEOPLE: i64 = 200;

impl Store {
    /// One page of what professionals did, by visit, latest first, as the query narrows it. `after` is what the page before gave
    /// as its next; one that makes no sense gives the first page.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn list_visits(
        &self,
        key: ActorKey,
        query: &HistoryQuery,
        after: Option<&str>,
        occasion: Occasion<'_>,
    ) -> Result<VisitsPage, RecordError> {
        in_transaction!(self, begin_read, tx => list(tx, key, query, after, occasion).await)
    }

    /// One visit line by line, in the order they were written.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, or no such visit exists for this person.
    pub async fn show_visit(
        &self,
        key: ActorKey,
        visit: &str,
        after: Option<&str>,
        occasion: Occasion<'_>,
    ) -> Result<VisitDetails, RecordError> {
        in_transaction!(self, begin_read, tx => show(tx, key, visit, after, occasion).await)
    }
}

/// When the visit of a line began. A line goes on with the visit of the line before it when the same person comes from the same
/// place in the same way, and neither opens the record anew nor comes back after a silence.
///
/// A line that representatives see only looks at lines that they see: what is kept from them must not move their visits.
pub(super) async fn begun(
    tx: &mut Tx,
    profile: Uuid,
    audience: Audience,
    trace: &Trace,
) -> Result<i64, RecordError> {
    let Some(who) = trace.professional.as_ref() else {
        return Ok(trace.at);
    };
    if trace.event == TraceAction::RecordOpened.id() {
        return Ok(trace.at);
    }
    let seen = match audience {
        Audience::Everyone | Audience::Withheld => [audience, audience],
        Audience::Holder => [Audience::Everyone, Audience::Holder],
    };
    // Not after it: what was kept from everyone until now is written late, with its own time.
    let last =
        traces::last_of_professional(tx, profile, seen.map(Audience::as_str), &who.rpps, trace.at).await?;
    let Some((at, visit_at, body)) = last else {
        return Ok(trace.at);
    };
    let goes_on =
        trace.at.saturating_sub(at) <= SILENCE && history::read(&body)?.professional.as_ref() == Some(who);
    Ok(if goes_on { visit_at } else { trace.at })
}

async fn list(
    tx: &mut Tx,
    key: ActorKey,
    query: &HistoryQuery,
    after: Option<&str>,
    occasion: Occasion<'_>,
) -> Result<VisitsPage, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let words = Words::of(query);
    let narrowing = history::narrowing(&acting, query, &words)?;
    let before = after.and_then(parse).unwrap_or_else(latest);
    let mut keys = traces::visits(tx, &narrowing, &before, i64::from(VISITS_PER_PAGE) + 1).await?;
    let next = history::cut(&mut keys, VISITS_PER_PAGE, place_of);
    let mut visits: Vec<Visit> = Vec::with_capacity(keys.len());
    if let (Some(first), Some(last)) = (keys.first(), keys.last()) {
        let blocked = profiles::blocked_professionals(tx, key.profile).await?;
        let lines = i64::from(LINES_PER_VISIT);
        for row in traces::lines_of_visits(tx, &narrowing, first, last, lines).await? {
            let id = place_of(&VisitKey {
                visit_at: row.visit_at,
                rpps: row.rpps,
            });
            let line = history::line(tx, &acting, history::read(&row.body)?).await?;
            match visits.last_mut().filter(|visit| visit.id == id) {
                Some(visit) => visit.lines.push(line),
                None => visits.push(visit(id, line, row.last_at, row.total, &blocked)?),
            }
        }
    }
    Ok(VisitsPage {
        visits,
        next,
        people: people(tx, &acting).await?,
    })
}

/// A visit, from the first of its lines.
fn visit(
    id: String,
    line: HistoryLine,
    last_at: i64,
    total: i64,
    blocked: &[String],
) -> Result<Visit, RecordError> {
    let who = line
        .professional
        .clone()
        .ok_or(RecordError::Corrupt("trace.professional"))?;
    Ok(Visit {
        id,
        blocked: blocked.contains(&who.rpps),
        who,
        from: line.at,
        to: local_time(last_at)?,
        lines: vec![line],
        total: u64::try_from(total).map_err(|_| RecordError::Corrupt("trace.total"))?,
    })
}

/// The professionals of the whole history that this viewer sees, by name.
async fn people(tx: &mut Tx, acting: &Acting) -> Result<Vec<ProfessionalView>, RecordError> {
    let mut people = Vec::new();
    for rpps in traces::people(tx, acting.key.profile, acting.audiences(), PEOPLE).await? {
        people.push(known_facts::professional(tx, rpps).await?);
    }
    people.sort_by_cached_key(|person| normalise(&person.name));
    Ok(people)
}

async fn show(
    tx: &mut Tx,
    key: ActorKey,
    place: &str,
    after: Option<&str>,
    occasion: Occasion<'_>,
) -> Result<VisitDetails, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let (known_by, mut visit) = find(tx, &acting, place).await?;
    let after = after.and_then(history::parse_place).unwrap_or_else(oldest);
    let limit = i64::from(LINES_PER_PAGE) + 1;
    let mut rows =
        traces::lines_of_visit(tx, key.profile, acting.audiences(), &known_by, &after, limit).await?;
    let next = history::cut(&mut rows, LINES_PER_PAGE, history::place_of);
    visit.lines.clear();
    for row in rows {
        let line = history::line(tx, &acting, history::read(&row.body)?).await?;
        visit.lines.push(line);
    }
    let reports = report_access::about(tx, &acting, &known_by).await?;
    Ok(VisitDetails { visit, next, reports })
}

/// The visit at this place in addresses, with its first line; an error when this person sees none there.
pub(super) async fn find(
    tx: &mut Tx,
    acting: &Acting,
    place: &str,
) -> Result<(VisitKey, Visit), RecordError> {
    let known_by = parse(place).ok_or(RecordError::NotFound)?;
    let everything = HistoryQuery::default();
    let words = Words::of(&everything);
    let narrowing = history::narrowing(acting, &everything, &words)?;
    let rows = traces::lines_of_visits(tx, &narrowing, &known_by, &known_by, 1).await?;
    let first = rows.into_iter().next().ok_or(RecordError::NotFound)?;
    let line = history::line(tx, acting, history::read(&first.body)?).await?;
    let blocked = profiles::blocked_professionals(tx, acting.key.profile).await?;
    let visit = visit(place_of(&known_by), line, first.last_at, first.total, &blocked)?;
    Ok((known_by, visit))
}

/// The place of a visit, as it stands in an address.
pub(super) fn place_of(visit: &VisitKey) -> String {
    format!("{}-{}", visit.visit_at, visit.rpps)
}

fn parse(place: &str) -> Option<VisitKey> {
    let (at, rpps) = place.split_once('-')?;
    let rpps: Rpps = rpps.parse().ok()?;
    Some(VisitKey {
        visit_at: at.parse().ok()?,
        rpps: rpps.to_string(),
    })
}

/// Before every visit.
fn latest() -> VisitKey {
    VisitKey {
        visit_at: i64::MAX,
        rpps: String::new(),
    }
}

/// After no line.
pub(super) fn oldest() -> Before {
    Before {
        at: i64::MIN,
        audience: String::new(),
        seq: 0,
    }
}
