//! The facts that a change set, as they are kept for its undo, and as they are written to the tables.

use policy::{DefaultVisibility, Edit, Edits, EmergencyConsents, ProfileState, Section};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::known_facts;
use crate::{
    RecordError,
    sql::{documents, settings},
    store::Tx,
};

/// One fact that a change set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(crate) enum StoredEdit {
    Masked {
        document: Uuid,
        masked: bool,
    },
    MaskedSection {
        section: String,
        masked: bool,
    },
    Default {
        from: String,
        to: String,
    },
    Blocked {
        rpps: String,
        blocked: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        since: Option<i64>,
    },
    Authorised {
        rpps: String,
        authorised: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        since: Option<i64>,
    },
    BlockedOrganisation {
        finess: String,
        blocked: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        since: Option<i64>,
    },
    Administrator {
        rpps: String,
        administrator: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        since: Option<i64>,
    },
    ProfessionalsOpposed {
        opposed: bool,
    },
    Emergency {
        from: Option<StoredConsents>,
        to: Option<StoredConsents>,
    },
    State {
        from: String,
        to: String,
    },
}

/// The three answers about emergencies: SAMU, break-glass, masked documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredConsents(bool, bool, bool);

impl From<EmergencyConsents> for StoredConsents {
    fn from(consents: EmergencyConsents) -> Self {
        Self(
            consents.samu(),
            consents.break_glass(),
            consents.masked_documents(),
        )
    }
}

impl StoredConsents {
    fn consents(self) -> Result<EmergencyConsents, RecordError> {
        EmergencyConsents::new(self.0, self.1, self.2).map_err(|_| RecordError::Corrupt("change.body"))
    }
}

impl From<&Edit<Uuid>> for StoredEdit {
    fn from(edit: &Edit<Uuid>) -> Self {
        match edit {
            Edit::Masked { document, masked } => Self::Masked {
                document: *document,
                masked: *masked,
            },
            Edit::MaskedSection { section, masked } => Self::MaskedSection {
                section: section.id().to_owned(),
                masked: *masked,
            },
            Edit::Default { from, to } => Self::Default {
                from: from.id().to_owned(),
                to: to.id().to_owned(),
            },
            Edit::Blocked {
                professional,
                blocked,
            } => Self::Blocked {
                rpps: professional.to_string(),
                blocked: *blocked,
                since: None,
            },
            Edit::Authorised {
                professional,
                authorised,
            } => Self::Authorised {
                rpps: professional.to_string(),
                authorised: *authorised,
                since: None,
            },
            Edit::BlockedOrganisation {
                organisation,
                blocked,
            } => Self::BlockedOrganisation {
                finess: organisation.to_string(),
                blocked: *blocked,
                since: None,
            },
            Edit::Administrator {
                professional,
                administrator,
            } => Self::Administrator {
                rpps: professional.to_string(),
                administrator: *administrator,
                since: None,
            },
            Edit::ProfessionalsOpposed(opposed) => Self::ProfessionalsOpposed { opposed: *opposed },
            Edit::Emergency { from, to } => Self::Emergency {
                from: from.map(StoredConsents::from),
                to: to.map(StoredConsents::from),
            },
            Edit::State { from, to } => Self::State {
                from: from.id().to_owned(),
                to: to.id().to_owned(),
            },
        }
    }
}

impl StoredEdit {
    /// The edit itself.
    pub(crate) fn edit(&self) -> Result<Edit<Uuid>, RecordError> {
        const WRONG: RecordError = RecordError::Corrupt("change.body");
        Ok(match self {
            Self::Masked { document, masked } => Edit::Masked {
                document: *document,
                masked: *masked,
            },
            Self::MaskedSection { section, masked } => Edit::MaskedSection {
                section: Section::from_id(section).ok_or(WRONG)?,
                masked: *masked,
            },
            Self::Default { from, to } => Edit::Default {
                from: DefaultVisibility::from_id(from).ok_or(WRONG)?,
                to: DefaultVisibility::from_id(to).ok_or(WRONG)?,
            },
            Self::Blocked { rpps, blocked, .. } => Edit::Blocked {
                professional: rpps.parse().map_err(|_| WRONG)?,
                blocked: *blocked,
            },
            Self::Authorised { rpps, authorised, .. } => Edit::Authorised {
                professional: rpps.parse().map_err(|_| WRONG)?,
                authorised: *authorised,
            },
            Self::BlockedOrganisation { finess, blocked, .. } => Edit::BlockedOrganisation {
                organisation: finess.parse().map_err(|_| WRONG)?,
                blocked: *blocked,
            },
            Self::Administrator {
                rpps, administrator, ..
            } => Edit::Administrator {
                professional: rpps.parse().map_err(|_| WRONG)?,
                administrator: *administrator,
            },
            Self::ProfessionalsOpposed { opposed } => Edit::ProfessionalsOpposed(*opposed),
            Self::Emergency { from, to } => {
                let consents =
                    |stored: &Option<StoredConsents>| stored.map(StoredConsents::consents).transpose();
                Edit::Emergency {
                    from: consents(from)?,
                    to: consents(to)?,
                }
            }
            Self::State { from, to } => Edit::State {
                from: ProfileState::from_id(from).ok_or(WRONG)?,
                to: ProfileState::from_id(to).ok_or(WRONG)?,
            },
        })
    }

