//! A professional deletes a document, or changes whom it is shown to (rulebook, section 3).

use policy::{Action, Decision, DocumentFacts, TraceAction, Visibility, VisibilityFlag};
use uuid::Uuid;

use super::{
    known_facts,
    requester::{About, Entry, GatewayAccess, GatewayRefusal},
    write_trace,
};
use crate::{
    Occasion, RecordError,
    sql::{
        document_requests,
        documents::{self, DocumentRow},
    },
    store::Tx,
    trace::{Audience, Trace},
    views::Flags,
};

/// How a document that is not there answers.
#[derive(Clone, Copy)]
enum WhenAbsent {
    /// As one whose author is someone else.
    AsAnothers,
    /// As one that is read: with the right to open the record, or without.
    AsRead,
}

/// The facts of one act on one document.
struct Found<'a> {
    entry: Entry<'a>,
    row: DocumentRow,
    before: DocumentFacts,
}

/// Loads and decides; a refusal is traced.
async fn find<'a>(
    tx: &mut Tx,
    access: GatewayAccess<'a>,
    document: Uuid,
    occasion: Occasion<'a>,
    event: TraceAction,
    absent: WhenAbsent,
    action: fn(DocumentFacts) -> Action,
) -> Result<Result<(Found<'a>, Decision), GatewayRefusal>, RecordError> {
    let Some(entry) = Entry::load(tx, access, occasion).await? else {
        return Ok(Err(GatewayRefusal::Absent));
    };
    let Some(row) = documents::find(tx, entry.profile.id, document).await? else {
        let refusal = match absent {
            WhenAbsent::AsAnothers => None,
            WhenAbsent::AsRead => {
                Some(policy::decide(&entry.request(Action::Open))).filter(|open| !open.is_permit())
            }
        };
        entry.trace_absent(tx, event, refusal).await?;
        return Ok(Err(refusal.map_or(GatewayRefusal::Absent, GatewayRefusal::from)));
    };
    let before = known_facts::document_facts(&row)?;
    let decision = policy::decide(&entry.request(action(before)));
    if !decision.is_permit() {
        entry.trace(tx, event, decision, About::document(&row)?).await?;
        return Ok(Err(decision.into()));
    }
    Ok(Ok((Found { entry, row, before }, decision)))
}

/// Removes a document for good, with its content; its traces stay.
pub(crate) async fn delete(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    const EVENT: TraceAction = TraceAction::DocumentDeleted;
    let absent = WhenAbsent::AsAnothers;
    let (found, decision) = match find(tx, access, document, occasion, EVENT, absent, Action::Delete).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Found { entry, row, .. } = found;
    documents::delete(tx, entry.profile.id, row.id).await?;
    documents::recount(tx, entry.profile.id).await?;
    document_requests::answer(tx, entry.profile.id, row.id, "", occasion.micros()).await?;
    let about = About {
        after: None,
        ..About::document(&row)?
    };
    entry.trace(tx, EVENT, decision, about).await?;
    Ok(Ok(row.id))
}

/// Masks a document for a holder who cannot do it (S1 4.3).
pub(crate) async fn mask_for_holder(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    let masked = |visibility: Visibility| visibility.with(VisibilityFlag::MaskedToProfessionals);
    let (absent, action) = (WhenAbsent::AsRead, Action::MaskForHolder);
    change_flags(
        tx,
        access,
        document,
        occasion,
        absent,
        action,
        "masked_for_holder",
        masked,
    )
    .await
}

/// Shows a document to the legal representatives, from whom it was hidden. Its earlier lines stay the minor's own, as long
/// as the history is kept.
pub(crate) async fn show_to_representatives(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    let shown = |visibility: Visibility| visibility.without(VisibilityFlag::HiddenFromRepresentatives);
    let (absent, action) = (WhenAbsent::AsAnothers, Action::ShowToRepresentatives);
    change_flags(
        tx,
        access,
        document,
        occasion,
        absent,
        action,
        "shown_to_representatives",
        shown,
    )
    .await
}

/// Decides, then sets the flags to what `changed` makes of them.
#[expect(clippy::too_many_arguments, reason = "two acts that differ in all of them")]
async fn change_flags(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    occasion: Occasion<'_>,
    absent: WhenAbsent,
    action: fn(DocumentFacts) -> Action,
    change: &str,
    changed: fn(Visibility) -> Visibility,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    const EVENT: TraceAction = TraceAction::VisibilityChanged;
    match find(tx, access, document, occasion, EVENT, absent, action).await? {
        Ok((found, decision)) => {
            let visibility = changed(found.before.visibility);
            found.set(tx, visibility, EVENT, change, decision).await
        }
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Shows the patient a document that was hidden from them (EXI 08), and with it everything that was done around it.
pub(crate) async fn return_to_patient(
    tx: &mut Tx,
    access: GatewayAccess<'_>,
    document: Uuid,
    occasion: Occasion<'_>,
) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
    const EVENT: TraceAction = TraceAction::VisibilityRestored;
    let absent = WhenAbsent::AsRead;
    let (found, decision) = match find(
        tx,
        access,
        document,
        occasion,
        EVENT,
        absent,
        Action::ReturnToPatient,
    )
    .await?
    {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let before = found.before.visibility;
    let visibility = before.returned_to_patient(found.entry.facts.default_visibility);
    if visibility != before {
        let still_secret = visibility.contains(VisibilityFlag::HiddenFromRepresentatives);
        let audience = |trace: &Trace| {
            let for_holder = still_secret || trace.is_secret() || trace.is_refused_deposit();
            if for_holder {
                Audience::Holder
            } else {
                Audience::Everyone
            }
        };
        write_trace::tell_what_waited(tx, found.entry.profile.id, found.row.id, occasion, audience).await?;
    }
    found.set(tx, visibility, EVENT, "", decision).await
}

impl Found<'_> {
    /// Sets the flags, traces and tells.
    async fn set(
        self,
        tx: &mut Tx,
        visibility: Visibility,
        event: TraceAction,
        change: &str,
        decision: Decision,
    ) -> Result<Result<Uuid, GatewayRefusal>, RecordError> {
        let Self { entry, row, before } = self;
        if visibility != before.visibility {
            let bits = Flags::from(visibility).bits();
            documents::set_visibility(tx, entry.profile.id, row.id, bits).await?;
            documents::recount(tx, entry.profile.id).await?;
        }
        let about = About {
            after: Some(DocumentFacts { visibility, ..before }),
            change: Some(change.to_owned()).filter(|change| !change.is_empty()),
            ..About::document(&row)?
        };
        entry.trace(tx, event, decision, about).await?;
        Ok(Ok(row.id))
    }
}
