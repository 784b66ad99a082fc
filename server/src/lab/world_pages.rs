//! Making a world, entering one, leaving it and removing it.

use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

pub(super) use super::worlds::LONGEST;
use super::{
    LabError,
    dispatch::{COOKIE, cookie},
    home,
    page::{self, HOME, Problem},
    worlds::{Entering, Inside, NameError, Removing, WorldName},
};
use crate::{AppState, pages::unavailable, sessions};

/// Where worlds are made.
pub(super) const WORLDS: &str = "/lab/mondes";
/// Where one is entered.
pub(super) const ENTER: &str = "/lab/mondes/entrer";
/// Where one is left.
pub(super) const LEAVE: &str = "/lab/mondes/quitter";
/// Where one is removed, once that has been confirmed.
pub(super) const REMOVE: &str = "/lab/mondes/supprimer";

/// The cookie that tells one tester's browser from another's.
const TESTER: &str = "lab-testeur";
/// For how many seconds a browser is known again, even once it has been closed: a year.
const KNOWN: u32 = 365 * 24 * 60 * 60;

/// Which world.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WorldForm {
    nom: String,
    ensemble: String,
}

/// Makes a world and enters it.
pub(super) async fn make(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<WorldForm>,
) -> Response {
    let typed = form.nom.trim();
    let drawn;
    let wanted = if typed.is_empty() {
        let id = state.edge.chance.id().simple().to_string();
        drawn = format!("monde-{}", id.get(..8).unwrap_or(&id));
        &drawn
    } else {
        typed
    };
    let name = match WorldName::chosen(wanted) {
        Ok(name) => name,
        Err(error) => {
            let message = format!("{} Rien n’a été créé.", what_is_wrong(error));
            let problem = Problem::new("nom", message, [("nom", form.nom.clone())]);
            return home::again(&where_it_is(&state, &headers).await, &problem);
        }
    };
    match state.lab.shared.make(&state, &name).await {
        Ok(true) => entered(&state, &headers, &name, false),
        Ok(false) => match state.lab.shared.inside(&name, cookie(&headers, TESTER)) {
            Inside::Others => taken(&state, "Ce monde existe déjà", &name),
            inside => there_already(&state, inside, &name),
        },
        Err(error) => {
            tracing::error!(%error, "a world could not be made");
            unavailable()
        }
    }
}

fn what_is_wrong(error: NameError) -> String {
    match error {
        NameError::Character(character) => {
            let which = if character.is_whitespace() {
                "d’espace".to_owned()
            } else {
                format!("«\u{a0}{character}\u{a0}»")
            };
            format!(
                "Un nom de monde ne peut pas contenir {which}\u{a0}: seulement des petites lettres sans accent, des chiffres et des traits d’union."
            )
        }
        NameError::Length(length) => {
            format!("Ce nom a {length} caractères\u{a0}: c’est trop. {LONGEST} au plus.")
        }
        NameError::Reserved => {
            "Un nom de monde ne commence pas par «\u{a0}seance-\u{a0}», qui est réservé aux participants."
                .to_owned()
        }
    }
}

/// The state of the world where this browser is. Worlds are made outside of every world, but the page is about that one.
async fn where_it_is(main: &AppState, headers: &HeaderMap) -> AppState {
    let name = cookie(headers, COOKIE).and_then(WorldName::new);
    let world = match name {
        Some(name) => main.lab.shared.world(main, &name).await,
        None => Ok(None),
    };
    match world {
        Ok(world) => world.map_or_else(|| main.clone(), |world| world.state),
        Err(error) => {
            tracing::error!(%error, "a world could not be opened");
            main.clone()
        }
    }
}

/// Enters a world that there is.
pub(super) async fn enter(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<WorldForm>,
) -> Response {
    match WorldName::new(form.nom.trim()) {
        Some(name) => entered(&state, &headers, &name, form.ensemble == "oui"),
        None => unknown(&state, form.nom.trim()),
    }
}

