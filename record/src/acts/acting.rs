//! Who acts, for which profile, and what the rules let them see of it.

use jiff::civil;
use policy::{
    Actor, Author, DocumentFacts, Effect, HistoryLine, Parameters, ProfileFacts, ProfileState,
    Representation, TraceAction, Viewer, Visibility, VisibilityFlag,
};
use uuid::Uuid;

use super::{history::local_time, known_facts};
use crate::{
    Occasion, RecordError,
    sql::{
        activation,
        profiles::{self, ProfileRow},
    },
    store::Tx,
    trace::Audience,
    views::Flags,
};

/// The account signed in, and the profile a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActorKey {
    /// The account.
    pub account: Uuid,
    /// The profile.
    pub profile: Uuid,
}

/// An actor whose right to the profile has been checked in this transaction.
pub(crate) struct Acting {
    pub key: ActorKey,
    pub profile: ProfileRow,
    pub actor: Actor,
    viewer: Viewer,
    /// The name of whoever signed in.
    person: String,
}

impl Acting {
    /// For an act that writes: takes the profile's lock.
    pub(crate) async fn lock(
        tx: &mut Tx,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let profile = profiles::lock(tx, key.profile).await?;
        Self::check(tx, key, profile, occasion).await
    }

    /// For reopening: as [`Acting::lock`], and a closed profile is there too. What its viewer would see if it were open is
    /// what they see again once it is.
    pub(crate) async fn lock_even_closed(
        tx: &mut Tx,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let profile = profiles::lock(tx, key.profile).await?;
        Self::of(tx, key, profile, occasion).await
    }

    /// For a page: takes no lock.
    pub(crate) async fn read(
        tx: &mut Tx,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let profile = profiles::find(tx, key.profile).await?;
        Self::check(tx, key, profile, occasion).await
    }

    /// For whoever protects an adult, once that has been checked: they act on the profile itself, and see nothing of it.
    pub(crate) async fn guardian(
        tx: &mut Tx,
        key: ActorKey,
        profile: ProfileRow,
        actor: Actor,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let (kind, person) = profiles::representation(tx, key.account, key.profile)
            .await?
            .ok_or(RecordError::NotFound)?;
        let (_, viewer) = sight(&profile, &kind, occasion.day)?;
        Ok(Self {
            key,
            profile,
            actor,
            viewer,
            person,
        })
    }

    async fn check(
        tx: &mut Tx,
        key: ActorKey,
        profile: Option<ProfileRow>,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let acting = Self::of(tx, key, profile, occasion).await?;
        if acting.profile.state == ProfileState::Closed.id() {
            let last = activation::last_change(tx, key.profile).await?;
            let by = last.and_then(|(_, account, by, ..)| (account != key.account).then_some(by));
            return Err(acting.closed(by)?);
        }
        Ok(acting)
    }

    async fn of(
        tx: &mut Tx,
        key: ActorKey,
        profile: Option<ProfileRow>,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let representation = profiles::representation(tx, key.account, key.profile).await?;
        let (Some(profile), Some((kind, person))) = (profile, representation) else {
            return Err(RecordError::NotFound);
        };
        let (actor, viewer) = sight(&profile, &kind, occasion.day)?;
        if !viewer.reads_documents() {
            return Err(RecordError::NotFound);
        }
        Ok(Self {
            key,
            profile,
            actor,
            viewer,
            person,
        })
    }

    /// The day the profile was closed, in Europe/Paris.
    pub(crate) fn closed_on(&self) -> Result<civil::Date, RecordError> {
        let at = self
            .profile
            .closed_at
            .ok_or(RecordError::Corrupt("profile.closed_at"))?;
        Ok(local_time(at)?.date())
    }

    /// What is said of a closed profile.
    pub(crate) fn closed(&self, by: Option<String>) -> Result<RecordError, RecordError> {
        let closed_on = self.closed_on()?;
        let until = policy::last_day_to_reopen(closed_on, &Parameters::CURRENT);
        Ok(RecordError::Closed { closed_on, until, by })
    }

    /// The flags that make a document not exist for this viewer.
    pub(crate) fn unseen(&self) -> Flags {
        let document = |visibility| DocumentFacts {
            document_type: None,
            author: Author::HealthInsurance,
            visibility,
        };
        let hiding = VisibilityFlag::ALL
            .into_iter()
            .filter(|flag| !self.viewer.sees(&document(Visibility::NORMAL.with(*flag))));
        Flags::from(hiding.fold(Visibility::NORMAL, Visibility::with))
    }

    /// Whose traces and notices this viewer sees; the same name twice where there is only one.
    pub(crate) fn audiences(&self) -> [&'static str; 2] {
        audiences(&self.viewer)
    }

    /// What the rules let this person see and do.
    pub(crate) fn viewer(&self) -> Viewer {
        self.viewer
    }

    /// The name of whoever signed in.
    pub(crate) fn person(&self) -> &str {
        &self.person
    }

    /// The name under which the actor's own acts are traced: their own, and *X for Y* when they act for another.
    pub(crate) fn name(&self) -> String {
        traced_name(self.actor, &self.person, &self.profile)
    }
}

/// The holder's name, or *X for Y* for whoever acts on their behalf.
pub(crate) fn traced_name(actor: Actor, person: &str, profile: &ProfileRow) -> String {
    let holder = format!("{} {}", profile.first_name, profile.last_name);
    match actor {
        Actor::Holder => holder,
        Actor::Representative(_) => format!("{person} pour {holder}"),
    }
}

/// Who someone of this representation is.
pub(crate) fn actor(representation: &str) -> Result<Actor, RecordError> {
    Ok(match representation {
        "holder" => Actor::Holder,
        "legal_representative" => Actor::Representative(Representation::LegalRepresentative),
        "guardian_of_person" => Actor::Representative(Representation::GuardianOfPerson {
            opinion_sought: false,
        }),
        "guardian_of_property" => Actor::Representative(Representation::GuardianOfProperty),
        _ => return Err(RecordError::Corrupt("representation.kind")),
    })
}

/// Who someone of this representation is to the profile, and what they see of it on that day.
pub(crate) fn sight(
    profile: &ProfileRow,
    representation: &str,
    day: civil::Date,
) -> Result<(Actor, Viewer), RecordError> {
    let actor = actor(representation)?;
    let state = match ProfileState::from_id(&profile.state) {
        // Whose it is does not depend on whether it is closed.
        Some(ProfileState::Closed) => ProfileState::Active,
        Some(state) => state,
        None => return Err(RecordError::Corrupt("profile.state")),
    };
    let facts = ProfileFacts::new(state, known_facts::born(profile)?);
    Ok((actor, Viewer::of(actor, &facts, day)))
}

/// Whose traces and notices this viewer sees; the same name twice where there is only one.
pub(crate) fn audiences(viewer: &Viewer) -> [&'static str; 2] {
    let secret = HistoryLine {
        action: TraceAction::RecordOpened,
        effect: Effect::Permit,
        secret: true,
        by: None,
        document: None,
    };
    let second = if viewer.sees_line(&secret) {
        Audience::Holder
    } else {
        Audience::Everyone
    };
    [Audience::Everyone.as_str(), second.as_str()]
}
