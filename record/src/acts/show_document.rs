//! One document: its page, and its content for the person it belongs to.

use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    ask_author,
    history::local_time,
    known_facts,
};
use crate::{
    Occasion, RecordError, Store,
    sql::documents::{self, DocumentRow},
    store::{Tx, in_transaction},
    views::{DocumentContent, DocumentDetails, Flags},
};

impl Store {
    /// Everything the document's page says.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it does not exist for this person.
    pub async fn show_document(
        &self,
        key: ActorKey,
        document: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<DocumentDetails, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let (acting, row) = find(tx, key, document, occasion).await?;
            let facts = known_facts::document_facts(&row)?;
            Ok(DocumentDetails {
                may_delete: acting.viewer().may_delete(&facts).is_ok(),
                may_ask_author: acting.viewer().may_ask_author(&facts),
                requests: ask_author::requests(tx, key.profile, row.id).await?,
                deposited_at: local_time(row.deposited_at)?,
                media_type: row.media_type.clone(),
                size: u64::try_from(row.size).unwrap_or_default(),
                settings: known_facts::settings(tx, &acting.profile, occasion).await?,
                document: known_facts::document_line(row)?,
            })
        })
    }

    /// The content, for the person it belongs to.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it does not exist for this person.
    pub async fn download_document(
        &self,
        key: ActorKey,
        document: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<DocumentContent, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let (_, row) = find(tx, key, document, occasion).await?;
            let bytes = documents::content(tx, key.profile, row.id)
                .await?
                .ok_or(RecordError::Corrupt("document_content"))?;
            Ok(DocumentContent { title: row.title, media_type: row.media_type, bytes })
        })
    }
}

/// The document, if it exists for this person.
async fn find(
    tx: &mut Tx,
    key: ActorKey,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<(Acting, DocumentRow), RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    let row = documents::find(tx, key.profile, document)
        .await?
        .ok_or(RecordError::NotFound)?;
    if Flags::from_bits(row.visibility).is_none_or(|flags| flags.bits() & acting.unseen().bits() != 0) {
        return Err(RecordError::NotFound);
    }
    Ok((acting, row))
}
