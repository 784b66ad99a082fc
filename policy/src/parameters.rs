//! The choices made where the texts disagree or are silent: one versioned value (rulebook, section 8).

/// When a professional outside the care team must have the person's consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentOutsideTeam {
    /// Declared again at each opening.
    EachOpening,
    /// Once recorded, it holds until it is withdrawn.
    UntilWithdrawn,
}

/// Whether the consent of the person is presumed for their care team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TeamConsent {
    /// Presumed.
    Presumed,
    /// Asked beforehand: the professional's agreement must be recorded.
    Recorded,
}

/// The copy of the authorisation matrix in `data/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatrixVersion {
    /// The copy of September 2024, its six contested cells kept.
    Cnam2024_09,
}

impl MatrixVersion {
    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Cnam2024_09 => "CNAM-MATRIX-2024-09",
        }
    }
}

/// The named parameters P1 to P13.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a separate answer, named by the rulebook"
)]
pub struct Parameters {
    /// The version of this set of values, raised whenever one of them changes.
    pub version: u16,
    /// P1: until the holder has answered, an emergency reads masked documents.
    pub emergency_reads_masked_until_answered: bool,
    /// P2: a blocked professional may deposit from their own software.
    pub blocked_may_deposit_from_own_software: bool,
    /// P3: a blocked professional still reads what they wrote, masked or not.
    pub blocked_author_reads_own: bool,
    /// P4: a block holds in an emergency.
    pub block_wins_over_emergency: bool,
    /// P5: a document may be both hidden from the patient and masked.
    pub allow_hidden_from_patient_with_mask: bool,
    /// P6: an administrator reads although the holder closed reading to all professionals.
    pub administrator_passes_opposition: bool,
    /// P7: days during which a closed profile can be reopened.
    pub closure_grace_days: u16,
    /// P8: the matrix in force.
    pub matrix_version: MatrixVersion,
    /// P9: consent outside the care team.
    pub consent_outside_team: ConsentOutsideTeam,
    /// P10: closing reading to all professionals closes emergencies too.
    pub opposition_extends_to_emergency: bool,
    /// P11: consent within the care team.
    pub team_consent: TeamConsent,
    /// P12: the *médecin traitant* is an administrator.
    pub referring_doctor_is_administrator: bool,
    /// P13: the SAMU must state a reason.
    pub samu_reason_required: bool,
}

impl Parameters {
    /// The values in force.
    pub const CURRENT: Self = Self {
        version: 1,
        emergency_reads_masked_until_answered: true,
        blocked_may_deposit_from_own_software: true,
        blocked_author_reads_own: true,
        block_wins_over_emergency: true,
        allow_hidden_from_patient_with_mask: false,
        administrator_passes_opposition: true,
        closure_grace_days: 30,
        matrix_version: MatrixVersion::Cnam2024_09,
        consent_outside_team: ConsentOutsideTeam::EachOpening,
        opposition_extends_to_emergency: false,
        team_consent: TeamConsent::Presumed,
        referring_doctor_is_administrator: false,
        samu_reason_required: false,
    };
}

impl Default for Parameters {
    fn default() -> Self {
        Self::CURRENT
    }
}
