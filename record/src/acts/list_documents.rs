//! *My documents*: one page of the list.

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    known_facts,
};
use crate::{
    Occasion, RecordError, Store, normalise,
    queries::{DOCUMENTS_PER_PAGE, DocumentQuery},
    sql::documents::{self, Narrowing},
    store::{Tx, in_transaction},
    views::DocumentPage,
};

impl Store {
    /// The documents this person may see that the query asks for, one page of them.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn list_documents(
        &self,
        key: ActorKey,
        query: &DocumentQuery,
        occasion: Occasion<'_>,
    ) -> Result<DocumentPage, RecordError> {
        in_transaction!(self, begin_read, tx => list(tx, key, query, occasion).await)
    }
}

async fn list(
    tx: &mut Tx,
    key: ActorKey,
    query: &DocumentQuery,
    occasion: Occasion<'_>,
) -> Result<DocumentPage, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let unseen = acting.unseen().bits();
    let pattern = normalise::contains_pattern(&query.search);
    let days = Days::of(query);
    let narrowing = narrowing(query, &pattern, &days, key.profile, unseen);
    let (total, masked) = documents::totals(tx, key.profile, unseen).await?;
    let matching = if query.is_narrowed() {
        documents::count(tx, &narrowing).await?
    } else {
        total
    };
    let matching = u64::try_from(matching).unwrap_or_default();
    let pages = u32::try_from(matching.div_ceil(u64::from(DOCUMENTS_PER_PAGE)))
        .unwrap_or(u32::MAX)
        .max(1);
    let page = query.page.clamp(1, pages);
    let limit = i64::from(DOCUMENTS_PER_PAGE);
    let rows = documents::list(tx, &narrowing, query.sort, limit, i64::from(page - 1) * limit).await?;
    Ok(DocumentPage {
        documents: rows
            .into_iter()
            .map(known_facts::document_line)
            .collect::<Result<_, _>>()?,
        matching,
        total: u64::try_from(total).unwrap_or_default(),
        masked: u64::try_from(masked).unwrap_or_default(),
        page,
        pages,
        organisations: documents::organisations(tx, key.profile, unseen).await?,
        settings: known_facts::settings(tx, &acting.profile, occasion).await?,
    })
}

/// The days of a query as they are stored.
pub(crate) struct Days {
    from: String,
    to: String,
}

impl Days {
    pub(crate) fn of(query: &DocumentQuery) -> Self {
        let stored = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            from: stored(query.from),
            to: stored(query.to),
        }
    }
}

/// What the query narrows the documents of a profile to. `pattern` is made of its search words.
pub(crate) fn narrowing<'a>(
    query: &'a DocumentQuery,
    pattern: &'a str,
    days: &'a Days,
    profile: Uuid,
    unseen: i64,
) -> Narrowing<'a> {
    Narrowing {
        profile,
        unseen,
        pattern,
        category: &query.category,
        visibility: match query.masked {
            None => "",
            Some(true) => "masked",
            Some(false) => "visible",
        },
        organisation: &query.organisation,
        from: &days.from,
        to: &days.to,
    }
}
