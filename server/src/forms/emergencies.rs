//! The answers about emergencies: three are needed before their confirmation page can be shown.

use app::{address, change_request, visit::FormProblem};
use axum::{
    extract::{Query, Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use policy::EmergencyConsents;
use record::views::SettingsChange;
use tower_sessions::Session;

use crate::{
    AppState,
    pages::{Written, render, signed_in},
};

/// The page of the answers, or, once all three are given, the confirmation of what they change.
pub(crate) async fn emergencies(
    State(state): State<AppState>,
    session: Session,
    Written(profile): Written<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let account = match signed_in(&session, &parts).await {
        Ok(account) => account,
        Err(answer) => return *answer,
    };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
        .map(|Query(pairs)| pairs)
        .unwrap_or_default();
    let answer = |name: &str| {
        let found = pairs.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    };
    let Ok(profile) = profile.parse() else {
        return render(&state, parts, account, None).await;
    };
    if answer("envoi").is_none() {
        return render(&state, parts, account, None).await;
    }
    let back = answer("retour").and_then(address::local);
    let back = back.map_or_else(|| address::settings(profile), str::to_owned);
    match answers(answer) {
        Ok(consents) => {
            let change = SettingsChange::Emergency(consents);
            Redirect::to(&address::change(profile, &change, &back)).into_response()
        }
        Err(problem) => render(&state, parts, account, Some(problem)).await,
    }
}

/// The three answers, or what is missing beside each question. `answer` gives what was chosen for a field.
pub(super) fn answers<'a>(
    answer: impl Fn(&str) -> Option<&'a str>,
) -> Result<EmergencyConsents, FormProblem> {
    if let Some(consents) = change_request::emergency_of(answer("samu"), answer("autres"), answer("masques"))
    {
        return Ok(consents);
    }
    let mut problem = FormProblem::default();
    for (field, id, missing) in [
        ("samu", "samu-oui", "Répondez oui ou non pour le SAMU."),
        (
            "autres",
            "autres-oui",
            "Répondez oui ou non pour les autres professionnels.",
        ),
        (
            "masques",
            "masques-oui",
            "Répondez oui ou non pour les documents masqués.",
        ),
    ] {
        match answer(field) {
            Some(value @ ("oui" | "non")) => {
                problem.typed.insert(field, value.to_owned());
            }
            _ => problem.messages.push((id, missing.to_owned())),
        }
    }
    Err(problem)
}
