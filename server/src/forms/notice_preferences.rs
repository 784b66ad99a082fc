//! Which notices a person wants: every question needs its answer, so that nothing is switched by leaving it out.

use app::{
    address,
    notice_choices::{NOTICE_QUESTIONS, NoticeQuestion},
    visit::FormProblem,
};
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use record::views::NoticeChoice;

use super::{fields::Fields, sent::Sent};
use crate::AppState;

/// Keeps the answers, and comes back to the page, which says so.
pub(crate) async fn choose_notices(State(state): State<AppState>, sent: Sent) -> Response {
    let choices = match choices(&sent.fields) {
        Ok(choices) => choices,
        Err(problem) => return sent.again(&state, Some(problem)).await,
    };
    match state
        .store
        .choose_notices(sent.key(), &choices, state.edge.occasion())
        .await
    {
        Ok(()) => {
            Redirect::to(&format!("{}?fait=oui", address::notice_preferences(sent.profile))).into_response()
        }
        Err(error) => sent.failed(&state, error, "preferences could not be kept").await,
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
