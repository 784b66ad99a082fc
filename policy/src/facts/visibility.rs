//! Who a document is kept from: a set of flags, empty for a normal document.

use core::fmt;

/// One reason to keep a document from a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisibilityFlag {
    /// Masked by or for the holder (`MASQUE_PS`): closed to professionals but the author, administrators and, if permitted, emergencies.
    MaskedToProfessionals,
    /// Not yet shown to the holder (`INVISIBLE_PATIENT`), before an announcement visit. Does not exist for them.
    HiddenFromPatient,
    /// A minor's secret (`INVISIBLE_REPRESENTANTS_LEGAUX`). Does not exist for legal representatives.
    HiddenFromRepresentatives,
}

impl VisibilityFlag {
    /// Every flag.
    pub const ALL: [Self; 3] = [
        Self::MaskedToProfessionals,
        Self::HiddenFromPatient,
        Self::HiddenFromRepresentatives,
    ];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::MaskedToProfessionals => "masked_to_professionals",
            Self::HiddenFromPatient => "hidden_from_patient",
            Self::HiddenFromRepresentatives => "hidden_from_representatives",
        }
    }

    /// The flag that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.id() == id)
    }

    /// The value of the national code system (TRE_A07).
    pub fn national_code(self) -> &'static str {
        match self {
            Self::MaskedToProfessionals => "MASQUE_PS",
            Self::HiddenFromPatient => "INVISIBLE_PATIENT",
            Self::HiddenFromRepresentatives => "INVISIBLE_REPRESENTANTS_LEGAUX",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::MaskedToProfessionals => 1,
            Self::HiddenFromPatient => 2,
            Self::HiddenFromRepresentatives => 4,
        }
    }
}

/// The flags of a document; the empty set is a normal document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Visibility(u8);

impl Visibility {
    /// No flag: a normal document.
    pub const NORMAL: Self = Self(0);

    /// Every possible set of flags.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        (0..8).map(Self)
    }

    /// The same flags and this one.
    #[must_use]
    pub fn with(self, flag: VisibilityFlag) -> Self {
        Self(self.0 | flag.bit())
    }

    /// The same flags but this one.
    #[must_use]
    pub fn without(self, flag: VisibilityFlag) -> Self {
        Self(self.0 & !flag.bit())
    }

    /// Whether the document carries the flag.
    pub fn contains(self, flag: VisibilityFlag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Whether the document carries no flag.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the document is masked to professionals.
    pub fn is_masked(self) -> bool {
        self.contains(VisibilityFlag::MaskedToProfessionals)
    }

    /// The flags of the set.
    pub fn iter(self) -> impl Iterator<Item = VisibilityFlag> + Clone {
        VisibilityFlag::ALL
            .into_iter()
            .filter(move |flag| self.contains(*flag))
    }

    /// The flags a document takes on arrival: the default mask is added, unless the document is hidden from the patient; that one
    /// takes the default when it is returned (rulebook, section 3).
    #[must_use]
    pub fn on_arrival(self, default: DefaultVisibility) -> Self {
        match default {
            DefaultVisibility::Masked if !self.contains(VisibilityFlag::HiddenFromPatient) => {
                self.with(VisibilityFlag::MaskedToProfessionals)
            }
            DefaultVisibility::Masked | DefaultVisibility::Visible => self,
        }
    }

    /// The flags of a document once returned to the patient: no longer hidden from them, and with the default it did not take on arrival.
    #[must_use]
    pub fn returned_to_patient(self, default: DefaultVisibility) -> Self {
        if self.contains(VisibilityFlag::HiddenFromPatient) {
            self.without(VisibilityFlag::HiddenFromPatient)
                .on_arrival(default)
        } else {
            self
        }
    }
}

impl FromIterator<VisibilityFlag> for Visibility {
    fn from_iter<I: IntoIterator<Item = VisibilityFlag>>(flags: I) -> Self {
        flags.into_iter().fold(Self::NORMAL, Self::with)
    }
}

impl fmt::Debug for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// What becomes of documents deposited from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DefaultVisibility {
    /// Readable by the professionals the matrix opens them to.
    #[default]
    Visible,
    /// Masked to professionals on arrival.
    Masked,
}

impl DefaultVisibility {
    /// Both values.
    pub const ALL: [Self; 2] = [Self::Visible, Self::Masked];

    /// The stable identifier.
    pub fn id(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Masked => "masked",
        }
    }

    /// The value that has this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.id() == id)
    }
}
