//! The top of every page: whose record this is. And the records that someone may choose from.

use policy::{Actor, ProfileFacts, ProfileState, Representation};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey, actor},
    known_facts,
};
use crate::{
    Occasion, RecordError, Store,
    sql::{
        notices,
        profiles::{self, ProfileRow},
    },
    store::{Tx, in_transaction},
    views::{ProfileChoice, ProfileHeader, Role},
};

impl Store {
    /// The profile, for someone who may open it.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it is not theirs, exactly as when it does not exist.
    pub async fn open_profile(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<ProfileHeader, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let unread = notices::count_unread(tx, key.profile, key.account, acting.audiences()).await?;
            Ok(ProfileHeader {
                id: acting.profile.id,
                role: role(acting.actor)?,
                has_others: choices(tx, key.account, occasion).await?.len() > 1,
                first_name: acting.profile.first_name,
                last_name: acting.profile.last_name,
                unread_notices: u64::try_from(unread).unwrap_or_default(),
            })
        })
    }

    /// The first name of the holder, when this is the record of someone else than the person who opens it, closed or not.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn represented(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Option<String>, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let choices = choices(tx, key.account, occasion).await?;
            let found = choices.into_iter().find(|choice| choice.id == key.profile);
            Ok(found.filter(|choice| choice.role != Role::Holder).map(|choice| choice.first_name))
        })
    }

    /// The profiles that this account has something to do with today, its own first, then by first name. A
    /// representation that no longer gives anything is as one that never was.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn profiles_of(
        &self,
        account: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<Vec<ProfileChoice>, RecordError> {
        in_transaction!(self, begin_read, tx => choices(tx, account, occasion).await)
    }
}

async fn choices(
    tx: &mut Tx,
    account: Uuid,
    occasion: Occasion<'_>,
) -> Result<Vec<ProfileChoice>, RecordError> {
    let mut choices = Vec::new();
    for (id, kind) in profiles::of_account(tx, account).await? {
        let actor = actor(&kind)?;
        let Some(row) = profiles::find(tx, id).await? else {
            continue;
        };
        if !is_in_force(actor, &row, occasion)? {
            continue;
        }
        choices.push(ProfileChoice {
            id,
            first_name: row.first_name,
            last_name: row.last_name,
            role: role(actor)?,
        });
    }
    choices.sort_by_cached_key(|choice| (choice.role != Role::Holder, choice.first_name.clone(), choice.id));
    Ok(choices)
}

/// Whether someone of that representation still has something to do with the profile: a minor does not sign in, and
/// whoever represented a minor is nobody to an adult.
pub(crate) fn is_in_force(
    actor: Actor,
    profile: &ProfileRow,
    occasion: Occasion<'_>,
) -> Result<bool, RecordError> {
    let facts = ProfileFacts::new(ProfileState::Active, known_facts::born(profile)?);
    let minor = facts.is_minor(occasion.day);
    Ok(match actor {
        Actor::Representative(Representation::LegalRepresentative) => minor,
        Actor::Holder | Actor::Representative(_) => !minor,
    })
}

pub(crate) fn role(actor: Actor) -> Result<Role, RecordError> {
    Ok(match actor {
        Actor::Holder => Role::Holder,
        Actor::Representative(Representation::LegalRepresentative) => Role::LegalRepresentative,
        Actor::Representative(Representation::GuardianOfPerson { .. }) => Role::GuardianOfPerson,
        Actor::Representative(Representation::GuardianOfProperty) => Role::GuardianOfProperty,
        // No caregiver is kept yet.
        Actor::Representative(Representation::Caregiver(_)) => {
            return Err(RecordError::Corrupt("representation.kind"));
        }
    })
}
