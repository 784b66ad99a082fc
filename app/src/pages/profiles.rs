//! The records that the person signed in may open: their own, and those of the people they act for.

use leptos::prelude::*;
use record::{
    RecordError,
    views::{ProfileChoice, Role},
};

use crate::{
    address,
    components::{Frame, ResultMessage, loaded},
    texts,
    visit::{Visit, query_value},
};

/// The choice.
#[component]
pub(crate) fn ProfilesPage() -> impl IntoView {
    let visit = Visit::current();
    let load = async move {
        let account = visit.account.ok_or(RecordError::NotFound)?;
        visit.store.profiles_of(account, visit.occasion()).await
    };
    loaded(load, |profiles| view! { <Choice profiles=profiles/> })
}

#[component]
fn Choice(profiles: Vec<ProfileChoice>) -> impl IntoView {
    let nobody = profiles.is_empty();
    let done = match query_value("fait").as_str() {
        "accepte" => Some(
            "C’est fait\u{a0}: vous êtes maintenant son représentant légal. Son dossier est dans la liste.",
        ),
        "refuse" => Some("Votre refus est enregistré. La personne qui vous a invité en est avertie."),
        "quitte" => Some(
            "C’est fait\u{a0}: vous ne représentez plus cette personne. L’autre représentant en est averti.",
        ),
        _ => None,
    };
    view! {
        <Frame title="Choisir un dossier">
            {done.map(|text| view! { <ResultMessage text=text/> })}
            <h1>"Quel dossier voulez-vous ouvrir\u{a0}?"</h1>
            {nobody
                .then(|| {
                    view! {
                        <p>
                            "Vous n’avez aucun dossier à ouvrir. Si vous représentiez un enfant, vos droits ont pris fin le jour de ses 18\u{a0}ans."
                        </p>
                    }
                })}
            <ul class="profiles">{profiles.into_iter().map(card).collect_view()}</ul>
            <form method="post" action=address::SIGN_OUT>
                <button class="button button--secondary" type="submit">"Me déconnecter"</button>
            </form>
        </Frame>
    }
}

/// One record: whose, and what one is to it.
fn card(profile: ProfileChoice) -> impl IntoView {
    let role = texts::role(profile.role).unwrap_or("c’est votre dossier");
    let href = match profile.role {
        Role::Holder | Role::LegalRepresentative => address::home(profile.id),
        Role::GuardianOfPerson | Role::GuardianOfProperty => address::protection(profile.id),
    };
    view! {
        <li class="panel">
            <a href=href>
                <strong>{format!("{} {}", profile.first_name, profile.last_name)}</strong>
            </a>
            <p>{role}</p>
        </li>
    }
}
