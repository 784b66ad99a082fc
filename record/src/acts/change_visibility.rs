//! The holder masks documents, or makes them visible again. What that means is planned by the rules
//! ([`policy::Change`]); this act shows the plan, carries it out and keeps what was before.

use std::collections::BTreeMap;

use policy::{Change, Edit, Edits, Parameters, RecordFacts, TraceAction, VisibilityFlag};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    known_facts,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    sql::{
        changes,
        documents::{self, DocumentRow},
        profiles,
    },
    store::{Tx, in_transaction},
    trace::{Audience, TracedDocument},
    views::{ChangeReport, Flags, VisibilityPreview},
};

/// Which documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One document.
    One(Uuid),
    /// Every document the actor may see, and the sections of the profile.
    All,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibilityChange {
    /// `true` to mask, `false` to make visible.
    pub mask: bool,
    /// Which documents.
    pub scope: Scope,
    /// The fingerprint of the preview that was confirmed; `None` when the request says all by itself, as
    /// it does for one document.
    pub confirmed: Option<String>,
}

/// What was changed and how each thing was before: enough to undo it exactly.
#[derive(Debug, Serialize, Deserialize)]
struct Changed {
    mask: bool,
    documents: Vec<ChangedDocument>,
    sections_before: i64,
    sections_after: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    title: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ChangedDocument {
    id: Uuid,
    before: i64,
    after: i64,
}

/// What would change: the rules' edits, and the rows of the documents the actor may see.
struct Plan {
    edits: Edits<Uuid>,
    rows: Vec<DocumentRow>,
}

impl Store {
    /// What masking, or making visible, would do. Changes nothing.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile or the document does not exist for this person.
    pub async fn preview_visibility(
        &self,
        key: ActorKey,
        mask: bool,
        scope: Scope,
        occasion: Occasion<'_>,
    ) -> Result<VisibilityPreview, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let plan = Plan::make(tx, &acting, mask, scope, occasion).await?;
            plan.preview(tx, &acting, mask, occasion).await
        })
    }

    /// Does it, in one transaction with its trace and its notices. Gives the identifier of the change, or
    /// nothing when everything was that way already.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile or the document does not exist for this person,
    /// [`RecordError::Stale`] when what was confirmed is no longer what would happen.
    pub async fn change_visibility(
        &self,
        key: ActorKey,
        change: &VisibilityChange,
        occasion: Occasion<'_>,
    ) -> Result<Option<Uuid>, RecordError> {
        in_transaction!(self, begin_write, tx => apply(tx, key, change, occasion).await)
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
            let body = changes::find(tx, key.profile, change).await?.ok_or(RecordError::NotFound)?;
            let changed: Changed =
                serde_json::from_str(&body).map_err(|_| RecordError::Corrupt("change.body"))?;
            Ok(ChangeReport {
                mask: changed.mask,
                changed: changed.documents.len() as u64,
                title: changed.title,
            })
        })
    }
}

impl Plan {
    async fn make(
        tx: &mut Tx,
        acting: &Acting,
        mask: bool,
        scope: Scope,
        occasion: Occasion<'_>,
    ) -> Result<Self, RecordError> {
        let profile = acting.key.profile;
        let (change, rows) = match scope {
            Scope::One(id) => (
                Change::Mask {
                    documents: vec![id],
                    masked: mask,
                },
                documents::find(tx, profile, id).await?.into_iter().collect(),
            ),
            Scope::All => (
                Change::MaskAll { masked: mask },
                documents::all(tx, profile, acting.unseen().bits()).await?,
            ),
        };
        let mut facts = BTreeMap::new();
        for row in &rows {
            facts.insert(row.id, known_facts::document_facts(row)?);
        }
        let record = RecordFacts {
            profile: known_facts::profile_facts(tx, &acting.profile).await?,
            documents: facts,
        };
        // Whatever the reason of a refusal, the document is not there for this person.
        let edits = change
            .plan(acting.actor, &record, occasion.day, &Parameters::CURRENT)
            .map_err(|_| RecordError::NotFound)?;
        Ok(Self { edits, rows })
    }

