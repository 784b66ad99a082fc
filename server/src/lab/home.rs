//! The lab's first page: what is there to try, the worlds, the people, the clock.

use app::texts::of;
use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use record::{RecordError, typed::Ins};
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    PASSWORD, clock_page,
    page::{self, HOME, Problem},
    personas::{self, PERSONAS},
    population::{self, INES},
    professionals, seances, task_pages, world_list,
    worlds::{ResetError, WorldName},
};
use crate::{
    AppState,
    pages::{Written, unavailable},
};

/// Where somebody is signed in; their identifier follows.
pub(super) const PEOPLE: &str = "/lab/personnes";
/// Where a code is given.
pub(super) const CODES: &str = "/lab/code-d-ines";
/// What has just been done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    fait: String,
}

/// What the lab is, the world, its people, its clock, and the way to the rest.
pub(super) async fn home(State(state): State<AppState>, Query(done): Query<Done>) -> Response {
    let said = match done.fait.as_str() {
        "debut" => page::done("Ce monde est revenu au début\u{a0}: personnes, documents, horloge et courriels. Les résultats des séances sont gardés.".to_owned()).into_any(),
        "horloge" => page::done("L’horloge a avancé.".to_owned()).into_any(),
        "horloge-deux-fois" => page::done("L’horloge a avancé. Cette nuit-là, on revient à l’heure d’hiver et cette heure existe deux fois\u{a0}: la première a été prise, encore à l’heure d’été.".to_owned()).into_any(),
        "supprime" => page::done("Ce monde est supprimé. Les autres sont comme avant, et les résultats des séances sont gardés.".to_owned()).into_any(),
        _ => ().into_any(),
    };
    show(&state, StatusCode::OK, said, None)
}

/// The page again, with what is wrong with one of its forms. Nothing has been done.
pub(super) fn again(state: &AppState, problem: &Problem) -> Response {
    let said = problem.summary().into_any();
    show(state, StatusCode::UNPROCESSABLE_ENTITY, said, Some(problem))
}

fn show(state: &AppState, status: StatusCode, said: AnyView, problem: Option<&Problem>) -> Response {
    let content = view! {
        {said}
        <p class="lead">
            "Ici, tout est fictif. On essaie le produit dans la peau d’une personne, on joue un professionnel, on avance l’horloge, \
             et on regarde des participants accomplir des tâches."
        </p>
        <h2>"Les tâches et les séances"</h2>
        <ul>
            <li><a href=task_pages::TASKS>"Les douze tâches"</a> "\u{a0}: les essayer soi-même, ou les préparer."</li>
            <li><a href=seances::SEANCES>"Les séances avec des participants"</a> "\u{a0}: mener une séance, lire les résultats."</li>
        </ul>
        {world_list::this_one(state)}
        {world_list::all(state, problem)}
        {people()}
        {software()}
        {clock_page::form(state, problem)}
        <h2>"Les courriels"</h2>
        <p><a href="/lab/courriels">"Voir les courriels"</a> " partis ou à partir dans ce monde."</p>
    };
    page::page(state, status, "Laboratoire", content)
}

fn people() -> impl IntoView {
    let people: Vec<_> = PERSONAS
        .iter()
        .map(|persona| {
            let identifier = (!persona.identifier.is_empty())
                .then(|| view! { " (" <code>{persona.identifier}</code> ")" });
            let enters = (!persona.identifier.is_empty()).then(|| {
                view! {
                    <form method="post" action=format!("{PEOPLE}/{}", persona.identifier)>
                        <button type="submit" class="button button--secondary">
                            "Ouvrir une session" <span class="visually-hidden">{format!(" {}", of(persona.name))}</span>
                        </button>
                    </form>
                }
            });
            view! {
                <li>
                    <p>
                        <strong>{persona.name}</strong> {identifier}
                        <br/>{persona.story}
                        <br/>"Ce qu’on attend\u{a0}: " {persona.expects}
                    </p>
                    {enters}
                </li>
            }
        })
        .collect();
    view! {
        <h2>"Les personnes"</h2>
        <p>"Chacune a son bouton. Ou bien elle " <a href="/connexion">"se connecte"</a> " elle-même, avec son identifiant et le mot de passe " <code>{PASSWORD}</code> "."</p>
        <ul>{people}</ul>
        <form method="post" action=CODES class="form">
            <button type="submit" class="button button--secondary">"Donner un code à Inès"</button>
        </form>
    }
}

