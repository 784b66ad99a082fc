//! Reading a history again where it is kept, as whoever runs the server may.

use proof::{Chain, Fault, PublicKey, Verified};
use uuid::Uuid;

use super::export_history;
use crate::{
    RecordError, Store,
    sql::{checkpoints, profiles},
    store::{Tx, in_transaction},
    trace::Audience,
};

impl Store {
    /// Verifies one chain of a profile with its checkpoints; gives the first line that is not as it was written. The lines since
    /// the last checkpoint are only chained.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn verify_chain(
        &self,
        profile: Uuid,
        audience: Audience,
        keys: &[PublicKey],
    ) -> Result<Result<Verified, Fault>, RecordError> {
        in_transaction!(self, begin_read, tx => verify(tx, profile, audience, keys).await)
    }

    /// Profiles after this one, in the order of their identifiers, at most a hundred.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn profiles_after(&self, profile: Uuid) -> Result<Vec<Uuid>, RecordError> {
        in_transaction!(self, begin_read, tx => Ok(profiles::after(tx, profile, 100).await?))
    }
}

async fn verify(
    tx: &mut Tx,
    profile: Uuid,
    audience: Audience,
    keys: &[PublicKey],
) -> Result<Result<Verified, Fault>, RecordError> {
    let mut chain = Chain::new(&profile.to_string(), audience.as_str(), &[]);
    loop {
        // After the last line that was read, whatever it says its place is.
        let read = chain.lines();
        let lines = export_history::load(tx, profile, audience, read, i64::MAX).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            let read = chain
                .line(&line.body, &line.hash)
                .and_then(|()| match &line.checkpoint {
                    Some(checkpoint) => chain.checkpoint(checkpoint, keys),
                    None => Ok(()),
                });
            if let Err(fault) = read {
                return Ok(Err(fault));
            }
        }
    }
    for body in checkpoints::after(tx, profile, audience.as_str(), chain.lines()).await? {
        if let Err(fault) = chain.checkpoint(&export_history::checkpoint(&body)?, keys) {
            return Ok(Err(fault));
        }
    }
    Ok(chain.end())
}
