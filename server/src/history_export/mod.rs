//! Handing the history out: a table for people (CSV), FHIR `AuditEvent` for software, and the proof of both. Each is written while it
//! is loaded, some hundreds of lines at a time.

mod csv;
mod fhir;
mod proof;

use app::{
    address,
    texts::{Voice, in_voice},
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use futures_util::stream;
use record::{
    RecordError,
    acts::{ActorKey, ExportedChain, ExportedLine, HistoryExport},
};
use tower_sessions::Session;

#[cfg(feature = "lab")]
pub(crate) use self::csv::{BYTE_ORDER_MARK, harmless};
use crate::{
    AppState,
    pages::{Written, render, signed_in, unavailable, voice},
};

/// Why an export stopped in the middle: the browser sees a download that failed, not a short one.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    #[error("a stored time makes no sense")]
    Time(#[from] jiff::Error),
}

/// One format: what it writes at each step, at the end of what it is given.
trait Writer: Send {
    /// What the file is called.
    const NAME: &str;
    /// Its media type.
    const MEDIA_TYPE: &str;

    /// Before anything.
    fn begin(&mut self, export: &HistoryExport, to: &mut String) -> Result<(), ExportError>;
    /// Before the lines of a chain.
    fn chain(&mut self, chain: &ExportedChain, to: &mut String) -> Result<(), ExportError>;
    /// A line.
    fn line(
        &mut self,
        chain: &ExportedChain,
        line: &ExportedLine,
        to: &mut String,
    ) -> Result<(), ExportError>;
    /// After the last line of a chain.
    fn chain_end(&mut self, chain: &ExportedChain, to: &mut String) -> Result<(), ExportError>;
    /// After everything.
    fn end(&mut self, to: &mut String) -> Result<(), ExportError>;
}

/// The history as a table.
pub(crate) async fn as_csv(
    state: State<AppState>,
    session: Session,
    profile: Written<String>,
    request: Request,
) -> Response {
    hand_out(state, session, profile, request, csv::Table).await
}

/// The history as FHIR R4 resources.
pub(crate) async fn as_fhir(
    state: State<AppState>,
    session: Session,
    profile: Written<String>,
    request: Request,
) -> Response {
    hand_out(state, session, profile, request, fhir::Bundle::default()).await
}

/// The history with its proof.
pub(crate) async fn as_proof(
    state: State<AppState>,
    session: Session,
    profile: Written<String>,
    request: Request,
) -> Response {
    hand_out(state, session, profile, request, proof::Proof::default()).await
}

async fn hand_out<W: Writer + 'static>(
    State(state): State<AppState>,
    session: Session,
    Written(profile): Written<String>,
    request: Request,
    writer: W,
) -> Response {
    let (parts, _) = request.into_parts();
    let account = match signed_in(&session, &parts).await {
        Ok(account) => account,
        Err(answer) => return *answer,
    };
    let (Some(account_id), Ok(profile)) = (account, profile.parse()) else {
        return render(&state, parts, account, None).await;
    };
    let key = ActorKey {
        account: account_id,
        profile,
    };
    match state.store.begin_history_export(key, state.edge.occasion()).await {
        Ok(export) => {
            let day = state.edge.day(state.edge.clock.now());
            let (name, ending) = W::NAME.rsplit_once('.').unwrap_or((W::NAME, ""));
            let disposition = format!("attachment; filename=\"{name}-{day}.{ending}\"");
            let headers = [
                (header::CONTENT_TYPE, W::MEDIA_TYPE.to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            let voice = voice(&state, &parts, account).await;
            (headers, body(state, key, voice, export, writer)).into_response()
        }
        Err(RecordError::NotFound) => render(&state, parts, account, None).await,
        Err(RecordError::Closed { .. }) => Redirect::to(&address::home(profile)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a history could not be handed out");
            unavailable()
        }
    }
}

/// Where an export is.
struct Progress<W> {
    state: AppState,
    key: ActorKey,
    voice: Voice,
    export: HistoryExport,
    writer: W,
    step: Step,
}

enum Step {
    Begin,
    /// In this chain, after this line.
    Lines(usize, i64),
    Done,
}

fn body<W: Writer + 'static>(
    state: AppState,
    key: ActorKey,
    voice: Voice,
    export: HistoryExport,
    writer: W,
) -> Body {
    let progress = Progress {
        state,
        key,
        voice,
        export,
        writer,
        step: Step::Begin,
    };
    Body::from_stream(stream::try_unfold(
        progress,
        async |mut progress| match progress.piece().await {
            Ok(Some(piece)) => Ok(Some((Bytes::from(piece), progress))),
            Ok(None) => Ok(None),
            Err(error) => {
                tracing::warn!(%error, "a history was handed out in part only");
                Err(error)
            }
        },
    ))
}

impl<W: Writer> Progress<W> {
    /// The next piece of the file, or nothing when it is whole.
    async fn piece(&mut self) -> Result<Option<String>, ExportError> {
        let mut piece = String::new();
        let chain = |index: usize| self.export.chains.get(index);
        self.step = match self.step {
            Step::Done => return Ok(None),
            Step::Begin => {
                self.writer.begin(&self.export, &mut piece)?;
                if let Some(first) = chain(0) {
                    self.writer.chain(first, &mut piece)?;
                }
                Step::Lines(0, 0)
            }
            Step::Lines(index, after) => match chain(index) {
                None => {
                    self.writer.end(&mut piece)?;
                    Step::Done
                }
                Some(current) => {
                    let occasion = self.state.edge.occasion();
                    let store = &self.state.store;
                    let lines = store.exported_lines(self.key, current, after, occasion).await?;
                    in_voice(&self.voice, || {
                        let mut each = lines.iter();
                        each.try_for_each(|line| self.writer.line(current, line, &mut piece))
                    })?;
                    if let Some(last) = lines.last() {
                        Step::Lines(index, last.seq)
                    } else {
                        self.writer.chain_end(current, &mut piece)?;
                        if let Some(next) = chain(index + 1) {
                            self.writer.chain(next, &mut piece)?;
                        }
                        Step::Lines(index + 1, 0)
                    }
                }
            },
        };
        Ok(Some(piece))
    }
}
