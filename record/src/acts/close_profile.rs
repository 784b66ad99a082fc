//! The holder, or a minor's representative, closes the profile: at once for everyone. For some days they alone can
//! reopen it, with every setting as it was.

use std::collections::BTreeMap;

use policy::{Change, Edits, Event, Parameters, ProfileAct, ProfileState, RecordFacts, Refusal, TraceAction};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    change_settings::{Kept, keep},
    known_facts, stored_edit,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    store::{Tx, in_transaction},
    trace::Audience,
    views::ChangeKind,
};

impl Store {
    /// Closes the profile. No setting changes, so that reopening finds each as it was.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Closed`] when it is closed already.
    pub async fn close_profile(&self, key: ActorKey, occasion: Occasion<'_>) -> Result<Uuid, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            carry_out(tx, &acting, ProfileAct::Close, occasion).await
        })
    }

    /// Reopens it. Gives the identifier of the change, or nothing when it is open already: a form sent twice finds its
    /// work done.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs, [`RecordError::Closed`] when the days to reopen it are
    /// over.
    pub async fn reopen_profile(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Option<Uuid>, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock_even_closed(tx, key, occasion).await?;
            if acting.profile.state != ProfileState::Closed.id() {
                return Ok(None);
            }
            let act = ProfileAct::Reopen { closed_on: acting.closed_on()? };
            carry_out(tx, &acting, act, occasion).await.map(Some)
        })
    }
}

/// Does it, for whoever holds the profile's lock.
pub(crate) async fn carry_out(
    tx: &mut Tx,
    acting: &Acting,
    act: ProfileAct,
    occasion: Occasion<'_>,
) -> Result<Uuid, RecordError> {
    let profile = acting.key.profile;
    let record = RecordFacts {
        profile: known_facts::profile_facts(tx, &acting.profile).await?,
        documents: BTreeMap::<Uuid, _>::new(),
    };
    let edits: Edits<Uuid> = Change::Profile(act)
        .plan(acting.actor, &record, occasion.day, &Parameters::CURRENT)
        .map_err(|refusal| match refusal {
            Refusal::NotAllowed => RecordError::NotFound,
            Refusal::GracePeriodOver => acting.closed(None).unwrap_or_else(|corrupt| corrupt),
            refusal => RecordError::Refused(refusal),
        })?;
    let edits = stored_edit::write_all(tx, profile, &edits, &[], occasion.micros()).await?;
    let (kind, event) = match act {
        ProfileAct::Close => (ChangeKind::ProfileClosed, Event::ProfileClosed),
        ProfileAct::Activate => (ChangeKind::ProfileActivated, Event::PrivacySettingChanged),
        _ => (ChangeKind::ProfileReopened, Event::ProfileReopened),
    };
    let kept = Kept {
        edits,
        ..Kept::of(kind)
    };
    let id = occasion.chance.id();
    keep(tx, acting, id, &kept, occasion).await?;
    let traced = Traced {
        change: Some(kind.id().to_owned()),
        change_id: Some(id),
        ..Traced::by_person(TraceAction::SettingChanged, acting.name())
    };
    let trace = write_trace::write(tx, profile, Audience::Everyone, occasion, traced).await?;
    write_trace::notify(tx, &acting.profile, occasion, &event, &trace).await?;
    Ok(id)
}
