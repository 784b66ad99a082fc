//! The server could not answer.

use leptos::prelude::*;

use crate::components::Frame;

/// Something went wrong on our side.
#[component]
pub(crate) fn UnavailablePage() -> impl IntoView {
    view! {
        <Frame title="Service momentanément indisponible">
            <h1>"Le service ne répond pas pour le moment"</h1>
            <p>
                "Le problème vient de nous, pas de vous. Vos réglages déjà confirmés sont conservés. Réessayez dans quelques minutes."
            </p>
        </Frame>
    }
}