/// Signs somebody in without their password.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    session: Session,
    Written(identifier): Written<String>,
) -> Response {
    let known = PERSONAS
        .iter()
        .any(|persona| !identifier.is_empty() && persona.identifier == identifier);
    if !known {
        let content = view! { <p>"La page du laboratoire donne la liste des personnes. Personne n’a été connecté."</p> };
        return page::page(
            &state,
            StatusCode::NOT_FOUND,
            "Cette personne n’existe pas",
            content,
        );
    }
    task_pages::begin(population::account(&identifier), &session).await
}

/// A one-time code for who comes of age, as the service would send it by post.
pub(super) async fn give_code(State(state): State<AppState>) -> Response {
    let ines = match Ins::new(INES.ins) {
        Ok(ines) => ines,
        Err(error) => {
            tracing::error!(%error, "Inès has no INS");
            return unavailable();
        }
    };
    match state
        .store
        .issue_activation_code(&ines, state.edge.occasion())
        .await
    {
        Ok(issued) => {
            let code = issued.code;
            let content = view! {
                <p>"Il n’est montré que cette fois. Inès s’en sert à partir de ses 18 ans\u{a0}: avancez d’abord l’horloge d’un mois."</p>
                <p><strong><code>{code}</code></strong></p>
                <p>{format!("Avec lui et le numéro {}, Inès ouvre son dossier à l’adresse ", INES.ins)} <a href="/activation">"/activation"</a> "."</p>
            };
            page::page(&state, StatusCode::OK, "Le code d’Inès", content)
        }
        Err(RecordError::NotFound) => page::refused(
            &state,
            "Inès n’attend aucun code",
            "Elle a déjà ouvert son dossier. Rien n’a été changé.",
        ),
        Err(error) => {
            tracing::error!(%error, "a code could not be made");
            unavailable()
        }
    }
}

fn software() -> impl IntoView {
    let software: Vec<_> = professionals()
        .iter()
        .map(|who| {
            view! {
                <li>
                    <a href=format!("{HOME}/professionnels/{}", who.rpps)>{format!("{} {}", who.first_name, who.last_name)}</a>
                    {format!(", {}, {}", who.organisation, personas::role(who.rpps))}
                </li>
            }
        })
        .collect();
    view! {
        <h2>"Les professionnels"</h2>
        <p>"Leur logiciel passe par la vraie porte des professionnels\u{a0}: tout est décidé, tracé et annoncé comme en vrai."</p>
        <ul>{software}</ul>
    }
}

/// Which world a page was about: blank for the main one.
#[derive(Debug, Deserialize)]
pub(super) struct ResetForm {
    monde: String,
}

/// Makes this world begin again; not when the page was about another one. Programs need not say which.
pub(super) async fn reset(
    State(state): State<AppState>,
    form: Result<Form<ResetForm>, FormRejection>,
) -> Response {
    let here = state.lab.world.as_ref().map_or("", WorldName::as_str);
    if form.is_ok_and(|Form(form)| form.monde != here) {
        return page::page(
            &state,
            StatusCode::CONFLICT,
            "Vous avez changé de monde",
            page::alert(
                "La page parlait d’un autre monde que celui où vous êtes maintenant. Rien n’a été remis au début.".to_owned(),
            ),
        );
    }
    match state.lab.start_again(&state).await {
        Ok(()) => Redirect::to("/lab?fait=debut").into_response(),
        Err(ResetError::Busy) => busy(&state, "Ce monde n’a pas été remis au début"),
        Err(ResetError::Lab(error)) => {
            tracing::error!(%error, "a world could not begin again");
            unavailable()
        }
    }
}

/// An answer of this world takes long.
pub(super) fn busy(state: &AppState, title: &str) -> Response {
    let why = "Une page de ce monde est encore en train d’arriver, peut-être un long téléchargement. Rien n’a été changé. Réessayez dans un instant.";
    page::page(
        state,
        StatusCode::SERVICE_UNAVAILABLE,
        title,
        page::alert(why.to_owned()),
    )
}
