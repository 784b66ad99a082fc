//! What the rules know about a document.

use super::{Rpps, Visibility};
use crate::codes::DocumentType;

/// Who a document comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Author {
    /// A professional, who keeps reading and deleting it (R.1111-49).
    Professional(Rpps),
    /// The person the record is about.
    Holder,
    /// A legal representative of the holder.
    LegalRepresentative,
    /// A referenced application.
    ReferencedApplication,
    /// The health insurance.
    HealthInsurance,
}

impl Author {
    /// Whether this professional is the author.
    pub fn is(self, professional: Rpps) -> bool {
        self == Self::Professional(professional)
    }

    /// The stable identifier of the kind of author.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Professional(_) => "professional",
            Self::Holder => "holder",
            Self::LegalRepresentative => "legal_representative",
            Self::ReferencedApplication => "referenced_application",
            Self::HealthInsurance => "health_insurance",
        }
    }
}

/// What the rules know about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DocumentFacts {
    /// The type; `None` when its code is not in the list: such a document is closed (R17).
    pub document_type: Option<DocumentType>,
    /// The author.
    pub author: Author,
    /// The visibility flags.
    pub visibility: Visibility,
}
