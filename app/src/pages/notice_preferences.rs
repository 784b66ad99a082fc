//! Which notices a person wants, and how.

use leptos::prelude::*;
use record::views::{NoticePreferences, ProfileHeader};

use crate::{
    address,
    components::{ErrorSummary, Frame, Place, ResultMessage, YesNo, loaded},
    notice_choices::NOTICE_QUESTIONS,
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
            view! { <YesNo name=question.field question=question.text hint=question.hint kept=Some(kept)/> }
        })
        .collect_view();
    let leave = notices.clone();
    view! {
        <Frame title="Préférences de notification" profile=Some(profile) place=Place::Notices>
            {saved.then(|| view! { <ResultMessage text="C’est fait\u{a0}: mes préférences sont enregistrées."/> })}
            <p class="back">
                <a href=notices>"Mes notifications"</a>
            </p>
            <ErrorSummary/>
            <h1>"Préférences de notification"</h1>
            <p class="lead">
                "Quand il se passe quelque chose dans mon dossier, je reçois une notification sur ce site et un courriel (e-mail). Ici, je choisis ce que je ne veux plus recevoir."
            </p>
            {if preferences.email.is_empty() {
                view! { <p>"Nous ne connaissons pas mon adresse de courriel\u{a0}: aucun courriel n’est envoyé."</p> }.into_any()
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
                    <li><button class="button" type="submit">"Enregistrer mes préférences"</button></li>
                    <li><a href=leave>"Annuler"</a></li>
                </ul>
            </form>
            <section class="panel" aria-labelledby="toujours">
                <h2 id="toujours">"Ce dont je suis toujours prévenu"</h2>
                <p>"Pour ma sécurité, ces notifications ne peuvent pas être arrêtées, ni sur le site, ni par courriel\u{a0}:"</p>
                <ul>
                    <li>"un professionnel ouvre mon dossier pour la première fois\u{a0};"</li>
                    <li>"mon dossier est ouvert en urgence\u{a0};"</li>
                    <li>"un document que j’ai masqué est ouvert\u{a0};"</li>
                    <li>"un réglage est changé, un administrateur est nommé, le dossier est clôturé ou rouvert\u{a0};"</li>
                    <li>"quelqu’un se connecte à mon dossier."</li>
                </ul>
            </section>
        </Frame>
    }
}
