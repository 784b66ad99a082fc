//! The worlds, on the lab's first page: the one where the tester is, all there are, and a new one.

use leptos::prelude::*;

use super::{
    clock_page::told,
    page::{self, Problem, RESET},
    world_pages::{ENTER, LEAVE, LONGEST, REMOVE, WORLDS},
    worlds::WorldName,
};
use crate::AppState;

/// The world where the tester is, and its way back to the beginning.
pub(super) fn this_one(state: &AppState) -> impl IntoView + use<> {
    let here = state.lab.world.clone();
    let current = match &here {
        None => view! { <p>"Vous êtes dans le " <strong>"monde principal"</strong> "\u{a0}: la base de données du serveur."</p> }.into_any(),
        Some(name) => {
            let browsers = state.lab.shared.about(name).browsers;
            view! {
                <p>"Vous êtes dans le monde «\u{a0}" <strong>{name.to_string()}</strong> "\u{a0}». Rien de ce qui s’y passe ne touche les autres."</p>
                {(browsers > 1).then(|| view! {
                    <p>{format!("Attention\u{a0}: ce monde est ouvert dans {browsers} navigateurs. Ce que l’un change, l’autre le voit.")}</p>
                })}
            }
            .into_any()
        }
    };
    view! {
        <h2>"Ce monde"</h2>
        {current}
        <form method="post" action=RESET class="form">
            <input type="hidden" name="monde" value=here.map(|name| name.to_string()).unwrap_or_default()/>
            <p>"Revenir au début remet les personnes, les documents, l’horloge et les courriels de ce monde comme au premier jour. \
                Les personnes connectées sont déconnectées. Les résultats des séances sont gardés."</p>
            <button type="submit" class="button button--danger">"Remettre ce monde au début"</button>
        </form>
    }
}

/// All there are but those of sessions, the way to each, and a new one.
pub(super) fn all(state: &AppState, problem: Option<&Problem>) -> impl IntoView + use<> {
    let here = state.lab.world.as_ref();
    let worlds: Vec<_> = state
        .lab
        .shared
        .names()
        .iter()
        .map(|name| one(state, name, Some(name) == here))
        .collect();
    let main_now = if here.is_none() {
        told(state.edge.clock.now())
    } else {
        told(state.lab.shared.main_now())
    };
    let leaves = here.is_some().then(|| {
        view! {
            <ul class="actions">
                <li>
                    <form method="post" action=LEAVE>
                        <button type="submit" class="button button--secondary">"Revenir au monde principal"</button>
                    </form>
                </li>
            </ul>
        }
    });
    let hint = format!(
        "Facultatif\u{a0}: sans nom, il en reçoit un. {LONGEST} caractères au plus\u{a0}: petites lettres sans accent, chiffres et traits d’union."
    );
    view! {
        <h2>"Les mondes de ce serveur"</h2>
        <p>"Un monde à soi, pour essayer sans gêner personne. Chaque séance a aussi le sien, qui n’est pas dans cette liste. \
            Des programmes choisissent leur monde par l’en-tête " <code>"X-Lab-World"</code> "."</p>
        <ul>
            <li>
                <p><strong>"Monde principal"</strong> {format!("\u{a0}: {main_now}.{}", if here.is_none() { " Vous y êtes." } else { "" })}</p>
                {leaves}
            </li>
            {worlds}
        </ul>
        <h3>"Créer un monde"</h3>
        <form method="post" action=WORLDS class="form" novalidate>
            {page::text_field("nom", "Nom du nouveau monde", hint, problem)}
            <button type="submit" class="button">"Créer un monde et y entrer"</button>
        </form>
    }
}

/// A world, its day and hour, who is in it, and what can be done.
fn one(state: &AppState, name: &WorldName, is_here: bool) -> AnyView {
    let about = state.lab.shared.about(name);
    let used = match (is_here, about.browsers) {
        (true, _) => "Vous y êtes.".to_owned(),
        (false, 0) => "Personne n’y est.".to_owned(),
        (false, browsers) => format!(
            "Ouvert dans {}.",
            app::texts::counted(browsers as u64, "navigateur", "navigateurs")
        ),
    };
    let name = name.to_string();
    let enters = (!is_here).then(|| {
        view! {
            <li>
                <form method="post" action=ENTER>
                    <input type="hidden" name="nom" value=name.clone()/>
                    <button type="submit" class="button button--secondary">
                        "Entrer" <span class="visually-hidden">{format!(" dans le monde {name}")}</span>
                    </button>
                </form>
            </li>
        }
    });
    view! {
        <li>
            <p><strong>{name.clone()}</strong> {format!("\u{a0}: {}. {used}", told(about.at))}</p>
            <ul class="actions">
                {enters}
                <li>
                    <a href=format!("{REMOVE}?nom={name}")>
                        "Supprimer" <span class="visually-hidden">{format!(" le monde {name}")}</span> "…"
                    </a>
                </li>
            </ul>
        </li>
    }
    .into_any()
}
