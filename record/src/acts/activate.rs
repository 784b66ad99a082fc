//! The person opens their own record with a one-time code: one that awaits activation since an import, or that of someone who came of age.
//! Or refuses it before it is created.

use jiff::{SignedDuration, civil};
use policy::{Actor, Event, Parameters, ProfileAct, ProfileFacts, ProfileState, TraceAction};
use uuid::Uuid;

use super::{
    history::local_time,
    known_facts, secret_code,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    normalise::normalise,
    sql::{
        accounts,
        activation::{self, ImportedProfile},
        population::{self, NewAccount},
        profiles::{self, ProfileRow},
        settings,
    },
    store::{Tx, in_transaction},
    trace::Audience,
    typed::Ins,
    views::Role,
};

/// How long a code may be used: it travels by letter.
const OPEN: SignedDuration = SignedDuration::from_hours(60 * 24);
/// How many wrong codes are one too many. Counted in the database before anything is compared.
const MOST_TRIES: i64 = 5;

/// What the person wants.
#[derive(Clone, Copy)]
pub enum Activation<'a> {
    /// An account of their own.
    Open {
        /// What they will sign in with.
        identifier: &'a str,
        /// The argon2id hash of their password, in PHC form.
        password_hash: &'a str,
    },
    /// No record at all.
    Oppose,
}

impl std::fmt::Debug for Activation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open { .. } => "Open",
            Self::Oppose => "Oppose",
        })
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activated {
    /// The account of the person.
    Opened(Uuid),
    /// There will be no record.
    Opposed,
    /// The code is wrong, has expired, has been tried too often or used, or there is no such record: all alike.
    Unknown,
    /// Somebody signs in with that already.
    IdentifierTaken,
    /// The record exists already: it can be closed, not refused.
    TooLate,
}

/// A new code, and what may make it wait.
#[derive(Clone, PartialEq, Eq)]
pub struct IssuedCode {
    /// The code, given this once.
    pub code: String,
    /// The last day on which it can be used from beginning to end.
    pub last_day: civil::Date,
    /// The holder is a minor: the code is worth nothing before this day, on which they come of age.
    pub waits_until: Option<civil::Date>,
    /// The record is closed: the last day on which its holder can reopen it.
    pub reopens_until: Option<civil::Date>,
}

impl std::fmt::Debug for IssuedCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedCode").finish_non_exhaustive()
    }
}

/// Someone of a file of holders.
#[derive(Clone, Debug)]
pub struct NewHolder {
    /// National health identity.
    pub ins: Ins,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date.
    pub born: civil::Date,
}

impl Store {
    /// Brings holders in, all or none: each gets a profile that awaits activation, and a code, which is given this once. Nothing for those
    /// who have a profile already.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn import_holders(
        &self,
        holders: &[NewHolder],
        occasion: Occasion<'_>,
    ) -> Result<Vec<Option<String>>, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let mut codes = Vec::with_capacity(holders.len());
            for holder in holders {
                codes.push(import(tx, holder, occasion).await?);
            }
            Ok(codes)
        })
    }

    /// A new code for someone who has no account yet; the one before is worth nothing any more. Says what may make it wait.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when there is no such record, its holder has refused it, or it is its holder's already.
    pub async fn issue_activation_code(
        &self,
        ins: &Ins,
        occasion: Occasion<'_>,
    ) -> Result<IssuedCode, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let profile = profiles::lock_by_ins(tx, ins.as_str()).await?.ok_or(RecordError::NotFound)?;
            let facts = facts(&profile)?;
            if facts.state == ProfileState::Opposed || activation::has_holder(tx, profile.id).await? {
                return Err(RecordError::NotFound);
            }
            let until = local_time((occasion.at + OPEN).as_microsecond())?.date();
            let closed_on = match profile.closed_at {
                Some(at) if facts.state == ProfileState::Closed => Some(local_time(at)?.date()),
                _ => None,
            };
            Ok(IssuedCode {
                code: issue(tx, profile.id, occasion).await?,
                last_day: until.yesterday().unwrap_or(until),
                waits_until: facts.comes_of_age().filter(|_| facts.is_minor(occasion.day)),
                reopens_until: closed_on.map(|day| policy::last_day_to_reopen(day, &Parameters::CURRENT)),
            })
        })
    }

    /// Uses a code.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn activate(
        &self,
        ins: &Ins,
        code: &str,
        wanted: Activation<'_>,
        occasion: Occasion<'_>,
    ) -> Result<Activated, RecordError> {
        in_transaction!(self, begin_write, tx => activate(tx, ins, code, wanted, occasion).await)
    }
}

