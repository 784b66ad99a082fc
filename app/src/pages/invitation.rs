//! An invitation to represent a minor, for whoever is invited.

use axum::http::StatusCode;
use leptos::prelude::*;
use record::{RecordError, views::Invitation};

use crate::{
    address,
    components::{Frame, loaded},
    texts,
    visit::{Visit, path_value, set_status},
};

/// The page. For anybody else it is worth nothing, as a code that was never made.
#[component]
pub(crate) fn InvitationPage() -> impl IntoView {
    let visit = Visit::current();
    let code = path_value("code");
    let action = address::invitation(&code);
    let load = async move {
        let account = visit.account.ok_or(RecordError::NotFound)?;
        let shown = visit
            .store
            .show_invitation(account, &code, visit.occasion())
            .await;
        match shown {
            Ok(invitation) => Ok(Some(invitation)),
            Err(RecordError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    };
    loaded(load, move |invitation| match invitation {
        Some(invitation) => view! { <Asked invitation=invitation action=action/> }.into_any(),
        None => view! { <Worthless here=action/> }.into_any(),
    })
}

/// Says the same of every code that this person cannot answer.
#[component]
fn Worthless(here: String) -> impl IntoView {
    set_status(StatusCode::NOT_FOUND);
    view! {
        <Frame title="Invitation non valable">
            <h1>"Cette invitation n’est pas valable"</h1>
            <p class="lead">"Vous ne pouvez pas y répondre avec ce compte. Rien n’a été changé."</p>
            <h2>"Ce qui a pu se passer"</h2>
            <ul>
                <li>"Le lien a déjà servi, il date de plus de sept jours, ou il a été annulé ou refait."</li>
                <li>"L’invitation est à un autre nom que celui de votre compte."</li>
                <li>"Il manque un morceau du lien."</li>
            </ul>
            <h2>"Que faire\u{a0}?"</h2>
            <p>"Si l’invitation est pour un autre de vos comptes, ou pour quelqu’un d’autre sur cet appareil, changez de compte\u{a0}: vous serez déconnecté, puis vous reviendrez à cette invitation après la connexion."</p>
            <ul class="actions">
                <li>
                    <form method="post" action=address::SIGN_OUT>
                        <input type="hidden" name="suite" value=here/>
                        <button class="button" type="submit">"Changer de compte"</button>
                    </form>
                </li>
            </ul>
            <p>"Sinon, demandez un nouveau lien à la personne qui vous a invité."</p>
            <p>
                <a href=address::PROFILES>"Voir les dossiers que je peux ouvrir"</a>
            </p>
        </Frame>
    }
}

#[component]
fn Asked(invitation: Invitation, action: String) -> impl IntoView {
    let Invitation {
        first_name,
        last_name,
        inviter,
        until,
    } = invitation;
    let title = format!("Représenter {first_name} {last_name}");
    view! {
        <Frame title=title.clone()>
            <h1>{title}</h1>
            <p class="lead">
                {format!(
                    "{inviter} vous invite à être l’autre représentant légal {}, jusqu’à ses 18\u{a0}ans. Vous pouvez répondre jusqu’au {}.",
                    texts::of(&first_name),
                    texts::day(until),
                )}
            </p>
            <ul>
                <li>"Vous aurez les mêmes droits que la personne qui vous invite\u{a0}: lire le dossier, décider qui peut le lire, le clôturer."</li>
                <li>"Ce que l’un fait est annoncé à l’autre, avec son nom."</li>
            </ul>
            <ul class="actions">
                <li>
                    <form method="post" action=action.clone()>
                        <input type="hidden" name="reponse" value="accepter"/>
                        <button class="button" type="submit">"Accepter"</button>
                    </form>
                </li>
                <li>
                    <form method="post" action=action>
                        <input type="hidden" name="reponse" value="refuser"/>
                        <button class="button button--secondary" type="submit">"Refuser"</button>
                    </form>
                </li>
            </ul>
        </Frame>
    }
}
