//! The holder's side deletes a document it added. What was done with it stays in the history.

use policy::{Refusal, TraceAction};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    history::local_time,
    known_facts,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    sql::{document_requests, documents},
    store::{Tx, in_transaction},
    trace::{Audience, TracedDocument},
    views::Deletion,
};

impl Store {
    /// Whether the document can be deleted, or has been. Changes nothing.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it does not exist for this person, and never did.
    pub async fn preview_deletion(
        &self,
        key: ActorKey,
        document: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<Deletion, RecordError> {
        in_transaction!(self, begin_read, tx => preview(tx, key, document, occasion).await)
    }

    /// Deletes the document and its content for good, in one transaction with its trace. Deleting it twice is
    /// deleting it once.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it does not exist for this person, [`RecordError::Refused`] when its author
    /// is someone else.
    pub async fn delete_document(
        &self,
        key: ActorKey,
        document: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => delete(tx, key, document, occasion).await)
    }
}

async fn preview(
    tx: &mut Tx,
    key: ActorKey,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<Deletion, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let Some(row) = documents::find(tx, key.profile, document).await? else {
        let deleted = document_requests::deleted(tx, key.profile, document).await?;
        let (title, at) = deleted.ok_or(RecordError::NotFound)?;
        return Ok(Deletion::Done {
            title,
            at: local_time(at)?,
        });
    };
    let facts = known_facts::document_facts(&row)?;
    let document = known_facts::document_line(row)?;
    match acting.viewer().may_delete(&facts) {
        Ok(()) => Ok(Deletion::Own(document)),
        Err(Refusal::NotOwnDocument) => Ok(Deletion::NotOwn {
            document,
            may_ask_author: acting.viewer().may_ask_author(&facts),
        }),
        Err(_) => Err(RecordError::NotFound),
    }
}

async fn delete(
    tx: &mut Tx,
    key: ActorKey,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    let Some(row) = documents::find(tx, key.profile, document).await? else {
        let deleted = document_requests::deleted(tx, key.profile, document).await?;
        return deleted.map(|_| ()).ok_or(RecordError::NotFound);
    };
    match acting.viewer().may_delete(&known_facts::document_facts(&row)?) {
        Ok(()) => {}
        Err(Refusal::NotOwnDocument) => return Err(RecordError::Refused(Refusal::NotOwnDocument)),
        Err(_) => return Err(RecordError::NotFound),
    }
    documents::delete(tx, key.profile, row.id).await?;
    documents::recount(tx, key.profile).await?;
    document_requests::keep_deleted(tx, key.profile, row.id, &row.title, occasion.micros()).await?;
    let traced = Traced {
        document: Some(TracedDocument {
            id: row.id,
            title: row.title,
        }),
        ..Traced::by_person(TraceAction::DocumentDeleted, acting.name())
    };
    write_trace::write(tx, key.profile, Audience::Everyone, occasion, traced).await?;
    Ok(())
}
