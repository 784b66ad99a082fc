//! The answers of the first sign-in: one form per question, and one to put them off.

use app::{address, visit::FormProblem};
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use policy::DefaultVisibility;
use record::acts::WelcomeAnswer;

use super::{emergencies::answers, fields, sent::Sent};
use crate::AppState;

/// What a form of the questions asks for.
enum Asked {
    Answer(WelcomeAnswer),
    Later,
}

/// Keeps the answer and leads to the next question, or puts the questions off.
pub(crate) async fn welcome(State(state): State<AppState>, sent: Sent) -> Response {
    let asked = match sent.fields.one("etape") {
        Some("visibilite") => {
            let chosen = sent.fields.one("visibilite").and_then(DefaultVisibility::from_id);
            chosen.map_or_else(
                || {
                    Err(again(
                        "visibilite",
                        fields::problem("visibilite-visible", "Choisissez l’une des deux réponses."),
                    ))
                },
                |visibility| Ok(Asked::Answer(WelcomeAnswer::Default(visibility))),
            )
        }
        Some("urgences") => answers(|name| sent.fields.one(name))
            .map(|consents| Asked::Answer(WelcomeAnswer::Emergency(consents)))
            .map_err(|problem| again("urgences", problem)),
        Some("plus-tard") => Ok(Asked::Later),
        _ => return fields::unreadable(),
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(problem) => return sent.again(&state, Some(problem)).await,
    };
    let key = sent.key();
    let occasion = state.edge.occasion();
    let (done, then) = match asked {
        Asked::Answer(answer) => (
            state
                .store
                .answer_welcome(key, answer, occasion)
                .await
                .map(|_| ()),
            address::welcome(sent.profile),
        ),
        Asked::Later => (
            state.store.put_off_welcome(key, occasion).await,
            address::home(sent.profile),
        ),
    };
    match done {
        Ok(()) => Redirect::to(&then).into_response(),
        Err(error) => sent.failed(&state, error, "an answer could not be kept").await,
    }
}

/// The page of that question again.
fn again(step: &'static str, mut problem: FormProblem) -> FormProblem {
    problem.typed.insert("etape", step.to_owned());
    problem
}
