//! Who acts on the person's side of a profile, and the acts on the profile itself (rulebook, section 4).

use jiff::civil::Date;

use crate::facts::{ProfileFacts, ProfileState};
use crate::parameters::Parameters;
use crate::refusal::Refusal;

/// How many legal representatives a minor's profile has at most, pending invitations included.
pub const MAX_LEGAL_REPRESENTATIVES: usize = 2;

/// How many caregivers a person has at most.
pub const MAX_CAREGIVERS: usize = 3;

/// How many people a caregiver cares for at most.
pub const MAX_CARED_FOR: usize = 5;

/// A person who acts on the holder's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The person the profile is about. A minor never signs in.
    Holder,
    /// Someone else, on the holder's behalf.
    Representative(Representation),
}

/// In what name a person acts for the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Representation {
    /// Legal representative of a minor; loses every right on the minor's 18th birthday.
    LegalRepresentative,
    /// Guardian charged with the protection of the person of an adult.
    GuardianOfPerson {
        /// They declare that the person's opinion was sought.
        opinion_sought: bool,
    },
    /// Guardian charged with the protection of the property only.
    GuardianOfProperty,
    /// Caregiver (*proche aidant*) of an adult.
    Caregiver(Delegation),
}

/// A caregiver's delegation: full, between two dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delegation {
    /// First day, in Europe/Paris.
    pub from: Date,
    /// Last day, in Europe/Paris.
    pub until: Date,
    /// The holder also lets the caregiver change privacy settings.
    pub may_change_settings: bool,
}

impl Delegation {
    /// Whether it runs on that day.
    pub fn is_in_force(self, on: Date) -> bool {
        (self.from..=self.until).contains(&on)
    }
}

/// An act on the profile itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProfileAct {
    /// Activate a profile that awaits it.
    Activate,
    /// Refuse a profile that awaits activation.
    Oppose,
    /// Close an active profile, at once for everyone.
    Close,
    /// Reopen a closed profile with every setting as it was, within the grace period (parameter P7).
    Reopen {
        /// The day it was closed, in Europe/Paris.
        closed_on: Date,
    },
}

impl ProfileAct {
    /// The state the act starts from, and the state it leads to.
    pub fn states(self) -> (ProfileState, ProfileState) {
        match self {
            Self::Activate => (ProfileState::AwaitingActivation, ProfileState::Active),
            Self::Oppose => (ProfileState::AwaitingActivation, ProfileState::Opposed),
            Self::Close => (ProfileState::Active, ProfileState::Closed),
            Self::Reopen { .. } => (ProfileState::Closed, ProfileState::Active),
        }
    }
}

impl Actor {
    /// Whether this person may do this to the profile on that day.
    ///
    /// # Errors
    /// The reason why not.
    pub fn may(
        self,
        act: ProfileAct,
        profile: &ProfileFacts,
        on: Date,
        parameters: &Parameters,
    ) -> Result<(), Refusal> {
        let minor = profile.is_minor(on);
        match self {
            Self::Holder if !minor => {}
            Self::Representative(Representation::LegalRepresentative) if minor => {}
            Self::Representative(Representation::GuardianOfPerson { opinion_sought })
                if !minor && matches!(act, ProfileAct::Activate | ProfileAct::Close) =>
            {
                if !opinion_sought {
                    return Err(Refusal::OpinionNotSought);
                }
            }
            Self::Holder | Self::Representative(_) => return Err(Refusal::NotAllowed),
        }
        if profile.state != act.states().0 {
            return Err(Refusal::WrongState);
        }
        match act {
            ProfileAct::Reopen { closed_on } if on > last_day_to_reopen(closed_on, parameters) => {
                Err(Refusal::GracePeriodOver)
            }
            _ => Ok(()),
        }
    }
}

/// The last day on which a profile closed on that day can be reopened (parameter P7).
pub fn last_day_to_reopen(closed_on: Date, parameters: &Parameters) -> Date {
    // Day by day: the calendar's own spans would add 30 kB, compressed, to the WebAssembly that pages receive.
    (0..parameters.closure_grace_days).fold(closed_on, |day, _| day.tomorrow().unwrap_or(day))
}
