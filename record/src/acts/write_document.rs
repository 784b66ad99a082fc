//! What professionals do to documents besides reading them: one entrance, so that what is sent twice is done once.

use policy::Rule;
use uuid::Uuid;

use super::{
    change_document,
    deposit_document::{self, DepositedDocument},
    requester::{GatewayAccess, GatewayRefusal},
};
use crate::{
    Occasion, RecordError, Store,
    sql::idempotent_acts,
    store::{Tx, in_transaction},
};

/// How long a key is kept, in microseconds: 24 hours.
const KEPT: i64 = 24 * 3_600 * 1_000_000;

/// What a professional does to a document.
#[derive(Clone, Copy, Debug)]
pub enum DocumentAct<'a> {
    /// Adds it.
    Deposit(&'a DepositedDocument),
    /// Puts a new version in its place. The identifier and the flags stay.
    Replace {
        /// The document.
        document: Uuid,
        /// The new version. Its flags are not looked at.
        by: &'a DepositedDocument,
    },
    /// Removes it.
    Delete(Uuid),
    /// Masks it for a holder who cannot do it.
    MaskForHolder(Uuid),
    /// Shows it to the legal representatives. Cannot be undone.
    ShowToRepresentatives(Uuid),
    /// Shows it to the patient, from whom it was hidden.
    ReturnToPatient(Uuid),
}

/// What tells an act sent again from another one.
#[derive(Clone, Copy, Debug)]
pub struct Sending<'a> {
    /// The sender's key.
    pub key: &'a str,
    /// SHA-256 of all that was asked.
    pub request_hash: [u8; 32],
}

impl Store {
    /// Decides, acts, traces and tells, in one transaction, and gives the document's identifier. With a key, the answer is
    /// kept for 24 hours in the same transaction: the same request sent again gets it, and nothing is done twice.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nothing was done.
    pub async fn write_document(
        &self,
        access: GatewayAccess<'_>,
        act: DocumentAct<'_>,
        sending: Option<Sending<'_>>,
        occasion: Occasion<'_>,
    ) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
        in_transaction!(self, begin_write, tx => once(tx, access, act, sending, occasion).await)
    }
}

async fn once(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    act: DocumentAct<'_>,
    sending: Option<Sending<'_>>,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    let Some(Sending { key, request_hash }) = sending else {
        return write(tx, access, act, occasion).await;
    };
    let rpps = access.professional.rpps.to_string();
    let now = occasion.micros();
    idempotent_acts::forget(tx, now.saturating_sub(KEPT)).await?;
    if idempotent_acts::claim(tx, &rpps, key, &request_hash, now).await? {
        let answer = write(tx, access, act, occasion).await?;
        idempotent_acts::set_answer(tx, &rpps, key, &kept(answer)).await?;
        return Ok(answer);
    }
    let (known, answer) = idempotent_acts::find(tx, &rpps, key)
        .await?
        .ok_or(RecordError::Corrupt("idempotent_act"))?;
    if known == request_hash {
        given(&answer).ok_or(RecordError::Corrupt("idempotent_act.answer"))
    } else {
        Ok(Err(GatewayRefusal::KeyReused))
    }
}

async fn write(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    act: DocumentAct<'_>,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    match act {
        DocumentAct::Deposit(new) => deposit_document::deposit(tx, access, new, occasion).await,
        DocumentAct::Replace { document, by } => {
            deposit_document::replace(tx, access, document, by, occasion).await
        }
        DocumentAct::Delete(document) => change_document::delete(tx, access, document, occasion).await,
        DocumentAct::MaskForHolder(document) => {
            change_document::mask_for_holder(tx, access, document, occasion).await
        }
        DocumentAct::ShowToRepresentatives(document) => {
            change_document::show_to_representatives(tx, access, document, occasion).await
        }
        DocumentAct::ReturnToPatient(document) => {
            change_document::return_to_patient(tx, access, document, occasion).await
        }
    }
}

/// An answer as it is kept.
fn kept(answer: Result<Uuid, GatewayRefusal>) -> String {
    match answer {
        Ok(document) => format!("done {document}"),
        Err(GatewayRefusal::Told(rule)) => format!("told {}", rule.id()),
        Err(GatewayRefusal::Absent | GatewayRefusal::KeyReused) => "absent".to_owned(),
    }
}

fn given(kept: &str) -> Option<Result<Uuid, GatewayRefusal>> {
    Some(match kept.split_once(' ') {
        Some(("done", document)) => Ok(document.parse().ok()?),
        Some(("told", rule)) => Err(GatewayRefusal::Told(Rule::from_id(rule)?)),
        None if kept == "absent" => Err(GatewayRefusal::Absent),
        _ => return None,
    })
}
