//! What is in the outbox, for people who try the product and for testers: every e-mail, as it is or would be sent.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::*;
use record::views::{EmailState, OutboxLine};
use serde_json::json;

use super::page;
use crate::{AppState, pages::unavailable};

/// As a page.
pub(super) async fn page(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let lines = match lines(&state, &headers).await {
        Ok(lines) => lines,
        Err(answer) => return answer,
    };
    let count = app::texts::counted(lines.len() as u64, "courriel", "courriels");
    let emails: Vec<_> = lines
        .into_iter()
        .map(|(line, text)| {
            let failure = if line.failure.is_empty() {
                String::new()
            } else {
                format!(" ({})", line.failure)
            };
            view! {
                <article>
                    <h2>{text.subject}</h2>
                    <p>
                        {format!("À\u{a0}: {}", line.to)} <br/>
                        {format!("Le\u{a0}: {}", app::texts::moment(line.queued_at))} <br/>
                        {format!(
                            "État\u{a0}: {}{failure}, {}",
                            state_name(line.state),
                            app::texts::counted(line.attempts.into(), "essai", "essais"),
                        )}
                    </p>
                    {paragraphs(&text.body)}
                </article>
            }
        })
        .collect();
    let content = view! { <p>{format!("{count}. Les plus récents d’abord.")}</p> {emails} };
    page::page(&state, StatusCode::OK, "Les courriels", content)
}

/// As JSON.
pub(super) async fn json(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let lines = match lines(&state, &headers).await {
        Ok(lines) => lines,
        Err(answer) => return answer,
    };
    let lines: Vec<_> = lines
        .iter()
        .map(|(line, text)| {
            json!({
                "message_id": line.message_id,
                "kind": line.kind.id(),
                "to": line.to,
                "subject": text.subject,
                "body": text.body,
                "state": line.state.id(),
                "failure": line.failure,
                "attempts": line.attempts,
                "queued_at": line.queued_at.to_string(),
                "due_at": line.due_at.to_string(),
            })
        })
        .collect();
    Json(lines).into_response()
}

/// Every e-mail with its text.
async fn lines(
    state: &AppState,
    headers: &HeaderMap,
) -> Result<Vec<(OutboxLine, app::texts::EmailText)>, Response> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let here = format!("http://{}", host.unwrap_or("localhost"));
    let site = state.public_origin.as_deref().unwrap_or(&here);
    let lines = state.store.list_outbox().await.map_err(|error| {
        tracing::error!(%error, "the outbox could not be listed");
        unavailable()
    })?;
    let texts = lines.into_iter().map(|line| {
        let text = app::texts::email(line.kind, &line.first_name, site);
        (line, text)
    });
    Ok(texts.collect())
}

fn state_name(state: EmailState) -> &'static str {
    match state {
        EmailState::Waiting => "en attente",
        EmailState::Sending => "en cours d’envoi",
        EmailState::Sent => "envoyé",
        EmailState::GivenUp => "abandonné",
        EmailState::Unknown => "peut-être envoyé",
    }
}

/// A text of several paragraphs, as a page has it.
fn paragraphs(text: &str) -> Vec<AnyView> {
    let paragraphs = text.trim_end().split("\n\n").map(|paragraph| {
        let lines: Vec<_> = paragraph
            .lines()
            .map(|line| view! { {line.to_owned()} <br/> })
            .collect();
        view! { <p>{lines}</p> }.into_any()
    });
    paragraphs.collect()
}
