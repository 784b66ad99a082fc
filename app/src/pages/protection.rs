//! What whoever protects an adult may do: of their person, activate or close the record; of their property alone, nothing.

use leptos::prelude::*;
use policy::ProfileState;
use record::views::{Protection, Role};
use uuid::Uuid;

use crate::{
    address,
    components::{ErrorSummary, Frame, loaded},
    texts,
    visit::{Visit, path_id, query_value},
};

/// The page.
#[component]
pub(crate) fn ProtectionPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = async move {
        let key = key?;
        let protection = visit.store.show_protection(key, visit.occasion()).await?;
        Ok((key.profile, protection))
    };
    loaded(
        load,
        |(id, protection)| view! { <Protected id=id protection=protection/> },
    )
}

#[component]
fn Protected(id: Uuid, protection: Protection) -> impl IntoView {
    let name = format!("{} {}", protection.first_name, protection.last_name);
    let title = format!("Dossier {}", texts::of(&name));
    let state = ProfileState::from_id(&protection.state);
    let (state_said, act) = match state {
        Some(ProfileState::AwaitingActivation) => {
            ("pas encore activé", Some(("activer", "Activer le dossier")))
        }
        Some(ProfileState::Active) => ("ouvert", Some(("cloturer", "Clôturer le dossier"))),
        Some(ProfileState::Closed) => ("clôturé", None),
        _ => ("refusé par la personne", None),
    };
    let of_person = protection.role == Role::GuardianOfPerson;
    let first_name = protection.first_name;
    view! {
        <Frame title=title.clone()>
            <p class="back"><a href=address::PROFILES>"Changer de dossier"</a></p>
            <ErrorSummary/>
            {(query_value("fait") == "oui").then(|| view! { <p class="notice" role="status">"C’est fait."</p> })}
            <h1>{title}</h1>
            <p class="lead">{texts::role(protection.role).map(|role| format!("Pour cette personne, {role}."))}</p>
            <p>{format!("Ce dossier est {state_said}. Vous ne pouvez pas le lire, ni son historique, ni ses réglages.")}</p>
            {if of_person {
                view! {
                    <p>
                        {format!("Vous pouvez activer ou clôturer le dossier, après avoir recherché l’avis {}. {first_name} garde le droit de le lire et de le régler.", texts::of(&first_name))}
                    </p>
                    {act.map(|(act, label)| view! { <Act action=address::protection(id) act=act label=label first_name=first_name/> })}
                }
                    .into_any()
            } else {
                view! {
                    <p>
                        {format!("La protection des biens ne donne aucun droit sur le dossier {}.", texts::of(&first_name))}
                    </p>
                    <h2>"Que faire\u{a0}?"</h2>
                    <ul>
                        <li>{format!("{first_name} peut ouvrir et régler son dossier, avec de l’aide si besoin.")}</li>
                        <li>"Si une décision de justice vous charge aussi de la protection de la personne, apportez-la à la caisse d’assurance maladie."</li>
                        <li>"Dans la vie réelle, appelez le 34\u{a0}22."</li>
                    </ul>
                }
                    .into_any()
            }}
        </Frame>
    }
}

/// The one thing to do, with the declaration.
#[component]
fn Act(action: String, act: &'static str, label: &'static str, first_name: String) -> impl IntoView {
    let message = Visit::current().message("avis");
    let wrong = message.is_some();
    view! {
        <form method="post" action=action class="form" novalidate>
            <input type="hidden" name="acte" value=act/>
            <div class="field" class:field--wrong=wrong>
                {message.map(|message| view! { <p class="field__error" id="avis-erreur">{message}</p> })}
                <div class="choice">
                    <input type="checkbox" id="avis" name="avis" value="oui" aria-describedby=wrong.then_some("avis-erreur")/>
                    <label for="avis">{format!("Je déclare avoir recherché l’avis {}.", texts::of(&first_name))}</label>
                </div>
            </div>
            <button class="button" type="submit">{label}</button>
        </form>
    }
}
