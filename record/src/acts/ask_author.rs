//! The holder's side asks the author of a document to correct or delete it (EXI 10), or says that it is somebody
//! else's. The request is kept with its state.

use policy::{Refusal, TraceAction, VisibilityFlag};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    history::local_time,
    known_facts,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    sql::{
        document_requests::{self, RequestRow},
        documents,
    },
    store::{Tx, in_transaction},
    trace::{Audience, TracedDocument},
    typed::RequestText,
    views::{AskedDocument, DocumentRequest, RequestKind},
};

/// The state of a request that nobody has answered yet.
const SENT: &str = "sent";

/// What the author is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorRequest {
    /// What for.
    pub kind: RequestKind,
    /// What the author is told.
    pub text: RequestText,
}

impl Store {
    /// The document, and what its author was asked already.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it does not exist for this person.
    pub async fn asked_document(
        &self,
        key: ActorKey,
        document: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<AskedDocument, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let row = documents::find(tx, key.profile, document).await?.ok_or(RecordError::NotFound)?;
            let facts = known_facts::document_facts(&row)?;
            if !acting.viewer().sees(&facts) {
                return Err(RecordError::NotFound);
            }
            Ok(AskedDocument {
                may_ask_author: acting.viewer().may_ask_author(&facts),
                requests: requests(tx, key.profile, row.id).await?,
                document: known_facts::document_line(row)?,
            })
        })
    }

    /// Keeps the request, in one transaction with its trace. The same request, word for word, while the first one
    /// is not answered, is that one sent twice: it is kept once.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the document does not exist for this person, [`RecordError::Refused`] when
    /// there is no author to ask.
    pub async fn ask_author(
        &self,
        key: ActorKey,
        document: Uuid,
        request: &AuthorRequest,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => ask(tx, key, document, request, occasion).await)
    }
}

/// Every request about a document, newest first.
pub(crate) async fn requests(
    tx: &mut Tx,
    profile: Uuid,
    document: Uuid,
) -> Result<Vec<DocumentRequest>, RecordError> {
    let rows = document_requests::about(tx, profile, document).await?;
    rows.into_iter().map(view).collect()
}

fn view(row: RequestRow) -> Result<DocumentRequest, RecordError> {
    let answered_at = match (row.state.as_str(), row.answered_at) {
        (SENT, None) => None,
        ("answered", Some(at)) => Some(local_time(at)?),
        _ => return Err(RecordError::Corrupt("document_request.state")),
    };
    Ok(DocumentRequest {
        kind: RequestKind::from_id(&row.kind).ok_or(RecordError::Corrupt("document_request.kind"))?,
        text: row.body,
        at: local_time(row.at)?,
        answered_at,
    })
}

async fn ask(
    tx: &mut Tx,
    key: ActorKey,
    document: Uuid,
    request: &AuthorRequest,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    let row = documents::find(tx, key.profile, document)
        .await?
        .ok_or(RecordError::NotFound)?;
    let facts = known_facts::document_facts(&row)?;
    if !acting.viewer().sees(&facts) {
        return Err(RecordError::NotFound);
    }
    if !acting.viewer().may_ask_author(&facts) {
        return Err(RecordError::Refused(Refusal::NotAllowed));
    }
    let (kind, text) = (request.kind.id(), request.text.as_str());
    let already = document_requests::about(tx, key.profile, row.id).await?;
    if already
        .iter()
        .any(|known| known.state == SENT && known.kind == kind && known.body == text)
    {
        return Ok(());
    }
    let id = occasion.chance.id();
    document_requests::insert(tx, key.profile, row.id, id, kind, text, occasion.micros()).await?;
    // What was hidden from the representatives stays so, for as long as the history is kept.
    let audience = if facts
        .visibility
        .contains(VisibilityFlag::HiddenFromRepresentatives)
    {
        Audience::Holder
    } else {
        Audience::Everyone
    };
    let traced = Traced {
        change: Some(kind.to_owned()),
        document: Some(TracedDocument {
            id: row.id,
            title: row.title,
        }),
        ..Traced::by_person(TraceAction::AuthorAsked, acting.name())
    };
    write_trace::write(tx, key.profile, audience, occasion, traced).await?;
    Ok(())
}
