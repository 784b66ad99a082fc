//! Sessions. The identifier is hashed at rest: a stolen database opens no session.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{RecordError, Store, sql::sessions, store::in_transaction};

/// A session unused for this long has ended.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session this old has ended, used or not.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// How late *last used* may be: one write a minute instead of one per page.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

fn hash(id: &str) -> [u8; 32] {
    Sha256::digest(id.as_bytes()).into()
}

impl Store {
    /// Begins a session, and removes those that have ended.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn create_session(
        &self,
        id: &str,
        account: Uuid,
        data: &str,
        now: Timestamp,
    ) -> Result<(), RecordError> {
        let id_hash = hash(id);
        in_transaction!(self, begin_write, tx => {
            let (idle, old) = ((now - IDLE).as_microsecond(), (now - ABSOLUTE).as_microsecond());
            sessions::delete_before(tx, idle, old).await?;
            sessions::insert(tx, &id_hash, account, data, now.as_microsecond()).await?;
            Ok(())
        })
    }

    /// Replaces what a session holds; `false` when it has ended.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn save_session(&self, id: &str, data: &str, now: Timestamp) -> Result<bool, RecordError> {
        let id_hash = hash(id);
        in_transaction!(self, begin_write, tx => {
            Ok(sessions::update(tx, &id_hash, data, now.as_microsecond()).await? == 1)
        })
    }

    /// What a session holds, unless it has ended.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn load_session(&self, id: &str, now: Timestamp) -> Result<Option<String>, RecordError> {
        let id_hash = hash(id);
        let row = in_transaction!(self, begin_read, tx => Ok(sessions::find(tx, &id_hash).await?))?;
        let Some(row) = row else { return Ok(None) };
        let since = |micros: i64| {
            Timestamp::from_microsecond(micros)
                .map(|then| now.duration_since(then))
                .map_err(|_| RecordError::Corrupt("session"))
        };
        let unused = since(row.seen_at)?;
        if unused >= IDLE || since(row.created_at)? >= ABSOLUTE {
            return Ok(None);
        }
        if unused >= TOUCH_EVERY {
            in_transaction!(self, begin_write, tx => {
                sessions::touch(tx, &id_hash, now.as_microsecond()).await?;
                Ok(())
            })?;
        }
        Ok(Some(row.data))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn delete_session(&self, id: &str) -> Result<(), RecordError> {
        let id_hash = hash(id);
        in_transaction!(self, begin_write, tx => {
            sessions::delete(tx, &id_hash).await?;
            Ok(())
        })
    }
}
