//! Handing the history out: every line that this viewer may see, with the proof that none is missing.

use proof::{Checkpoint, Hash};
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    write_trace,
};
use crate::{
    Occasion, RecordError, Store,
    sql::{checkpoints, traces},
    store::{Tx, in_transaction},
    trace::Audience,
};

/// How many lines are loaded at once: memory stays small whatever the length of the history.
const AT_ONCE: i64 = 500;

/// A history to be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryExport {
    /// Whose it is.
    pub profile: Uuid,
    /// The chains that this viewer may see.
    pub chains: Vec<ExportedChain>,
}

/// One chain of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedChain {
    /// For whom its lines are.
    pub audience: Audience,
    /// Its last line when the export began: what is written later is for the next one. 0 when it has none.
    pub last: i64,
    /// Signed checkpoints of lines that are not there any more. A history that is whole has none.
    pub missing: Vec<Checkpoint>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedLine {
    /// Its place in its chain.
    pub seq: i64,
    /// Its canonical text: a [`crate::trace::Trace`].
    pub body: String,
    /// The hash that was kept with it.
    pub hash: Hash,
    /// What signs it, at set intervals and at the end.
    pub checkpoint: Option<Checkpoint>,
}

impl Store {
    /// Begins to hand the history out: signs the last line of each chain that this viewer may see.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn begin_history_export(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<HistoryExport, RecordError> {
        in_transaction!(self, begin_write, tx => begin(tx, key, occasion).await)
    }

    /// The lines after this one, oldest first: some hundreds at most, none at the end. Whether this viewer may see them is asked again.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile, or the chain, is not theirs.
    pub async fn exported_lines(
        &self,
        key: ActorKey,
        chain: &ExportedChain,
        after: i64,
        occasion: Occasion<'_>,
    ) -> Result<Vec<ExportedLine>, RecordError> {
        in_transaction!(self, begin_read, tx => lines(tx, key, chain, after, occasion).await)
    }
}

async fn begin(tx: &mut Tx, key: ActorKey, occasion: Occasion<'_>) -> Result<HistoryExport, RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    let mut chains = Vec::new();
    for audience in audiences(&acting) {
        let chain = audience.as_str();
        let head = traces::head(tx, key.profile, chain).await?;
        let last = head.as_ref().map_or(0, |(last, _)| *last);
        if let Some((last, hash)) = head {
            let hash = hash.try_into().map_err(|_| RecordError::Corrupt("trace.hash"))?;
            write_trace::sign(tx, key.profile, audience, occasion, last, hash).await?;
        }
        let missing = checkpoints::after(tx, key.profile, chain, last).await?;
        let missing = missing
            .iter()
            .map(|body| checkpoint(body))
            .collect::<Result<_, _>>()?;
        chains.push(ExportedChain {
            audience,
            last,
            missing,
        });
    }
    Ok(HistoryExport {
        profile: key.profile,
        chains,
    })
}

async fn lines(
    tx: &mut Tx,
    key: ActorKey,
    chain: &ExportedChain,
    after: i64,
    occasion: Occasion<'_>,
) -> Result<Vec<ExportedLine>, RecordError> {
    let acting = Acting::read(tx, key, occasion).await?;
    if !audiences(&acting).any(|audience| audience == chain.audience) {
        return Err(RecordError::NotFound);
    }
    load(tx, key.profile, chain.audience, after, chain.last).await
}

/// The lines of a chain after one and until another, some hundreds at most.
pub(super) async fn load(
    tx: &mut Tx,
    profile: Uuid,
    audience: Audience,
    after: i64,
    until: i64,
) -> Result<Vec<ExportedLine>, RecordError> {
    let rows = traces::chain(tx, profile, audience.as_str(), after, until, AT_ONCE).await?;
    rows.into_iter()
        .map(|row| {
            Ok(ExportedLine {
                seq: row.seq,
                body: row.body,
                hash: row
                    .hash
                    .try_into()
                    .map_err(|_| RecordError::Corrupt("trace.hash"))?,
                checkpoint: row.checkpoint.as_deref().map(checkpoint).transpose()?,
            })
        })
        .collect()
}

/// The checkpoint that a row keeps.
pub(super) fn checkpoint(body: &str) -> Result<Checkpoint, RecordError> {
    serde_json::from_str(body).map_err(|_| RecordError::Corrupt("trace_checkpoint.body"))
}

/// The chains that this viewer may see, each once.
fn audiences(acting: &Acting) -> impl Iterator<Item = Audience> {
    let seen = acting.audiences();
    [Audience::Everyone, Audience::Holder]
        .into_iter()
        .filter(move |audience| seen.contains(&audience.as_str()))
}
