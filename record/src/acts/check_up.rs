//! The privacy check-up: what its questions need beside the settings.

use super::{
    acting::{Acting, ActorKey},
    known_facts,
    list_documents::{Days, narrowing},
};
use crate::{
    Occasion, RecordError, Store, normalise,
    queries::{DocumentQuery, DocumentSort},
    sql::{documents, profiles},
    store::in_transaction,
    views::{CheckUp, Visitor},
};

/// How many of the professionals who came are shown, the latest first.
const VISITORS: i64 = 20;
/// How many masked documents are named.
const TITLES: i64 = 10;

impl Store {
    /// The professionals who came, and the first masked documents.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Closed`] when it is closed.
    pub async fn check_up(&self, key: ActorKey, occasion: Occasion<'_>) -> Result<CheckUp, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let facts = known_facts::profile_facts(tx, &acting.profile).await?;
            let mut visitors = Vec::new();
            for number in profiles::known_professionals(tx, key.profile, VISITORS).await? {
                let rpps = number.parse().map_err(|_| RecordError::Corrupt("rpps"))?;
                visitors.push(Visitor {
                    blocked: facts.blocked.contains(rpps),
                    administrator: facts.administrators.contains(rpps),
                    professional: known_facts::professional(tx, number).await?,
                });
            }
            let query = DocumentQuery { masked: Some(true), ..DocumentQuery::default() };
            let pattern = normalise::contains_pattern("");
            let days = Days::of(&query);
            let narrowing = narrowing(&query, &pattern, &days, key.profile, acting.unseen().bits());
            let rows = documents::list(tx, &narrowing, DocumentSort::Newest, TITLES, 0).await?;
            Ok(CheckUp {
                visitors,
                masked: rows.into_iter().map(known_facts::document_line).collect::<Result<_, _>>()?,
            })
        })
    }
}
