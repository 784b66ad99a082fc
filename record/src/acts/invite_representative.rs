//! The second legal representative of a minor: invited by the first with a code that is shown once, they accept or refuse. Either may leave
//! as long as the other stays.

use jiff::SignedDuration;
use policy::{
    Actor, Event, MAX_LEGAL_REPRESENTATIVES, ProfileFacts, ProfileState, Refusal, Representation, TraceAction,
};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    history::local_time,
    known_facts, secret_code,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    normalise::normalise,
    sql::{
        accounts,
        invitations::{self, InvitationRow, NewInvitation},
        population::insert_representation,
        profiles::{self, ProfileRow},
    },
    store::{Tx, in_transaction},
    trace::Audience,
    typed::Title,
    views::{Invitation, PendingInvitation, RepresentativeView, Representatives, Role},
};

/// How long an invitation may be answered.
const OPEN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// An invitation is told from another by nothing but its code.
const INVITATION: Uuid = Uuid::nil();

/// What a representative does about representatives.
#[derive(Clone, Debug)]
pub enum RepresentativeAct {
    /// Invite the person of this name.
    Invite(Title),
    /// Cancel an invitation.
    Cancel(Uuid),
    /// Cancel it and invite the same person again.
    Renew(Uuid),
    /// Leave.
    Leave,
}

impl Store {
    /// Who represents the holder, and who is invited to.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when this person represents no minor there.
    pub async fn list_representatives(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Representatives, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            list(tx, &acting, occasion).await
        })
    }

    /// Does it. Gives the code to hand to whoever is invited: it is shown this once.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] as for the list, [`RecordError::Stale`] when it can no longer be done: there are two already, or
    /// nobody else would be left; [`RecordError::Refused`] to whoever invites someone of their own name, themselves that is: an invitation
    /// is made to a name.
    pub async fn change_representatives(
        &self,
        key: ActorKey,
        act: &RepresentativeAct,
        occasion: Occasion<'_>,
    ) -> Result<Option<String>, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            change(tx, &acting, act, occasion).await
        })
    }

    /// The invitation of this code, for the person it is made to.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] alike for a code that was never made, has been used, has expired, or is someone else's.
    pub async fn show_invitation(
        &self,
        account: Uuid,
        code: &str,
        occasion: Occasion<'_>,
    ) -> Result<Invitation, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let row = found(tx, code).await?;
            let profile = profiles::find(tx, row.profile_id).await?;
            let (profile, _) = open(tx, account, &row, profile, occasion).await?;
            Ok(Invitation {
                first_name: profile.first_name,
                last_name: profile.last_name,
                inviter: row.inviter,
                until: local_time(row.expires_at)?.date(),
            })
        })
    }

    /// Accepts the invitation, or refuses it. Gives the profile.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] as for showing it.
    pub async fn answer_invitation(
        &self,
        account: Uuid,
        code: &str,
        accepts: bool,
        occasion: Occasion<'_>,
    ) -> Result<Uuid, RecordError> {
        in_transaction!(self, begin_write, tx => answer(tx, account, code, accepts, occasion).await)
    }
}

fn represents(acting: &Acting) -> Result<(), RecordError> {
    if acting.actor == Actor::Representative(Representation::LegalRepresentative) {
        Ok(())
    } else {
        Err(RecordError::NotFound)
    }
}

async fn list(tx: &mut Tx, acting: &Acting, occasion: Occasion<'_>) -> Result<Representatives, RecordError> {
    represents(acting)?;
    let profile = acting.key.profile;
    let people = invitations::people(tx, profile, Role::LegalRepresentative.id()).await?;
    let mut pending = Vec::new();
    for row in invitations::pending(tx, profile).await? {
        pending.push(PendingInvitation {
            id: row.id,
            invited: row.invited,
            inviter: row.inviter,
            until: local_time(row.expires_at)?,
            expired: row.expires_at <= occasion.micros(),
        });
    }
    let waiting = pending.iter().filter(|invitation| !invitation.expired).count();
    Ok(Representatives {
        may_invite: people.len() + waiting < MAX_LEGAL_REPRESENTATIVES,
        may_leave: people.len() > 1,
        people: people
            .into_iter()
            .map(|(account, name)| RepresentativeView {
                name,
                is_me: account == acting.key.account,
            })
            .collect(),
        pending,
    })
}

