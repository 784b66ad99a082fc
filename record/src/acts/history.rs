//! The history: what was done, newest first.

use jiff::{
    Timestamp,
    civil::{self, Date},
    tz::TimeZone,
};

use super::acting::{Acting, ActorKey};
use crate::{
    Occasion, RecordError, Store,
    normalise::contains_pattern,
    queries::{HistoryKind, HistoryQuery, LINES_PER_PAGE},
    sql::{
        changes, documents,
        traces::{self, Before, Narrowing, TraceRow},
    },
    store::{Tx, in_transaction},
    trace::{Audience, Trace},
    views::{Flags, HistoryDocument, HistoryLine, HistoryPage, HistoryProfessional},
};

impl Store {
    /// One page of the history this person may see, as the query narrows it. `after` is what the page before gave as its next; one
    /// that makes no sense gives the first page.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn list_history(
        &self,
        key: ActorKey,
        query: &HistoryQuery,
        after: Option<&str>,
        occasion: Occasion<'_>,
    ) -> Result<HistoryPage, RecordError> {
        in_transaction!(self, begin_read, tx => list(tx, key, query, after, occasion).await)
    }
}

async fn list(
    tx: &mut Tx,
    key: ActorKey,
    query: &HistoryQuery,
    after: Option<&str>,
    occasion: Occasion<'_>,
) -> Result<HistoryPage, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let before = after.and_then(parse_place).unwrap_or_else(newest);
    let words = Words::of(query);
    let narrowing = narrowing(&acting, query, &words)?;
    let limit = i64::from(LINES_PER_PAGE) + 1;
    let mut rows = traces::page(tx, &narrowing, &before, limit).await?;
    let next = cut(&mut rows, LINES_PER_PAGE, place_of);
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(line(tx, &acting, read(&row.body)?).await?);
    }
    Ok(HistoryPage { lines, next })
}

/// The trace that a row keeps.
pub(super) fn read(body: &str) -> Result<Trace, RecordError> {
    serde_json::from_str(body).map_err(|_| RecordError::Corrupt("trace.body"))
}

/// Leaves as many rows as a page shows; gives the place of the last one when there were more.
pub(super) fn cut<T>(rows: &mut Vec<T>, per_page: u32, place: impl Fn(&T) -> String) -> Option<String> {
    let per_page = usize::try_from(per_page).unwrap_or(usize::MAX);
    let more = rows.len() > per_page;
    rows.truncate(per_page);
    rows.last().filter(|_| more).map(place)
}

/// The texts of a query as the database compares them.
pub(super) struct Words {
    document: String,
    events: String,
    pattern: String,
}

impl Words {
    pub(super) fn of(query: &HistoryQuery) -> Self {
        let events = query.done.map_or_else(String::new, |done| {
            let names: Vec<_> = done.events().iter().map(|event| event.id()).collect();
            format!(" {} ", names.join(" "))
        });
        Self {
            document: query.document.map(|id| id.to_string()).unwrap_or_default(),
            events,
            pattern: contains_pattern(&query.search),
        }
    }
}

/// What a query leaves of the history that this viewer sees.
pub(super) fn narrowing<'a>(
    acting: &Acting,
    query: &'a HistoryQuery,
    words: &'a Words,
) -> Result<Narrowing<'a>, RecordError> {
    Ok(Narrowing {
        profile: acting.key.profile,
        audiences: acting.audiences(),
        professional: query.kind == HistoryKind::Professionals,
        from: query.from.map_or(Ok(0), midnight)?,
        until: query
            .to
            .map_or(Ok(i64::MAX), |day| midnight(day.tomorrow().unwrap_or(Date::MAX)))?,
        rpps: &query.rpps,
        document: &words.document,
        refused: query.refused,
        emergency: query.emergency,
        events: &words.events,
        pattern: &words.pattern,
    })
}

/// When a day begins in Europe/Paris, in UTC microseconds.
fn midnight(day: Date) -> Result<i64, RecordError> {
    let begun = day
        .in_tz("Europe/Paris")
        .map_err(|_| RecordError::Corrupt("time zone"))?;
    Ok(begun.timestamp().as_microsecond())
}

/// A trace as this viewer reads it.
pub(crate) async fn line(tx: &mut Tx, acting: &Acting, trace: Trace) -> Result<HistoryLine, RecordError> {
    let available = match &trace.document {
        Some(traced) => {
            let row = documents::find(tx, acting.key.profile, traced.id).await?;
            row.is_some_and(|row| {
                Flags::from_bits(row.visibility)
                    .is_some_and(|flags| flags.bits() & acting.unseen().bits() == 0)
            })
        }
        None => false,
    };
    let mut line = shown(trace, available)?;
    if let Some(change) = line.change_id {
        line.is_undone = changes::is_undone(tx, acting.key.profile, change).await?;
    }
    Ok(line)
}

/// A trace as it is shown; its document can be opened from there or not.
pub(crate) fn shown(trace: Trace, available: bool) -> Result<HistoryLine, RecordError> {
    Ok(HistoryLine {
        at: local_time(trace.at)?,
        event: trace.event,
        denied: trace.denied,
        rule: trace.rule,
        professional: trace.professional.map(|professional| HistoryProfessional {
            rpps: professional.rpps,
            name: professional.name,
            profession: professional.profession,
            organisation: professional.organisation,
            context: professional.context,
            reason: professional.reason,
            web: professional.channel == "web_ps",
        }),
        person: trace.person,
        change: trace.change,
        document: trace.document.map(|traced| HistoryDocument {
            id: traced.id,
            title: traced.title,
            available,
        }),
        count: trace.count,
        subject: trace.subject,
        change_id: trace.change_id,
        is_undone: false,
        undone: trace.undone,
        chosen: trace.chosen,
        sections: trace.sections,
    })
}

/// Stored microseconds as a clock on a French wall shows them.
pub(crate) fn local_time(micros: i64) -> Result<civil::DateTime, RecordError> {
    let at = Timestamp::from_microsecond(micros).map_err(|_| RecordError::Corrupt("time"))?;
    let paris = TimeZone::get("Europe/Paris").map_err(|_| RecordError::Corrupt("time zone"))?;
    Ok(at.to_zoned(paris).datetime())
}

fn newest() -> Before {
    Before {
        at: i64::MAX,
        audience: "~".to_owned(),
        seq: i64::MAX,
    }
}

/// The place of a line, as it stands in an address.
pub(super) fn place_of(row: &TraceRow) -> String {
    format!("{}-{}-{}", row.at, row.audience, row.seq)
}

pub(super) fn parse_place(place: &str) -> Option<Before> {
    let mut parts = place.splitn(3, '-');
    let at = parts.next()?.parse().ok()?;
    let audience = parts.next()?.to_owned();
    let seq = parts.next()?.parse().ok()?;
    let known = [Audience::Everyone, Audience::Holder]
        .iter()
        .any(|known| known.as_str() == audience);
    known.then_some(Before { at, audience, seq })
}
