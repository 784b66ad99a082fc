//! Which notices an event produces, and for whom (R.1111-43, R.1111-46; rulebook, section 7).

use alloc::vec::Vec;
use core::fmt;

use crate::facts::{DocumentFacts, Visibility};
use crate::history::TraceAction;
use crate::rule::{Decision, Rule};
use crate::viewer::{holder_sees, legal_representative_sees};

/// Something that happened on a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A professional did something, or tried to.
    Professional(ProfessionalAct),
    /// The holder, or a representative, added a document of their own.
    OwnDocumentAdded(DocumentFacts),
    /// A privacy setting was changed on the holder's side.
    PrivacySettingChanged,
    /// An administrator was named.
    AdministratorNamed,
    /// The profile was closed.
    ProfileClosed,
    /// The profile was reopened.
    ProfileReopened,
    /// Someone signed in from a new place.
    NewSignIn,
    /// The holder comes of age in 30 days.
    ComingOfAgeSoon,
    /// The holder comes of age today.
    ComingOfAge,
}

/// What a professional did, or tried to do, and the decision they got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfessionalAct {
    /// What.
    pub action: TraceAction,
    /// The decision.
    pub decision: Decision,
    /// The context was an emergency.
    pub emergency: bool,
    /// The connection was secret.
    pub secret: bool,
    /// No earlier consultation by this professional, secret ones not counted.
    pub first: bool,
    /// The document as it was before; `None` without a document or before its deposit.
    pub before: Option<DocumentFacts>,
    /// The document as it is after; `None` without a document or after its deletion.
    pub after: Option<DocumentFacts>,
}

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A professional's first access.
    FirstAccess,
    /// An emergency access, with its mode and reason.
    EmergencyAccess,
    /// A masked document was opened, by an administrator or in an emergency.
    MaskedDocumentOpened,
    /// A document was added, or returned to the patient.
    DocumentAdded,
    /// A document was replaced, deleted, or its flags changed, by a professional.
    DocumentChanged,
    /// A blocked professional tried.
    BlockedAttempt,
    /// A privacy setting was changed.
    PrivacySettingChanged,
    /// An administrator was named.
    AdministratorNamed,
    /// The profile was closed.
    ProfileClosed,
    /// The profile was reopened.
    ProfileReopened,
    /// A new sign-in.
    NewSignIn,
    /// Coming of age in 30 days.
    ComingOfAgeSoon,
    /// Coming of age today.
    ComingOfAge,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::FirstAccess,
        Self::EmergencyAccess,
        Self::MaskedDocumentOpened,
        Self::DocumentAdded,
        Self::DocumentChanged,
        Self::BlockedAttempt,
        Self::PrivacySettingChanged,
        Self::AdministratorNamed,
        Self::ProfileClosed,
        Self::ProfileReopened,
        Self::NewSignIn,
        Self::ComingOfAgeSoon,
        Self::ComingOfAge,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::FirstAccess => "first_access",
            Self::EmergencyAccess => "emergency_access",
            Self::MaskedDocumentOpened => "masked_document_opened",
            Self::DocumentAdded => "document_added",
            Self::DocumentChanged => "document_changed",
            Self::BlockedAttempt => "blocked_attempt",
            Self::PrivacySettingChanged => "privacy_setting_changed",
            Self::AdministratorNamed => "administrator_named",
            Self::ProfileClosed => "profile_closed",
            Self::ProfileReopened => "profile_reopened",
            Self::NewSignIn => "new_sign_in",
            Self::ComingOfAgeSoon => "coming_of_age_soon",
            Self::ComingOfAge => "coming_of_age",
        }
    }

    /// The kind that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Whether those it is for may switch it off.
    pub fn switchable(self) -> Switchable {
        match self {
            Self::DocumentAdded | Self::DocumentChanged => Switchable::ByEmail,
            Self::BlockedAttempt => Switchable::Yes,
            Self::FirstAccess
            | Self::EmergencyAccess
            | Self::MaskedDocumentOpened
            | Self::PrivacySettingChanged
            | Self::AdministratorNamed
            | Self::ProfileClosed
            | Self::ProfileReopened
            | Self::NewSignIn
            | Self::ComingOfAgeSoon
            | Self::ComingOfAge => Switchable::No,
        }
    }
}

/// Whether a notice can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Switchable {
    /// Never: the duty to inform.
    No,
    /// The e-mail only; the application always shows it.
    ByEmail,
    /// Everywhere.
    Yes,
}

/// A kind of person a notice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// The holder.
    Holder,
    /// Every legal representative of a minor.
    LegalRepresentatives,
    /// Every caregiver whose delegation runs.
    Caregivers,
}

impl Recipient {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Holder, Self::LegalRepresentatives, Self::Caregivers];

    fn bit(self) -> u8 {
        match self {
            Self::Holder => 1,
            Self::LegalRepresentatives => 2,
            Self::Caregivers => 4,
        }
    }
}

/// Whom a notice is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Audience(u8);

impl Audience {
    /// Nobody.
    pub const NOBODY: Self = Self(0);

    /// Whether it is for them.
    pub fn contains(self, recipient: Recipient) -> bool {
        self.0 & recipient.bit() != 0
    }

    /// Whether it is for nobody.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those it is for.
    pub fn iter(self) -> impl Iterator<Item = Recipient> + Clone {
        Recipient::ALL
            .into_iter()
            .filter(move |recipient| self.contains(*recipient))
    }

    fn of(recipients: &[Recipient]) -> Self {
        recipients.iter().fold(Self::NOBODY, |audience, recipient| {
            audience.or(Self(recipient.bit()))
        })
    }

