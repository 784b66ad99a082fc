//! The choices made where the texts disagree or are silent: one versioned value (rulebook, section 8).

use alloc::format;
use alloc::string::String;

use crate::rule::Rule;

/// When a professional outside the care team must have the person's consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentOutsideTeam {
    /// Declared again at each opening.
    EachOpening,
    /// Once recorded, it holds until it is withdrawn.
    UntilWithdrawn,
}

impl ConsentOutsideTeam {
    /// The French words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::EachOpening => "déclaré à chaque ouverture",
            Self::UntilWithdrawn => "enregistré jusqu’à son retrait",
        }
    }
}

/// Whether the consent of the person is presumed for their care team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TeamConsent {
    /// Presumed.
    Presumed,
    /// Asked beforehand: the professional's agreement must be recorded.
    Recorded,
}

impl TeamConsent {
    /// The French words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Presumed => "présumé",
            Self::Recorded => "enregistré au préalable",
        }
    }
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

/// One of the named parameters, to speak of it: its number, its name, what the texts say, the rules it moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parameter {
    /// P1.
    EmergencyReadsMaskedUntilAnswered,
    /// P2.
    BlockedMayDepositFromOwnSoftware,
    /// P3.
    BlockedAuthorReadsOwn,
    /// P4.
    BlockWinsOverEmergency,
    /// P5.
    AllowHiddenFromPatientWithMask,
    /// P6.
    AdministratorPassesOpposition,
    /// P7.
    ClosureGraceDays,
    /// P8.
    MatrixVersion,
    /// P9.
    ConsentOutsideTeam,
    /// P10.
    OppositionExtendsToEmergency,
    /// P11.
    TeamConsent,
    /// P12.
    ReferringDoctorIsAdministrator,
    /// P13.
    SamuReasonRequired,
}

impl Parameter {
    /// Every parameter, in order.
    pub const ALL: [Self; 13] = [
        Self::EmergencyReadsMaskedUntilAnswered,
        Self::BlockedMayDepositFromOwnSoftware,
        Self::BlockedAuthorReadsOwn,
        Self::BlockWinsOverEmergency,
        Self::AllowHiddenFromPatientWithMask,
        Self::AdministratorPassesOpposition,
        Self::ClosureGraceDays,
        Self::MatrixVersion,
        Self::ConsentOutsideTeam,
        Self::OppositionExtendsToEmergency,
        Self::TeamConsent,
        Self::ReferringDoctorIsAdministrator,
        Self::SamuReasonRequired,
    ];

