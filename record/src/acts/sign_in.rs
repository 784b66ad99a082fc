//! Signing in: the account, how often it has failed, and the line in the history.

use jiff::{SignedDuration, Timestamp};
use policy::TraceAction;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    acting::{sight, traced_name},
    come_of_age,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    normalise::normalise,
    sql::{accounts, profiles},
    store::{Tx, in_transaction},
    trace::Audience,
};

/// Failures that cost nothing: people mistype.
const FREE_FAILURES: i64 = 5;
/// The longest anyone waits. A correct password after this pause always gets in.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(60);
/// After this long without a failure, the earlier ones are forgotten.
const MEMORY: SignedDuration = SignedDuration::from_mins(30);

/// An account, to check a password against.
#[derive(Clone)]
pub struct Credentials {
    /// The account.
    pub account: Uuid,
    /// The argon2id hash, in PHC form.
    pub password_hash: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Whether an attempt may be made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Throttle {
    /// It may.
    Open,
    /// Not before this many seconds. The attempt does not count as a failure.
    Wait(i64),
}

/// Unknown identifiers are throttled like known ones, so that the wait tells nothing.
fn key_hash(identifier: &str) -> [u8; 32] {
    Sha256::digest(normalise(identifier).as_bytes()).into()
}

/// The pause after so many failures: none at first, then 2, 4, 8… seconds up to a minute.
fn wait_after(failures: i64) -> SignedDuration {
    match u32::try_from(failures - FREE_FAILURES) {
        Err(_) | Ok(0) => SignedDuration::ZERO,
        Ok(excess) => LONGEST_WAIT.min(SignedDuration::from_secs(1 << excess.min(6))),
    }
}

impl Store {
    /// Whether this identifier may be tried now.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn sign_in_throttle(&self, identifier: &str, now: Timestamp) -> Result<Throttle, RecordError> {
        let row = in_transaction!(self, begin_read, tx => Ok(accounts::throttle(tx, &key_hash(identifier)).await?))?;
        let Some(row) = row else { return Ok(Throttle::Open) };
        let failed =
            Timestamp::from_microsecond(row.failed_at).map_err(|_| RecordError::Corrupt("failed_at"))?;
        let left = wait_after(row.failures) - now.duration_since(failed);
        Ok(if left.is_positive() {
            Throttle::Wait(left.as_secs() + 1)
        } else {
            Throttle::Open
        })
    }

    /// The account of an identifier (accents and case do not matter), if there is one.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn credentials(&self, identifier: &str) -> Result<Option<Credentials>, RecordError> {
        let identifier = normalise(identifier);
        let row = in_transaction!(self, begin_read, tx => Ok(accounts::find(tx, &identifier).await?))?;
        Ok(row.map(|row| Credentials {
            account: row.id,
            password_hash: row.password_hash,
        }))
    }

    /// What the account signs in with, to ask for its password again: its identifier, and what to check it against.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when there is no such account.
    pub async fn credentials_of(&self, account: Uuid) -> Result<(String, Credentials), RecordError> {
        let found = in_transaction!(self, begin_read, tx => Ok(accounts::credentials(tx, account).await?))?;
        let (identifier, password_hash) = found.ok_or(RecordError::NotFound)?;
        Ok((
            identifier,
            Credentials {
                account,
                password_hash,
            },
        ))
    }

    /// Counts a wrong password.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn sign_in_failed(&self, identifier: &str, now: Timestamp) -> Result<(), RecordError> {
        let forgotten = (now - MEMORY).as_microsecond();
        in_transaction!(self, begin_write, tx => {
            accounts::forget_failures_before(tx, forgotten).await?;
            accounts::count_failure(tx, &key_hash(identifier), now.as_microsecond(), forgotten).await?;
            Ok(())
        })
    }

    /// Forgets the failures and writes the sign-in to the history of every profile that it opens.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nobody is signed in.
    pub async fn signed_in(
        &self,
        identifier: &str,
        account: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => signed_in(tx, identifier, account, occasion).await)
    }
}

async fn signed_in(
    tx: &mut Tx,
    identifier: &str,
    account: Uuid,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    accounts::clear_failures(tx, &key_hash(identifier)).await?;
    let person = accounts::name(tx, account).await?.unwrap_or_default();
    for (profile, kind) in profiles::of_account(tx, account).await? {
        let Some(row) = profiles::lock(tx, profile).await? else {
            continue;
        };
        let (actor, viewer) = sight(&row, &kind, occasion.day)?;
        if !viewer.reads_history() {
            continue;
        }
        come_of_age::tell(tx, &row, occasion).await?;
        let name = traced_name(actor, &person, &row);
        let traced = Traced::by_person(TraceAction::SignedIn, name);
        let trace = write_trace::write(tx, profile, Audience::Everyone, occasion, traced).await?;
        write_trace::notify(tx, &row, occasion, &policy::Event::NewSignIn, &trace).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_stops_at_a_minute() {
        let seconds: Vec<i64> = [0, 5, 6, 7, 10, 11, 12, 1_000]
            .map(|failures| wait_after(failures).as_secs())
            .to_vec();
        assert_eq!(seconds, [0, 0, 2, 4, 32, 60, 60, 60]);
    }
}