    /// Whoever answers for the profile: the holder, or a minor's representatives.
    fn in_charge(minor: bool) -> Self {
        Self::of(&[if minor {
            Recipient::LegalRepresentatives
        } else {
            Recipient::Holder
        }])
    }

    /// Those who see a document with these flags.
    fn seeing(visibility: Visibility, minor: bool) -> Self {
        match minor {
            false if holder_sees(visibility) => Self::of(&[Recipient::Holder, Recipient::Caregivers]),
            true if legal_representative_sees(visibility) => Self::of(&[Recipient::LegalRepresentatives]),
            _ => Self::NOBODY,
        }
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Debug for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A notice to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// What it tells.
    pub kind: NoticeKind,
    /// For whom. Never empty.
    pub audience: Audience,
}

/// The notices an event produces on the profile of a minor or of an adult.
pub fn notices(event: &Event, minor: bool) -> Vec<Notice> {
    let own = |kind| {
        Vec::from([Notice {
            kind,
            audience: Audience::in_charge(minor),
        }])
    };
    let both = Audience::of(&[Recipient::Holder, Recipient::LegalRepresentatives]);
    match event {
        Event::Professional(act) => act.notices(minor),
        Event::OwnDocumentAdded(document) => told(
            NoticeKind::DocumentAdded,
            Audience::seeing(document.visibility, minor),
        ),
        Event::PrivacySettingChanged => own(NoticeKind::PrivacySettingChanged),
        Event::AdministratorNamed => own(NoticeKind::AdministratorNamed),
        Event::ProfileClosed => own(NoticeKind::ProfileClosed),
        Event::ProfileReopened => own(NoticeKind::ProfileReopened),
        Event::NewSignIn => own(NoticeKind::NewSignIn),
        Event::ComingOfAgeSoon => Vec::from([Notice {
            kind: NoticeKind::ComingOfAgeSoon,
            audience: both,
        }]),
        Event::ComingOfAge => Vec::from([Notice {
            kind: NoticeKind::ComingOfAge,
            audience: both,
        }]),
    }
}

impl ProfessionalAct {
    fn notices(&self, minor: bool) -> Vec<Notice> {
        // A secret connection is kept from the representatives, and a minor has no other eyes.
        if self.secret {
            return Vec::new();
        }
        let candidates = [
            (NoticeKind::FirstAccess, self.first_access(minor)),
            (NoticeKind::EmergencyAccess, self.emergency_access(minor)),
            (
                NoticeKind::MaskedDocumentOpened,
                self.masked_document_opened(minor),
            ),
            (NoticeKind::DocumentAdded, self.document_added(minor)),
            (NoticeKind::DocumentChanged, self.document_changed(minor)),
            (NoticeKind::BlockedAttempt, self.blocked_attempt(minor)),
        ];
        candidates
            .into_iter()
            .filter(|(_, audience)| !audience.is_empty())
            .map(|(kind, audience)| Notice { kind, audience })
            .collect()
    }

    fn first_access(&self, minor: bool) -> Audience {
        when(
            self.first && self.decision.is_permit() && self.action.is_consultation(),
            Audience::in_charge(minor),
        )
    }

    fn emergency_access(&self, minor: bool) -> Audience {
        when(
            self.emergency && self.decision.is_permit() && self.action.is_consultation(),
            Audience::in_charge(minor),
        )
    }

    fn masked_document_opened(&self, minor: bool) -> Audience {
        let by = matches!(self.decision.rule(), Rule::Administrator | Rule::EmergencyMasked);
        let masked = self
            .before
            .is_some_and(|document| document.visibility.is_masked());
        let seen = !seeing(self.before, minor).is_empty();
        when(
            by && masked && seen && self.action == TraceAction::DocumentRead,
            Audience::in_charge(minor),
        )
    }

    fn document_added(&self, minor: bool) -> Audience {
        let added = matches!(
            self.action,
            TraceAction::DocumentDeposited | TraceAction::VisibilityRestored
        );
        when(added && self.decision.is_permit(), seeing(self.after, minor))
    }

    fn document_changed(&self, minor: bool) -> Audience {
        let changed = matches!(
            self.action,
            TraceAction::DocumentReplaced | TraceAction::DocumentDeleted | TraceAction::VisibilityChanged
        );
        when(
            changed && self.decision.is_permit(),
            seeing(self.before, minor).or(seeing(self.after, minor)),
        )
    }

    /// Told only to those who also see the line of the history: the notice would otherwise betray what the line does not show.
    fn blocked_attempt(&self, minor: bool) -> Audience {
        let blocked = matches!(
            self.decision.rule(),
            Rule::BlockedProfessional | Rule::BlockedOrganisation
        );
        let document = self.before.or(self.after);
        let shown = !(minor && self.action.is_deposit())
            && (document.is_none() || !seeing(document, minor).is_empty());
        when(blocked && shown, Audience::in_charge(minor))
    }
}

/// One notice, if there is anyone it is for.
fn told(kind: NoticeKind, audience: Audience) -> Vec<Notice> {
    if audience.is_empty() {
        Vec::new()
    } else {
        Vec::from([Notice { kind, audience }])
    }
}

fn seeing(document: Option<DocumentFacts>, minor: bool) -> Audience {
    document.map_or(Audience::NOBODY, |document| {
        Audience::seeing(document.visibility, minor)
    })
}

fn when(condition: bool, audience: Audience) -> Audience {
    if condition { audience } else { Audience::NOBODY }
}
