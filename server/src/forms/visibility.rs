//! Masking, and making visible.

use app::address;
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use record::{
    RecordError,
    acts::{ActorKey, Scope, VisibilityChange},
};
use tower_sessions::Session;
use uuid::Uuid;

use super::{
    fields::{self, Sent},
    sign_in::local,
};
use crate::{
    AppState,
    pages::{Written, render, unavailable},
};

/// One document. The form says the state that is wanted, so that a page out of date does what its button said.
pub(crate) async fn change_one(
    State(state): State<AppState>,
    session: Session,
    Written((profile, document)): Written<(String, String)>,
    request: Request,
) -> Response {
    let sent = match fields::receive(&state, &session, request).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let (Ok(profile), Ok(document)) = (profile.parse(), document.parse()) else {
        return render(&state, sent.parts, Some(sent.account), None).await;
    };
    let mask = match sent.fields.one("visibilite") {
        Some("masked") => true,
        Some("visible") => false,
        _ => return fields::unreadable(),
    };
    let back = match local(sent.fields.one("retour").unwrap_or_default()) {
        "/" => address::document(profile, document),
        back => back.to_owned(),
    };
    let change = VisibilityChange {
        mask,
        scope: Scope::One(document),
        confirmed: None,
    };
    carry_out(&state, sent, profile, &change, &back).await
}

/// Everything, as the confirmation page said it.
pub(crate) async fn change_all(
    mask: bool,
    state: AppState,
    session: Session,
    profile: String,
    request: Request,
) -> Response {
    let sent = match fields::receive(&state, &session, request).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let Ok(profile) = profile.parse() else {
        return render(&state, sent.parts, Some(sent.account), None).await;
    };
    let Some(confirmed) = sent.fields.one("confirme").map(str::to_owned) else {
        return fields::unreadable();
    };
    let change = VisibilityChange {
        mask,
        scope: Scope::All,
        confirmed: Some(confirmed),
    };
    carry_out(&state, sent, profile, &change, &address::documents(profile)).await
}

async fn carry_out(
    state: &AppState,
    sent: Sent,
    profile: Uuid,
    change: &VisibilityChange,
    back: &str,
) -> Response {
    let key = ActorKey {
        account: sent.account,
        profile,
    };
    match state
        .store
        .change_visibility(key, change, state.edge.occasion())
        .await
    {
        Ok(done) => {
            let done = done.map_or_else(|| "deja".to_owned(), |change| change.to_string());
            let and = if back.contains('?') { '&' } else { '?' };
            Redirect::to(&format!("{}{and}fait={done}", without_report(back))).into_response()
        }
        Err(RecordError::NotFound) => render(state, sent.parts, Some(sent.account), None).await,
        Err(RecordError::Stale) => {
            let mut problem = fields::problem(
                "changements",
                "Le dossier a changé depuis que cette page a été affichée. Rien n’a été modifié. Relisez ce qui va changer, puis confirmez.",
            );
            problem.status = Some(StatusCode::CONFLICT);
            render(state, sent.parts, Some(sent.account), Some(problem)).await
        }
        Err(error) => {
            tracing::error!(%error, "a change of visibility failed");
            unavailable()
        }
    }
}

/// The address without the report of an earlier change.
fn without_report(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let kept: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.starts_with("fait="))
        .collect();
    format!("{path}?{}", kept.join("&"))
}
