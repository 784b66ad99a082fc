//! What someone finds when they come of age: what had been hidden from their representatives, and what was decided for them, to review.

use leptos::prelude::*;
use record::views::{MajorityReview, ProfileHeader};

use crate::{
    address,
    components::{Frame, Place, loaded},
    texts,
    visit::{Visit, path_id},
};

/// The page.
#[component]
pub(crate) fn MajorityPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let review = visit.store.majority_review(key, visit.occasion()).await?;
        Ok((profile, review))
    };
    loaded(
        load,
        |(profile, review)| view! { <Review profile=profile review=review/> },
    )
}

#[component]
fn Review(profile: ProfileHeader, review: MajorityReview) -> impl IntoView {
    let id = profile.id;
    let hidden = review.was_hidden;
    let lines = hidden
        .iter()
        .map(|document| {
            view! { <li><a href=address::document(id, document.id)>{texts::titled(document)}</a></li> }
        })
        .collect_view();
    view! {
        <Frame title="J’ai 18 ans" profile=Some(profile) place=Place::Home>
            <h1>"J’ai 18\u{a0}ans\u{a0}: ce dossier est à moi"</h1>
            <p class="lead">
                "Mes représentants légaux n’y ont plus accès, depuis minuit le jour de mes 18\u{a0}ans. Rien d’autre n’a changé."
            </p>
            <section aria-labelledby="cache">
                <h2 id="cache">"Ce qui leur avait été caché"</h2>
                {if hidden.is_empty() {
                    view! { <p>"Aucun document ne leur avait été caché."</p> }.into_any()
                } else {
                    view! {
                        <p>{texts::counted(hidden.len() as u64, "document leur était caché. Je le vois maintenant\u{a0}:", "documents leur étaient cachés. Je les vois maintenant\u{a0}:")}</p>
                        <ul>{lines}</ul>
                    }
                        .into_any()
                }}
                <p>
                    <a href=address::history(id)>"Mon historique"</a>
                    " montre maintenant aussi les connexions secrètes des professionnels, qu’ils ne voyaient pas."
                </p>
            </section>
            <section aria-labelledby="revoir">
                <h2 id="revoir">"Revoir ce qui a été décidé pour moi"</h2>
                <p>"Les choix de mes représentants restent en place tant que je ne les change pas."</p>
                <ul>
                    <li><a href=address::professionals(id)>"Les professionnels bloqués et les administrateurs"</a></li>
                    <li><a href=address::documents(id)>"Les documents masqués"</a></li>
                    <li><a href=address::emergencies(id)>"Les accès en urgence"</a></li>
                </ul>
                <p><a class="button" href=address::check_up(id, 1)>"Faire le point, question par question"</a></p>
            </section>
            {review
                .is_due
                .then(|| {
                    view! {
                        <form method="post" action=address::majority(id)>
                            <p>"Tant que je n’ai pas terminé, cette page s’ouvre à chaque connexion."</p>
                            <button class="button button--secondary" type="submit">"J’ai terminé"</button>
                        </form>
                    }
                })}
        </Frame>
    }
}
