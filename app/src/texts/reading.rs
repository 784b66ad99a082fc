//! Who may read, in short sentences.

use policy::Rule;

/// The situation in which a professional reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// They look after the person, or have the person's agreement.
    Care,
    /// A physician of the emergency call centre.
    Samu,
    /// Any other emergency, with its reason.
    BreakGlass,
}

impl Basis {
    /// Every situation.
    pub const ALL: [Self; 3] = [Self::Care, Self::Samu, Self::BreakGlass];

    /// Its name in a form.
    pub fn id(self) -> &'static str {
        match self {
            Self::Care => "soins",
            Self::Samu => "samu",
            Self::BreakGlass => "urgence",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Care => "Pour me soigner (équipe de soins, ou avec mon accord)",
            Self::Samu => "Au SAMU (centre 15)",
            Self::BreakGlass => "Dans une autre urgence, avec un motif",
        }
    }
}

/// Why a reading is permitted, in a few words.
pub fn permitted(rule: Rule) -> &'static str {
    match rule {
        Rule::Author => "c’est l’auteur du document",
        Rule::Administrator => "c’est un médecin administrateur de mon dossier",
        Rule::EmergencyMasked => "j’ai permis l’accès aux documents masqués en urgence",
        Rule::Emergency => "j’ai permis cet accès en urgence",
        _ => "sa profession peut lire ce type de document",
    }
}

/// Why a reading is refused, in a few words.
pub fn refused(rule: Rule) -> &'static str {
    match rule {
        Rule::BlockedProfessional => "j’ai bloqué ce professionnel",
        Rule::BlockedOrganisation => "j’ai bloqué son établissement",
        Rule::ProfessionalsOpposed => "j’ai fermé mon dossier à tous les professionnels",
        Rule::Masked => "ce document est masqué",
        Rule::MaskedEvenInEmergency => "ce document est masqué, même en urgence",
        Rule::SamuOpposed => "j’ai refusé l’accès du SAMU",
        Rule::BreakGlassOpposed => "j’ai refusé cet accès en urgence",
        Rule::NotSamuRegulator => "seuls les médecins du SAMU ont cet accès",
        Rule::Matrix => "sa profession ne peut pas lire ce type de document",
        Rule::NoReadingEntitlement => "sa profession ne peut rien lire dans un dossier",
        Rule::ReasonMissing => "aucun motif n’a été donné",
        Rule::NoLegalBasis => "ce professionnel n’a déclaré ni soin, ni accord, ni urgence",
        Rule::AuthenticationInsufficient => "ce professionnel ne s’est pas identifié assez sûrement",
        Rule::SuspendedProfessional => "l’accès de ce professionnel est suspendu",
        Rule::ProfileClosed => "mon dossier est fermé",
        _ => "ce n’est pas permis",
    }
}
