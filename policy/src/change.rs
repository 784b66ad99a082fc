//! What the holder's side may change (rulebook, section 5): a change is planned, applied, undone.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use jiff::civil::Date;

use crate::actor::{Actor, ProfileAct};
use crate::facts::{
    DefaultVisibility, DocumentFacts, EmergencyConsents, Finess, ProfileFacts, ProfileState, Rpps, Section,
    VisibilityFlag,
};
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::viewer::Viewer;

/// A profile and its documents, each under the identifier the caller gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFacts<Id> {
    /// The profile.
    pub profile: ProfileFacts,
    /// The documents.
    pub documents: BTreeMap<Id, DocumentFacts>,
}

/// A change that someone on the holder's side asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<Id> {
    /// Mask these documents, or show them again. The other flags stay.
    Mask {
        /// The documents, all visible to whoever asks.
        documents: Vec<Id>,
        /// Masked, or visible.
        masked: bool,
    },
    /// Mask a section, or show it again.
    MaskSection {
        /// The section.
        section: Section,
        /// Masked, or visible.
        masked: bool,
    },
    /// Mask, or show again, every document that whoever asks can see, and every section.
    MaskAll {
        /// Masked, or visible.
        masked: bool,
    },
    /// Choose what becomes of future documents.
    SetDefault(DefaultVisibility),
    /// Block a professional, before or after any access.
    Block(Rpps),
    /// Unblock a professional. They return to *no agreement*, never to *authorised*.
    Unblock(Rpps),
    /// Block an organisation.
    BlockOrganisation(Finess),
    /// Unblock an organisation.
    UnblockOrganisation(Finess),
    /// Close reading to all professionals, or open it again.
    OpposeProfessionals(bool),
    /// Answer about emergencies.
    SetEmergency(EmergencyConsents),
    /// Name an administrator.
    NameAdministrator {
        /// The professional.
        professional: Rpps,
        /// They hold entitlement `10`.
        is_physician: bool,
        /// They are active in the directory.
        is_active: bool,
    },
    /// Withdraw an administrator.
    WithdrawAdministrator(Rpps),
    /// Withdraw an administrator and block them, in one act.
    WithdrawAndBlock(Rpps),
    /// Activate, oppose, close or reopen the profile.
    Profile(ProfileAct),
    /// Undo an earlier change: its inverse. A profile that was closed is not reopened this way.
    Undo(Edits<Id>),
}

/// One fact that a change sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit<Id> {
    /// A document is masked or shown.
    Masked {
        /// The document.
        document: Id,
        /// Its new value.
        masked: bool,
    },
    /// A section is masked or shown.
    MaskedSection {
        /// The section.
        section: Section,
        /// Its new value.
        masked: bool,
    },
    /// The default for future documents.
    Default {
        /// The value before.
        from: DefaultVisibility,
        /// The value after.
        to: DefaultVisibility,
    },
    /// A professional is blocked or not.
    Blocked {
        /// The professional.
        professional: Rpps,
        /// The new value.
        blocked: bool,
    },
    /// A professional's agreement is recorded or not.
    Authorised {
        /// The professional.
        professional: Rpps,
        /// The new value.
        authorised: bool,
    },
    /// An organisation is blocked or not.
    BlockedOrganisation {
        /// The organisation.
        organisation: Finess,
        /// The new value.
        blocked: bool,
    },
    /// A professional is administrator or not.
    Administrator {
        /// The professional.
        professional: Rpps,
        /// The new value.
        administrator: bool,
    },
    /// Reading is closed to all professionals or not.
    ProfessionalsOpposed(bool),
    /// The answers about emergencies.
    Emergency {
        /// The answers before; `None` when there were none.
        from: Option<EmergencyConsents>,
        /// The answers after.
        to: Option<EmergencyConsents>,
    },
    /// The state of the profile.
    State {
        /// The state before.
        from: ProfileState,
        /// The state after.
        to: ProfileState,
    },
}

