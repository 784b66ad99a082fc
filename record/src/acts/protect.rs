//! Whoever is charged with protecting an adult: their person, and then they activate or close the record, having declared that the person's
//! opinion was sought; or their property alone, and then nothing.

use policy::{Actor, ProfileAct, Refusal, Representation};

use super::{
    acting::{Acting, ActorKey, actor},
    close_profile::carry_out,
    open_profile::{is_in_force, role},
};
use crate::{
    Occasion, RecordError, Store,
    sql::profiles,
    store::{Tx, in_transaction},
    views::Protection,
};

impl Store {
    /// The record, for whoever protects its holder. Nothing of what it holds.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] for everybody else.
    pub async fn show_protection(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Protection, RecordError> {
        in_transaction!(self, begin_read, tx => {
            guardian(tx, key, occasion).await?;
            let profile = profiles::find(tx, key.profile).await?.ok_or(RecordError::NotFound)?;
            let (kind, _) = profiles::representation(tx, key.account, key.profile).await?.ok_or(RecordError::NotFound)?;
            Ok(Protection {
                role: role(actor(&kind)?)?,
                first_name: profile.first_name,
                last_name: profile.last_name,
                state: profile.state,
            })
        })
    }

    /// Activates the record, or closes it, for whoever protects the holder's person.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] for whoever has no part in it, [`RecordError::Refused`] for the others whom the rules do not let.
    pub async fn protect_profile(
        &self,
        key: ActorKey,
        act: ProfileAct,
        opinion_sought: bool,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => {
            let profile = profiles::lock(tx, key.profile).await?;
            let actor = match guardian(tx, key, occasion).await? {
                Actor::Representative(Representation::GuardianOfPerson { .. }) => {
                    Actor::Representative(Representation::GuardianOfPerson { opinion_sought })
                }
                _ => return Err(RecordError::Refused(Refusal::NotAllowed)),
            };
            let profile = profile.ok_or(RecordError::NotFound)?;
            let acting = Acting::guardian(tx, key, profile, actor, occasion).await?;
            carry_out(tx, &acting, act, occasion).await?;
            Ok(())
        })
    }
}

async fn guardian(tx: &mut Tx, key: ActorKey, occasion: Occasion<'_>) -> Result<Actor, RecordError> {
    let (kind, _) = profiles::representation(tx, key.account, key.profile)
        .await?
        .ok_or(RecordError::NotFound)?;
    let profile = profiles::find(tx, key.profile)
        .await?
        .ok_or(RecordError::NotFound)?;
    let actor = actor(&kind)?;
    let is_guardian = matches!(
        actor,
        Actor::Representative(Representation::GuardianOfPerson { .. } | Representation::GuardianOfProperty)
    );
    if is_guardian && is_in_force(actor, &profile, occasion)? {
        Ok(actor)
    } else {
        Err(RecordError::NotFound)
    }
}