    /// The number, as `P1`.
    pub fn number(self) -> &'static str {
        match self {
            Self::EmergencyReadsMaskedUntilAnswered => "P1",
            Self::BlockedMayDepositFromOwnSoftware => "P2",
            Self::BlockedAuthorReadsOwn => "P3",
            Self::BlockWinsOverEmergency => "P4",
            Self::AllowHiddenFromPatientWithMask => "P5",
            Self::AdministratorPassesOpposition => "P6",
            Self::ClosureGraceDays => "P7",
            Self::MatrixVersion => "P8",
            Self::ConsentOutsideTeam => "P9",
            Self::OppositionExtendsToEmergency => "P10",
            Self::TeamConsent => "P11",
            Self::ReferringDoctorIsAdministrator => "P12",
            Self::SamuReasonRequired => "P13",
        }
    }

    /// The name: that of the field of [`Parameters`].
    pub fn name(self) -> &'static str {
        match self {
            Self::EmergencyReadsMaskedUntilAnswered => "emergency_reads_masked_until_answered",
            Self::BlockedMayDepositFromOwnSoftware => "blocked_may_deposit_from_own_software",
            Self::BlockedAuthorReadsOwn => "blocked_author_reads_own",
            Self::BlockWinsOverEmergency => "block_wins_over_emergency",
            Self::AllowHiddenFromPatientWithMask => "allow_hidden_from_patient_with_mask",
            Self::AdministratorPassesOpposition => "administrator_passes_opposition",
            Self::ClosureGraceDays => "closure_grace_days",
            Self::MatrixVersion => "matrix_version",
            Self::ConsentOutsideTeam => "consent_outside_team",
            Self::OppositionExtendsToEmergency => "opposition_extends_to_emergency",
            Self::TeamConsent => "team_consent",
            Self::ReferringDoctorIsAdministrator => "referring_doctor_is_administrator",
            Self::SamuReasonRequired => "samu_reason_required",
        }
    }

    /// What the texts say, in French.
    pub fn texts(self) -> &'static str {
        match self {
            Self::EmergencyReadsMaskedUntilAnswered => {
                "Annexe 3 : oui. S1 2.2 laisse la personne s’y opposer : la question est posée à la première utilisation, sans réponse cochée d’avance."
            }
            Self::BlockedMayDepositFromOwnSoftware => "S2 : oui, mais pas par le portail. S1 annexe 2 : non.",
            Self::BlockedAuthorReadsOwn => {
                "S2 et S1 2.2 : toujours. Annexe 3, lignes « masqué » et « secret du mineur » : sans exception."
            }
            Self::BlockWinsOverEmergency => "Annexe 3, colonne « bloqué » ; l’ordre n’est écrit nulle part.",
            Self::AllowHiddenFromPatientWithMask => "Paramètre national de test.",
            Self::AdministratorPassesOpposition => "S1 2.2 : « accès total ».",
            Self::ClosureGraceDays => "Aucun : notre choix.",
            Self::MatrixVersion => "Six cases divergent de S4 ou de la presse : la copie est gardée.",
            Self::ConsentOutsideTeam => "S2 : à chaque consultation. S1 : jusqu’au retrait.",
            Self::OppositionExtendsToEmergency => {
                "Fermer à tous laisse décider les réglages d’urgence ; S1 1.3 permet de refuser les deux, et l’écran le dit."
            }
            Self::TeamConsent => {
                "S1 annexe 2 et S2 : présumé. S0 : une case à cocher. Une décision de justice de 2025 demande un accord préalable."
            }
            Self::ReferringDoctorIsAdministrator => {
                "S1 2.2 confond les deux ; S0, S2 et le service font déclarer un administrateur."
            }
            Self::SamuReasonRequired => "S2 : le bris de glace seulement. S0 : les deux.",
        }
    }

    /// The rules whose reach it moves.
    pub fn rules(self) -> &'static [Rule] {
        match self {
            Self::EmergencyReadsMaskedUntilAnswered => &[Rule::EmergencyMasked, Rule::MaskedEvenInEmergency],
            Self::BlockedMayDepositFromOwnSoftware => &[
                Rule::BlockedProfessional,
                Rule::BlockedOrganisation,
                Rule::Deposit,
            ],
            Self::BlockedAuthorReadsOwn => {
                &[Rule::Author, Rule::BlockedProfessional, Rule::BlockedOrganisation]
            }
            Self::BlockWinsOverEmergency => &[
                Rule::BlockedProfessional,
                Rule::BlockedOrganisation,
                Rule::Emergency,
                Rule::EmergencyMasked,
            ],
            Self::AllowHiddenFromPatientWithMask => &[Rule::FlagsNotCombinable],
            Self::AdministratorPassesOpposition => &[Rule::Administrator, Rule::ProfessionalsOpposed],
            Self::ClosureGraceDays => &[],
            Self::MatrixVersion => &[Rule::NoReadingEntitlement, Rule::Matrix],
            Self::ConsentOutsideTeam => &[
                Rule::Author,
                Rule::Administrator,
                Rule::NoLegalBasis,
                Rule::DeclaredConsent,
            ],
            Self::OppositionExtendsToEmergency => {
                &[Rule::ProfessionalsOpposed, Rule::Emergency, Rule::EmergencyMasked]
            }
            Self::TeamConsent => &[Rule::CareTeam, Rule::NoLegalBasis],
            Self::ReferringDoctorIsAdministrator => &[Rule::Administrator],
            Self::SamuReasonRequired => &[Rule::ReasonMissing],
        }
    }

    /// Its value, in French words.
    pub fn value(self, parameters: &Parameters) -> String {
        let yes_no = |value| String::from(if value { "oui" } else { "non" });
        match self {
            Self::EmergencyReadsMaskedUntilAnswered => {
                yes_no(parameters.emergency_reads_masked_until_answered)
            }
            Self::BlockedMayDepositFromOwnSoftware => {
                yes_no(parameters.blocked_may_deposit_from_own_software)
            }
            Self::BlockedAuthorReadsOwn => yes_no(parameters.blocked_author_reads_own),
            Self::BlockWinsOverEmergency => yes_no(parameters.block_wins_over_emergency),
            Self::AllowHiddenFromPatientWithMask => yes_no(parameters.allow_hidden_from_patient_with_mask),
            Self::AdministratorPassesOpposition => yes_no(parameters.administrator_passes_opposition),
            Self::ClosureGraceDays => format!("{} jours", parameters.closure_grace_days),
            Self::MatrixVersion => String::from(parameters.matrix_version.id()),
            Self::ConsentOutsideTeam => String::from(parameters.consent_outside_team.label()),
            Self::OppositionExtendsToEmergency => yes_no(parameters.opposition_extends_to_emergency),
            Self::TeamConsent => String::from(parameters.team_consent.label()),
            Self::ReferringDoctorIsAdministrator => yes_no(parameters.referring_doctor_is_administrator),
            Self::SamuReasonRequired => yes_no(parameters.samu_reason_required),
        }
    }
}