async fn import(
    tx: &mut Tx,
    holder: &NewHolder,
    occasion: Occasion<'_>,
) -> Result<Option<String>, RecordError> {
    let born = holder.born.to_string();
    let new = ImportedProfile {
        id: occasion.chance.id(),
        ins: holder.ins.as_str(),
        last_name: &holder.last_name,
        first_name: &holder.first_name,
        born: &born,
    };
    if activation::insert_awaiting(tx, &new).await? {
        issue(tx, new.id, occasion).await.map(Some)
    } else {
        Ok(None)
    }
}

/// What a code depends on.
fn facts(profile: &ProfileRow) -> Result<ProfileFacts, RecordError> {
    let state = ProfileState::from_id(&profile.state).ok_or(RecordError::Corrupt("profile.state"))?;
    Ok(ProfileFacts::new(state, known_facts::born(profile)?))
}

async fn issue(tx: &mut Tx, profile: Uuid, occasion: Occasion<'_>) -> Result<String, RecordError> {
    let code = secret_code::new(occasion.chance);
    let until = (occasion.at + OPEN).as_microsecond();
    activation::set_code(tx, profile, &secret_code::hash(&code, profile), until).await?;
    Ok(code)
}

async fn activate(
    tx: &mut Tx,
    ins: &Ins,
    code: &str,
    wanted: Activation<'_>,
    occasion: Occasion<'_>,
) -> Result<Activated, RecordError> {
    // The lock first: whoever guesses from several places at once guesses one after the other.
    let Some(profile) = profiles::lock_by_ins(tx, ins.as_str()).await? else {
        return Ok(Activated::Unknown);
    };
    let kept = activation::try_code(tx, profile.id, MOST_TRIES, occasion.micros()).await?;
    if kept.is_none_or(|kept| kept != secret_code::hash(code, profile.id)) {
        return Ok(Activated::Unknown);
    }
    let facts = facts(&profile)?;
    let minor = facts.is_minor(occasion.day);
    // A minor does not sign in: the code waits, and the guess is counted as any other. A record that others have closed is its
    // holder's to reopen.
    let refused = facts.state == ProfileState::Opposed;
    if minor || refused || activation::has_holder(tx, profile.id).await? {
        return Ok(Activated::Unknown);
    }
    activation::forgive(tx, profile.id).await?;
    let may = |act| Actor::Holder.may(act, &facts, occasion.day, &Parameters::CURRENT);
    match wanted {
        Activation::Oppose => {
            if may(ProfileAct::Oppose).is_err() {
                return Ok(Activated::TooLate);
            }
            set_state(tx, &profile, ProfileState::Opposed, "profile_opposed", occasion).await?;
            activation::forget_code(tx, profile.id).await?;
            Ok(Activated::Opposed)
        }
        Activation::Open {
            identifier,
            password_hash,
        } => {
            let identifier = normalise(identifier);
            if accounts::find(tx, &identifier).await?.is_some() {
                return Ok(Activated::IdentifierTaken);
            }
            let account = occasion.chance.id();
            let name = format!("{} {}", profile.first_name, profile.last_name);
            let new = NewAccount {
                id: account,
                identifier: &identifier,
                password_hash,
                email: "",
                name: &name,
            };
            population::insert_account(tx, &new, occasion.micros()).await?;
            population::insert_representation(tx, account, profile.id, Role::Holder.id()).await?;
            if may(ProfileAct::Activate).is_ok() {
                set_state(tx, &profile, ProfileState::Active, "profile_activated", occasion).await?;
            } else {
                // It was opened for them while they were a minor.
                super::come_of_age::tell(tx, &profile, occasion).await?;
                say(tx, &profile, "profile_taken_over", occasion).await?;
                activation::set_review(tx, profile.id, Some(occasion.micros())).await?;
            }
            activation::forget_code(tx, profile.id).await?;
            Ok(Activated::Opened(account))
        }
    }
}

async fn set_state(
    tx: &mut Tx,
    profile: &ProfileRow,
    state: ProfileState,
    change: &str,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    settings::set_state(tx, profile.id, state.id(), occasion.micros()).await?;
    say(tx, profile, change, occasion).await
}

async fn say(
    tx: &mut Tx,
    profile: &ProfileRow,
    change: &str,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let name = format!("{} {}", profile.first_name, profile.last_name);
    let traced = Traced {
        change: Some(change.to_owned()),
        ..Traced::by_person(TraceAction::SettingChanged, name)
    };
    let trace = write_trace::write(tx, profile.id, Audience::Everyone, occasion, traced).await?;
    write_trace::notify(tx, profile, occasion, &Event::PrivacySettingChanged, &trace).await
}