/// Back to the main world.
pub(super) async fn leave(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let mut answer = Redirect::to(HOME).into_response();
    if let Some(named) = cookie(&headers, COOKIE) {
        if let (Some(name), Some(tester)) = (WorldName::new(named), cookie(&headers, TESTER)) {
            state.lab.shared.leave(&name, tester);
        }
        set(&mut answer, &format!("{COOKIE}=; Path=/; Max-Age=0"));
        forget_session(&state, &mut answer);
    }
    answer
}

fn entered(state: &AppState, headers: &HeaderMap, name: &WorldName, together: bool) -> Response {
    let tester =
        cookie(headers, TESTER).map_or_else(|| state.edge.chance.id().simple().to_string(), str::to_owned);
    match state.lab.shared.enter(name, &tester, together) {
        Entering::Unknown => unknown(state, name.as_str()),
        Entering::Taken => taken(state, "Ce monde est déjà utilisé", name),
        Entering::Done => {
            // One browser is in one world.
            if let Some(before) = cookie(headers, COOKIE).and_then(WorldName::new)
                && before != *name
            {
                state.lab.shared.leave(&before, &tester);
            }
            let mut answer = Redirect::to(HOME).into_response();
            set(
                &mut answer,
                &format!("{TESTER}={tester}; Path=/; Max-Age={KNOWN}; SameSite=Lax; HttpOnly"),
            );
            set_world(&mut answer, name);
            forget_session(state, &mut answer);
            answer
        }
    }
}

/// From now on this browser is in this world.
pub(super) fn set_world(answer: &mut Response, name: &WorldName) {
    set(
        answer,
        &format!("{COOKIE}={name}; Path=/; SameSite=Lax; HttpOnly"),
    );
}

/// The session of one world is nothing in another: it is put away rather than said to have ended.
fn forget_session(state: &AppState, answer: &mut Response) {
    let name = sessions::cookie_name(state.is_secure());
    set(answer, &format!("{name}=; Path=/; Max-Age=0"));
}

