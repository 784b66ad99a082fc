//! A professional reads a document.

use policy::{Action, TraceAction};
use uuid::Uuid;

use super::{
    known_facts,
    requester::{About, Entry, GatewayAccess, GatewayRefusal},
};
use crate::{
    Occasion, RecordError, Store,
    sql::documents,
    store::{Tx, in_transaction},
    views::DocumentContent,
};

impl Store {
    /// Decides, traces, and gives the content, in one transaction: what was masked before it began is
    /// never given, and what is given always has its trace.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nothing was given.
    pub async fn read_document(
        &self,
        access: GatewayAccess<'_>,
        document: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<Result<DocumentContent, GatewayRefusal>, RecordError> {
        in_transaction!(self, begin_write, tx => read(tx, access, document, occasion).await)
    }
}

async fn read(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<Result<DocumentContent, GatewayRefusal>, RecordError> {
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let Some(row) = documents::find(tx, entry.profile.id, document).await? else {
        let open = policy::decide(&entry.request(Action::Open));
        let refusal = (!open.is_permit()).then_some(open);
        entry.trace_absent(tx, TraceAction::DocumentRead, refusal).await?;
        return Ok(Err(refusal.map_or(GatewayRefusal::Absent, GatewayRefusal::from)));
    };
    let decision = policy::decide(&entry.request(Action::Read(known_facts::document_facts(&row)?)));
    entry
        .trace(tx, TraceAction::DocumentRead, decision, About::document(&row)?)
        .await?;
    if !decision.is_permit() {
        return Ok(Err(decision.into()));
    }
    let bytes = documents::content(tx, entry.profile.id, row.id)
        .await?
        .ok_or(RecordError::Corrupt("document_content"))?;
    Ok(Ok(DocumentContent {
        title: row.title,
        media_type: row.media_type,
        bytes,
    }))
}