    async fn preview(
        self,
        tx: &mut Tx,
        acting: &Acting,
        mask: bool,
        occasion: Occasion<'_>,
    ) -> Result<VisibilityPreview, RecordError> {
        let unchanged = self.rows.len().saturating_sub(self.edits.documents()) as u64;
        let sections = self
            .edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::MaskedSection { section, .. } => Some(section.id().to_owned()),
                _ => None,
            })
            .collect();
        let changed: std::collections::HashSet<Uuid> = self
            .edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::Masked { document, .. } => Some(*document),
                _ => None,
            })
            .collect();
        let changing = self
            .rows
            .into_iter()
            .filter(|row| changed.contains(&row.id))
            .map(known_facts::document_line)
            .collect::<Result<_, _>>()?;
        let mut preview = VisibilityPreview {
            mask,
            changing,
            unchanged,
            sections,
            settings: known_facts::settings(tx, &acting.profile, occasion).await?,
            fingerprint: String::new(),
        };
        // All that the page says is what is confirmed.
        let said = serde_json::to_vec(&preview).map_err(|_| RecordError::Corrupt("preview"))?;
        let hash = Sha256::digest(said);
        preview.fingerprint = hash.first_chunk().map_or_else(String::new, |start| {
            format!("{:032x}", u128::from_be_bytes(*start))
        });
        Ok(preview)
    }
}

async fn apply(
    tx: &mut Tx,
    key: ActorKey,
    change: &VisibilityChange,
    occasion: Occasion<'_>,
) -> Result<Option<Uuid>, RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    let plan = Plan::make(tx, &acting, change.mask, change.scope, occasion).await?;
    // A form sent twice finds its work done: that is no conflict.
    if plan.edits.is_empty() {
        return Ok(None);
    }
    if let Some(confirmed) = &change.confirmed {
        let planned = Plan::make(tx, &acting, change.mask, change.scope, occasion).await?;
        if planned
            .preview(tx, &acting, change.mask, occasion)
            .await?
            .fingerprint
            != *confirmed
        {
            return Err(RecordError::Stale);
        }
    }

    let sections_before = acting.profile.masked_sections;
    let mut sections = known_facts::sections(sections_before)?;
    let rows: BTreeMap<Uuid, DocumentRow> = plan.rows.into_iter().map(|row| (row.id, row)).collect();
    let mut changed = Vec::with_capacity(plan.edits.documents());
    for edit in plan.edits.iter() {
        match edit {
            Edit::Masked { document, masked } => {
                let row = rows.get(document).ok_or(RecordError::Corrupt("document"))?;
                let flags =
                    Flags::from_bits(row.visibility).ok_or(RecordError::Corrupt("document.visibility"))?;
                let flag = VisibilityFlag::MaskedToProfessionals;
                let visibility = flags.visibility();
                let after = Flags::from(if *masked {
                    visibility.with(flag)
                } else {
                    visibility.without(flag)
                })
                .bits();
                documents::set_visibility(tx, key.profile, row.id, after).await?;
                changed.push(ChangedDocument {
                    id: row.id,
                    before: row.visibility,
                    after,
                });
            }
            Edit::MaskedSection { section, masked } => {
                sections = if *masked {
                    sections.with(*section)
                } else {
                    sections.without(*section)
                };
            }
            _ => return Err(RecordError::Corrupt("change")),
        }
    }
    let sections_after = known_facts::section_bits(sections);
    if sections_after != sections_before {
        profiles::set_masked_sections(tx, key.profile, sections_after).await?;
    }

    let single = match change.scope {
        Scope::One(id) => rows.get(&id).map(|row| TracedDocument {
            id,
            title: row.title.clone(),
        }),
        Scope::All => None,
    };
    let count = single.is_none().then_some(changed.len() as u64);
    let id = occasion.chance.id();
    let kept = Changed {
        mask: change.mask,
        documents: changed,
        sections_before,
        sections_after,
        title: single.as_ref().map(|document| document.title.clone()),
    };
    let body = serde_json::to_string(&kept).map_err(|_| RecordError::Corrupt("change"))?;
    changes::insert(tx, key.profile, id, key.account, occasion.micros(), &body).await?;

    let traced = Traced {
        change: Some(
            if change.mask {
                "documents_masked"
            } else {
                "documents_unmasked"
            }
            .to_owned(),
        ),
        document: single,
        count,
        ..Traced::by_person(TraceAction::SettingChanged, acting.name())
    };
    let trace = write_trace::write(tx, key.profile, Audience::Everyone, occasion, traced).await?;
    let event = policy::Event::PrivacySettingChanged;
    write_trace::notify(tx, &acting.profile, occasion, &event, &trace).await?;
    Ok(Some(id))
}
