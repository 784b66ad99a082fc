//! Acting as a professional: a form that says what their software would send, sent through the real gateway, and what it answers.

use axum::{
    Form, Router,
    body::{Body, to_bytes},
    extract::State,
    http::{Request, StatusCode, header},
    response::Response,
};
use data_encoding::HEXLOWER;
use leptos::prelude::*;
use policy::DocumentType;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use super::{
    LabProfessional, issuer,
    page::{self, HOME},
    pdf, personas, population, professional,
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
    titre: String,
    #[serde(rename = "type")]
    kind: String,
}

const CONTEXTS: [(&str, &str); 5] = [
    ("care_team", "Équipe de soins"),
    ("declared_consent", "Accord de la personne, déclaré"),
    ("samu", "Urgence\u{a0}: SAMU"),
    ("break_glass", "Autre urgence (bris de glace), avec un motif"),
    ("none", "Rien de déclaré"),
];

/// Where documents are read, searched for and deposited.
pub(super) const OPEN: &str = "records/open";
pub(super) const READ: &str = "documents/read";
pub(super) const DEPOSIT: &str = "documents/deposit";

const ACTS: [(&str, &str); 4] = [
    (OPEN, "Ouvrir le dossier"),
    ("documents/search", "Chercher les documents"),
    (READ, "Lire un document"),
    (DEPOSIT, "Déposer un document"),
];

/// What can be deposited, by the code of its type.
const DEPOSITED: [&str; 5] = ["11488-4", "11502-2", "57833-6", "18748-4", "87273-9"];

/// What is between the parts of an upload.
const BOUNDARY: &str = "lab-4f1c7a";

/// The form.
pub(super) async fn form(State(state): State<AppState>, Written(rpps): Written<String>) -> Response {
    match professional(&rpps) {
        Some(who) => show(&state, who, &Asked::default(), ().into_any()),
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
        return show(
            &state,
            who,
            &asked,
            page::alert("Choisissez un acte.".to_owned()).into_any(),
        );
    };
    let content = deposited_content(&asked);
    let request = body(&state, &asked, &content);
    let file = (path == DEPOSIT).then_some(content.as_slice());
    let Some((status, answered)) = through_gateway(&state, who, path, &request, file).await else {
        let said = page::alert("La porte des professionnels n’a pas répondu.".to_owned());
        return show(&state, who, &asked, said.into_any());
    };
    let sent = format!("POST /gateway/v1/{path}\n{}", pretty(&request));
    let said = view! {
        <section aria-label="Réponse">
            <h2>"Ce que le logiciel reçoit"</h2>
            <p role="status"><strong>{status.as_u16().to_string()}</strong></p>
            <pre class="sent">{answered}</pre>
            <details>
                <summary>"Ce qu’il a envoyé"</summary>
                <pre class="sent">{sent}</pre>
            </details>
        </section>
    };
    show(&state, who, &asked, said.into_any())
}

/// A file that says what it is.
fn deposited_content(asked: &Asked) -> Vec<u8> {
    let lines = ["Document fictif, déposé depuis le laboratoire.".to_owned()];
    pdf::page(&asked.titre, &lines)
}

/// The body of the request, as a professional's software would write it.
fn body(state: &AppState, asked: &Asked, file: &[u8]) -> Value {
    let mut context = json!({ "kind": asked.contexte });
    if !asked.motif.trim().is_empty() {
        context["reason"] = json!(asked.motif);
    }
    let mut request = json!({ "ins": asked.patient, "context": context });
    match asked.acte.as_str() {
        READ => request["document"] = json!(asked.document.trim()),
        DEPOSIT => {
            request["type"] = json!(asked.kind);
            request["title"] = json!(asked.titre.trim());
            request["dated"] = json!(state.edge.day(state.edge.clock.now()));
            request["sha256"] = json!(HEXLOWER.encode(&Sha256::digest(file)));
        }
        _ => {}
    }
    if asked.secrete == "oui" {
        request["secret"] = json!(true);
    }
    request
}

/// Through the gateway, with a token of the lab's own issuer: the status, and the answer as text.
pub(super) async fn through_gateway(
    state: &AppState,
    who: &LabProfessional,
    path: &str,
    request: &Value,
    file: Option<&[u8]>,
) -> Option<(StatusCode, String)> {
    let token = issuer::token(state, who)?;
    let (kind, body) = match file {
        None => ("application/json".to_owned(), request.to_string().into_bytes()),
        Some(file) => (
            format!("multipart/form-data; boundary={BOUNDARY}"),
            upload(&request.to_string(), file),
        ),
    };
    let request = Request::post(format!("/gateway/v1/{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
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

/// What a document is, then the document.
fn upload(metadata: &str, file: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n{metadata}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"document.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn show(state: &AppState, who: &LabProfessional, asked: &Asked, said: AnyView) -> Response {
    let types = DEPOSITED.iter().map(|code| {
        let label = DocumentType::from_code(code).map_or(*code, DocumentType::label);
        (*code, label)
    });
    let content = view! {
        <p>{format!("{}, {}.", who.organisation, personas::role(who.rpps))}</p>
        {said}
        <form method="post" action=format!("{HOME}/professionnels/{}", who.rpps) class="form">
            <div class="field">
                <label for="patient">"Le dossier de"</label>
                <select id="patient" name="patient">{page::options(population::patients(), &asked.patient)}</select>
            </div>
            <div class="field">
                <label for="acte">"Acte"</label>
                <select id="acte" name="acte">{page::options(ACTS, &asked.acte)}</select>
            </div>
            <div class="field">
                <label for="contexte">"À quel titre"</label>
                <select id="contexte" name="contexte">{page::options(CONTEXTS, &asked.contexte)}</select>
            </div>
            <div class="field">
                <label for="motif">"Motif, dans une urgence"</label>
                <input type="text" id="motif" name="motif" value=asked.motif.clone() autocomplete="off"/>
            </div>
            <div class="field">
                <label for="document">"Document à lire (son identifiant, donné par la recherche)"</label>
                <input type="text" id="document" name="document" value=asked.document.clone() autocomplete="off"/>
            </div>
            <div class="field">
                <label for="titre">"Titre du document à déposer"</label>
                <input type="text" id="titre" name="titre" value=asked.titre.clone() maxlength="200" autocomplete="off"/>
            </div>
            <div class="field">
                <label for="type">"Type du document à déposer"</label>
                <select id="type" name="type">{page::options(types, &asked.kind)}</select>
            </div>
            <div class="choice">
                <input type="checkbox" id="secrete" name="secrete" value="oui" checked=asked.secrete == "oui"/>
                " " <label for="secrete">"Connexion secrète (mineur)"</label>
            </div>
            <button type="submit" class="button">"Envoyer"</button>
        </form>
    };
    let title = format!("Le logiciel de {} {}", who.first_name, who.last_name);
    page::page(state, StatusCode::OK, &title, content)
}

fn unknown(state: &AppState) -> Response {
    let content = view! { <p>"La page du laboratoire en donne la liste."</p> };
    page::page(
        state,
        StatusCode::NOT_FOUND,
        "Ce professionnel n’existe pas",
        content,
    )
}
