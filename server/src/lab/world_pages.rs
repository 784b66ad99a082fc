//! Making a world, entering one and leaving it.

use axum::{
    Form,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{
    dispatch::{COOKIE, cookie},
    page::{self, HOME},
    worlds::{Entering, WorldName},
};
use crate::{AppState, pages::unavailable, sessions};

/// Where worlds are made.
pub(super) const WORLDS: &str = "/lab/mondes";
/// Where one is entered.
pub(super) const ENTER: &str = "/lab/mondes/entrer";
/// Where one is left.
pub(super) const LEAVE: &str = "/lab/mondes/quitter";

/// The cookie that tells one tester's browser from another's.
const TESTER: &str = "lab-testeur";

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
    let Some(name) = WorldName::new(wanted).filter(|name| name.seance().is_none()) else {
        return page::refused(
            &state,
            "Ce nom de monde ne convient pas",
            "Rien n’a été créé. Un nom a de 1 à 32 caractères\u{a0}: des petites lettres sans accent, des chiffres, des traits d’union. \
             Il ne commence pas par «\u{a0}seance-\u{a0}», qui est réservé aux participants.",
        );
    };
    match state.lab.shared.make(&state, &name).await {
        Ok(true) => entered(&state, &headers, &name, false),
        Ok(false) => taken(&state, StatusCode::CONFLICT, "Ce monde existe déjà", &name),
        Err(error) => {
            tracing::error!(%error, "a world could not be made");
            unavailable()
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
        Entering::Taken => taken(state, StatusCode::CONFLICT, "Ce monde est déjà utilisé", name),
        Entering::Done => {
            let mut answer = Redirect::to(HOME).into_response();
            set(
                &mut answer,
                &format!("{TESTER}={tester}; Path=/; SameSite=Lax; HttpOnly"),
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

/// Another browser is there, or may be.
fn taken(state: &AppState, status: StatusCode, title: &str, name: &WorldName) -> Response {
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
    page::page(state, status, title, content)
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
