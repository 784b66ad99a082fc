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
    list_documents::{Days, narrowing},
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
    /// For an undo: the change that it undoes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undoes: Option<Uuid>,
    /// For an undo: what was changed again in between, and stayed.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub since: Vec<LaterChange>,
}

impl Kept {
    pub(crate) fn of(kind: ChangeKind) -> Self {
        Self {
            kind,
            edits: Vec::new(),
            title: None,
            subject: None,
            undoes: None,
            since: Vec::new(),
        }
    }

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
    undone: Option<Undone>,
}

/// What an undo undoes.
struct Undone {
    id: Uuid,
    kept: Kept,
    /// What was changed again since, and stays.
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
            let acting = Acting::read(tx, key, occasion).await?;
            let (_, body) = changes::find(tx, key.profile, change).await?.ok_or(RecordError::NotFound)?;
            let kept = Kept::parse(&body)?;
            Ok(ChangeReport {
                id: change,
                kind: kept.kind,
                changed: kept.documents(),
                title: kept.title,
                subject: kept.subject,
                since: kept.since,
                settings: known_facts::settings(tx, &acting.profile, occasion).await?,
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
        let (undone, asked) = match change {
            SettingsChange::Undo(undone) => {
                let (undone, asked) = undo(tx, acting, *undone).await?;
                (Some(undone), asked)
            }
            change => (None, planned(tx, acting, change).await?),
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
            kind: kind_of(change),
            edits,
            record,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            asked: asked_documents,
            subject: subject(tx, change).await?,
            undone,
        })
    }

    fn since(&self) -> &[LaterChange] {
        self.undone.as_ref().map_or(&[], |undone| &undone.since)
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
        let said = serde_json::to_vec(&(self.kind, self.stored(), settings, self.since()))
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
        let since = self.since().to_vec();
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
            since,
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
        let undone = self.undone.as_ref();
        let was = undone.map_or(&[][..], |undone| &undone.kept.edits);
        let edits = stored_edit::write_all(tx, profile, &self.edits, was, occasion.micros()).await?;
        if let Some(undone) = undone {
            changes::set_undone(tx, profile, undone.id, true).await?;
            // What was undone was an undo: what that one had put back holds again.
            if let Some(restored) = undone.kept.undoes {
                changes::set_undone(tx, profile, restored, false).await?;
            }
        }
        let single = self.single();
        let documents = self.edits.documents() as u64;
        let kept = Kept {
            kind: self.kind,
            edits,
            title: single.as_ref().map(|document| document.title.clone()),
            subject: self.subject.clone(),
            undoes: undone.map(|undone| undone.id),
            since: self.since().to_vec(),
        };
        let id = occasion.chance.id();
        keep(tx, acting, id, &kept, occasion).await?;
        let subject = undone.map_or(&self.subject, |undone| &undone.kept.subject);
        let traced = Traced {
            change: Some(self.kind.id().to_owned()),
            count: (single.is_none() && documents > 0).then_some(documents),
            document: single,
            subject: subject.clone(),
            change_id: Some(id),
            undone: undone.map(|undone| undone.kept.kind.id().to_owned()),
            chosen: self.chosen(),
            sections: self.sections(),
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

    /// What was answered, for a setting with several answers.
    fn chosen(&self) -> Option<String> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Default { to, .. } => Some(to.id().to_owned()),
            Edit::Emergency { to: None, .. } => Some("unanswered".to_owned()),
            Edit::Emergency { to: Some(to), .. } => Some(emergencies_permitted(*to)),
            _ => None,
        })
    }

    /// How many sections of the profile change with documents.
    fn sections(&self) -> Option<u64> {
        let sections = self
            .edits
            .iter()
            .filter(|edit| matches!(edit, Edit::MaskedSection { .. }))
            .count();
        let only_one = matches!(self.kind, ChangeKind::SectionMasked | ChangeKind::SectionUnmasked);
        (sections > 0 && !only_one).then_some(sections as u64)
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
            let days = Days::of(query);
            let narrowing = narrowing(query, &pattern, &days, acting.key.profile, acting.unseen().bits());
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
        SettingsChange::Block(rpps) => {
            let number = rpps.to_string();
            let is_known = professionals::find(tx, &number).await?.is_some()
                || professionals::has_come(tx, acting.key.profile, &number).await?;
            if !is_known {
                return Err(RecordError::NotFound);
            }
            Change::Block(*rpps)
        }
        SettingsChange::Unblock(rpps) => Change::Unblock(*rpps),
        SettingsChange::BlockOrganisation(finess) => {
            let known = professionals::organisation_name(tx, &finess.to_string()).await?;
            known.ok_or(RecordError::NotFound)?;
            Change::BlockOrganisation(*finess)
        }
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

/// What is permitted of [`policy::EmergencyConsents`], as a trace says it: `none`, or those that are.
fn emergencies_permitted(consents: policy::EmergencyConsents) -> String {
    let permitted: Vec<_> = [
        (consents.samu(), "samu"),
        (consents.break_glass(), "break_glass"),
        (consents.masked_documents(), "masked_documents"),
    ]
    .into_iter()
    .filter_map(|(permitted, name)| permitted.then_some(name))
    .collect();
    if permitted.is_empty() {
        "none".to_owned()
    } else {
        permitted.join(" ")
    }
}

/// The undo of a change: its inverse, without what was changed again since. That stays as it is, and is said, each thing with the
/// last of the changes that touched it.
async fn undo(tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<(Undone, Change<Uuid>), RecordError> {
    let profile = acting.key.profile;
    let (at, body) = changes::find(tx, profile, id)
        .await?
        .ok_or(RecordError::NotFound)?;
    let kept = Kept::parse(&body)?;
    let mut later = Vec::new();
    for (_, at, body) in changes::after(tx, profile, at, id).await? {
        later.push((at, Kept::parse(&body)?));
    }
    let mut masked_last = BTreeMap::new();
    for (place, (_, change)) in later.iter().enumerate() {
        for edit in &change.edits {
            if let StoredEdit::Masked { document, .. } = edit {
                masked_last.insert(*document, place);
            }
        }
    }
    let overtaken = |edit: &StoredEdit| match edit {
        StoredEdit::Masked { document, .. } => masked_last.get(document).copied(),
        edit => later
            .iter()
            .rposition(|(_, change)| change.edits.iter().any(|other| edit.is_overtaken_by(other))),
    };
    let mut touched = BTreeMap::new();
    let mut edits = Vec::with_capacity(kept.edits.len());
    for edit in &kept.edits {
        match overtaken(edit) {
            // An agreement is not counted apart from the block that took it back.
            Some(_) if matches!(edit, StoredEdit::Authorised { .. }) => {}
            Some(place) => *touched.entry(place).or_insert(0) += 1,
            None => edits.push(edit.clone()),
        }
    }
    let mut since = Vec::with_capacity(touched.len());
    for (place, touched) in touched {
        if let Some((at, change)) = later.get(place) {
            since.push(LaterChange {
                kind: change.kind,
                at: local_time(*at)?,
                touched,
                title: change.title.clone(),
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
    let undo = Change::Undo(there.into_iter().collect::<Edits<_>>().inverse());
    Ok((Undone { id, kept, since }, undo))
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
        Edit::Authorised {
            professional,
            authorised: true,
        } => {
            let person = known_facts::professional(tx, professional.to_string()).await?;
            Some(SettingEdit::AgreementRestored(person))
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
