//! One visit of a professional, line by line, with what can be done about it.

use leptos::prelude::*;
use policy::Rule;
use record::views::{ProfileHeader, SettingsChange, VisitDetails};

use super::access_reports::Reports;
use crate::{
    address,
    components::{Acts, Frame, Mode, Place, Why, loaded},
    texts::{self, pick, say},
    visit::{Visit, path_id, path_value, query_value},
};

/// The page.
#[component]
pub(crate) fn VisitPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let place = path_value("visit");
    let after = Some(query_value("apres")).filter(|after| !after.is_empty());
    let first = after.is_none();
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let details = visit
            .store
            .show_visit(key, &place, after.as_deref(), visit.occasion())
            .await?;
        Ok((profile, details))
    };
    loaded(load, move |(profile, details)| {
        view! { <Details profile=profile details=details first=first/> }
    })
}

#[component]
fn Details(profile: ProfileHeader, details: VisitDetails, first: bool) -> impl IntoView {
    let id = profile.id;
    let visit = details.visit;
    let here = address::visit(id, &visit.id);
    let title = format!("Accès {}", texts::of(&visit.who.name));
    let when = texts::span(visit.from, visit.to);
    let more = details
        .next
        .map(|next| format!("{here}?apres={}", address::encode(&next)));
    let block = visit.who.rpps.parse().ok().map(|rpps| {
        let (change, label) = if visit.blocked {
            (SettingsChange::Unblock(rpps), "Débloquer ce professionnel")
        } else {
            (SettingsChange::Block(rpps), "Bloquer ce professionnel")
        };
        let address = address::change(id, &change, &here);
        view! { <li><a class="button button--secondary" href=address>{label}</a></li> }
    });
    view! {
        <Frame title=format!("{title}, {when}") profile=Some(profile) place=Place::History>
            <p class="back">
                <a href=address::history(id)>{say!("Historique de mon dossier", "Historique du dossier [de prénom]")}</a>
            </p>
            <h1>{title}</h1>
            <p class="lead">{texts::visitor(&visit.who)}</p>
            <p>{when}</p>
            <p><Mode who=visit.who.clone()/></p>
            {visit.blocked.then(|| view! { <p><strong>{pick("J’ai bloqué ce professionnel.", "Ce professionnel est bloqué.")}</strong></p> <Why about="– le blocage" rules=vec![Rule::BlockedProfessional]/> })}
            <h2>"Ce qui a été fait ou tenté"</h2>
            <Acts profile=id lines=visit.lines why=true/>
            <nav class="pagination" aria-label="Pages de cet accès">
                {(!first).then(|| view! { <a class="pagination__link" href=here.clone()>"Revenir au début"</a> })}
                {more.map(|more| view! { <a class="pagination__link" rel="next" href=more>"Suite"</a> })}
            </nav>
            <section class="panel" aria-labelledby="un-doute">
                <h2 id="un-doute">"Un doute sur cet accès\u{a0}?"</h2>
                <p>
                    {pick("Je peux le signaler ici. Dans la vie réelle, le ", "Vous pouvez le signaler ici. Dans la vie réelle, le ")} <strong>"34\u{a0}22"</strong>
                    " aide aussi par téléphone (service gratuit, prix d’un appel)."
                </p>
                <ul class="actions">
                    <li><a class="button" href=address::report_access(id, &visit.id)>"Signaler cet accès"</a></li>
                    {block}
                    <li><a href=address::professional(id, &visit.who.rpps)>"Voir ce professionnel"</a></li>
                </ul>
            </section>
            {(!details.reports.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="signalements">
                            <h2 id="signalements">{pick("Mes signalements sur cet accès", "Signalements sur cet accès")}</h2>
                            <Reports profile=id reports=details.reports/>
                        </section>
                    }
                })}
        </Frame>
    }
}
