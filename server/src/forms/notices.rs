//! Marking notices as read.

use app::address;
use axum::{
    extract::{Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::Timestamp;
use record::{RecordError, acts::ActorKey};
use tower_sessions::Session;

use super::fields;
use crate::{
    AppState,
    pages::{Written, render, unavailable},
};

/// All that stood on the page; what came since stays unread.
pub(crate) async fn mark_read(
    State(state): State<AppState>,
    session: Session,
    Written(profile): Written<String>,
    request: Request,
) -> Response {
    let sent = match fields::receive(&state, &session, request).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let Ok(profile) = profile.parse() else {
        return render(&state, sent.parts, Some(sent.account), None).await;
    };
    let until = sent.fields.one("jusqua").and_then(|micros| micros.parse().ok());
    let Some(until) = until.and_then(|micros| Timestamp::from_microsecond(micros).ok()) else {
        return fields::unreadable();
    };
    let key = ActorKey {
        account: sent.account,
        profile,
    };
    match state
        .store
        .mark_notices_read(key, until, state.edge.occasion())
        .await
    {
        Ok(()) => Redirect::to(&format!("{}?fait=lu", address::notices(profile))).into_response(),
        Err(RecordError::NotFound | RecordError::Closed { .. }) => {
            render(&state, sent.parts, Some(sent.account), None).await
        }
        Err(error) => {
            tracing::error!(%error, "notices could not be marked");
            unavailable()
        }
    }
}
