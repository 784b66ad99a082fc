//! The holder's side adds a document.

use jiff::civil;
use policy::{
    Actor, DefaultVisibility, DocumentType, Event, Refusal, TraceAction, Visibility, VisibilityFlag,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    insert_document::{Source, insert_document},
    install_population::NewDocument,
    known_facts,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    content::FileContent,
    sql::documents,
    store::{Tx, in_transaction},
    trace::{Audience, TracedDocument},
    typed::Title,
    views::{OWN_TYPES, OwnDocumentForm},
};

/// A document as the form describes it.
#[derive(Clone, Debug)]
pub struct OwnDocument {
    /// Which showing of the form sent it.
    pub form: Uuid,
    /// Its title.
    pub title: Title,
    /// Its type, one of [`OWN_TYPES`].
    pub document_type: DocumentType,
    /// The date it bears, today at the latest.
    pub dated: civil::Date,
    /// It is masked from the start.
    pub masked: bool,
    /// The file.
    pub content: FileContent,
}

impl Store {
    /// What the form starts with.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs to add documents to.
    pub async fn own_document_form(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<OwnDocumentForm, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            if !acting.viewer().changes_settings() {
                return Err(RecordError::NotFound);
            }
            let facts = known_facts::profile_facts(tx, &acting.profile).await?;
            Ok(OwnDocumentForm {
                form: occasion.chance.id(),
                today: occasion.day,
                masked_by_default: facts.default_visibility == DefaultVisibility::Masked,
            })
        })
    }

    /// Adds the document, in one transaction with its trace and its notices, and gives its identifier. The same
    /// form sent twice adds one document and gives the same identifier.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Refused`] when the rules do not
    /// let them add documents, or not this one.
    pub async fn add_document(
        &self,
        key: ActorKey,
        new: &OwnDocument,
        occasion: Occasion<'_>,
    ) -> Result<Uuid, RecordError> {
        let id = identifier(key, new)?;
        in_transaction!(self, begin_write, tx => add(tx, key, id, new, occasion).await)
    }
}

/// The identifier of the document that this form makes: random as the form's own, which nobody else knows, and the
/// same each time the same form is sent with the same content. A form sent again with something else in it (one
/// page back, another file) makes another document: nothing that was sent is silently dropped.
fn identifier(key: ActorKey, new: &OwnDocument) -> Result<Uuid, RecordError> {
    let said = serde_json::to_vec(&(
        key.account,
        key.profile,
        new.form,
        new.title.as_str(),
        new.document_type.code(),
        new.dated,
        new.masked,
    ))
    .map_err(|_| RecordError::Corrupt("form"))?;
    let content = Sha256::digest(new.content.bytes());
    let hash = Sha256::new().chain_update(content).chain_update(said).finalize();
    let start: [u8; 16] = *hash.first_chunk().ok_or(RecordError::Corrupt("form"))?;
    Ok(uuid::Builder::from_random_bytes(start).into_uuid())
}

async fn add(
    tx: &mut Tx,
    key: ActorKey,
    id: Uuid,
    new: &OwnDocument,
    occasion: Occasion<'_>,
) -> Result<Uuid, RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    let code = new.document_type.code();
    if !acting.viewer().changes_settings() || !OWN_TYPES.contains(&code) || new.dated > occasion.day {
        return Err(RecordError::Refused(Refusal::NotAllowed));
    }
    if documents::find(tx, key.profile, id).await?.is_some() {
        return Ok(id);
    }
    let visibility = if new.masked {
        Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals)
    } else {
        Visibility::NORMAL
    };
    let document = NewDocument {
        profile: key.profile,
        id,
        type_code: code.to_owned(),
        title: new.title.as_str().to_owned(),
        author: None,
        dated: new.dated,
        deposited_at: occasion.at,
        visibility,
        media_type: new.content.kind().media_type().to_owned(),
        content: new.content.bytes().to_vec(),
    };
    let (first, last) = (&acting.profile.first_name, &acting.profile.last_name);
    let (source, author) = match acting.actor {
        Actor::Holder => (Source::Holder(first, last), policy::Author::Holder),
        Actor::Representative(_) => (
            Source::LegalRepresentative(first, last),
            policy::Author::LegalRepresentative,
        ),
    };
    insert_document(tx, &document, &source).await?;
    documents::recount(tx, key.profile).await?;
    let traced = Traced {
        document: Some(TracedDocument {
            id,
            title: document.title,
        }),
        ..Traced::by_person(TraceAction::DocumentDeposited, acting.name())
    };
    let trace = write_trace::write(tx, key.profile, Audience::Everyone, occasion, traced).await?;
    let event = Event::OwnDocumentAdded(policy::DocumentFacts {
        document_type: Some(new.document_type),
        author,
        visibility,
    });
    write_trace::notify(tx, &acting.profile, occasion, &event, &trace).await?;
    Ok(id)
}
