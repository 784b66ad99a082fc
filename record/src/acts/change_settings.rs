//! The holder, or someone who acts for them, changes what professionals may read: masks, blocks, answers about
//! emergencies, administrators. What a change means is planned by the rules ([`policy::Change`]); this act shows the
//! plan, carries it out in one transaction with its trace and notices, and keeps what was before so that it can be undone.

use std::collections::BTreeMap;

use policy::{Change, Edit, Edits, Event, Parameters, RecordFacts, Refusal, TraceAction};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    change_effects,
    history::local_time,
    known_facts,
    list_documents::narrowing,
    stored_edit::{self, StoredEdit},
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store, normalise,
    sql::{
        changes,
        documents::{self, DocumentRow},
        professionals,
    },
    store::{Tx, in_transaction},
    trace::{Audience, TracedDocument},
    views::{
        ChangeKind, ChangePreview, ChangeReport, DocumentLine, LaterChange, SettingEdit, SettingsChange,
    },
};

/// A change as it is kept: enough to report it, and to undo it exactly.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub kind: ChangeKind,
    pub edits: Vec<StoredEdit>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<String>,
}

impl Kept {
    pub(crate) fn parse(body: &str) -> Result<Self, RecordError> {
        serde_json::from_str(body).map_err(|_| RecordError::Corrupt("change.body"))
    }

    /// How many documents it changed.
    pub(crate) fn documents(&self) -> u64 {
        let masks = self
            .edits
            .iter()
            .filter(|edit| matches!(edit, StoredEdit::Masked { .. }));
        masks.count() as u64
    }
}

/// What would change: the rules' edits, and the documents they were planned on.
struct Plan {
    kind: ChangeKind,
    edits: Edits<Uuid>,
    record: RecordFacts<Uuid>,
    rows: BTreeMap<Uuid, DocumentRow>,
    /// How many documents were asked for.
    asked: usize,
    subject: Option<String>,
    since: Vec<LaterChange>,
}

/// How much of the record a plan is made on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breadth {
    /// Only the documents that the change itself is about.
    WhatChanges,
    /// Every document the person sees: what others gain or lose can then be told.
    Everything,
}

impl Store {
    /// What a change would do. Changes nothing.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile, a document or the change to undo does not exist for this person,
    /// [`RecordError::Refused`] when the rules do not let it be done.
    pub async fn preview_change(
        &self,
        key: ActorKey,
        change: &SettingsChange,
        occasion: Occasion<'_>,
    ) -> Result<ChangePreview, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let plan = Plan::make(tx, &acting, change, Breadth::Everything, occasion).await?;
            plan.preview(tx, &acting, occasion).await
        })
    }

    /// Does it, in one transaction with its trace and its notices. Gives the identifier of the change, or nothing when
    /// everything was that way already. `confirmed` is the fingerprint of the preview that was confirmed; `None` when
    /// the request says all by itself, as it does for one document.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] and [`RecordError::Refused`] as for the preview, [`RecordError::Stale`] when what was
    /// confirmed is no longer what would happen.
    pub async fn change_settings(
        &self,
        key: ActorKey,
        change: &SettingsChange,
        confirmed: Option<&str>,
        occasion: Occasion<'_>,
    ) -> Result<Option<Uuid>, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            make_change(tx, &acting, change, confirmed, occasion).await
        })
    }

    /// What a change did.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when there is none of that identifier on this person's profile.
    pub async fn report_change(
        &self,
        key: ActorKey,
        change: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<ChangeReport, RecordError> {
        in_transaction!(self, begin_read, tx => {
            Acting::read(tx, key, occasion).await?;
            let (_, body) = changes::find(tx, key.profile, change).await?.ok_or(RecordError::NotFound)?;
            let kept = Kept::parse(&body)?;
            Ok(ChangeReport {
                id: change,
                kind: kept.kind,
                changed: kept.documents(),
                title: kept.title,
                subject: kept.subject,
            })
        })
    }
}

