//! The map of the site: every page of a record, and what is done there.

use std::borrow::Cow;

use leptos::prelude::*;
use record::views::{ProfileHeader, Role};

use crate::{
    address,
    components::{Frame, loaded},
    texts::{pick, say},
    visit::{Visit, path_id},
};

/// The page.
#[component]
pub(crate) fn SiteMapPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = async move { visit.store.open_profile(key?, visit.occasion()).await };
    loaded(load, |profile| view! { <SiteMap profile=profile/> })
}

#[component]
fn SiteMap(profile: ProfileHeader) -> impl IntoView {
    let id = profile.id;
    let represents = profile.role == Role::LegalRepresentative;
    let several = profile.has_others;
    view! {
        <Frame title="Plan du site" profile=Some(profile)>
            <h1>"Plan du site"</h1>
            <p class="lead">{say!("Toutes les pages de mon dossier, et ce que j’y fais.", "Toutes les pages du dossier [de prénom], et ce que vous y faites.")}</p>
            <h2>"Voir où on en est"</h2>
            <ul>
                {to(address::home(id), "Accueil", "tout en un coup d’œil")}
                {to(address::check_up(id, 1), "Faire le point", "cinq questions sur les réglages")}
                {to(address::see_as(id), say!("Voir mon dossier comme…", "Voir le dossier [de prénom] comme…"), "ce qu’un professionnel y lit")}
            </ul>
            <h2>"Les documents"</h2>
            <ul>
                {to(address::documents(id), say!("Mes documents", "Documents [de prénom]"), "les lire, les masquer, les rendre visibles")}
                {to(address::add_document(id), "Ajouter un document", "un PDF ou une photo")}
            </ul>
            <h2>"Qui peut lire"</h2>
            <ul>
                {to(address::professionals(id), "Professionnels", "les chercher, les bloquer, les débloquer, nommer un administrateur")}
                {to(address::settings(id), pick("Mes réglages", "Réglages"), "tous les choix, et clôturer le dossier")}
                {to(address::emergencies(id), "Accès en cas d’urgence", "le SAMU, les autres professionnels, ce qui est masqué")}
                {to(address::what_if(id), "Essayer un changement", "qui perdrait, qui gagnerait un accès")}
                {represents.then(|| to(address::representatives(id), "Représentants légaux", "qui a les mêmes droits, inviter, quitter"))}
            </ul>
            <h2>"Ce qui s’est passé"</h2>
            <ul>
                {to(address::history(id), "Historique", "qui est venu, qui a lu quoi")}
                {to(address::verify_history(id), "Vérifier ou emporter l’historique", "rien n’y a été changé ni retiré")}
                {to(address::access_reports(id), pick("Mes signalements", "Signalements"), "les accès signalés, et les réponses")}
                {to(address::notices(id), "Notifications", "ce qui est nouveau")}
                {to(address::notice_preferences(id), "Préférences de notification", "ce qui arrive aussi par courriel")}
            </ul>
            {several
                .then(|| {
                    view! {
                        <h2>"Les autres dossiers"</h2>
                        <ul>{to(address::PROFILES.to_owned(), "Changer de dossier", "ceux que vous pouvez ouvrir")}</ul>
                    }
                })}
        </Frame>
    }
}

/// A page, and what is done there.
fn to(page: String, name: impl Into<Cow<'static, str>>, what: &'static str) -> impl IntoView {
    view! { <li><a href=page>{name.into()}</a> {format!("\u{a0}: {what}.")}</li> }
}
