//! Which notices a person wants, and how.

use leptos::prelude::*;
use record::views::{NoticePreferences, ProfileHeader};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, ResultMessage, YesNo, form_title, loaded},
    notice_choices::NOTICE_QUESTIONS,
    texts::{pick, say},
    visit::{Visit, path_id, query_value},
};

/// The page.
#[component]
pub(crate) fn NoticePreferencesPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let saved = query_value("fait") == "oui" && visit.problem.is_none();
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let preferences = visit.store.notice_preferences(key, visit.occasion()).await?;
        Ok((profile, preferences))
    };
    loaded(load, move |(profile, preferences)| {
        view! { <Preferences profile=profile preferences=preferences saved=saved/> }
    })
}

#[component]
fn Preferences(profile: ProfileHeader, preferences: NoticePreferences, saved: bool) -> impl IntoView {
    let notices = address::notices(profile.id);
    let here = address::notice_preferences(profile.id);
    let questions = NOTICE_QUESTIONS
        .into_iter()
        .map(|question| {
            let kept = preferences.wants(question.kind, question.channel);
            view! { <YesNo name=question.field question=question.text() hint=question.hint() kept=Some(kept)/> }
        })
        .collect_view();
    let leave = notices.clone();
    view! {
        <Frame title=form_title("Préférences de notification") profile=Some(profile) place=Place::Notices>
            {saved.then(|| view! { <ResultMessage text=say!("C’est fait\u{a0}: mes préférences sont enregistrées.", "C’est fait\u{a0}: vos préférences pour [prénom] sont enregistrées.")/> })}
            <p class="back">
                <a href=notices>{say!("Mes notifications", "Notifications pour [prénom]")}</a>
            </p>
            <ErrorSummary/>
            <h1>"Préférences de notification"</h1>
            <p class="lead">
                {say!("Quand il se passe quelque chose dans mon dossier, je reçois une notification sur ce site et un courriel (e-mail). Ici, je choisis ce que je ne veux plus recevoir.", "Quand il se passe quelque chose dans le dossier [de prénom], vous recevez une notification sur ce site et un courriel (e-mail). Choisissez ici ce que vous ne voulez plus recevoir. L’autre représentant garde ses propres choix.")}
            </p>
            {if preferences.email.is_empty() {
                view! { <p>{pick("Nous ne connaissons pas mon adresse de courriel\u{a0}: aucun courriel n’est envoyé.", "Nous ne connaissons pas votre adresse de courriel\u{a0}: aucun courriel ne vous est envoyé.")}</p> }.into_any()
            } else {
                view! {
                    <p>
                        "Les courriels sont envoyés à " <strong class="address">{preferences.email}</strong>
                        ". Ils disent qu’il y a du nouveau, jamais de quoi il s’agit."
                    </p>
                }
                    .into_any()
            }}
            <form method="post" action=here class="form form--wide">
                {questions}
                <ul class="actions">
                    <li><button class="button" type="submit">{pick("Enregistrer mes préférences", "Enregistrer les préférences")}</button></li>
                    <li><a href=leave>"Annuler"</a></li>
                </ul>
            </form>
            <section class="panel" aria-labelledby="toujours">
                <h2 id="toujours">{pick("Ce dont je suis toujours prévenu", "Ce dont vous êtes toujours prévenu")}</h2>
                <p>{say!("Pour ma sécurité, ces notifications ne peuvent pas être arrêtées, ni sur le site, ni par courriel\u{a0}:", "Pour la sécurité [de prénom], ces notifications ne peuvent pas être arrêtées, ni sur le site, ni par courriel\u{a0}:")}</p>
                <ul>
                    <li>{say!("un professionnel ouvre mon dossier pour la première fois\u{a0};", "un professionnel ouvre le dossier [de prénom] pour la première fois\u{a0};")}</li>
                    <li>{say!("mon dossier est ouvert en urgence\u{a0};", "le dossier [de prénom] est ouvert en urgence\u{a0};")}</li>
                    <li>{pick("un document que j’ai masqué est ouvert\u{a0};", "un document masqué est ouvert\u{a0};")}</li>
                    <li>"un réglage est changé, un administrateur est nommé, le dossier est clôturé ou rouvert\u{a0};"</li>
                    <li>{say!("quelqu’un se connecte à mon dossier.", "quelqu’un se connecte au dossier [de prénom].")}</li>
                </ul>
                <p>{format!("Article R.1111-43 du code de la santé publique\u{a0}: {}.", policy::why::subject("R.1111-43").unwrap_or_default())}</p>
            </section>
        </Frame>
    }
}