/// Makes the change, for whoever holds the profile's lock.
pub(crate) async fn make_change(
    tx: &mut Tx,
    acting: &Acting,
    change: &SettingsChange,
    confirmed: Option<&str>,
    occasion: Occasion<'_>,
) -> Result<Option<Uuid>, RecordError> {
    let plan = Plan::make(tx, acting, change, Breadth::WhatChanges, occasion).await?;
    // A form sent twice finds its work done: that is no conflict.
    if plan.edits.is_empty() {
        return Ok(None);
    }
    if let Some(confirmed) = confirmed
        && plan.fingerprint(tx, acting, occasion).await? != confirmed
    {
        return Err(RecordError::Stale);
    }
    plan.carry_out(tx, acting, occasion).await.map(Some)
}

impl Plan {
    async fn make(
        tx: &mut Tx,
        acting: &Acting,
        change: &SettingsChange,
        breadth: Breadth,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let mut since = Vec::new();
        let (kind, asked) = match change {
            SettingsChange::Undo(undone) => {
                let undo = undo(tx, acting, *undone, &mut since).await?;
                (ChangeKind::ChangeUndone, undo)
            }
            change => (kind_of(change), planned(tx, acting, change).await?),
        };
        let (asked_documents, rows) = match (&asked, breadth) {
            (Change::Mask { documents, .. }, Breadth::WhatChanges) => {
                let mut rows = Vec::with_capacity(documents.len());
                for id in documents {
                    rows.extend(documents::find(tx, acting.key.profile, *id).await?);
                }
                (documents.len(), rows)
            }
            (asked, breadth)
                if breadth == Breadth::Everything
                    || matches!(asked, Change::MaskAll { .. } | Change::Undo(_)) =>
            {
                let rows = documents::all(tx, acting.key.profile, acting.unseen().bits()).await?;
                let count = match asked {
                    Change::Mask { documents, .. } => documents.len(),
                    Change::MaskAll { .. } => rows.len(),
                    _ => 0,
                };
                (count, rows)
            }
            // No other change is about documents.
            _ => (0, Vec::new()),
        };
        let mut facts = BTreeMap::new();
        for row in &rows {
            facts.insert(row.id, known_facts::document_facts(row)?);
        }
        let record = RecordFacts {
            profile: known_facts::profile_facts(tx, &acting.profile).await?,
            documents: facts,
        };
        let edits = asked
            .plan(acting.actor, &record, occasion.day, &Parameters::CURRENT)
            .map_err(|refusal| match refusal {
                Refusal::NotAllowed | Refusal::DocumentNotFound => RecordError::NotFound,
                refusal => RecordError::Refused(refusal),
            })?;
        Ok(Self {
            kind,
            edits,
            record,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            asked: asked_documents,
            subject: subject(tx, change).await?,
            since,
        })
    }

    fn stored(&self) -> Vec<StoredEdit> {
        self.edits.iter().map(StoredEdit::from).collect()
    }

    /// What the confirmation page says and the person confirms: the edits, and the settings they meet.
    async fn fingerprint(
        &self,
        tx: &mut Tx,
        acting: &Acting,
        occasion: Occasion<'_>,
    ) -> Result<String, RecordError> {
        let settings = known_facts::settings(tx, &acting.profile, occasion).await?;
        let said = serde_json::to_vec(&(self.kind, self.stored(), settings, &self.since))
            .map_err(|_| RecordError::Corrupt("change"))?;
        let hash = Sha256::digest(said);
        Ok(hash.first_chunk().map_or_else(String::new, |start| {
            format!("{:032x}", u128::from_be_bytes(*start))
        }))
    }

