//! Document types and entitlements: the code lists of `data/`, as tables made when the crate is built.

use core::fmt;
use core::hash::{Hash, Hasher};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

#[derive(Debug)]
struct DocumentTypeRow {
    index: u8,
    code: &'static str,
    system: &'static str,
    label: &'static str,
    category: DocumentCategory,
    accepted: bool,
    /// The entitlements that open this type, one bit each.
    readers: u64,
}

#[derive(Debug)]
struct EntitlementRow {
    index: u8,
    code: &'static str,
    system: &'static str,
    national_code: &'static str,
    label: &'static str,
}

/// A type of document: one row of the matrix, known by its LOINC or national code.
///
/// A code outside the list is `None` where a type is asked for, and closed to every reader (R17).
#[derive(Clone, Copy)]
pub struct DocumentType(&'static DocumentTypeRow);

impl DocumentType {
    /// Vaccination history (`11369-6`), the matrix row of the section `vaccinations`.
    pub fn vaccination_history() -> Self {
        Self(VACCINATION_HISTORY)
    }

    /// Reimbursement data (`REMB`), the matrix row of the section `health_history`.
    pub fn reimbursements() -> Self {
        Self(REIMBURSEMENTS)
    }

    /// Advance directives (`EXPPAT_3`), the matrix row of the section `advance_directives`.
    pub fn advance_directives() -> Self {
        Self(ADVANCE_DIRECTIVES)
    }

    /// The type that has this code, if the list holds it.
    pub fn from_code(code: &str) -> Option<Self> {
        let found = DOCUMENT_TYPES.binary_search_by(|row| row.code.cmp(code)).ok()?;
        DOCUMENT_TYPES.get(found).map(Self)
    }

    /// The code, as `34842-5` or `REMB`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The code system: a URI.
    pub fn system(self) -> &'static str {
        self.0.system
    }

    /// The official French label.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// The official class of the type.
    pub fn category(self) -> DocumentCategory {
        self.0.category
    }

    /// Whether the shared record accepts documents of this type (value set JDV_J66).
    pub fn is_accepted(self) -> bool {
        self.0.accepted
    }

    /// Every type, in code order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        DOCUMENT_TYPES.iter().map(Self)
    }

    pub(crate) fn readers(self) -> EntitlementSet {
        EntitlementSet(self.0.readers)
    }
}

/// The official class of a document type (TRE_A03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentCategory {
    /// Class 10.
    Report,
    /// Class 11.
    Synthesis,
    /// Class 31.
    Imaging,
    /// Class 42.
    Prescription,
    /// Class 43.
    Dispensation,
    /// Class 44.
    CarePlan,
    /// Class 45.
    AdministeredTreatment,
    /// Class 52.
    Certificate,
    /// Class 60.
    Reimbursement,
    /// Class 90.
    PatientDocument,
    /// Class 95.
    Administrative,
    /// No class in the sources: types of the wider list that the record does not accept.
    Unclassified,
}

impl DocumentCategory {
    /// Every category, in class order.
    pub const ALL: [Self; 12] = [
        Self::Report,
        Self::Synthesis,
        Self::Imaging,
        Self::Prescription,
        Self::Dispensation,
        Self::CarePlan,
        Self::AdministeredTreatment,
        Self::Certificate,
        Self::Reimbursement,
        Self::PatientDocument,
        Self::Administrative,
        Self::Unclassified,
    ];

    /// The code of the class, empty for [`Self::Unclassified`].
    pub fn code(self) -> &'static str {
        match self {
            Self::Report => "10",
            Self::Synthesis => "11",
            Self::Imaging => "31",
            Self::Prescription => "42",
            Self::Dispensation => "43",
            Self::CarePlan => "44",
            Self::AdministeredTreatment => "45",
            Self::Certificate => "52",
            Self::Reimbursement => "60",
            Self::PatientDocument => "90",
            Self::Administrative => "95",
            Self::Unclassified => "",
        }
    }

    /// The French label of the class.
    pub fn label(self) -> &'static str {
        match self {
            Self::Report => "Compte rendu",
            Self::Synthesis => "Synthèse",
            Self::Imaging => "Imagerie médicale",
            Self::Prescription => "Prescription",
            Self::Dispensation => "Dispensation",
            Self::CarePlan => "Plan de soins, protocole de soins",
            Self::AdministeredTreatment => "Traitement administré",
            Self::Certificate => "Certificat, déclaration",
            Self::Reimbursement => "Données de remboursement",
            Self::PatientDocument => "Autres documents déposés par le patient",
            Self::Administrative => "Document de gestion",
            Self::Unclassified => "Autre document",
        }
    }
}

/// What a professional may be entitled by: a profession, an activity or a role.
///
/// A person may hold several; the matrix opens a type when one of them does.
#[derive(Clone, Copy)]
pub struct Entitlement(&'static EntitlementRow);

impl Entitlement {
    /// Physician (`10`), the only entitlement an administrator may hold (R11).
    pub fn physician() -> Self {
        Self(PHYSICIAN)
    }

    /// The entitlement that has this key, if the list holds it.
    ///
    /// The key is the `code` column of `professions.csv`, as `10`, `G16-10` or `GENR08`.
    pub fn from_code(code: &str) -> Option<Self> {
        let found = ENTITLEMENTS.binary_search_by(|row| row.code.cmp(code)).ok()?;
        ENTITLEMENTS.get(found).map(Self)
    }

    /// The key, as `10`, `G16-10` or `GENR08`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The national code system: a URI. With [`Self::national_code`], the official identity.
    pub fn system(self) -> &'static str {
        self.0.system
    }

    /// The code within [`Self::system`].
    pub fn national_code(self) -> &'static str {
        self.0.national_code
    }

    /// The official French label.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// Every entitlement, in key order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> + Clone {
        ENTITLEMENTS.iter().map(Self)
    }
}

/// A set of entitlements, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct EntitlementSet(u64);

impl EntitlementSet {
    /// No entitlement.
    pub const EMPTY: Self = Self(0);

    /// The entitlements that open at least one document type (R4).
    pub(crate) const OPENERS: Self = Self(OPENERS);

    /// The same set with one more.
    #[must_use]
    pub fn with(self, entitlement: Entitlement) -> Self {
        Self(self.0 | 1 << entitlement.0.index)
    }

    /// Whether the set holds it.
    pub fn contains(self, entitlement: Entitlement) -> bool {
        self.0 & 1 << entitlement.0.index != 0
    }

    /// Whether the two sets share an entitlement.
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set holds none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The entitlements of the set, in key order.
    pub fn iter(self) -> impl Iterator<Item = Entitlement> + Clone {
        Entitlement::all().filter(move |entitlement| self.contains(*entitlement))
    }
}

impl FromIterator<Entitlement> for EntitlementSet {
    fn from_iter<I: IntoIterator<Item = Entitlement>>(entitlements: I) -> Self {
        entitlements.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for EntitlementSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Rows are unique and in code order, so the index alone tells two of them apart.
macro_rules! known_by_index {
    ($name:ident) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.index == other.0.index
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                self.0.index.cmp(&other.0.index)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.index.hash(state);
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.code)
            }
        }
    };
}

known_by_index!(DocumentType);
known_by_index!(Entitlement);
