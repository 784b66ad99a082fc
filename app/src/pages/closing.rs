//! Closing the record: what follows, in plain words, and the password once more.

use jiff::civil;
use leptos::prelude::*;
use policy::{Parameters, Rule};
use record::views::{ProfileHeader, SettingsChange, SettingsOverview};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, Why, loaded},
    texts::{self, pick, say},
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
    let title = say!("Clôturer mon dossier", "Clôturer le dossier [de prénom]");
    let days = Parameters::CURRENT.closure_grace_days;
    let (documents, kept) = match overview.documents {
        0 => (
            say!(
                "Les documents de mon dossier ne sont pas effacés",
                "Les documents du dossier [de prénom] ne sont pas effacés"
            )
            .into_owned(),
            "ils sont conservés dix ans, sans être montrés à personne.",
        ),
        1 => (
            say!(
                "Mon document n’est pas effacé",
                "Le document [de prénom] n’est pas effacé"
            )
            .into_owned(),
            "il est conservé dix ans, sans être montré à personne.",
        ),
        number => (
            say!(
                format!(
                    "Mes {} ne sont pas effacés",
                    texts::counted(number, "document", "documents")
                ),
                format!(
                    "Les {} [de prénom] ne sont pas effacés",
                    texts::counted(number, "document", "documents")
                )
            )
            .into_owned(),
            "ils sont conservés dix ans, sans être montrés à personne.",
        ),
    };
    let oppose = (!overview.settings.professionals_opposed)
        .then(|| address::change(id, &SettingsChange::Oppose(true), &address::home(id)));
    view! {
        <Frame
            title=if wrong { say!("Erreur\u{a0}: clôturer mon dossier", "Erreur\u{a0}: clôturer le dossier [de prénom]") } else { title.clone() }
            profile=Some(profile)
            place=Place::Settings
        >
            <p class="back">
                <a href=address::settings(id)>{say!("Mes réglages", "Réglages [de prénom]")}</a>
            </p>
            <ErrorSummary/>
            <h1>{title}</h1>
            <p class="lead">{say!("Clôturer, c’est fermer tout mon dossier, tout de suite, pour tout le monde.", "Clôturer, c’est fermer tout le dossier [de prénom], tout de suite, pour tout le monde.")}</p>
            <section aria-labelledby="ce-qui-va-se-passer">
                <h2 id="ce-qui-va-se-passer">"Ce qui va se passer"</h2>
                <ul>
                    <li>
                        <strong>{say!("Tout de suite, plus personne ne lit mon dossier", "Tout de suite, plus personne ne lit le dossier [de prénom]")}</strong>
                        {pick("\u{a0}: ni les professionnels qui me soignent, ni mes médecins administrateurs, ni le SAMU, même si ma vie est en danger. Moi non plus.", "\u{a0}: ni les professionnels de son équipe de soins, ni ses médecins administrateurs, ni le SAMU, même si sa vie est en danger. Vous non plus, ni l’autre représentant.")}
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
                        <strong>{say!(format!("J’ai {days}\u{a0}jours pour changer d’avis"), format!("Vous avez {days}\u{a0}jours pour changer d’avis")).into_owned()}</strong>
                        {say!(format!("\u{a0}: jusqu’au {} inclus, je peux rouvrir mon dossier et retrouver chaque réglage comme aujourd’hui. Après, je ne pourrai plus.",
                            texts::day(until),
                        ), format!("\u{a0}: jusqu’au {} inclus, vous pouvez rouvrir le dossier [de prénom] et retrouver chaque réglage comme aujourd’hui. Après, vous ne pourrez plus.",
                            texts::day(until),
                        )).into_owned()}
                    </li>
                </ul>
            </section>
            <Why about="– la clôture" rules=vec![Rule::ProfileClosed]/>
            {oppose
                .map(|oppose| {
                    view! {
                        <section class="panel" aria-labelledby="autre-choix">
                            <h2 id="autre-choix">{pick("Je veux seulement que les professionnels ne lisent plus", "Pour que seuls les professionnels ne lisent plus")}</h2>
                            <p>
                                {say!("Je peux fermer mon dossier à tous les professionnels sans le clôturer. Moi, je continue à le lire, et je peux le leur rouvrir quand je veux.", "Vous pouvez fermer le dossier [de prénom] à tous les professionnels sans le clôturer. Vous continuez à le lire, et vous pouvez le leur rouvrir quand vous voulez.")}
                            </p>
                            <p>
                                <a class="button button--secondary" href=oppose>{say!("Fermer mon dossier à tous les professionnels", "Fermer le dossier [de prénom] à tous les professionnels")}</a>
                            </p>
                        </section>
                    }
                })}
            <form method="post" action=here class="form form--wide" novalidate>
                <h2>{pick("Confirmer avec mon mot de passe", "Confirmer avec votre mot de passe")}</h2>
                <div class="field" class:field--wrong=wrong>
                    <label for="mot-de-passe">{pick("Mon mot de passe", "Votre mot de passe")}</label>
                    <p class="field__hint" id="mot-de-passe-aide">
                        {say!("Celui avec lequel je me connecte. Il prouve que c’est bien moi qui demande la clôture.", "Celui avec lequel vous vous connectez. Il prouve que c’est bien vous qui demandez la clôture du dossier [de prénom].")}
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
                    <li><button class="button" type="submit">{say!("Clôturer mon dossier maintenant", "Clôturer le dossier [de prénom] maintenant")}</button></li>
                    <li><a href=address::settings(id)>{say!("Annuler\u{a0}: garder mon dossier ouvert", "Annuler\u{a0}: garder le dossier [de prénom] ouvert")}</a></li>
                </ul>
            </form>
        </Frame>
    }
}