    async fn preview(
        self,
        tx: &mut Tx,
        acting: &Acting,
        occasion: Occasion<'_>,
    ) -> Result<ChangePreview, RecordError> {
        let fingerprint = self.fingerprint(tx, acting, occasion).await?;
        let (gains, losses) =
            change_effects::effects(tx, acting, &self.record, &self.edits, &self.rows, occasion).await?;
        let mut masks = BTreeMap::new();
        let (mut sections_masking, mut sections_unmasking) = (Vec::new(), Vec::new());
        let mut settings_changing = Vec::new();
        for edit in self.edits.iter() {
            match edit {
                Edit::Masked { document, masked } => {
                    masks.insert(*document, *masked);
                }
                Edit::MaskedSection { section, masked } => {
                    let sections = if *masked {
                        &mut sections_masking
                    } else {
                        &mut sections_unmasking
                    };
                    sections.push(section.id().to_owned());
                }
                edit => settings_changing.extend(setting_edit(tx, edit).await?),
            }
        }
        let (masking, unmasking) = lines(self.rows, &masks)?;
        let changing = masking.len() + unmasking.len();
        Ok(ChangePreview {
            kind: self.kind,
            is_done: self.edits.is_empty(),
            unchanged: self.asked.saturating_sub(changing) as u64,
            masking,
            unmasking,
            sections_masking,
            sections_unmasking,
            settings_changing,
            gains,
            losses,
            settings: known_facts::settings(tx, &acting.profile, occasion).await?,
            since: self.since,
            fingerprint,
        })
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        acting: &Acting,
        occasion: Occasion<'_>,
    ) -> Result<Uuid, RecordError> {
        let profile = acting.key.profile;
        stored_edit::write_all(tx, profile, &self.edits, occasion.micros()).await?;
        let single = self.single();
        let documents = self.edits.documents() as u64;
        let kept = Kept {
            kind: self.kind,
            edits: self.stored(),
            title: single.as_ref().map(|document| document.title.clone()),
            subject: self.subject.clone(),
        };
        let id = occasion.chance.id();
        keep(tx, acting, id, &kept, occasion).await?;
        let traced = Traced {
            change: Some(self.kind.id().to_owned()),
            count: (single.is_none() && documents > 0).then_some(documents),
            document: single,
            subject: self.subject.clone(),
            change_id: Some(id),
            ..Traced::by_person(TraceAction::SettingChanged, acting.name())
        };
        let trace = write_trace::write(tx, profile, Audience::Everyone, occasion, traced).await?;
        let event = match self.kind {
            ChangeKind::AdministratorNamed => Event::AdministratorNamed,
            _ => Event::PrivacySettingChanged,
        };
        write_trace::notify(tx, &acting.profile, occasion, &event, &trace).await?;
        Ok(id)
    }

    /// The document, when the change is about one and nothing else.
    fn single(&self) -> Option<TracedDocument> {
        let mut edits = self.edits.iter();
        let (Some(Edit::Masked { document, .. }), None) = (edits.next(), edits.next()) else {
            return None;
        };
        if self.asked > 1 {
            return None;
        }
        self.rows.get(document).map(|row| TracedDocument {
            id: row.id,
            title: row.title.clone(),
        })
    }
}

/// Keeps a change, to report it and to undo it.
pub(crate) async fn keep(
    tx: &mut Tx,
    acting: &Acting,
    id: Uuid,
    kept: &Kept,
    occasion: Occasion<'_>,
) -> Result<(), RecordError> {
    let body = serde_json::to_string(kept).map_err(|_| RecordError::Corrupt("change"))?;
    let key = acting.key;
    changes::insert(tx, key.profile, id, key.account, occasion.micros(), &body).await?;
    Ok(())
}

