//! Sending what is in the outbox. Several servers share the work: each claims a few e-mails for a while, and says of each
//! how it ended.
//!
//! An e-mail is sent at most once. It is marked as being handed over before the mail server gets it; one that is found
//! marked so when its claim has run out was being sent by someone who stopped in the middle, and whether it arrived
//! cannot be known. It becomes *unknown*, for someone to see, and is not sent again: the notice itself is on the site.

use jiff::SignedDuration;
use policy::NoticeKind;
use uuid::Uuid;

use super::history::local_time;
use crate::{
    Occasion, RecordError, Store,
    sql::outbox::{self, DueRow, Ended, Held, OutboxRow},
    store::{Tx, in_transaction},
    views::{EmailState, OutboxLine},
};

/// How long an e-mail is held by whoever claimed it. Handing one over takes less.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How often sending is tried.
pub const MOST_ATTEMPTS: u32 = 10;
/// The pause after a first failure; each further one is four times as long.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// The longest pause.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(12);
/// How many e-mails someone who looks sees.
const LINES: i64 = 200;

/// An e-mail to send, held by whoever asked for it.
#[derive(Clone)]
pub struct Email {
    held: Held,
    attempts: u32,
    /// What the notice tells.
    pub kind: NoticeKind,
    /// To whom.
    pub to: String,
    /// First name of the holder.
    pub first_name: String,
}

impl Email {
    /// What its message is known by: the same however often sending is tried.
    pub fn message_id(&self) -> Uuid {
        self.held.id
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Email")
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The mail server took it.
    Sent,
    /// It was not taken, and may be another time; with a word or a code for why.
    Failed(String),
    /// It will never be taken; with a word or a code for why.
    Refused(String),
    /// It was handed over, and no answer came.
    Unanswered,
}

/// What was claimed.
#[derive(Debug, Default)]
pub struct Claimed {
    /// The e-mails to send.
    pub emails: Vec<Email>,
    /// How many were found left in the middle of being handed over: they are *unknown* from now on.
    pub abandoned: u64,
}

/// The pause after so many failures.
fn pause_after(failures: u32) -> SignedDuration {
    let times = 4_i32.saturating_pow(failures.saturating_sub(1));
    FIRST_PAUSE
        .checked_mul(times)
        .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

impl Store {
    /// Whether there is something to do in the outbox. Takes no lock.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn outbox_is_due(&self, occasion: Occasion<'_>) -> Result<bool, RecordError> {
        in_transaction!(self, begin_read, tx => Ok(outbox::is_due(tx, occasion.micros()).await?))
    }

    /// Takes up to `most` e-mails that are due, the oldest first: for as long as the lease lasts nobody else gets them.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then nothing is claimed.
    pub async fn claim_emails(&self, most: u32, occasion: Occasion<'_>) -> Result<Claimed, RecordError> {
        in_transaction!(self, begin_write, tx => claim(tx, most, occasion).await)
    }

    /// Notes that the e-mail is being handed over. `false` when the claim has run out: then it must not be.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails: then it must not be handed over either.
    pub async fn begin_email(&self, email: &Email, occasion: Occasion<'_>) -> Result<bool, RecordError> {
        let until = (occasion.at + LEASE).as_microsecond();
        in_transaction!(self, begin_write, tx => {
            Ok(outbox::begin(tx, email.held, occasion.micros(), until).await?)
        })
    }

    /// Notes how it ended. Gives where the e-mail now stands; nothing when it is no longer this holder's.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn settle_email(
        &self,
        email: &Email,
        attempt: &Attempt,
        occasion: Occasion<'_>,
    ) -> Result<Option<EmailState>, RecordError> {
        let attempts = email.attempts + 1;
        let (state, failure) = match attempt {
            Attempt::Sent => (EmailState::Sent, ""),
            Attempt::Failed(why) if attempts < MOST_ATTEMPTS => (EmailState::Waiting, why.as_str()),
            Attempt::Failed(why) | Attempt::Refused(why) => (EmailState::GivenUp, why.as_str()),
            Attempt::Unanswered => (EmailState::Unknown, "unanswered"),
        };
        let pause = match state {
            EmailState::Waiting => pause_after(attempts),
            _ => SignedDuration::ZERO,
        };
        let ended = Ended {
            state: state.id(),
            failure,
            attempts: attempts.into(),
            due_at: (occasion.at + pause).as_microsecond(),
            settled_at: (state != EmailState::Waiting).then(|| occasion.micros()),
        };
        let settled =
            in_transaction!(self, begin_write, tx => Ok(outbox::settle(tx, email.held, &ended).await?))?;
        Ok(settled.then_some(state))
    }

    /// The newest e-mails, whatever became of them. Not for people: for whoever looks after the service.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn list_outbox(&self) -> Result<Vec<OutboxLine>, RecordError> {
        in_transaction!(self, begin_read, tx => {
            outbox::list(tx, LINES).await?.into_iter().map(line).collect()
        })
    }
}

async fn claim(tx: &mut Tx, most: u32, occasion: Occasion<'_>) -> Result<Claimed, RecordError> {
    let now = occasion.micros();
    let until = (occasion.at + LEASE).as_microsecond();
    let mut claimed = Claimed {
        abandoned: outbox::abandon(tx, now).await?,
        ..Claimed::default()
    };
    for row in outbox::due(tx, now, most.into()).await? {
        let email = email(row, occasion.chance.id())?;
        outbox::claim(tx, email.held, until).await?;
        claimed.emails.push(email);
    }
    Ok(claimed)
}

fn email(row: DueRow, claim: Uuid) -> Result<Email, RecordError> {
    Ok(Email {
        held: Held {
            profile: row.profile_id,
            id: row.id,
            claim,
        },
        attempts: count(row.attempts)?,
        kind: kind(&row.kind)?,
        to: row.email,
        first_name: row.first_name,
    })
}

fn line(row: OutboxRow) -> Result<OutboxLine, RecordError> {
    Ok(OutboxLine {
        message_id: row.id,
        kind: kind(&row.kind)?,
        to: row.email,
        first_name: row.first_name,
        state: EmailState::from_id(&row.state).ok_or(RecordError::Corrupt("outbox.state"))?,
        failure: row.failure,
        attempts: count(row.attempts)?,
        queued_at: local_time(row.queued_at)?,
        due_at: local_time(row.due_at)?,
    })
}

fn kind(id: &str) -> Result<NoticeKind, RecordError> {
    NoticeKind::from_id(id).ok_or(RecordError::Corrupt("outbox.kind"))
}

fn count(attempts: i64) -> Result<u32, RecordError> {
    u32::try_from(attempts).map_err(|_| RecordError::Corrupt("outbox.attempts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stop_at_twelve_hours() {
        let minutes: Vec<i64> = [1, 2, 3, 4, 5, 6, 7, 9, 1_000]
            .map(|failures| pause_after(failures).as_mins())
            .to_vec();
        assert_eq!(minutes, [1, 4, 16, 64, 256, 720, 720, 720, 720]);
    }
}
