//! The privacy check-up.

use serde::{Deserialize, Serialize};

use super::{DocumentLine, ProfessionalView};

/// What the questions of the check-up show beside the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckUp {
    /// The professionals who came, the latest first.
    pub visitors: Vec<Visitor>,
    /// The first masked documents, newest first.
    pub masked: Vec<DocumentLine>,
}

/// A professional who came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Who.
    pub professional: ProfessionalView,
    /// They are blocked.
    pub blocked: bool,
    /// They are administrator of the record.
    pub administrator: bool,
}