fn kind_of(change: &SettingsChange) -> ChangeKind {
    match change {
        SettingsChange::Documents { mask: true, .. }
        | SettingsChange::Matching { mask: true, .. }
        | SettingsChange::All { mask: true } => ChangeKind::DocumentsMasked,
        SettingsChange::Documents { .. } | SettingsChange::Matching { .. } | SettingsChange::All { .. } => {
            ChangeKind::DocumentsUnmasked
        }
        SettingsChange::Section { mask: true, .. } => ChangeKind::SectionMasked,
        SettingsChange::Section { .. } => ChangeKind::SectionUnmasked,
        SettingsChange::Default(_) => ChangeKind::DefaultVisibilityChanged,
        SettingsChange::Emergency(_) => ChangeKind::EmergencyChanged,
        SettingsChange::Block(_) => ChangeKind::ProfessionalBlocked,
        SettingsChange::Unblock(_) => ChangeKind::ProfessionalUnblocked,
        SettingsChange::BlockOrganisation(_) => ChangeKind::OrganisationBlocked,
        SettingsChange::UnblockOrganisation(_) => ChangeKind::OrganisationUnblocked,
        SettingsChange::Oppose(true) => ChangeKind::ProfessionalsOpposed,
        SettingsChange::Oppose(false) => ChangeKind::ProfessionalsReadmitted,
        SettingsChange::NameAdministrator(_) => ChangeKind::AdministratorNamed,
        SettingsChange::WithdrawAdministrator(_) => ChangeKind::AdministratorWithdrawn,
        SettingsChange::WithdrawAndBlock(_) => ChangeKind::AdministratorBlocked,
        SettingsChange::Undo(_) => ChangeKind::ChangeUndone,
    }
}

/// What is asked, in the rules' words. An undo is planned apart.
async fn planned(tx: &mut Tx, acting: &Acting, change: &SettingsChange) -> Result<Change<Uuid>, RecordError> {
    Ok(match change {
        SettingsChange::Documents { documents, mask } => {
            let mut documents = documents.clone();
            documents.sort_unstable();
            documents.dedup();
            Change::Mask {
                documents,
                masked: *mask,
            }
        }
        SettingsChange::Matching { query, mask } => {
            let pattern = normalise::contains_pattern(&query.search);
            let narrowing = narrowing(query, &pattern, acting.key.profile, acting.unseen().bits());
            Change::Mask {
                documents: documents::matching_ids(tx, &narrowing).await?,
                masked: *mask,
            }
        }
        SettingsChange::All { mask } => Change::MaskAll { masked: *mask },
        SettingsChange::Section { section, mask } => Change::MaskSection {
            section: *section,
            masked: *mask,
        },
        SettingsChange::Default(visibility) => Change::SetDefault(*visibility),
        SettingsChange::Emergency(consents) => Change::SetEmergency(*consents),
        SettingsChange::Block(rpps) => Change::Block(*rpps),
        SettingsChange::Unblock(rpps) => Change::Unblock(*rpps),
        SettingsChange::BlockOrganisation(finess) => Change::BlockOrganisation(*finess),
        SettingsChange::UnblockOrganisation(finess) => Change::UnblockOrganisation(*finess),
        SettingsChange::Oppose(opposed) => Change::OpposeProfessionals(*opposed),
        SettingsChange::NameAdministrator(rpps) => {
            let known = professionals::find(tx, &rpps.to_string()).await?;
            Change::NameAdministrator {
                professional: *rpps,
                is_physician: known.as_ref().is_some_and(|known| {
                    policy::Entitlement::from_code(&known.profession)
                        .is_some_and(|entitlement| entitlement == policy::Entitlement::physician())
                }),
                is_active: known.is_some_and(|known| known.active && !known.suspended),
            }
        }
        SettingsChange::WithdrawAdministrator(rpps) => Change::WithdrawAdministrator(*rpps),
        SettingsChange::WithdrawAndBlock(rpps) => Change::WithdrawAndBlock(*rpps),
        SettingsChange::Undo(_) => return Err(RecordError::Corrupt("change")),
    })
}

/// The undo of a change: its inverse, without what was changed again since. That stays as it is, and is said.
async fn undo(
    tx: &mut Tx,
    acting: &Acting,
    undone: Uuid,
    since: &mut Vec<LaterChange>,
) -> Result<Change<Uuid>, RecordError> {
    let profile = acting.key.profile;
    let (at, body) = changes::find(tx, profile, undone)
        .await?
        .ok_or(RecordError::NotFound)?;
    let kept = Kept::parse(&body)?;
    let mut edits = kept.edits;
    for (_, at, body) in changes::after(tx, profile, at, undone).await? {
        let later = Kept::parse(&body)?;
        let before = edits.len();
        edits.retain(|edit| !later.edits.iter().any(|other| edit.is_about_the_fact_of(other)));
        let touched = before - edits.len();
        if touched > 0 {
            since.push(LaterChange {
                kind: later.kind,
                at: local_time(at)?,
                touched: touched as u64,
                title: later.title,
            });
        }
    }
    let mut there = Vec::with_capacity(edits.len());
    for edit in &edits {
        // A document that is gone has nothing to be put back.
        let is_gone = match edit {
            StoredEdit::Masked { document, .. } => {
                let row = documents::find(tx, profile, *document).await?;
                row.is_none_or(|row| row.visibility & acting.unseen().bits() != 0)
            }
            _ => false,
        };
        if !is_gone {
            there.push(edit.edit()?);
        }
    }
    Ok(Change::Undo(there.into_iter().collect::<Edits<_>>().inverse()))
}

