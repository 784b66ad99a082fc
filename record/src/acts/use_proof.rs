//! A proof of a professional's software is used once, by whichever server it reaches.

use jiff::Timestamp;

use crate::{RecordError, Store, sql::used_proofs as sql, store::in_transaction};

impl Store {
    /// Uses a proof, by its hash, which is refused for its age from `until` on; `false` when it was used before.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn use_proof(
        &self,
        hash: &[u8; 32],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, RecordError> {
        in_transaction!(self, begin_write, tx => {
            sql::forget(tx, now.as_microsecond()).await?;
            Ok(sql::insert(tx, hash, until.as_microsecond()).await?)
        })
    }
}
