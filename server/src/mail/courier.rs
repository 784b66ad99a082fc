//! The courier: takes e-mails from the outbox and hands them to the mail server, each at most once.
//!
//! An e-mail is marked as being handed over, then handed over, then settled. Whatever stops the courier between the mark and
//! the answer of the mail server leaves the e-mail *unknown*: it may have arrived. The other choice, sending it again, would
//! bring the same news twice to someone who may be worried by it; and the notice is on the site all the while.

use std::{pin::Pin, sync::Arc, time::Duration};

use lettre::{AsyncTransport as _, Message, transport::smtp};
use record::{
    RecordError, Store,
    acts::{Attempt, Email},
    views::EmailState,
};
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{Bell, MailConfig, MailError, Sender, message::message};
use crate::{AppState, clock::Edge};

/// How often it looks, when nobody rings: other servers fill the outbox too, and pauses end.
const EVERY: Duration = Duration::from_secs(10);
/// How many e-mails it holds at a time.
const HANDFUL: u32 = 10;
/// How long the mail server may take to answer: well below [`record::acts::LEASE`].
const PATIENCE: Duration = Duration::from_mins(1);

/// Ends when the mail server has been waited for long enough. Made anew for each answer.
type Patience = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Sends what is in the outbox.
pub struct Courier {
    store: Store,
    edge: Edge,
    bell: Bell,
    sender: Sender,
    patience: Patience,
}

impl Courier {
    /// Nothing when there is no mail server: e-mails then stay in the outbox.
    ///
    /// # Errors
    /// [`MailError`], one variant per cause.
    pub fn new(config: &MailConfig, state: &AppState) -> Result<Option<Self>, MailError> {
        let sender = Sender::new(config, state.public_origin.as_deref())?;
        Ok(sender.map(|sender| Self {
            store: state.store.clone(),
            edge: state.edge.clone(),
            bell: state.bell.clone(),
            sender,
            patience: Arc::new(|| Box::pin(sleep(PATIENCE))),
        }))
    }

    /// The same, with another patience: tests know when nothing more will come, and need no clock for it.
    #[must_use]
    pub fn with_patience<F>(self, patience: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let patience: Patience = Arc::new(move || Box::pin(patience()));
        Self { patience, ..self }
    }

    /// What the mail server answers, unless it is waited for in vain.
    async fn waits_for<T>(&self, answer: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            answer = answer => Some(answer),
            () = (self.patience)() => None,
        }
    }

    /// Works until it is told to stop, and finishes the e-mail it is at.
    pub async fn run(self, mut stopping: watch::Receiver<bool>) {
        let mut looks = interval(EVERY);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !*stopping.borrow() {
            tokio::select! {
                _ = stopping.changed() => break,
                _ = looks.tick() => {}
                () = self.bell.heard() => {}
            }
            if let Err(error) = self.store.tell_comings_of_age(self.edge.occasion()).await {
                tracing::error!(%error, "a coming of age could not be told");
            }
            loop {
                match self.deliver_while(|| !*stopping.borrow()).await {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::error!(%error, "the outbox could not be worked through");
                        break;
                    }
                }
            }
        }
    }

    /// One round: a handful of what is due. Gives how many e-mails it has tried to send.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn deliver(&self) -> Result<usize, RecordError> {
        self.deliver_while(|| true).await
    }

    async fn deliver_while(&self, goes_on: impl Fn() -> bool) -> Result<usize, RecordError> {
        if !goes_on() || !self.store.outbox_is_due(self.edge.occasion()).await? {
            return Ok(0);
        }
        let claimed = self.store.claim_emails(HANDFUL, self.edge.occasion()).await?;
        if claimed.abandoned > 0 {
            tracing::warn!(
                number = claimed.abandoned,
                "e-mails were interrupted while they were handed over: they may have arrived, and are not sent again"
            );
        }
        let mut tried = 0;
        // What the mail server said when it was last asked. One that is not there has been handed nothing.
        let mut known: Option<Result<(), String>> = None;
        for email in &claimed.emails {
            if !goes_on() {
                break;
            }
            let answer = match known.take() {
                Some(answer) => answer,
                None => self.reach().await,
            };
            known = match answer {
                Ok(()) => self.send(email).await?.then_some(Ok(())),
                Err(why) => {
                    self.settle(email, &Attempt::Failed(why.clone())).await?;
                    Some(Err(why))
                }
            };
            tried += 1;
        }
        Ok(tried)
    }

    /// Whether the mail server answers and lets us in.
    async fn reach(&self) -> Result<(), String> {
        match self.waits_for(self.sender.transport.test_connection()).await {
            Some(Ok(true)) => Ok(()),
            Some(Ok(false)) => Err("not ready".to_owned()),
            Some(Err(error)) => Err(error
                .status()
                .map_or_else(|| "unreachable".to_owned(), |code| code.to_string())),
            None => Err("silent".to_owned()),
        }
    }

    /// Hands one e-mail over. Gives whether the mail server still answers.
    async fn send(&self, email: &Email) -> Result<bool, RecordError> {
        let occasion = self.edge.occasion();
        let Some(message) = message(email, &self.sender.from, &self.sender.site, occasion.at) else {
            self.settle(email, &Attempt::Refused("address".to_owned()))
                .await?;
            return Ok(true);
        };
        if !self.store.begin_email(email, occasion).await? {
            return Ok(true);
        }
        let attempt = self.hand_over(message).await;
        self.settle(email, &attempt).await?;
        Ok(attempt != Attempt::Unanswered)
    }

    async fn hand_over(&self, message: Message) -> Attempt {
        match self.waits_for(self.sender.transport.send(message)).await {
            Some(Ok(_)) => Attempt::Sent,
            Some(Err(error)) => failed(&error),
            None => Attempt::Unanswered,
        }
    }

    async fn settle(&self, email: &Email, attempt: &Attempt) -> Result<(), RecordError> {
        let state = self
            .store
            .settle_email(email, attempt, self.edge.occasion())
            .await?;
        match (state, attempt) {
            (Some(EmailState::GivenUp), Attempt::Failed(why) | Attempt::Refused(why)) => {
                tracing::warn!(why, "an e-mail is given up");
            }
            (Some(EmailState::Unknown), _) => {
                tracing::warn!(
                    "the mail server did not answer: an e-mail may have arrived, and is not sent again"
                );
            }
            _ => {}
        }
        Ok(())
    }
}

/// What an error of handing over says of the message. Only the code of an answer is kept: its text may hold an address.
fn failed(error: &smtp::Error) -> Attempt {
    match error.status() {
        Some(code) if error.is_permanent() => Attempt::Refused(code.to_string()),
        Some(code) => Attempt::Failed(code.to_string()),
        // The mail server cannot take such a message; it was not given it.
        None if error.is_client() => Attempt::Refused("unsuitable".to_owned()),
        None if error.is_tls() => Attempt::Failed("tls".to_owned()),
        None => Attempt::Unanswered,
    }
}
