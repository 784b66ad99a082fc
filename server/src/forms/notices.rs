//! Marking notices as read.

use app::address;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::Timestamp;

use super::{fields, sent::Sent};
use crate::AppState;

/// All that stood on the page; what came since stays unread.
pub(crate) async fn mark_read(State(state): State<AppState>, sent: Sent) -> Response {
    let until = sent.fields.one("jusqua").and_then(|micros| micros.parse().ok());
    let Some(until) = until.and_then(|micros| Timestamp::from_microsecond(micros).ok()) else {
        return fields::unreadable();
    };
    match state
        .store
        .mark_notices_read(sent.key(), until, state.edge.occasion())
        .await
    {
        Ok(()) => Redirect::to(&format!("{}?fait=lu", address::notices(sent.profile))).into_response(),
        Err(error) => sent.failed(&state, error, "notices could not be marked").await,
    }
}
