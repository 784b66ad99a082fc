//! Everything that is set on a profile, for the page that shows it.

use policy::Actor;

use super::{
    acting::{Acting, ActorKey},
    change_settings::Kept,
    history::local_time,
    known_facts,
};
use crate::{
    Occasion, RecordError, Store,
    sql::{activation, documents, profiles},
    store::{Tx, in_transaction},
    views::{LastChange, SettingsOverview},
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
            let settings = known_facts::settings(tx, &acting.profile, occasion).await?;
            Ok(SettingsOverview {
                default_answered: acting.profile.default_answered,
                documents: u64::try_from(documents).unwrap_or_default(),
                masked: u64::try_from(masked).unwrap_or_default(),
                authorised: authorised
                    .iter()
                    .filter(|rpps| settings.administrators.iter().all(|person| person.rpps != **rpps))
                    .count() as u64,
                last_change: last_change(tx, &acting).await?,
                settings,
            })
        })
    }
}

/// What was changed last, on a record that two people act on: neither finds it changed without knowing by whom.
async fn last_change(tx: &mut Tx, acting: &Acting) -> Result<Option<LastChange>, RecordError> {
    if acting.actor == Actor::Holder {
        return Ok(None);
    }
    let Some((id, account, by, at, body)) = activation::last_change(tx, acting.key.profile).await? else {
        return Ok(None);
    };
    Ok(Some(LastChange {
        id,
        kind: Kept::parse(&body)?.kind,
        by,
        by_me: account == acting.key.account,
        at: local_time(at)?,
    }))
}
