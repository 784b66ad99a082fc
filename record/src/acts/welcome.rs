//! The questions of the first sign-in: future documents, then emergencies. Each answer is an ordinary change of settings;
//! until it is given, the defaults of the rules hold.

use policy::{Actor, DefaultVisibility, EmergencyConsents};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    change_settings::make_change,
};
use crate::{Occasion, RecordError, Store, sql::settings, store::in_transaction, views::SettingsChange};

/// The answer to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeAnswer {
    /// What becomes of future documents.
    Default(DefaultVisibility),
    /// The three answers about emergencies: the last question.
    Emergency(EmergencyConsents),
}

impl Store {
    /// Whether the person is to be led to the questions: they have neither been through them nor put them off.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Closed`] when it is closed.
    pub async fn awaits_welcome(&self, key: ActorKey, occasion: Occasion<'_>) -> Result<bool, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            Ok(acting.actor == Actor::Holder && acting.profile.welcomed_at.is_none())
        })
    }

    /// Answers one question. Gives the identifier of the change, or nothing when the answer is what held already.
    ///
    /// # Errors
    /// As [`Store::change_settings`].
    pub async fn answer_welcome(
        &self,
        key: ActorKey,
        answer: WelcomeAnswer,
        occasion: Occasion<'_>,
    ) -> Result<Option<Uuid>, RecordError> {
        let change = match answer {
            WelcomeAnswer::Default(visibility) => SettingsChange::Default(visibility),
            WelcomeAnswer::Emergency(consents) => SettingsChange::Emergency(consents),
        };
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            let done = make_change(tx, &acting, &change, None, occasion).await?;
            match answer {
                WelcomeAnswer::Default(_) => settings::set_default_answered(tx, key.profile).await?,
                WelcomeAnswer::Emergency(_) => {
                    settings::set_welcomed(tx, key.profile, occasion.micros()).await?;
                }
            }
            Ok(done)
        })
    }

    /// Puts the questions off: nobody is led to them again, and they can still be answered.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Closed`] when it is closed.
    pub async fn put_off_welcome(&self, key: ActorKey, occasion: Occasion<'_>) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => {
            Acting::lock(tx, key, occasion).await?;
            settings::set_welcomed(tx, key.profile, occasion.micros()).await?;
            Ok(())
        })
    }
}