    /// Since when what it took away was there.
    fn since(&self) -> Option<i64> {
        match self {
            Self::Blocked { since, .. }
            | Self::Authorised { since, .. }
            | Self::BlockedOrganisation { since, .. }
            | Self::Administrator { since, .. } => *since,
            _ => None,
        }
    }

    /// As it is kept: with since when what it took away was there.
    fn taken_since(mut self, taken: Option<i64>) -> Self {
        if let Self::Blocked { since, .. }
        | Self::Authorised { since, .. }
        | Self::BlockedOrganisation { since, .. }
        | Self::Administrator { since, .. } = &mut self
        {
            *since = taken;
        }
        self
    }

    /// Whether a later edit changed again what this one set: an agreement goes with the block that took it back.
    pub(crate) fn is_overtaken_by(&self, later: &Self) -> bool {
        match (self, later) {
            (Self::Authorised { rpps: one, .. }, Self::Blocked { rpps: two, .. }) => one == two,
            _ => self.is_about_the_fact_of(later),
        }
    }

    /// Whether the two set the same fact, whatever its value.
    fn is_about_the_fact_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Masked { document: one, .. }, Self::Masked { document: two, .. }) => one == two,
            (Self::MaskedSection { section: one, .. }, Self::MaskedSection { section: two, .. })
            | (Self::Blocked { rpps: one, .. }, Self::Blocked { rpps: two, .. })
            | (Self::Authorised { rpps: one, .. }, Self::Authorised { rpps: two, .. })
            | (
                Self::BlockedOrganisation { finess: one, .. },
                Self::BlockedOrganisation { finess: two, .. },
            )
            | (Self::Administrator { rpps: one, .. }, Self::Administrator { rpps: two, .. }) => one == two,
            (Self::Default { .. }, Self::Default { .. })
            | (Self::ProfessionalsOpposed { .. }, Self::ProfessionalsOpposed { .. })
            | (Self::Emergency { .. }, Self::Emergency { .. })
            | (Self::State { .. }, Self::State { .. }) => true,
            _ => false,
        }
    }
}

/// Writes edits to the tables, and gives them as they are to be kept. What an undo puts back is there since it was before: `undone` are
/// the edits that are undone.
pub(crate) async fn write_all(
    tx: &mut Tx,
    profile: Uuid,
    edits: &Edits<Uuid>,
    undone: &[StoredEdit],
    micros: i64,
) -> Result<Vec<StoredEdit>, RecordError> {
    let mut kept = Vec::with_capacity(edits.iter().len());
    for edit in edits.iter() {
        let stored = StoredEdit::from(edit);
        let since = undone
            .iter()
            .filter(|_| !matches!(edit, Edit::Masked { .. }))
            .find(|one| one.is_about_the_fact_of(&stored))
            .and_then(StoredEdit::since);
        let taken = write(tx, profile, edit, since.unwrap_or(micros)).await?;
        kept.push(stored.taken_since(taken));
    }
    if edits.documents() > 0 {
        documents::recount(tx, profile).await?;
    }
    Ok(kept)
}

/// Gives since when what the edit takes away was there.
async fn write(
    tx: &mut Tx,
    profile: Uuid,
    edit: &Edit<Uuid>,
    micros: i64,
) -> Result<Option<i64>, RecordError> {
    match edit {
        Edit::Masked { document, masked } => {
            if documents::set_masked(tx, profile, *document, *masked).await? != 1 {
                return Err(RecordError::Corrupt("document"));
            }
        }
        Edit::MaskedSection { section, masked } => {
            let bit = known_facts::section_bit(*section);
            settings::set_masked_section(tx, profile, bit, *masked).await?;
        }
        Edit::Default { to, .. } => settings::set_default_visibility(tx, profile, to.id()).await?,
        Edit::Blocked {
            professional,
            blocked,
        } => {
            let rpps = professional.to_string();
            return Ok(settings::set_blocked(tx, profile, &rpps, *blocked, micros).await?);
        }
        Edit::Authorised {
            professional,
            authorised,
        } => {
            let rpps = professional.to_string();
            return Ok(settings::set_authorised(tx, profile, &rpps, *authorised, micros).await?);
        }
        Edit::BlockedOrganisation {
            organisation,
            blocked,
        } => {
            let finess = organisation.to_string();
            return Ok(settings::set_blocked_organisation(tx, profile, &finess, *blocked, micros).await?);
        }
        Edit::Administrator {
            professional,
            administrator,
        } => {
            let rpps = professional.to_string();
            return Ok(settings::set_administrator(tx, profile, &rpps, *administrator, micros).await?);
        }
        Edit::ProfessionalsOpposed(opposed) => {
            settings::set_professionals_opposed(tx, profile, *opposed).await?;
        }
        Edit::Emergency { to, .. } => settings::set_emergency(tx, profile, *to).await?,
        Edit::State { to, .. } => settings::set_state(tx, profile, to.id(), micros).await?,
    }
    Ok(None)
}