/// The facts that a change sets, in order: only those that it really changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edits<Id>(Vec<Edit<Id>>);

impl<Id: Ord + Clone> Change<Id> {
    /// What the change would do to this record, if this person may do it on that day.
    ///
    /// # Errors
    /// The reason why not. Nothing a person may not know changes the answer they get.
    pub fn plan(
        &self,
        actor: Actor,
        record: &RecordFacts<Id>,
        on: Date,
        parameters: &Parameters,
    ) -> Result<Edits<Id>, Refusal> {
        let profile = &record.profile;
        if let Self::Profile(act) = self {
            actor.may(*act, profile, on, parameters)?;
            let (from, to) = act.states();
            return Ok(Edits(Vec::from([Edit::State { from, to }])));
        }
        let viewer = Viewer::of(actor, profile, on);
        if !viewer.changes_settings() {
            return Err(Refusal::NotAllowed);
        }
        let wanted = self.wanted(&viewer, record, parameters)?;
        let edits: Vec<_> = wanted
            .into_iter()
            .filter_map(|edit| edit.effective(record))
            .collect();
        Ok(Edits(edits))
    }

    /// The facts the change is about, whether or not they already have the value it sets.
    fn wanted(
        &self,
        viewer: &Viewer,
        record: &RecordFacts<Id>,
        parameters: &Parameters,
    ) -> Result<Vec<Edit<Id>>, Refusal> {
        let profile = &record.profile;
        let edits = match *self {
            Self::Mask {
                ref documents,
                masked,
            } => {
                if !documents.iter().all(|document| record.shows(document, viewer)) {
                    return Err(Refusal::DocumentNotFound);
                }
                documents
                    .iter()
                    .cloned()
                    .map(|document| Edit::Masked { document, masked })
                    .collect()
            }
            Self::MaskSection { section, masked } => Vec::from([Edit::MaskedSection { section, masked }]),
            Self::MaskAll { masked } => {
                let documents = record
                    .documents
                    .keys()
                    .filter(|document| record.shows(document, viewer));
                let documents = documents
                    .cloned()
                    .map(|document| Edit::Masked { document, masked });
                let sections = Section::ALL
                    .into_iter()
                    .map(|section| Edit::MaskedSection { section, masked });
                documents.chain(sections).collect()
            }
            Self::SetDefault(to) => Vec::from([Edit::Default {
                from: profile.default_visibility,
                to,
            }]),
            Self::Block(professional) => {
                if profile.is_administrator(professional, parameters) {
                    return Err(Refusal::AdministratorCannotBeBlocked);
                }
                block(professional)
            }
            Self::Unblock(professional) => Vec::from([Edit::Blocked {
                professional,
                blocked: false,
            }]),
            Self::BlockOrganisation(organisation) => Vec::from([Edit::BlockedOrganisation {
                organisation,
                blocked: true,
            }]),
            Self::UnblockOrganisation(organisation) => Vec::from([Edit::BlockedOrganisation {
                organisation,
                blocked: false,
            }]),
            Self::OpposeProfessionals(opposed) => Vec::from([Edit::ProfessionalsOpposed(opposed)]),
            Self::SetEmergency(consents) => Vec::from([Edit::Emergency {
                from: profile.emergency,
                to: Some(consents),
            }]),
            Self::NameAdministrator {
                professional,
                is_physician,
                is_active,
            } => {
                if !is_physician {
                    return Err(Refusal::AdministratorNotPhysician);
                }
                if !is_active {
                    return Err(Refusal::AdministratorNotActive);
                }
                if profile.blocked.contains(professional) {
                    return Err(Refusal::AdministratorBlocked);
                }
                Vec::from([Edit::Administrator {
                    professional,
                    administrator: true,
                }])
            }
            Self::WithdrawAdministrator(professional) => Vec::from([Edit::Administrator {
                professional,
                administrator: false,
            }]),
            Self::WithdrawAndBlock(professional) => {
                // A *médecin traitant* whom parameter P12 makes administrator has nothing to be withdrawn.
                if profile.is_administrator_by_role(professional, parameters) {
                    return Err(Refusal::AdministratorCannotBeBlocked);
                }
                let mut edits = Vec::from([Edit::Administrator {
                    professional,
                    administrator: false,
                }]);
                edits.extend(block(professional));
                edits
            }
            Self::Undo(Edits(ref edits)) => {
                undo_is_sound(edits, viewer, record, parameters)?;
                edits.clone()
            }
            // Planned apart: it is the one change that does not need an active profile.
            Self::Profile(_) => return Err(Refusal::NotAllowed),
        };
        Ok(edits)
    }
}

