//! An invitation to represent a minor, for whoever is invited.

use leptos::prelude::*;
use record::{RecordError, views::Invitation};

use crate::{
    address,
    components::{Frame, loaded},
    texts,
    visit::{Visit, path_value},
};

/// The page; for anybody else it does not exist.
#[component]
pub(crate) fn InvitationPage() -> impl IntoView {
    let visit = Visit::current();
    let code = path_value("code");
    let action = address::invitation(&code);
    let load = async move {
        let account = visit.account.ok_or(RecordError::NotFound)?;
        visit
            .store
            .show_invitation(account, &code, visit.occasion())
            .await
    };
    loaded(
        load,
        |invitation| view! { <Asked invitation=invitation action=action/> },
    )
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
