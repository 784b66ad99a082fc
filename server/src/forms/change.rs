//! Changing settings: one document at once, anything else after its confirmation page.

use app::{address, change_request};
use axum::{
    extract::{Query, Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use record::{RecordError, views::SettingsChange};
use tower_sessions::Session;

use super::{fields, sent::Sent};
use crate::{
    AppState,
    pages::{Written, show},
};

/// One document. The form says the state that is wanted, so that a page out of date does what its button said.
pub(crate) async fn change_one(State(state): State<AppState>, sent: Sent) -> Response {
    let Ok(document) = sent.named("document").parse() else {
        return sent.again(&state, None).await;
    };
    let mask = match sent.fields.one("visibilite") {
        Some("masked") => true,
        Some("visible") => false,
        _ => return fields::unreadable(),
    };
    let back = address::local(sent.fields.one("retour").unwrap_or_default())
        .map_or_else(|| address::document(sent.profile, document), str::to_owned);
    let change = SettingsChange::Documents {
        documents: vec![document],
        mask,
    };
    carry_out(&state, sent, &change, None, &back).await
}

/// The confirmation page. Documents are chosen with boxes: when none is ticked, the list says so.
pub(crate) async fn ask_change(
    State(state): State<AppState>,
    session: Session,
    Written(profile): Written<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let one = |name: &str| {
        let pair = pairs.iter().find(|(field, _)| field == name);
        pair.map_or("", |(_, value)| value.as_str())
    };
    let by_hand = matches!(one("acte"), "masquer" | "rendre-visible");
    match profile.parse() {
        Ok(profile) if by_hand && one("document").is_empty() => {
            let (path, query) = split(&address::back_or(one("retour"), profile));
            Redirect::to(&format!("{path}?{query}choix=aucun")).into_response()
        }
        _ => show(State(state), session, request).await,
    }
}

/// What the confirmation page said: its address says the change, the form what was seen of it.
pub(crate) async fn confirm_change(State(state): State<AppState>, sent: Sent) -> Response {
    let Some(confirmed) = sent.fields.one("confirme").map(str::to_owned) else {
        return fields::unreadable();
    };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&sent.parts.uri)
        .map(|Query(pairs)| pairs)
        .unwrap_or_default();
    let Some(change) = change_request::from_query(&pairs) else {
        return sent.again(&state, None).await;
    };
    let back = pairs
        .iter()
        .find(|(name, _)| name == "retour")
        .map_or("", |(_, back)| back.as_str());
    let back = address::back_or(back, sent.profile);
    carry_out(&state, sent, &change, Some(&confirmed), &back).await
}

async fn carry_out(
    state: &AppState,
    sent: Sent,
    change: &SettingsChange,
    confirmed: Option<&str>,
    back: &str,
) -> Response {
    match state
        .store
        .change_settings(sent.key(), change, confirmed, state.edge.occasion())
        .await
    {
        Ok(done) => {
            let done = done.map_or_else(|| "deja".to_owned(), |change| change.to_string());
            Redirect::to(&reporting(back, &done)).into_response()
        }
        Err(RecordError::Stale) => {
            let mut problem = fields::problem(
                "changements",
                "Le dossier a changé depuis que cette page a été affichée. Rien n’a été modifié. Relisez ce qui va changer, puis confirmez.",
            );
            problem.status = Some(StatusCode::CONFLICT);
            sent.again(state, Some(problem)).await
        }
        // Where the rules refuse, the confirmation page says why, and what can be done instead.
        Err(error) => sent.failed(state, error, "a change of settings failed").await,
    }
}

/// An address to which one more pair is added: its path, and what its query says that lasts.
fn split(address: &str) -> (String, String) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let lasting: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("fait=") && !pair.starts_with("choix="))
        .flat_map(|pair| [pair, "&"])
        .collect();
    (path.to_owned(), lasting)
}

/// The address with the report of this change, and without that of an earlier one.
pub(crate) fn reporting(address: &str, done: &str) -> String {
    let (path, query) = split(address);
    format!("{path}?{query}fait={done}")
}
