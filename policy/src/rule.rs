//! Every rule a decision can rest on: its identifier, its effect, its articles, and what the requester is told of it.

/// Whether the request is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Granted.
    Permit,
    /// Refused.
    Deny,
}

impl Effect {
    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Deny => "deny",
        }
    }
}

/// What the requester may learn of a decision. The trace always keeps the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disclosure {
    /// The rule is told as it is.
    Told,
    /// The answer is that of a document or record that does not exist.
    AsAbsent,
}

/// The rule a decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// R1, D1: the profile is closed, or was never created.
    ProfileClosed,
    /// R2, D2: this way of signing in is not enough.
    AuthenticationInsufficient,
    /// R3: the professional is suspended nationally for misuse.
    SuspendedProfessional,
    /// R4: no entitlement of the professional opens anything in the matrix.
    NoReadingEntitlement,
    /// R5: an emergency without its reason.
    ReasonMissing,
    /// R6, D8: a secret on an adult's record.
    NotAMinor,
    /// R7: an emergency is always told.
    SecretNotInEmergency,
    /// R8: the professional wrote the document.
    Author,
    /// R9, D5: the holder blocked the professional.
    BlockedProfessional,
    /// R10, D6: the holder blocked the organisation.
    BlockedOrganisation,
    /// R11: the holder named this physician administrator.
    Administrator,
    /// R12: not an emergency regulation physician.
    NotSamuRegulator,
    /// R13: the holder refuses access to the SAMU.
    SamuOpposed,
    /// R14: the holder refuses emergency access to other professionals.
    BreakGlassOpposed,
    /// R15: the holder closed reading to all professionals.
    ProfessionalsOpposed,
    /// R16: neither care team, nor consent, nor emergency.
    NoLegalBasis,
    /// R17: no entitlement of the professional opens this type of document.
    Matrix,
    /// R18: masked, and the holder refuses masked documents in an emergency.
    MaskedEvenInEmergency,
    /// R19: masked, and the holder permits masked documents in an emergency.
    EmergencyMasked,
    /// R20: masked by the holder.
    Masked,
    /// R21: an emergency the holder permits.
    Emergency,
    /// R22: member of the care team.
    CareTeam,
    /// R23: the person consented.
    DeclaredConsent,
    /// D3: the holder has died.
    Deceased,
    /// D4: the national health identity is not qualified.
    InsNotQualified,
    /// D7: an opposition to this deposit is recorded.
    DepositOpposed,
    /// D9: hidden from the patient and masked at once.
    FlagsNotCombinable,
    /// D10: a secret connection deposits only what representatives cannot see.
    SecretDepositVisible,
    /// D11: the same author has already deposited the same content.
    DuplicateDeposit,
    /// D12: a deposit that nothing opposes.
    Deposit,
    /// Section 3: only the author may do this to a document. An identifier of ours: the tables name none.
    NotTheAuthor,
}

