//! What a person sees of a record: one projection for each kind of viewer. What is not shown does not exist for them.

use jiff::civil::Date;

use crate::actor::{Actor, Representation};
use crate::facts::{Author, DocumentFacts, ProfileFacts, ProfileState, Visibility, VisibilityFlag};
use crate::history::HistoryLine;
use crate::reading::Reading;
use crate::refusal::Refusal;
use crate::request::Request;

/// What one person sees of one record on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    eyes: Eyes,
    changes_settings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Eyes {
    Nothing,
    Holder,
    LegalRepresentative,
    Professional {
        reading: Reading,
        secret_lines: SecretLines,
    },
}

/// Which lines of secret connections a professional sees (S4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SecretLines {
    Own,
    All,
}

impl Viewer {
    /// Someone on the holder's side (rulebook, section 4).
    pub fn of(actor: Actor, profile: &ProfileFacts, on: Date) -> Self {
        let minor = profile.is_minor(on);
        let (eyes, changes_settings) = match actor {
            _ if profile.state != ProfileState::Active => (Eyes::Nothing, false),
            Actor::Holder if !minor => (Eyes::Holder, true),
            Actor::Representative(Representation::LegalRepresentative) if minor => {
                (Eyes::LegalRepresentative, true)
            }
            Actor::Representative(Representation::Caregiver(delegation))
                if !minor && delegation.is_in_force(on) =>
            {
                (Eyes::Holder, delegation.may_change_settings)
            }
            Actor::Holder | Actor::Representative(_) => (Eyes::Nothing, false),
        };
        Self {
            eyes,
            changes_settings,
        }
    }

    /// The professional who makes this request. The action of the request is not looked at.
    pub fn professional(request: &Request<'_>) -> Self {
        let profile = request.profile;
        let all = profile.referring_doctor == Some(request.requester.rpps) && profile.is_minor(request.on);
        let secret_lines = if all { SecretLines::All } else { SecretLines::Own };
        Self {
            eyes: Eyes::Professional {
                reading: Reading::of(request),
                secret_lines,
            },
            changes_settings: false,
        }
    }

    /// Whether documents are shown to them at all.
    pub fn reads_documents(&self) -> bool {
        match self.eyes {
            Eyes::Nothing => false,
            Eyes::Holder | Eyes::LegalRepresentative | Eyes::Professional { .. } => true,
        }
    }

    /// Whether the history is shown to them at all.
    pub fn reads_history(&self) -> bool {
        match self.eyes {
            Eyes::Nothing => false,
            Eyes::Holder | Eyes::LegalRepresentative => true,
            Eyes::Professional { reading, .. } => reading.open().is_permit(),
        }
    }

    /// Whether they may change the privacy settings.
    pub fn changes_settings(&self) -> bool {
        self.changes_settings
    }

    /// Whether this document exists for them.
    pub fn sees(&self, document: &DocumentFacts) -> bool {
        match self.eyes {
            Eyes::Nothing => false,
            Eyes::Holder => holder_sees(document.visibility),
            Eyes::LegalRepresentative => legal_representative_sees(document.visibility),
            Eyes::Professional { reading, .. } => reading.document(document).is_permit(),
        }
    }

    /// Whether this line of the history exists for them (sections 2 and 6).
    pub fn sees_line(&self, line: &HistoryLine) -> bool {
        if !self.reads_history() || !line.document.is_none_or(|document| self.sees(&document)) {
            return false;
        }
        match self.eyes {
            Eyes::Nothing => false,
            Eyes::Holder => true,
            Eyes::LegalRepresentative => !line.secret && !line.is_refused_deposit(),
            Eyes::Professional {
                reading,
                secret_lines,
            } => !line.secret || secret_lines == SecretLines::All || line.by == Some(reading.requester()),
        }
    }

    /// Whether they may delete this document: one that the holder's side deposited (section 5).
    ///
    /// # Errors
    /// The reason why not; a document they do not see answers as one that is not there.
    pub fn may_delete(&self, document: &DocumentFacts) -> Result<(), Refusal> {
        if !self.changes_settings {
            return Err(Refusal::NotAllowed);
        }
        if !self.sees(document) {
            return Err(Refusal::DocumentNotFound);
        }
        match document.author {
            Author::Holder | Author::LegalRepresentative => Ok(()),
            Author::Professional(_) | Author::ReferencedApplication | Author::HealthInsurance => {
                Err(Refusal::NotOwnDocument)
            }
        }
    }

    /// Whether they may ask the author of this document to correct or delete it (EXI 10).
    pub fn may_ask_author(&self, document: &DocumentFacts) -> bool {
        self.changes_settings && self.sees(document) && matches!(document.author, Author::Professional(_))
    }
}

/// Whether an adult holder sees a document with these flags.
pub(crate) fn holder_sees(visibility: Visibility) -> bool {
    !visibility.contains(VisibilityFlag::HiddenFromPatient)
}

/// Whether the legal representative of a minor sees a document with these flags.
pub(crate) fn legal_representative_sees(visibility: Visibility) -> bool {
    holder_sees(visibility) && !visibility.contains(VisibilityFlag::HiddenFromRepresentatives)
}
