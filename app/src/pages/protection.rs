//! What whoever protects an adult may do: of their person, activate or close the record; of their property alone, nothing.

use leptos::prelude::*;
use policy::{Parameters, ProfileState};
use record::views::{Protection, Role};
use uuid::Uuid;

use crate::{
    address,
    components::{ErrorSummary, Frame, ResultMessage, form_title, loaded},
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
            ("n’est pas encore activé", Some(("activer", "Activer le dossier")))
        }
        Some(ProfileState::Active) => ("est ouvert", Some(("cloturer", "Clôturer le dossier maintenant"))),
        Some(ProfileState::Closed) => ("est clôturé", None),
        _ => ("a été refusé par la personne", None),
    };
    let of_person = protection.role == Role::GuardianOfPerson;
    let first_name = protection.first_name;
    view! {
        <Frame title=form_title(&title)>
            <p class="back"><a href=address::PROFILES>"Choisir un dossier"</a></p>
            <ErrorSummary/>
            {(query_value("fait") == "oui").then(|| view! { <ResultMessage text="C’est fait."/> })}
            <h1>{title}</h1>
            <p class="lead">
                {if of_person { "Vous avez la charge de la protection de cette personne." } else { "Vous avez la charge de la protection de ses biens." }}
            </p>
            <p>{format!("Ce dossier {state_said}. Vous ne pouvez pas le lire, ni son historique, ni ses réglages.")}</p>
            {if of_person {
                view! {
                    {consequences(&protection.state, &first_name).map(|text| view! { <p>{text}</p> })}
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
            <h2>"Quand vous avez terminé"</h2>
            <form method="post" action=address::SIGN_OUT>
                <button class="button button--secondary" type="submit">"Me déconnecter"</button>
            </form>
        </Frame>
    }
}

/// What activating or closing the record means, or what is left once it is closed.
fn consequences(state: &str, first_name: &str) -> Option<String> {
    let days = Parameters::CURRENT.closure_grace_days;
    let of = texts::of(first_name);
    match ProfileState::from_id(state)? {
        ProfileState::AwaitingActivation => Some(format!(
            "Vous pouvez l’activer, après avoir recherché l’avis {of}. Les professionnels qui le peuvent déjà continueront d’y lire et d’y ajouter des documents."
        )),
        ProfileState::Active => Some(format!(
            "Vous pouvez le clôturer, après avoir recherché l’avis {of}. Tout de suite, plus personne ne pourra le lire ni y ajouter de document, même en urgence. {first_name} aura {days}\u{a0}jours pour le rouvrir\u{a0}; vous ne pourrez pas le faire à sa place."
        )),
        ProfileState::Closed => Some(format!(
            "Plus personne ne peut le lire ni y ajouter de document, même en urgence. {first_name} peut le rouvrir pendant {days}\u{a0}jours\u{a0}; vous ne pouvez pas le faire à sa place."
        )),
        ProfileState::Opposed => None,
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