/// Blocking also withdraws a recorded agreement, so that unblocking returns to *no agreement*.
fn block<Id>(professional: Rpps) -> Vec<Edit<Id>> {
    Vec::from([
        Edit::Authorised {
            professional,
            authorised: false,
        },
        Edit::Blocked {
            professional,
            blocked: true,
        },
    ])
}

/// The record may have changed since: what an undo sets must still be this person's to set, and leave no administrator blocked.
fn undo_is_sound<Id: Ord + Clone>(
    edits: &[Edit<Id>],
    viewer: &Viewer,
    record: &RecordFacts<Id>,
    parameters: &Parameters,
) -> Result<(), Refusal> {
    let mut after = record.profile.clone();
    for edit in edits {
        match edit {
            Edit::State { .. } => return Err(Refusal::WrongState),
            Edit::Masked { document, .. } if !record.shows(document, viewer) => {
                return Err(Refusal::DocumentNotFound);
            }
            edit => edit.apply_to_profile(&mut after),
        }
    }
    let both = |professional| {
        after.blocked.contains(professional) && after.is_administrator(professional, parameters)
    };
    for edit in edits {
        match *edit {
            Edit::Blocked {
                professional,
                blocked: true,
            } if both(professional) => {
                return Err(Refusal::AdministratorCannotBeBlocked);
            }
            Edit::Administrator {
                professional,
                administrator: true,
            } if both(professional) => {
                return Err(Refusal::AdministratorBlocked);
            }
            _ => {}
        }
    }
    Ok(())
}

impl<Id: Ord> RecordFacts<Id> {
    fn shows(&self, document: &Id, viewer: &Viewer) -> bool {
        self.documents
            .get(document)
            .is_some_and(|document| viewer.sees(document))
    }
}

