//! The authorisation matrix: which entitlement opens which document type (R.1111-46, parameter P8).

use crate::codes::{DocumentType, Entitlement, EntitlementSet};

/// Whether one of these entitlements opens the type.
pub fn opens(entitlements: EntitlementSet, document_type: DocumentType) -> bool {
    entitlements.intersects(document_type.readers())
}

/// Whether one of these entitlements opens anything at all (R4).
pub fn opens_anything(entitlements: EntitlementSet) -> bool {
    entitlements.intersects(EntitlementSet::OPENERS)
}

/// The entitlements that open the type, in key order.
pub fn readers(document_type: DocumentType) -> impl Iterator<Item = Entitlement> + Clone {
    document_type.readers().iter()
}
