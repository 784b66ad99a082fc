//! The one page left of a record that is closed: since when, until when it can be reopened, and the button that does it.

use axum::http::{Method, StatusCode, request::Parts};
use jiff::civil;
use leptos::prelude::*;
use policy::Rule;
use uuid::Uuid;

use crate::{
    address,
    components::{Frame, Why},
    texts::{self, pick, say},
    visit::{Visit, set_status},
};

/// Shown at every address of the record. A form that was sent to one of them has done nothing: it conflicts.
#[component]
pub(crate) fn ClosedPage(
    #[prop(optional_no_strip)] profile: Option<Uuid>,
    closed_on: civil::Date,
    until: civil::Date,
    /// Who closed it, when that is someone else.
    #[prop(optional_no_strip)]
    by: Option<String>,
) -> impl IntoView {
    let is_form = use_context::<Parts>().is_some_and(|parts| parts.method == Method::POST);
    if is_form {
        set_status(StatusCode::CONFLICT);
    }
    let can_reopen = Visit::current().day <= until;
    let reopen = profile.filter(|_| can_reopen).map(address::reopen);
    view! {
        <Frame title=say!("Mon dossier est clôturé", "Le dossier [de prénom] est clôturé")>
            <h1>{say!("Mon dossier est clôturé", "Le dossier [de prénom] est clôturé")}</h1>
            {is_form
                .then(|| {
                    view! {
                        <div class="error-summary" role="alert" tabindex="-1" autofocus>
                            <p>"Rien n’a été changé\u{a0}: le dossier est clôturé."</p>
                        </div>
                    }
                })}
            <p class="lead">
                {match by.filter(|by| !by.is_empty()) {
                    Some(by) => format!("Il a été clôturé le {} par {by}. ", texts::day(closed_on)),
                    None => say!(format!("Je l’ai clôturé le {}. ", texts::day(closed_on)), format!("Il a été clôturé le {}. ", texts::day(closed_on))).into_owned(),
                }}
                "Plus personne ne peut le lire ni y ajouter de document, même en urgence."
            </p>
            <Why about="– la clôture" rules=vec![Rule::ProfileClosed]/>
            {match reopen {
                Some(reopen) => {
                    view! {
                        <section class="panel" aria-labelledby="rouvrir">
                            <h2 id="rouvrir">"Changer d’avis"</h2>
                            <p>
                                {say!(format!("Jusqu’au {} inclus, je peux rouvrir mon dossier. ", texts::day(until)), format!("Jusqu’au {} inclus, vous pouvez rouvrir le dossier [de prénom]. ", texts::day(until))).into_owned()}
                                {pick("Il reviendra tout de suite, avec tous mes documents et chacun de mes réglages comme avant\u{a0}: documents masqués, professionnels bloqués, administrateurs, urgences.", "Il reviendra tout de suite, avec tous ses documents et chacun de ses réglages comme avant\u{a0}: documents masqués, professionnels bloqués, administrateurs, urgences.")}
                            </p>
                            <form method="post" action=reopen>
                                <button class="button" type="submit">{say!("Rouvrir mon dossier", "Rouvrir le dossier [de prénom]")}</button>
                            </form>
                        </section>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <p>
                            {say!(format!("Je pouvais le rouvrir jusqu’au {}. Ce délai est passé. ", texts::day(until)), format!("Il pouvait être rouvert jusqu’au {}. Ce délai est passé. ", texts::day(until))).into_owned()}
                            {say!("Mes documents restent conservés dix ans, sans être montrés à personne.", "Les documents [de prénom] restent conservés dix ans, sans être montrés à personne.")}
                        </p>
                    }
                        .into_any()
                }
            }}
            <p><a href=address::PROFILES>{pick("Voir tous les dossiers que je peux ouvrir", "Voir tous les dossiers que vous pouvez ouvrir")}</a></p>
            <form method="post" action=address::SIGN_OUT>
                <button class="button button--secondary" type="submit">"Me déconnecter"</button>
            </form>
        </Frame>
    }
}