/// The name of the professional, organisation or section a change is about.
async fn subject(tx: &mut Tx, change: &SettingsChange) -> Result<Option<String>, RecordError> {
    Ok(match change {
        SettingsChange::Section { section, .. } => Some(section.label().to_owned()),
        SettingsChange::Block(rpps)
        | SettingsChange::Unblock(rpps)
        | SettingsChange::NameAdministrator(rpps)
        | SettingsChange::WithdrawAdministrator(rpps)
        | SettingsChange::WithdrawAndBlock(rpps) => {
            Some(known_facts::professional(tx, rpps.to_string()).await?.name)
        }
        SettingsChange::BlockOrganisation(finess) | SettingsChange::UnblockOrganisation(finess) => {
            Some(known_facts::organisation(tx, &finess.to_string()).await?)
        }
        _ => None,
    })
}

/// A setting that changes, with the people named; nothing for what the page does not say.
async fn setting_edit(tx: &mut Tx, edit: &Edit<Uuid>) -> Result<Option<SettingEdit>, RecordError> {
    Ok(match edit {
        Edit::Default { to, .. } => Some(SettingEdit::MaskedByDefault(
            *to == policy::DefaultVisibility::Masked,
        )),
        Edit::ProfessionalsOpposed(opposed) => Some(SettingEdit::ProfessionalsOpposed(*opposed)),
        Edit::Emergency { to, .. } => {
            let consents = to.unwrap_or_else(|| policy::EmergencyConsents::unanswered(&Parameters::CURRENT));
            Some(SettingEdit::Emergency((
                consents.samu(),
                consents.break_glass(),
                consents.masked_documents(),
            )))
        }
        Edit::Blocked {
            professional,
            blocked,
        } => {
            let person = known_facts::professional(tx, professional.to_string()).await?;
            Some(SettingEdit::Blocked(person, *blocked))
        }
        Edit::Administrator {
            professional,
            administrator,
        } => {
            let person = known_facts::professional(tx, professional.to_string()).await?;
            Some(SettingEdit::Administrator(person, *administrator))
        }
        Edit::BlockedOrganisation {
            organisation,
            blocked,
        } => {
            let name = known_facts::organisation(tx, &organisation.to_string()).await?;
            Some(SettingEdit::BlockedOrganisation(name, *blocked))
        }
        // Said with the block that withdraws it, or by the page of the profile's own state.
        Edit::Authorised { .. } | Edit::State { .. } | Edit::Masked { .. } | Edit::MaskedSection { .. } => {
            None
        }
    })
}

/// The documents that become masked, and those that become visible, newest first.
fn lines(
    rows: BTreeMap<Uuid, DocumentRow>,
    masks: &BTreeMap<Uuid, bool>,
) -> Result<(Vec<DocumentLine>, Vec<DocumentLine>), RecordError> {
    let (mut masking, mut unmasking) = (Vec::new(), Vec::new());
    for (id, row) in rows {
        match masks.get(&id) {
            Some(true) => masking.push(known_facts::document_line(row)?),
            Some(false) => unmasking.push(known_facts::document_line(row)?),
            None => {}
        }
    }
    for list in [&mut masking, &mut unmasking] {
        list.sort_by_key(|line| std::cmp::Reverse((line.dated, line.id)));
    }
    Ok((masking, unmasking))
}
