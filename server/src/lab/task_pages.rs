//! The tasks, for whoever tries them alone or prepares them: in the world where one is.

use std::collections::HashMap;

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use tower_sessions::Session;
use uuid::Uuid;

use super::{
    home, page,
    tasks::{self, PreparingError, Question, TASKS as ALL, Task, UNKNOWN, task},
    worlds::ResetError,
};
use crate::{
    AppState,
    pages::{Written, unavailable},
    sessions,
};

/// Where the tasks are.
pub(super) const TASKS: &str = "/lab/taches";

/// The twelve.
pub(super) async fn list(State(state): State<AppState>) -> Response {
    let tasks: Vec<_> = ALL
        .iter()
        .map(|task| {
            view! {
                <li>
                    <a href=format!("{TASKS}/{}", task.id)>{task.title}</a>
                    {format!(" ({}, {} pages au plus court)", task.persona, task.optimum())}
                </li>
            }
        })
        .collect();
    let content = view! {
        <p>"Chaque tâche se prépare dans le monde où vous êtes, qu’elle remet au début. Avec un participant, menez plutôt une "
            <a href=super::seances::SEANCES>"séance"</a> "."</p>
        <ol>{tasks}</ol>
    };
    page::page(&state, StatusCode::OK, "Les douze tâches", content)
}

/// One task, and whether it has succeeded in this world.
pub(super) async fn one(
    State(state): State<AppState>,
    Written(id): Written<String>,
    Query(given): Query<HashMap<String, String>>,
) -> Response {
    let Some(task) = task(&id) else {
        return unknown(&state);
    };
    let checked = async {
        let questions = tasks::questions(task, &state).await?;
        let answers = |name: &str| given.get(name).cloned();
        let succeeded = tasks::succeeded(task, &state, answers).await?;
        Ok::<_, record::RecordError>((questions, succeeded))
    };
    let (questions, verdict) = match checked.await {
        Ok((questions, true)) => (questions, "Réussie"),
        Ok((questions, false)) => (questions, "Pas encore réussie"),
        Err(record::RecordError::NotFound) => (Vec::new(), "Pas encore préparée dans ce monde"),
        Err(error) => {
            tracing::error!(%error, "a task could not be checked");
            return unavailable();
        }
    };
    let prepared = given.get("fait").map(|_| {
        page::done("La tâche est préparée\u{a0}: ce monde est revenu au début, et ce qui précède la tâche est arrivé.".to_owned())
    });
    let asked = (!questions.is_empty()).then(|| {
        view! {
            <form method="get" action=format!("{TASKS}/{}", task.id) class="form">
                {fields(&questions, &given)}
                <button type="submit" class="button button--secondary">"Vérifier ces réponses"</button>
            </form>
        }
    });
    let content = view! {
        {prepared}
        {description(task)}
        <h2>"L’essayer"</h2>
        <form method="post" action=format!("{TASKS}/{}", task.id) class="form">
            <p>"Préparer la tâche remet ce monde au début."</p>
            <ul class="actions">
                <li><button type="submit" name="acte" value="preparer" class="button button--danger">"Préparer la tâche"</button></li>
                <li><button type="submit" name="acte" value="commencer" class="button">"Commencer dans la peau de cette personne"</button></li>
            </ul>
        </form>
        <h2>"Où elle en est"</h2>
        <p role="status"><strong>{verdict}</strong></p>
        <p>"C’est le dossier qui répond, pas la page\u{a0}: rechargez après avoir agi."</p>
        {asked}
    };
    let parent = Some((TASKS, "Les douze tâches"));
    page::below(&state, StatusCode::OK, task.title, parent, content)
}

/// What a moderator must know of a task.
pub(super) fn description(task: &'static Task) -> impl IntoView {
    let path: Vec<_> = task.path.iter().map(|step| view! { <li>{*step}</li> }).collect();
    view! {
        <h2>"Ce qu’on dit à la personne"</h2>
        <blockquote><p>{task.wording}</p></blockquote>
        <h2>"Ce que le modérateur sait"</h2>
        <p>"Avant\u{a0}: " {task.before}</p>
        <p>"Réussie quand\u{a0}: " {task.success}</p>
        <p>{format!("Le chemin le plus court, en {} pages\u{a0}:", task.optimum())}</p>
        <ol>{path}</ol>
    }
}

/// Questions with their answers, nothing chosen beforehand.
pub(super) fn fields(questions: &[Question], given: &HashMap<String, String>) -> Vec<AnyView> {
    questions
        .iter()
        .map(|question| {
            let chosen = given.get(&question.name).map(String::as_str).unwrap_or_default();
            let choices = question
                .choices
                .iter()
                .map(|(value, label)| (value.as_str(), label.as_str()))
                .chain([(UNKNOWN, "Ne sait pas")]);
            choice(&question.name, &question.text, choices, chosen, None)
        })
        .collect()
}

/// One question with one answer.
pub(super) fn choice<'a>(
    name: &str,
    text: &str,
    choices: impl Iterator<Item = (&'a str, &'a str)>,
    chosen: &str,
    missing: Option<&str>,
) -> AnyView {
    let choices: Vec<_> = choices
        .map(|(value, label)| {
            let id = format!("{name}-{value}");
            view! {
                <div class="choice">
                    <input type="radio" id=id.clone() name=name.to_owned() value=value.to_owned() checked=value == chosen/>
                    " " <label for=id>{label.to_owned()}</label>
                </div>
            }
        })
        .collect();
    let wrong = missing.map(|missing| view! { <p class="field__error">{missing.to_owned()}</p> });
    view! {
        <fieldset class="field question">
            <legend>{text.to_owned()}</legend>
            {wrong}
            {choices}
        </fieldset>
    }
    .into_any()
}

/// What is to be done with a task.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Act {
    acte: String,
}

/// Prepares a task in this world, or signs its person in.
pub(super) async fn act(
    State(state): State<AppState>,
    session: Session,
    Written(id): Written<String>,
    axum::Form(form): axum::Form<Act>,
) -> Response {
    let Some(task) = task(&id) else {
        return unknown(&state);
    };
    match form.acte.as_str() {
        "preparer" => match tasks::prepare(task, &state).await {
            Ok(()) => Redirect::to(&format!("{TASKS}/{}?fait=prepare", task.id)).into_response(),
            Err(error) => not_prepared(&state, &error),
        },
        "commencer" => begin(task.account(), &session).await,
        _ => page::refused(
            &state,
            "Je ne sais pas quoi faire de cette tâche",
            "Rien n’a été changé. Choisissez de la préparer, ou de la commencer.",
        ),
    }
}

/// Signs this account in, and goes where they go.
pub(super) async fn begin(account: Uuid, session: &Session) -> Response {
    match sessions::begin(session, account).await {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => {
            tracing::error!(%error, "a session could not begin");
            unavailable()
        }
    }
}

/// Why it could not be prepared.
pub(super) fn not_prepared(state: &AppState, error: &PreparingError) -> Response {
    if let PreparingError::Reset(ResetError::Busy) = error {
        return home::busy(state, "Ce monde n’a pas été remis au début");
    }
    tracing::error!(%error, "a task could not be prepared");
    unavailable()
}

fn unknown(state: &AppState) -> Response {
    let content = view! { <p><a href=TASKS>"Les douze tâches"</a></p> };
    page::page(state, StatusCode::NOT_FOUND, "Cette tâche n’existe pas", content)
}