fn set(answer: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// A world of that name is there, and no other browser is in it.
fn there_already(state: &AppState, inside: Inside, name: &WorldName) -> Response {
    let name = name.to_string();
    let said = if inside == Inside::Asker {
        format!(
            "Vous avez déjà ouvert le monde «\u{a0}{name}\u{a0}» dans ce navigateur. Rien n’a été changé."
        )
    } else {
        format!(
            "Le monde «\u{a0}{name}\u{a0}» existe, et personne n’y est en ce moment. Rien n’a été changé."
        )
    };
    let content = view! {
        <p>{said}</p>
        <ul class="actions">
            <li>
                <form method="post" action=ENTER>
                    <input type="hidden" name="nom" value=name/>
                    <button type="submit" class="button">"Entrer dans ce monde"</button>
                </form>
            </li>
            <li><a href=format!("{HOME}#nom")>"Choisir un autre nom"</a></li>
        </ul>
    };
    page::page(state, StatusCode::CONFLICT, "Ce monde existe déjà", content)
}

/// Other browsers alone are there.
fn taken(state: &AppState, title: &str, name: &WorldName) -> Response {
    let name = name.to_string();
    let content = view! {
        <p>
            "Un autre navigateur a ouvert le monde «\u{a0}" {name.clone()}
            "\u{a0}». À deux dans le même monde, chacun voit ce que l’autre change, et vos essais se mélangeraient. Rien n’a été changé."
        </p>
        <ul class="actions">
            <li>
                <form method="post" action=WORLDS>
                    <button type="submit" class="button">"Créer un monde pour moi"</button>
                </form>
            </li>
            <li>
                <form method="post" action=ENTER>
                    <input type="hidden" name="nom" value=name/>
                    <input type="hidden" name="ensemble" value="oui"/>
                    <button type="submit" class="button button--secondary">"Y entrer quand même"</button>
                </form>
            </li>
        </ul>
    };
    page::page(state, StatusCode::CONFLICT, title, content)
}

/// A world that is not there.
pub(super) fn unknown(state: &AppState, name: &str) -> Response {
    let name: String = name.chars().take(40).collect();
    let content = view! {
        <p>"Aucun monde ne s’appelle «\u{a0}" {name} "\u{a0}». Il a peut-être été supprimé, ou son nom est mal écrit. Rien n’a été changé ailleurs."</p>
        <ul class="actions">
            <li>
                <form method="post" action=WORLDS>
                    <button type="submit" class="button">"Créer un nouveau monde"</button>
                </form>
            </li>
            <li>
                <form method="post" action=LEAVE>
                    <button type="submit" class="button button--secondary">"Revenir au monde principal"</button>
                </form>
            </li>
        </ul>
    };
    page::page(state, StatusCode::NOT_FOUND, "Ce monde n’existe pas", content)
}

/// Asks before a world is removed.
pub(super) async fn ask_removal(State(state): State<AppState>, Query(form): Query<WorldForm>) -> Response {
    let typed = form.nom.trim();
    let Some(name) = WorldName::new(typed).filter(|name| state.lab.shared.is_there(name)) else {
        return unknown(&state, typed);
    };
    if name.seance().is_some() {
        return of_a_seance(&state);
    }
    let browsers = state.lab.shared.about(&name).browsers;
    let name = name.to_string();
    let content = view! {
        <p class="lead">"Ses personnes, ses documents, son horloge et ses courriels disparaissent pour toujours."</p>
        <p>"Les autres mondes restent comme ils sont. Les résultats des séances sont gardés."</p>
        {(browsers > 0).then(|| view! {
            <p>{format!(
                "Attention\u{a0}: ce monde est ouvert dans {}, peut-être le vôtre. Qui s’en sert devra en choisir un autre.",
                app::texts::counted(browsers as u64, "navigateur", "navigateurs"),
            )}</p>
        })}
        <ul class="actions">
            <li>
                <form method="post" action=REMOVE>
                    <input type="hidden" name="nom" value=name.clone()/>
                    <button type="submit" class="button button--danger">"Supprimer ce monde"</button>
                </form>
            </li>
            <li><a href=HOME>"Ne rien supprimer"</a></li>
        </ul>
    };
    let title = format!("Supprimer le monde «\u{a0}{name}\u{a0}»");
    page::page(&state, StatusCode::OK, &title, content)
}

/// Removes a world. A browser that was in it is in the main one again.
pub(super) async fn remove(
    State(state): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<WorldForm>,
) -> Response {
    let typed = form.nom.trim();
    let Some(name) = WorldName::new(typed) else {
        return unknown(&state, typed);
    };
    if name.seance().is_some() {
        return of_a_seance(&state);
    }
    let (shared, removed) = (state.lab.shared.clone(), name.clone());
    // In a task of its own: a browser that hangs up leaves nothing half done.
    let done = tokio::spawn(async move { shared.remove(&removed).await });
    match done.await.unwrap_or(Err(LabError::Interrupted)) {
        Ok(Removing::Done) => {
            let mut answer = Redirect::to(&format!("{HOME}?fait=supprime")).into_response();
            if cookie(&headers, COOKIE) == Some(name.as_str()) {
                set(&mut answer, &format!("{COOKIE}=; Path=/; Max-Age=0"));
                forget_session(&state, &mut answer);
            }
            answer
        }
        Ok(Removing::Unknown) => unknown(&state, name.as_str()),
        Ok(Removing::Busy) => home::busy(&state, "Ce monde n’a pas été supprimé"),
        Err(error) => {
            tracing::error!(%error, "a world could not be removed");
            unavailable()
        }
    }
}

fn of_a_seance(state: &AppState) -> Response {
    page::refused(
        state,
        "Ce monde est celui d’une séance",
        "Il ne se supprime pas. Rien n’a été supprimé.",
    )
}
