//! Closing the record: what follows, in plain words, and the password once more.

use jiff::civil;
use leptos::prelude::*;
use policy::Parameters;
use record::views::{ProfileHeader, SettingsChange, SettingsOverview};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, loaded},
    texts,
    visit::{Visit, path_id},
};

/// The page that is confirmed with the password.
#[component]
pub(crate) fn ClosingPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let until = policy::last_day_to_reopen(visit.day, &Parameters::CURRENT);
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let overview = visit.store.show_settings(key, visit.occasion()).await?;
        Ok((profile, overview))
    };
    loaded(load, move |(profile, overview)| {
        view! { <Closing profile=profile overview=overview until=until/> }
    })
}

#[component]
fn Closing(profile: ProfileHeader, overview: SettingsOverview, until: civil::Date) -> impl IntoView {
    let visit = Visit::current();
    let id = profile.id;
    let here = address::close(id);
    let message = visit.message("mot-de-passe");
    let wrong = message.is_some();
    let described = if wrong {
        "mot-de-passe-aide mot-de-passe-erreur"
    } else {
        "mot-de-passe-aide"
    };
    let title = "Clôturer mon dossier";
    let days = Parameters::CURRENT.closure_grace_days;
    let (documents, kept) = match overview.documents {
        0 => (
            "Les documents de mon dossier ne sont pas effacés".to_owned(),
            "ils sont conservés dix ans, sans être montrés à personne.",
        ),
        1 => (
            "Mon document n’est pas effacé".to_owned(),
            "il est conservé dix ans, sans être montré à personne.",
        ),
        number => (
            format!(
                "Mes {} ne sont pas effacés",
                texts::counted(number, "document", "documents")
            ),
            "ils sont conservés dix ans, sans être montrés à personne.",
        ),
    };
    let oppose = (!overview.settings.professionals_opposed)
        .then(|| address::change(id, &SettingsChange::Oppose(true), &address::home(id)));
    view! {
        <Frame
            title=if wrong { "Erreur\u{a0}: clôturer mon dossier" } else { title }
            profile=Some(profile)
            place=Place::Settings
        >
            <p class="back">
                <a href=address::settings(id)>"Mes réglages"</a>
            </p>
            <ErrorSummary/>
            <h1>{title}</h1>
            <p class="lead">"Clôturer, c’est fermer tout mon dossier, tout de suite, pour tout le monde."</p>
            <section aria-labelledby="ce-qui-va-se-passer">
                <h2 id="ce-qui-va-se-passer">"Ce qui va se passer"</h2>
                <ul>
                    <li>
                        <strong>"Tout de suite, plus personne ne lit mon dossier"</strong>
                        "\u{a0}: ni les professionnels qui me soignent, ni mes médecins administrateurs, ni le SAMU, même si ma vie est en danger. Moi non plus."
                    </li>
                    <li>
                        <strong>"Plus personne n’y ajoute de document"</strong>
                        "\u{a0}: les prochains résultats et comptes rendus n’y arriveront pas."
                    </li>
                    <li>
                        <strong>{documents}</strong>
                        "\u{a0}: " {kept}
                    </li>
                    <li>
                        <strong>{format!("J’ai {days}\u{a0}jours pour changer d’avis")}</strong>
                        {format!(
                            "\u{a0}: jusqu’au {} inclus, je peux rouvrir mon dossier et retrouver chaque réglage comme aujourd’hui. Après, je ne pourrai plus.",
                            texts::day(until),
                        )}
                    </li>
                </ul>
            </section>
            {oppose
                .map(|oppose| {
                    view! {
                        <section class="panel" aria-labelledby="autre-choix">
                            <h2 id="autre-choix">"Je veux seulement que les professionnels ne lisent plus"</h2>
                            <p>
                                "Je peux fermer mon dossier à tous les professionnels sans le clôturer. Moi, je continue à le lire, et je peux le leur rouvrir quand je veux."
                            </p>
                            <p>
                                <a class="button button--secondary" href=oppose>"Fermer mon dossier à tous les professionnels"</a>
                            </p>
                        </section>
                    }
                })}
            <form method="post" action=here class="form form--wide" novalidate>
                <h2>"Confirmer avec mon mot de passe"</h2>
                <div class="field" class:field--wrong=wrong>
                    <label for="mot-de-passe">"Mon mot de passe"</label>
                    <p class="field__hint" id="mot-de-passe-aide">
                        "Celui avec lequel je me connecte. Il prouve que c’est bien moi qui demande la clôture."
                    </p>
                    {message.map(|message| view! { <p class="field__error" id="mot-de-passe-erreur">{message}</p> })}
                    <input
                        id="mot-de-passe"
                        name="mot_de_passe"
                        type="password"
                        autocomplete="current-password"
                        aria-invalid=wrong.then_some("true")
                        aria-describedby=described
                    />
                </div>
                <ul class="actions">
                    <li><button class="button" type="submit">"Clôturer mon dossier maintenant"</button></li>
                    <li><a href=address::settings(id)>"Annuler\u{a0}: garder mon dossier ouvert"</a></li>
                </ul>
            </form>
        </Frame>
    }
}
