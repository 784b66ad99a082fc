//! Acting as a professional: a form that says what their software would send, sent through the real gateway, and what it answers.

use axum::{
    Form, Router,
    body::{Body, to_bytes},
    extract::State,
    http::{Request, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{
    LabProfessional, issuer,
    page::{HOME, escaped, page},
    population, professional,
};
use crate::{AppState, gateway, pages::Written};

/// The largest answer that is shown.
const LARGEST: usize = 1 << 20;

/// What is to be sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    patient: String,
    contexte: String,
    motif: String,
    acte: String,
    document: String,
    secrete: String,
}

const CONTEXTS: [(&str, &str); 5] = [
    ("care_team", "Équipe de soins"),
    ("declared_consent", "Accord de la personne, déclaré"),
    ("samu", "Urgence\u{a0}: SAMU"),
    ("break_glass", "Autre urgence (bris de glace), avec un motif"),
    ("none", "Rien de déclaré"),
];

const ACTS: [(&str, &str); 3] = [
    ("records/open", "Ouvrir le dossier"),
    ("documents/search", "Chercher les documents"),
    ("documents/read", "Lire un document"),
];

/// The form.
pub(super) async fn form(State(state): State<AppState>, Written(rpps): Written<String>) -> Response {
    match professional(&rpps) {
        Some(who) => show(&state, who, &Asked::default(), ""),
        None => unknown(&state),
    }
}

/// Sends what was asked for, and shows the answer.
pub(super) async fn send(
    State(state): State<AppState>,
    Written(rpps): Written<String>,
    Form(asked): Form<Asked>,
) -> Response {
    let Some(who) = professional(&rpps) else {
        return unknown(&state);
    };
    let Some(path) = ACTS
        .iter()
        .map(|(path, _)| *path)
        .find(|path| *path == asked.acte)
    else {
        return show(&state, who, &asked, "<p>Choisissez un acte.</p>");
    };
    let request = body(&asked);
    match answer(&state, who, path, &request).await {
        Some((status, answered)) => {
            let said = format!(
                "<section aria-label=\"Réponse\"><h2>Ce que le logiciel reçoit</h2><p role=\"status\"><strong>{}</strong></p><pre class=\"sent\">{}</pre>\
                 <details><summary>Ce qu’il a envoyé</summary><pre class=\"sent\">POST /gateway/v1/{path}\n{}</pre></details></section>",
                status.as_u16(),
                escaped(&answered),
                escaped(&pretty(&request))
            );
            show(&state, who, &asked, &said)
        }
        None => show(
            &state,
            who,
            &asked,
            "<p>La porte des professionnels n’a pas répondu.</p>",
        ),
    }
}

/// The body of the request, as a professional's software would write it.
fn body(asked: &Asked) -> Value {
    let mut context = json!({ "kind": asked.contexte });
    if !asked.motif.trim().is_empty() {
        context["reason"] = json!(asked.motif);
    }
    let mut request = json!({ "ins": asked.patient, "context": context });
    if asked.acte == "documents/read" {
        request["document"] = json!(asked.document.trim());
    }
    if asked.secrete == "oui" {
        request["secret"] = json!(true);
    }
    request
}

/// Through the gateway, with a token of the lab's own issuer.
async fn answer(
    state: &AppState,
    who: &LabProfessional,
    path: &str,
    request: &Value,
) -> Option<(StatusCode, String)> {
    let token = issuer::token(state, who)?;
    let request = Request::post(format!("/gateway/v1/{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(request.to_string()))
        .ok()?;
    let gateway = Router::new()
        .nest("/gateway/v1", gateway::routes())
        .with_state(state.clone());
    let answer = gateway.oneshot(request).await.ok()?;
    let status = answer.status();
    let is_json = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.contains("json")));
    let bytes = to_bytes(answer.into_body(), LARGEST).await.ok()?;
    let text = if is_json {
        serde_json::from_slice(&bytes).map_or_else(
            |_| String::from_utf8_lossy(&bytes).into_owned(),
            |value| pretty(&value),
        )
    } else {
        format!("(un fichier de {} octets)", bytes.len())
    };
    Some((status, text))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn options(choices: impl IntoIterator<Item = (String, String)>, chosen: &str) -> String {
    let options: Vec<String> = choices
        .into_iter()
        .map(|(value, label)| {
            let selected = if value == chosen { " selected" } else { "" };
            format!("<option value=\"{value}\"{selected}>{label}</option>")
        })
        .collect();
    options.concat()
}

fn show(state: &AppState, who: &LabProfessional, asked: &Asked, said: &str) -> Response {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(value, label)| ((*value).to_owned(), (*label).to_owned()))
            .collect()
    };
    let content = format!(
        "<p>{}, {}.</p>{said}\
         <form method=\"post\" action=\"{HOME}/professionnels/{}\" class=\"form\">\
         <div class=\"field\"><label for=\"patient\">Le dossier de</label><select id=\"patient\" name=\"patient\">{}</select></div>\
         <div class=\"field\"><label for=\"acte\">Acte</label><select id=\"acte\" name=\"acte\">{}</select></div>\
         <div class=\"field\"><label for=\"contexte\">À quel titre</label><select id=\"contexte\" name=\"contexte\">{}</select></div>\
         <div class=\"field\"><label for=\"motif\">Motif, dans une urgence</label><input type=\"text\" id=\"motif\" name=\"motif\" value=\"{}\" autocomplete=\"off\"></div>\
         <div class=\"field\"><label for=\"document\">Document à lire (son identifiant, donné par la recherche)</label><input type=\"text\" id=\"document\" name=\"document\" value=\"{}\" autocomplete=\"off\"></div>\
         <div class=\"choice\"><input type=\"checkbox\" id=\"secrete\" name=\"secrete\" value=\"oui\"{}> <label for=\"secrete\">Connexion secrète (mineur)</label></div>\
         <button type=\"submit\" class=\"button\">Envoyer</button></form>",
        escaped(who.organisation),
        escaped(super::personas::role(who.rpps)),
        who.rpps,
        options(population::patients(), &asked.patient),
        options(owned(&ACTS), &asked.acte),
        options(owned(&CONTEXTS), &asked.contexte),
        escaped(&asked.motif),
        escaped(&asked.document),
        if asked.secrete == "oui" { " checked" } else { "" },
    );
    let title = format!("Le logiciel de {} {}", who.first_name, who.last_name);
    page(state, StatusCode::OK, &title, &content)
}

fn unknown(state: &AppState) -> Response {
    page(
        state,
        StatusCode::NOT_FOUND,
        "Ce professionnel n’existe pas",
        "<p>La page du laboratoire en donne la liste.</p>",
    )
}
