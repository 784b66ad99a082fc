//! The top of every page: whose record this is.

use uuid::Uuid;

use super::acting::{Acting, ActorKey};
use crate::{
    Occasion, RecordError, Store,
    sql::{notices, profiles},
    store::in_transaction,
    views::ProfileHeader,
};

impl Store {
    /// The profile a page belongs to, if this account may open it.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it may not, or there is no such profile.
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
                first_name: acting.profile.first_name,
                last_name: acting.profile.last_name,
                unread_notices: u64::try_from(unread).unwrap_or_default(),
            })
        })
    }

    /// The first profile of an account: its own, if it has one.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when it has none.
    pub async fn first_profile(&self, account: Uuid) -> Result<Uuid, RecordError> {
        let profiles = in_transaction!(self, begin_read, tx => Ok(profiles::of_account(tx, account).await?))?;
        profiles
            .first()
            .map(|(profile, _)| *profile)
            .ok_or(RecordError::NotFound)
    }
}