impl Rule {
    /// Every rule, in the order of the rulebook.
    pub const ALL: [Self; 31] = [
        Self::ProfileClosed,
        Self::AuthenticationInsufficient,
        Self::SuspendedProfessional,
        Self::NoReadingEntitlement,
        Self::ReasonMissing,
        Self::NotAMinor,
        Self::SecretNotInEmergency,
        Self::Author,
        Self::BlockedProfessional,
        Self::BlockedOrganisation,
        Self::Administrator,
        Self::NotSamuRegulator,
        Self::SamuOpposed,
        Self::BreakGlassOpposed,
        Self::ProfessionalsOpposed,
        Self::NoLegalBasis,
        Self::Matrix,
        Self::MaskedEvenInEmergency,
        Self::EmergencyMasked,
        Self::Masked,
        Self::Emergency,
        Self::CareTeam,
        Self::DeclaredConsent,
        Self::Deceased,
        Self::InsNotQualified,
        Self::DepositOpposed,
        Self::FlagsNotCombinable,
        Self::SecretDepositVisible,
        Self::DuplicateDeposit,
        Self::Deposit,
        Self::NotTheAuthor,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::ProfileClosed => "profile_closed",
            Self::AuthenticationInsufficient => "authentication_insufficient",
            Self::SuspendedProfessional => "suspended_professional",
            Self::NoReadingEntitlement => "no_reading_entitlement",
            Self::ReasonMissing => "reason_missing",
            Self::NotAMinor => "not_a_minor",
            Self::SecretNotInEmergency => "secret_not_in_emergency",
            Self::Author => "author",
            Self::BlockedProfessional => "blocked_professional",
            Self::BlockedOrganisation => "blocked_organisation",
            Self::Administrator => "administrator",
            Self::NotSamuRegulator => "not_samu_regulator",
            Self::SamuOpposed => "samu_opposed",
            Self::BreakGlassOpposed => "break_glass_opposed",
            Self::ProfessionalsOpposed => "professionals_opposed",
            Self::NoLegalBasis => "no_legal_basis",
            Self::Matrix => "matrix",
            Self::MaskedEvenInEmergency => "masked_even_in_emergency",
            Self::EmergencyMasked => "emergency_masked",
            Self::Masked => "masked",
            Self::Emergency => "emergency",
            Self::CareTeam => "care_team",
            Self::DeclaredConsent => "declared_consent",
            Self::Deceased => "deceased",
            Self::InsNotQualified => "ins_not_qualified",
            Self::DepositOpposed => "deposit_opposed",
            Self::FlagsNotCombinable => "flags_not_combinable",
            Self::SecretDepositVisible => "secret_deposit_visible",
            Self::DuplicateDeposit => "duplicate_deposit",
            Self::Deposit => "deposit",
            Self::NotTheAuthor => "not_the_author",
        }
    }

    /// The rule that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.id() == id)
    }

    /// Whether the rule grants or refuses.
    pub fn effect(self) -> Effect {
        match self {
            Self::Author
            | Self::Administrator
            | Self::EmergencyMasked
            | Self::Emergency
            | Self::CareTeam
            | Self::DeclaredConsent
            | Self::Deposit => Effect::Permit,
            Self::ProfileClosed
            | Self::AuthenticationInsufficient
            | Self::SuspendedProfessional
            | Self::NoReadingEntitlement
            | Self::ReasonMissing
            | Self::NotAMinor
            | Self::SecretNotInEmergency
            | Self::BlockedProfessional
            | Self::BlockedOrganisation
            | Self::NotSamuRegulator
            | Self::SamuOpposed
            | Self::BreakGlassOpposed
            | Self::ProfessionalsOpposed
            | Self::NoLegalBasis
            | Self::Matrix
            | Self::MaskedEvenInEmergency
            | Self::Masked
            | Self::Deceased
            | Self::InsNotQualified
            | Self::DepositOpposed
            | Self::FlagsNotCombinable
            | Self::SecretDepositVisible
            | Self::DuplicateDeposit
            | Self::NotTheAuthor => Effect::Deny,
        }
    }

    /// The articles of the *Code de la santé publique* it applies.
    pub fn articles(self) -> &'static [&'static str] {
        match self {
            Self::ProfileClosed => &["L.1111-14"],
            Self::AuthenticationInsufficient => &["L.1470-3"],
            Self::SuspendedProfessional => &["L.1111-18"],
            Self::NoReadingEntitlement
            | Self::BlockedProfessional
            | Self::BlockedOrganisation
            | Self::ProfessionalsOpposed
            | Self::Matrix => &["R.1111-46"],
            Self::ReasonMissing | Self::NotSamuRegulator => &["L.1111-17"],
            Self::NotAMinor | Self::SecretDepositVisible => &["L.1111-13-1"],
            Self::SecretNotInEmergency => &["L.1111-13-1", "R.1111-43"],
            Self::Author | Self::MaskedEvenInEmergency | Self::Masked | Self::NotTheAuthor => &["R.1111-49"],
            Self::Administrator => &["L.1111-16", "R.1111-54"],
            Self::SamuOpposed | Self::BreakGlassOpposed => &["R.1111-48"],
            Self::NoLegalBasis => &["R.1111-46", "D.1110-3-1"],
            Self::EmergencyMasked | Self::Emergency => &["L.1111-17", "R.1111-48"],
            Self::CareTeam => &["R.1111-46", "L.1110-12"],
            Self::DeclaredConsent => &["L.1111-17", "D.1110-3-1"],
            Self::Deceased | Self::DuplicateDeposit | Self::Deposit => &["L.1111-15"],
            Self::InsNotQualified => &["L.1111-8-1"],
            Self::DepositOpposed => &["R.1111-47"],
            Self::FlagsNotCombinable => &["R.1111-53"],
        }
    }

    /// What the requester is told (rulebook, end of section 2). A deposit says why it fails, except where that would tell that the
    /// profile is closed or the professional blocked.
    pub fn disclosure(self) -> Disclosure {
        match self {
            Self::ProfileClosed
            | Self::BlockedProfessional
            | Self::BlockedOrganisation
            | Self::SamuOpposed
            | Self::BreakGlassOpposed
            | Self::ProfessionalsOpposed
            | Self::Matrix
            | Self::MaskedEvenInEmergency
            | Self::Masked
            | Self::NotTheAuthor => Disclosure::AsAbsent,
            Self::AuthenticationInsufficient
            | Self::SuspendedProfessional
            | Self::NoReadingEntitlement
            | Self::ReasonMissing
            | Self::NotAMinor
            | Self::SecretNotInEmergency
            | Self::Author
            | Self::Administrator
            | Self::NotSamuRegulator
            | Self::NoLegalBasis
            | Self::EmergencyMasked
            | Self::Emergency
            | Self::CareTeam
            | Self::DeclaredConsent
            | Self::Deceased
            | Self::InsNotQualified
            | Self::DepositOpposed
            | Self::FlagsNotCombinable
            | Self::SecretDepositVisible
            | Self::DuplicateDeposit
            | Self::Deposit => Disclosure::Told,
        }
    }
}

/// The answer to a request. Made from a rule alone, so that effect and articles cannot disagree with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decision(Rule);

impl Decision {
    /// The decision that rests on this rule.
    pub const fn of(rule: Rule) -> Self {
        Self(rule)
    }

    /// The rule it rests on.
    pub fn rule(self) -> Rule {
        self.0
    }

    /// Whether the request is granted.
    pub fn effect(self) -> Effect {
        self.0.effect()
    }

    /// Whether the request is granted.
    pub fn is_permit(self) -> bool {
        self.effect() == Effect::Permit
    }

    /// The articles applied.
    pub fn articles(self) -> &'static [&'static str] {
        self.0.articles()
    }

    /// What the requester is told.
    pub fn disclosure(self) -> Disclosure {
        self.0.disclosure()
    }
}

impl From<Rule> for Decision {
    fn from(rule: Rule) -> Self {
        Self(rule)
    }
}
