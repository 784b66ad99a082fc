//! Which notices a person wants: every question needs its answer, so that nothing is switched by leaving it out.

use app::{
    address,
    notice_choices::{NOTICE_QUESTIONS, NoticeQuestion},
    visit::FormProblem,
};
use axum::{
    extract::{Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use record::{RecordError, acts::ActorKey, views::NoticeChoice};
use tower_sessions::Session;

use super::fields::{self, Fields};
use crate::{
    AppState,
    pages::{Written, render, unavailable},
};

/// Keeps the answers, and comes back to the page, which says so.
pub(crate) async fn choose_notices(
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
    let choices = match choices(&sent.fields) {
        Ok(choices) => choices,
        Err(problem) => return render(&state, sent.parts, Some(sent.account), Some(problem)).await,
    };
    let key = ActorKey {
        account: sent.account,
        profile,
    };
    match state
        .store
        .choose_notices(key, &choices, state.edge.occasion())
        .await
    {
        Ok(()) => Redirect::to(&format!("{}?fait=oui", address::notice_preferences(profile))).into_response(),
        Err(RecordError::NotFound | RecordError::Closed { .. }) => {
            render(&state, sent.parts, Some(sent.account), None).await
        }
        Err(error) => {
            tracing::error!(%error, "preferences could not be kept");
            unavailable()
        }
    }
}

/// The answers, or what is missing beside each question.
fn choices(fields: &Fields) -> Result<Vec<NoticeChoice>, FormProblem> {
    let mut choices = Vec::with_capacity(NOTICE_QUESTIONS.len());
    let mut problem = FormProblem::default();
    for question in NOTICE_QUESTIONS {
        let NoticeQuestion {
            kind,
            channel,
            field,
            first_answer,
            ..
        } = question;
        let answer = fields.one(field);
        match answer {
            Some(value @ ("oui" | "non")) => {
                problem.typed.insert(field, value.to_owned());
                choices.push(NoticeChoice {
                    kind,
                    channel,
                    wanted: value == "oui",
                });
            }
            _ => problem
                .messages
                .push((first_answer, "Choisissez oui ou non.".to_owned())),
        }
    }
    if problem.messages.is_empty() {
        Ok(choices)
    } else {
        Err(problem)
    }
}
