//! Everything that is set on a profile, for the page that shows it.

use super::{
    acting::{Acting, ActorKey},
    known_facts,
};
use crate::{
    Occasion, RecordError, Store,
    sql::{documents, profiles},
    store::in_transaction,
    views::SettingsOverview,
};

impl Store {
    /// The settings in force, and how many people and documents they touch.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn show_settings(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<SettingsOverview, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let (documents, masked) = documents::totals(tx, key.profile, acting.unseen().bits()).await?;
            let authorised = profiles::authorised_professionals(tx, key.profile).await?;
            Ok(SettingsOverview {
                default_answered: acting.profile.default_answered,
                documents: u64::try_from(documents).unwrap_or_default(),
                masked: u64::try_from(masked).unwrap_or_default(),
                authorised: authorised.len() as u64,
                settings: known_facts::settings(tx, &acting.profile, occasion).await?,
            })
        })
    }
}
