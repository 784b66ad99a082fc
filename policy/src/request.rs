//! What a professional asks, and in which circumstances.

use jiff::civil::Date;

use crate::codes::{Entitlement, EntitlementSet};
use crate::facts::{DocumentFacts, Finess, ProfileFacts, Rpps, Section, Visibility};
use crate::parameters::Parameters;

/// One request of a professional on one profile.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The day in Europe/Paris. The edge converts; no clock is read here.
    pub on: Date,
    /// The profile.
    pub profile: &'a ProfileFacts,
    /// Who asks.
    pub requester: &'a Requester,
    /// Through what.
    pub channel: Channel,
    /// On what legal basis.
    pub context: AccessContext<'a>,
    /// A secret connection: only on a minor's record, kept from the representatives.
    pub secret: bool,
    /// What is asked.
    pub action: Action,
    /// The choices made where the texts leave one.
    pub parameters: &'a Parameters,
}

/// The professional who asks, as the verified token describes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requester {
    /// Their national identifier.
    pub rpps: Rpps,
    /// The organisation they act for.
    pub organisation: Option<Finess>,
    /// Professions, activities and roles.
    pub entitlements: EntitlementSet,
    /// Suspended nationally for misuse.
    pub suspended: bool,
    /// An emergency regulation physician of the SAMU.
    pub samu_regulator: bool,
    /// How they signed in.
    pub authentication: Authentication,
}

impl Requester {
    /// Whether they hold the physician's entitlement (`10`).
    pub fn is_physician(&self) -> bool {
        self.entitlements.contains(Entitlement::physician())
    }
}

/// How the professional signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authentication {
    /// Professional card.
    Cps,
    /// Card of a professional in training.
    Cpf,
    /// Professional card on a phone.
    ECps,
    /// The national sign-in service.
    ProSanteConnect,
    /// Two factors under the organisation's responsibility (*AIR simplifié*).
    AirSimplifie {
        /// The organisation is on the national allow-list, and its entry has not expired.
        allow_listed: bool,
    },
    /// Card of a member of staff. May only deposit.
    Cpe,
    /// Certificate of a piece of software. May only deposit.
    SoftwareCertificate,
}

impl Authentication {
    /// Every value.
    pub const ALL: [Self; 8] = [
        Self::Cps,
        Self::Cpf,
        Self::ECps,
        Self::ProSanteConnect,
        Self::AirSimplifie { allow_listed: true },
        Self::AirSimplifie { allow_listed: false },
        Self::Cpe,
        Self::SoftwareCertificate,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Cps => "cps",
            Self::Cpf => "cpf",
            Self::ECps => "e_cps",
            Self::ProSanteConnect => "pro_sante_connect",
            Self::AirSimplifie { .. } => "air_simplifie",
            Self::Cpe => "cpe",
            Self::SoftwareCertificate => "software_certificate",
        }
    }

    /// The value that has this identifier; `air_allow_listed` only matters to `air_simplifie`.
    pub fn from_id(id: &str, air_allow_listed: bool) -> Option<Self> {
        match id {
            "air_simplifie" => Some(Self::AirSimplifie {
                allow_listed: air_allow_listed,
            }),
            _ => Self::ALL.into_iter().find(|value| value.id() == id),
        }
    }

    /// Whether it is enough to read through this channel (R2).
    pub fn may_read(self, channel: Channel) -> bool {
        match self {
            Self::Cps | Self::Cpf | Self::ECps | Self::ProSanteConnect => true,
            Self::AirSimplifie { allow_listed } => allow_listed && channel == Channel::Lps,
            Self::Cpe | Self::SoftwareCertificate => false,
        }
    }

    /// Whether it is enough to deposit through this channel (D2).
    pub fn may_deposit(self, channel: Channel) -> bool {
        match self {
            Self::AirSimplifie { .. } | Self::SoftwareCertificate => channel != Channel::WebPs,
            Self::Cps | Self::Cpf | Self::ECps | Self::ProSanteConnect | Self::Cpe => true,
        }
    }
}

/// Through what the professional works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// The national web portal.
    WebPs,
    /// Their own software.
    Lps,
}

impl Channel {
    /// Both channels.
    pub const ALL: [Self; 2] = [Self::WebPs, Self::Lps];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::WebPs => "web_ps",
            Self::Lps => "lps",
        }
    }

    /// The channel that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.id() == id)
    }
}

/// The legal basis the professional declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessContext<'a> {
    /// Member of the care team (L.1110-12).
    CareTeam,
    /// Consent of the person, given to the professional or collected for them by the care team (D.1110-3-1).
    DeclaredConsent,
    /// Nothing declared.
    None,
    /// Emergency call centre.
    Samu {
        /// Why; asked for only when parameter P13 says so.
        reason: &'a str,
    },
    /// Any other emergency: an immediate risk to a person unable to express their will.
    BreakGlass {
        /// Why; never blank (R5).
        reason: &'a str,
    },
}

impl AccessContext<'_> {
    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::CareTeam => "care_team",
            Self::DeclaredConsent => "declared_consent",
            Self::None => "none",
            Self::Samu { .. } => "samu",
            Self::BreakGlass { .. } => "break_glass",
        }
    }

    /// Whether it is an emergency.
    pub fn is_emergency(self) -> bool {
        match self {
            Self::Samu { .. } | Self::BreakGlass { .. } => true,
            Self::CareTeam | Self::DeclaredConsent | Self::None => false,
        }
    }
}

/// What a professional asks to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open the record.
    Open,
    /// See the professionals' tab of the history.
    ReadHistory,
    /// Read a document.
    Read(DocumentFacts),
    /// Read a section of the profile.
    ReadSection(Section),
    /// Deposit a document.
    Deposit(Deposit),
    /// Replace a document by a new version.
    Replace {
        /// The document replaced.
        document: DocumentFacts,
        /// Its replacement.
        by: Deposit,
    },
    /// Delete a document.
    Delete(DocumentFacts),
    /// Show the patient a document that was hidden from them (`visibility_restored`).
    ReturnToPatient(DocumentFacts),
    /// Show legal representatives a document that was hidden from them. Cannot be undone.
    ShowToRepresentatives(DocumentFacts),
    /// Mask a document for a holder who cannot do it.
    MaskForHolder(DocumentFacts),
}

/// What a deposit brings. Its author is the professional in charge; the rules do not depend on its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Deposit {
    /// The flags asked for, before the holder's default.
    pub visibility: Visibility,
    /// An opposition to this deposit is recorded (D7). The fact only: a motive is never stored.
    pub opposition_recorded: bool,
    /// The same author has already deposited the same content (D11).
    pub duplicate: bool,
}