impl<Id: Ord + Clone> Edit<Id> {
    /// The edit as it applies to this record; `None` if it would change nothing.
    fn effective(self, record: &RecordFacts<Id>) -> Option<Self> {
        let profile = &record.profile;
        let edit = match self {
            Self::Default { to, .. } => Self::Default {
                from: profile.default_visibility,
                to,
            },
            Self::Emergency { to, .. } => Self::Emergency {
                from: profile.emergency,
                to,
            },
            other => other,
        };
        let changes = match &edit {
            Self::Masked { document, masked } => record
                .documents
                .get(document)
                .is_some_and(|document| document.visibility.is_masked() != *masked),
            Self::MaskedSection { section, masked } => profile.masked_sections.contains(*section) != *masked,
            Self::Default { from, to } => from != to,
            Self::Blocked {
                professional,
                blocked,
            } => profile.blocked.contains(*professional) != *blocked,
            Self::Authorised {
                professional,
                authorised,
            } => profile.authorised.contains(*professional) != *authorised,
            Self::BlockedOrganisation {
                organisation,
                blocked,
            } => profile.blocked_organisations.contains(*organisation) != *blocked,
            Self::Administrator {
                professional,
                administrator,
            } => profile.administrators.contains(*professional) != *administrator,
            Self::ProfessionalsOpposed(opposed) => profile.professionals_opposed != *opposed,
            Self::Emergency { from, to } => from != to,
            // Planned apart, from one state to another.
            Self::State { .. } => true,
        };
        changes.then_some(edit)
    }

    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Masked { document, masked } => Self::Masked {
                document,
                masked: !masked,
            },
            Self::MaskedSection { section, masked } => Self::MaskedSection {
                section,
                masked: !masked,
            },
            Self::Default { from, to } => Self::Default { from: to, to: from },
            Self::Blocked {
                professional,
                blocked,
            } => Self::Blocked {
                professional,
                blocked: !blocked,
            },
            Self::Authorised {
                professional,
                authorised,
            } => Self::Authorised {
                professional,
                authorised: !authorised,
            },
            Self::BlockedOrganisation {
                organisation,
                blocked,
            } => Self::BlockedOrganisation {
                organisation,
                blocked: !blocked,
            },
            Self::Administrator {
                professional,
                administrator,
            } => Self::Administrator {
                professional,
                administrator: !administrator,
            },
            Self::ProfessionalsOpposed(opposed) => Self::ProfessionalsOpposed(!opposed),
            Self::Emergency { from, to } => Self::Emergency { from: to, to: from },
            Self::State { from, to } => Self::State { from: to, to: from },
        }
    }

    fn apply(&self, record: &mut RecordFacts<Id>) {
        if let Self::Masked { document, masked } = self {
            if let Some(document) = record.documents.get_mut(document) {
                document.visibility = if *masked {
                    document.visibility.with(VisibilityFlag::MaskedToProfessionals)
                } else {
                    document.visibility.without(VisibilityFlag::MaskedToProfessionals)
                };
            }
        } else {
            self.apply_to_profile(&mut record.profile);
        }
    }

    fn apply_to_profile(&self, profile: &mut ProfileFacts) {
        fn set<T: Ord + Copy>(set: &mut crate::facts::SortedSet<T>, value: T, present: bool) {
            if present {
                set.insert(value);
            } else {
                set.remove(value);
            }
        }
        match *self {
            Self::Masked { .. } => {}
            Self::MaskedSection { section, masked } => {
                profile.masked_sections = if masked {
                    profile.masked_sections.with(section)
                } else {
                    profile.masked_sections.without(section)
                };
            }
            Self::Default { to, .. } => profile.default_visibility = to,
            Self::Blocked {
                professional,
                blocked,
            } => set(&mut profile.blocked, professional, blocked),
            Self::Authorised {
                professional,
                authorised,
            } => set(&mut profile.authorised, professional, authorised),
            Self::BlockedOrganisation {
                organisation,
                blocked,
            } => {
                set(&mut profile.blocked_organisations, organisation, blocked);
            }
            Self::Administrator {
                professional,
                administrator,
            } => {
                set(&mut profile.administrators, professional, administrator);
            }
            Self::ProfessionalsOpposed(opposed) => profile.professionals_opposed = opposed,
            Self::Emergency { to, .. } => profile.emergency = to,
            Self::State { to, .. } => profile.state = to,
        }
    }
}

/// Edits that were kept from an earlier plan, for [`Change::Undo`]. What they set is checked again when it is planned.
impl<Id> FromIterator<Edit<Id>> for Edits<Id> {
    fn from_iter<T: IntoIterator<Item = Edit<Id>>>(edits: T) -> Self {
        Self(edits.into_iter().collect())
    }
}

impl<Id: Ord + Clone> Edits<Id> {
    /// Sets the facts.
    pub fn apply(&self, record: &mut RecordFacts<Id>) {
        for edit in &self.0 {
            edit.apply(record);
        }
    }

    /// The edits that put everything back, to be asked for through [`Change::Undo`].
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self(self.0.iter().rev().map(Edit::inverse).collect())
    }

    /// The edits, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Edit<Id>> + Clone {
        self.0.iter()
    }

    /// Whether the change changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many documents it changes: the number to report. It only counts what the actor sees.
    pub fn documents(&self) -> usize {
        self.0
            .iter()
            .filter(|edit| matches!(edit, Edit::Masked { .. }))
            .count()
    }
}
