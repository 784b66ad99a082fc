//! Notices: what a person is told, and what they have read.

use jiff::Timestamp;
use policy::NoticeKind;
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    history::{line, local_time},
};
use crate::{
    Occasion, RecordError, Store,
    queries::{LINES_PER_PAGE, NoticeQuery, NoticeTopic},
    sql::notices::{self, Narrowing},
    store::{Tx, in_transaction},
    views::{NoticeLine, NoticePage},
};

impl Store {
    /// One page of notices, newest first, as the query narrows it. `after` is what the page before gave as its next; one that
    /// makes no sense gives the first page.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn list_notices(
        &self,
        key: ActorKey,
        query: NoticeQuery,
        after: Option<&str>,
        occasion: Occasion<'_>,
    ) -> Result<NoticePage, RecordError> {
        in_transaction!(self, begin_read, tx => list(tx, key, query, after, occasion).await)
    }

    /// Marks as read every notice that stood on the page (up to `until`): one that came since stays unread.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn mark_notices_read(
        &self,
        key: ActorKey,
        until: Timestamp,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            let until = until.as_microsecond();
            notices::mark_read(tx, key.profile, key.account, acting.audiences(), until, occasion.micros()).await?;
            Ok(())
        })
    }
}

async fn list(
    tx: &mut Tx,
    key: ActorKey,
    query: NoticeQuery,
    after: Option<&str>,
    occasion: Occasion<'_>,
) -> Result<NoticePage, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let before = after.and_then(parse_place).unwrap_or((i64::MAX, Uuid::max()));
    let limit = i64::from(LINES_PER_PAGE) + 1;
    let narrowing = Narrowing {
        profile: key.profile,
        account: key.account,
        audiences: acting.audiences(),
        unread: query.unread,
        kinds: &query.topic.map_or_else(String::new, kinds_about),
    };
    let mut rows = notices::page(tx, &narrowing, before, limit).await?;
    let per_page = usize::try_from(LINES_PER_PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > per_page;
    rows.truncate(per_page);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| format!("{}-{}", row.at, row.id.simple()));
    let newest = rows.first().map_or(0, |row| row.at);
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let about = serde_json::from_str(&row.body).map_err(|_| RecordError::Corrupt("notice.body"))?;
        lines.push(NoticeLine {
            id: row.id,
            at: local_time(row.at)?,
            kind: row.kind,
            read: row.read,
            about: line(tx, &acting, about).await?,
        });
    }
    Ok(NoticePage {
        notices: lines,
        newest,
        next,
    })
}

/// The kinds of notices about this, each between spaces.
fn kinds_about(topic: NoticeTopic) -> String {
    let about = NoticeKind::ALL
        .into_iter()
        .filter(|kind| NoticeTopic::of(*kind) == topic);
    about.fold(" ".to_owned(), |kinds, kind| kinds + kind.id() + " ")
}

fn parse_place(place: &str) -> Option<(i64, Uuid)> {
    let (at, id) = place.split_once('-')?;
    Some((at.parse().ok()?, id.parse().ok()?))
}
