//! What every page has around it: name, whose record, where one is, how to leave, what this is not.

use leptos::prelude::*;
use leptos_meta::Title;
use record::views::ProfileHeader;

use crate::{
    address,
    html::as_html,
    texts::{self, DISCLAIMER, NAME, pick},
};

/// The entries of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Documents,
    Professionals,
    Settings,
    History,
    Notices,
    /// None of them.
    Elsewhere,
}

/// A page: its title (also the browser's) and its content.
#[component]
pub(crate) fn Frame(
    /// The name of the page.
    #[prop(into)]
    title: String,
    /// Whose record, once someone is signed in.
    #[prop(optional_no_strip)]
    profile: Option<ProfileHeader>,
    /// Which entry of the menu the page belongs to.
    #[prop(default = Place::Elsewhere)]
    place: Place,
    children: Children,
) -> impl IntoView {
    let map = profile.as_ref().map(|profile| address::site_map(profile.id));
    let home = profile
        .as_ref()
        .map_or_else(|| "/".to_owned(), |profile| address::home(profile.id));
    view! {
        <Title text=as_html(&format!("{title} – {NAME}"))/>
        <a class="skip-link" href="#contenu">"Aller au contenu"</a>
        <header>
            <p class="disclaimer">{DISCLAIMER}</p>
            <div class="banner">
                <div class="banner__inner">
                    <a class="banner__name" href=home>{NAME}</a>
                    {profile.map(|profile| view! { <Menu profile=profile place=place/> }.into_any())}
                </div>
            </div>
        </header>
        <main id="contenu" class="main" tabindex="-1">{children().into_any()}</main>
        <footer class="footer">
            <p>
                "Une question, un doute sur un accès\u{a0}? Dans la vie réelle, appelez le "
                <strong>"34\u{a0}22"</strong>
                " (service gratuit, prix d’un appel)."
            </p>
            {map.map(|map| view! { <p><a href=map>"Plan du site"</a></p> })}
        </footer>
        <super::SessionEnd/>
    }
    // Ends the growth of the page's type here.
    .into_any()
}

#[component]
fn Menu(profile: ProfileHeader, place: Place) -> impl IntoView {
    let unread = profile.unread_notices;
    let current = move |here: Place| (place == here).then_some("page");
    view! {
        <p class="banner__profile">
            {format!("Dossier {}", texts::de(&profile.first_name))}
            <strong>{format!("{} {}", profile.first_name, profile.last_name)}</strong>
            {texts::role(profile.role).map(|role| format!(" – {role}"))}
            {profile
                .has_others
                .then(|| view! { " " <a class="banner__change" href=address::PROFILES>"Changer de dossier"</a> })}
        </p>
        <form class="banner__leave" method="post" action=address::SIGN_OUT>
            <button class="button button--quiet" type="submit">"Me déconnecter"</button>
        </form>
        <nav class="menu" aria-label="Menu principal">
            <ul>
                <li>
                    <a href=address::home(profile.id) aria-current=current(Place::Home)>"Accueil"</a>
                </li>
                <li>
                    <a href=address::documents(profile.id) aria-current=current(Place::Documents)>{pick("Mes documents", "Documents")}</a>
                </li>
                <li>
                    <a href=address::professionals(profile.id) aria-current=current(Place::Professionals)>
                        "Professionnels"
                    </a>
                </li>
                <li>
                    <a href=address::settings(profile.id) aria-current=current(Place::Settings)>{pick("Mes réglages", "Réglages")}</a>
                </li>
                <li>
                    <a href=address::history(profile.id) aria-current=current(Place::History)>"Historique"</a>
                </li>
                <li>
                    <a href=address::notices(profile.id) aria-current=current(Place::Notices)>
                        "Notifications"
                        {(unread > 0)
                            .then(|| {
                                view! {
                                    " "
                                    <span class="badge">
                                        {texts::grouped(unread)}
                                        <span class="visually-hidden">
                                            {if unread < 2 { " non lue" } else { " non lues" }}
                                        </span>
                                    </span>
                                }
                            })}
                    </a>
                </li>
            </ul>
        </nav>
    }
}

/// What has just been done. Takes the focus, so that it is read first.
#[component]
pub(crate) fn ResultMessage(
    /// The sentence.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="result" role="status" tabindex="-1" autofocus id="resultat">
            {super::Icon::Check.view()}
            <p>{text}</p>
        </div>
    }
}
