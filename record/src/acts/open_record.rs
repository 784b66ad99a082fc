//! A professional opens a record.

use policy::{Action, TraceAction};

use super::requester::{About, Entry, GatewayAccess, GatewayRefusal};
use crate::{
    Occasion, RecordError, Store,
    store::{Tx, in_transaction},
};

impl Store {
    /// Decides whether the record opens, and traces the attempt, permitted or not.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nothing was opened.
    pub async fn open_record(
        &self,
        access: GatewayAccess<'_>,
        occasion: Occasion<'_>,
    ) -> Result<Result<(), GatewayRefusal>, RecordError> {
        in_transaction!(self, begin_write, tx => open(tx, access, occasion).await)
    }
}

async fn open(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    occasion: Occasion<'_>,
) -> Result<Result<(), GatewayRefusal>, RecordError> {
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let decision = policy::decide(&entry.request(Action::Open));
    entry
        .trace(tx, TraceAction::RecordOpened, decision, About::default())
        .await?;
    Ok(if decision.is_permit() {
        Ok(())
    } else {
        Err(decision.into())
    })
}