async fn change(
    tx: &mut Tx,
    acting: &Acting,
    act: &RepresentativeAct,
    occasion: Occasion<'_>,
) -> Result<Option<String>, RecordError> {
    let now = list(tx, acting, occasion).await?;
    let profile = acting.key.profile;
    let named = |id: Uuid| now.pending.iter().find(|invitation| invitation.id == id);
    match act {
        RepresentativeAct::Invite(name) => {
            if !now.may_invite {
                return Err(RecordError::Stale);
            }
            invite(tx, acting, name.as_str(), occasion).await.map(Some)
        }
        RepresentativeAct::Cancel(id) => {
            let invitation = named(*id).ok_or(RecordError::Stale)?;
            invitations::close(tx, profile, *id, "cancelled", occasion.micros()).await?;
            say(
                tx,
                acting,
                "invitation_cancelled",
                Some(&invitation.invited),
                occasion,
            )
            .await?;
            Ok(None)
        }
        RepresentativeAct::Renew(id) => {
            let invitation = named(*id).ok_or(RecordError::Stale)?;
            // One that has expired gave its place up.
            if invitation.expired && !now.may_invite {
                return Err(RecordError::Stale);
            }
            invitations::close(tx, profile, *id, "cancelled", occasion.micros()).await?;
            invite(tx, acting, &invitation.invited, occasion).await.map(Some)
        }
        RepresentativeAct::Leave => {
            if !now.may_leave {
                return Err(RecordError::Stale);
            }
            // Told before they leave, so that they are told too.
            say(tx, acting, "representative_left", None, occasion).await?;
            invitations::remove_representation(tx, acting.key.account, profile).await?;
            Ok(None)
        }
    }
}

async fn invite(
    tx: &mut Tx,
    acting: &Acting,
    name: &str,
    occasion: Occasion<'_>,
) -> Result<String, RecordError> {
    if normalise(name) == normalise(acting.person()) {
        return Err(RecordError::Refused(Refusal::NotAllowed));
    }
    let code = secret_code::new(occasion.chance);
    let until = occasion.at + OPEN;
    let new = NewInvitation {
        profile: acting.key.profile,
        id: occasion.chance.id(),
        code_hash: &secret_code::hash(&code, INVITATION),
        invited: name,
        inviter: acting.person(),
        at: occasion.micros(),
        expires_at: until.as_microsecond(),
    };
    invitations::insert(tx, &new).await?;
    say(tx, acting, "representative_invited", Some(name), occasion).await?;
    Ok(code)
}

async fn found(tx: &mut Tx, code: &str) -> Result<InvitationRow, RecordError> {
    let row = invitations::by_code(tx, &secret_code::hash(code, INVITATION)).await?;
    row.ok_or(RecordError::NotFound)
}

/// The profile, and the name of whoever is invited: as long as it can be answered, and by them.
async fn open(
    tx: &mut Tx,
    account: Uuid,
    row: &InvitationRow,
    profile: Option<ProfileRow>,
    occasion: Occasion<'_>,
) -> Result<(ProfileRow, String), RecordError> {
    let profile = profile.ok_or(RecordError::NotFound)?;
    let name = accounts::name(tx, account).await?.ok_or(RecordError::NotFound)?;
    let facts = ProfileFacts::new(ProfileState::Active, known_facts::born(&profile)?);
    let is_open = row.state == "pending"
        && row.expires_at > occasion.micros()
        && facts.is_minor(occasion.day)
        && profile.state == ProfileState::Active.id()
        && normalise(&row.invited) == normalise(&name)
        && profiles::representation(tx, account, profile.id).await?.is_none();
    if is_open {
        Ok((profile, name))
    } else {
        Err(RecordError::NotFound)
    }
}

async fn answer(
    tx: &mut Tx,
    account: Uuid,
    code: &str,
    accepts: bool,
    occasion: Occasion<'_>,
) -> Result<Uuid, RecordError> {
    // What the code says is looked up again under the lock: two answers at once are one.
    let profile_id = found(tx, code).await?.profile_id;
    let profile = profiles::lock(tx, profile_id).await?;
    let row = found(tx, code).await?;
    let (profile, name) = open(tx, account, &row, profile, occasion).await?;
    let kind = Role::LegalRepresentative.id();
    let there = invitations::people(tx, profile.id, kind).await?.len();
    if accepts && there >= MAX_LEGAL_REPRESENTATIVES {
        return Err(RecordError::NotFound);
    }
    let state = if accepts { "accepted" } else { "refused" };
    invitations::close(tx, profile.id, row.id, state, occasion.micros()).await?;
    if accepts {
        insert_representation(tx, account, profile.id, kind).await?;
    }
    let traced = Traced {
        change: Some(
            if accepts {
                "representative_joined"
            } else {
                "invitation_refused"
            }
            .to_owned(),
        ),
        ..Traced::by_person(TraceAction::SettingChanged, name)
    };
    tell(tx, &profile, traced, occasion).await?;
    Ok(profile.id)
}

async fn say(
    tx: &mut Tx,
    acting: &Acting,
    change: &str,
    subject: Option<&str>,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let traced = Traced {
        change: Some(change.to_owned()),
        subject: subject.map(str::to_owned),
        ..Traced::by_person(TraceAction::SettingChanged, acting.name())
    };
    tell(tx, &acting.profile, traced, occasion).await
}

async fn tell(
    tx: &mut Tx,
    profile: &ProfileRow,
    traced: Traced,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let trace = write_trace::write(tx, profile.id, Audience::Everyone, occasion, traced).await?;
    write_trace::notify(tx, profile, occasion, &Event::PrivacySettingChanged, &trace).await
}
