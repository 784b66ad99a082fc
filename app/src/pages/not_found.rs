//! What does not exist, or is not for this person: the same page.

use axum::http::StatusCode;
use leptos::prelude::*;

use crate::{components::Frame, visit::set_status};

/// Says nothing about the address: two addresses that do not exist for someone give the same bytes.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    set_status(StatusCode::NOT_FOUND);
    view! {
        <Frame title="Page introuvable">
            <h1>"Cette page n’existe pas"</h1>
            <p>"L’adresse est peut-être incomplète, ce document a été retiré, ou vous n’avez plus accès à ce dossier. Rien n’a été modifié."</p>
            <p>
                <a href="/">"Revenir au début"</a>
            </p>
        </Frame>
    }
}
