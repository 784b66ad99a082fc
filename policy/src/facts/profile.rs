//! A profile: its state, its holder's age and the holder's choices.

use jiff::civil::Date;

use super::{DefaultVisibility, EmergencyConsents, Finess, Rpps, Sections, SortedSet};
use crate::parameters::Parameters;
use crate::request::Requester;
use crate::rule::Rule;

/// Where a profile stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileState {
    /// Created; the holder has not signed in yet. Professionals already read and deposit.
    AwaitingActivation,
    /// In use.
    Active,
    /// The person refused it before it was created.
    Opposed,
    /// Closed by the holder.
    Closed,
}

impl ProfileState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::AwaitingActivation,
        Self::Active,
        Self::Opposed,
        Self::Closed,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::AwaitingActivation => "awaiting_activation",
            Self::Active => "active",
            Self::Opposed => "opposed",
            Self::Closed => "closed",
        }
    }

    /// The state that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    /// Whether the profile answers professionals at all (R1, D1).
    pub fn answers(self) -> bool {
        match self {
            Self::AwaitingActivation | Self::Active => true,
            Self::Opposed | Self::Closed => false,
        }
    }
}

/// What the rules know about a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileFacts {
    /// The state of the profile.
    pub state: ProfileState,
    /// The holder's birth date.
    pub born: Date,
    /// The holder has died.
    pub deceased: bool,
    /// The national health identity (INS) is qualified.
    pub ins_qualified: bool,
    /// The holder closed reading to all professionals.
    pub professionals_opposed: bool,
    /// The professionals the holder blocked.
    pub blocked: SortedSet<Rpps>,
    /// The organisations the holder blocked.
    pub blocked_organisations: SortedSet<Finess>,
    /// The professionals whose agreement is recorded. Decides nothing unless parameter P9 or P11 says so.
    pub authorised: SortedSet<Rpps>,
    /// The physicians the holder named administrators.
    pub administrators: SortedSet<Rpps>,
    /// The *médecin traitant*: a care-team role that gives nothing by itself (parameter P12) but the history of a minor.
    pub referring_doctor: Option<Rpps>,
    /// The holder's answers about emergencies; `None` until they have answered.
    pub emergency: Option<EmergencyConsents>,
    /// What becomes of future documents.
    pub default_visibility: DefaultVisibility,
    /// The sections the holder masked.
    pub masked_sections: Sections,
}

impl ProfileFacts {
    /// A profile on which the holder has made no choice yet: identity qualified, nobody blocked, nothing masked.
    pub fn new(state: ProfileState, born: Date) -> Self {
        Self {
            state,
            born,
            deceased: false,
            ins_qualified: true,
            professionals_opposed: false,
            blocked: SortedSet::new(),
            blocked_organisations: SortedSet::new(),
            authorised: SortedSet::new(),
            administrators: SortedSet::new(),
            referring_doctor: None,
            emergency: None,
            default_visibility: DefaultVisibility::Visible,
            masked_sections: Sections::NONE,
        }
    }

    /// Whether the holder is a minor on that day, in Europe/Paris.
    pub fn is_minor(&self, on: Date) -> bool {
        // Compared eighteen years back, 1 March comes after 29 February in every year, so no leap year needs a case of its own.
        (on.year() - MAJORITY, on.month(), on.day()) < (self.born.year(), self.born.month(), self.born.day())
    }

    /// The first day of majority: the 18th birthday, or 1 March for a holder born on 29 February (18 years later is never a leap
    /// year). `None` beyond the calendar (year 9999).
    pub fn comes_of_age(&self) -> Option<Date> {
        let year = self.born.year() + MAJORITY;
        Date::new(year, self.born.month(), self.born.day())
            .or_else(|_| Date::new(year, 3, 1))
            .ok()
    }

    /// The emergency consents in force: the holder's, or those that hold until they have answered.
    pub fn emergency_consents(&self, parameters: &Parameters) -> EmergencyConsents {
        self.emergency
            .unwrap_or(EmergencyConsents::unanswered(parameters))
    }

    /// The block that stands against this requester, if any: theirs before their organisation's (R9, R10, D5, D6).
    pub fn block_on(&self, requester: &Requester) -> Option<Rule> {
        if self.blocked.contains(requester.rpps) {
            Some(Rule::BlockedProfessional)
        } else if requester
            .organisation
            .is_some_and(|organisation| self.blocked_organisations.contains(organisation))
        {
            Some(Rule::BlockedOrganisation)
        } else {
            None
        }
    }

    /// Whether the professional is an administrator of this profile, the *médecin traitant* included if parameter P12 says so.
    pub fn is_administrator(&self, professional: Rpps, parameters: &Parameters) -> bool {
        self.administrators.contains(professional) || self.is_administrator_by_role(professional, parameters)
    }

    /// Whether it is the *médecin traitant*, and parameter P12 makes them administrator without being named.
    pub(crate) fn is_administrator_by_role(&self, professional: Rpps, parameters: &Parameters) -> bool {
        parameters.referring_doctor_is_administrator && self.referring_doctor == Some(professional)
    }
}

/// The age of majority, in years.
const MAJORITY: i16 = 18;
