//! Reporting a doubtful access: why, in what words, and whether to block the professional at the same time.

use leptos::prelude::*;
use record::views::{ConcernKind, ProfileHeader, VisitDetails};

use super::{
    access_reports::Reports,
    add_document::{Message, described},
};
use crate::{
    address,
    components::{ErrorSummary, Frame, Place, RequiredFields, loaded},
    html::as_html,
    texts::{self, pick, say},
    visit::{Visit, path_id, path_value},
};

/// The form, and what was wrong with it when it comes back.
#[component]
pub(crate) fn ReportAccessPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let place = path_value("visit");
    let load = {
        let visit = visit.clone();
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let details = visit
                .store
                .show_visit(key, &place, None, visit.occasion())
                .await?;
            Ok((profile, details))
        }
    };
    loaded(load, move |(profile, details)| {
        view! { <ReportAccess visit=visit profile=profile details=details/> }
    })
}

#[component]
fn ReportAccess(visit: Visit, profile: ProfileHeader, details: VisitDetails) -> impl IntoView {
    let id = profile.id;
    let access = details.visit;
    let page = address::visit(id, &access.id);
    let heading = "Signaler cet accès";
    let title = if visit.problem.is_some() {
        "Erreur\u{a0}: signaler cet accès"
    } else {
        heading
    };
    let kind = visit.message("raison-unknown");
    let text = visit.message("texte");
    let chosen = visit.typed("raison");
    let is_emergency = matches!(access.who.context.as_str(), "samu" | "break_glass");
    let kinds = ConcernKind::ALL
        .into_iter()
        .filter(|kind| is_emergency || *kind != ConcernKind::NoEmergency)
        .map(|kind| {
            let field = format!("raison-{}", kind.id());
            view! {
                <div class="choice">
                    <input id=field.clone() name="raison" type="radio" value=kind.id() checked=chosen == kind.id()/>
                    <label for=field>{texts::concern(kind)}</label>
                </div>
            }
        })
        .collect_view();
    let when = texts::span(access.from, access.to);
    view! {
        <Frame title=title profile=Some(profile) place=Place::History>
            <p class="back">
                <a href=page.clone()>"Revenir à cet accès"</a>
            </p>
            <ErrorSummary/>
            <h1>{heading}</h1>
            <p class="lead">{format!("{}, {when}", texts::visitor(&access.who))}</p>
            {(!details.reports.is_empty())
                .then(|| {
                    view! {
                        <section aria-labelledby="signalements">
                            <h2 id="signalements">{say!("Ce que j’ai déjà signalé", "Ce qui a déjà été signalé pour [prénom]")}</h2>
                            <Reports profile=id reports=details.reports/>
                        </section>
                    }
                })}
            <form method="post" action=address::report_access(id, &access.id) class="form" novalidate>
                <RequiredFields says="Dire pourquoi est obligatoire. Le reste est facultatif, sauf le texte pour une autre raison."/>
                <fieldset
                    class="question"
                    class:field--wrong=kind.is_some()
                    aria-describedby=described("raison-unknown", kind.is_some(), "")
                >
                    <legend>{pick("Pourquoi cet accès me paraît douteux", "Pourquoi cet accès vous paraît douteux")}</legend>
                    <Message field="raison-unknown" message=kind.clone()/>
                    {kinds}
                </fieldset>
                <div class="field" class:field--wrong=text.is_some()>
                    <label for="texte">{pick("Ce que je veux ajouter", "Ce que vous voulez ajouter")}</label>
                    <p class="field__hint" id="texte-aide">
                        "1\u{202f}000 caractères au plus."
                    </p>
                    <Message field="texte" message=text.clone()/>
                    <textarea
                        id="texte"
                        name="texte"
                        rows="6"
                        aria-invalid=text.is_some().then_some("true")
                        aria-describedby=described("texte", text.is_some(), "texte-aide")
                    >
                        {format!("\n{}", as_html(&visit.typed("texte")))}
                    </textarea>
                </div>
                {(!access.blocked)
                    .then(|| {
                        view! {
                            <div class="choice">
                                <input
                                    id="bloquer"
                                    name="bloquer"
                                    type="checkbox"
                                    value="oui"
                                    checked=visit.typed("bloquer") == "oui"
                                />
                                <label for="bloquer">{pick("Bloquer aussi ce professionnel (je confirmerai à la page suivante)", "Bloquer aussi ce professionnel (à confirmer à la page suivante)")}</label>
                            </div>
                        }
                    })}
                <section aria-labelledby="ensuite">
                    <h2 id="ensuite">"Ce qui va se passer"</h2>
                    <ul>
                        <li>{pick("Mon signalement sera gardé avec sa date, et sa réponse quand il y en aura une.", "Votre signalement sera gardé avec sa date, et sa réponse quand il y en aura une.")}</li>
                        <li>{say!("Je le retrouverai dans «\u{a0}Mes signalements\u{a0}», et je pourrai le retirer.", "Vous le retrouverez dans «\u{a0}Signalements pour [prénom]\u{a0}», et vous pourrez le retirer.")}</li>
                        <li>{say!("Il figurera dans mon historique. Le professionnel n’en est pas averti par ce site.", "Il figurera dans l’historique [de prénom]. Le professionnel n’en est pas averti par ce site.")}</li>
                        <li>{say!("Signaler ne bloque personne\u{a0}: pour fermer mon dossier à ce professionnel, je le bloque.", "Signaler ne bloque personne\u{a0}: pour fermer le dossier [de prénom] à ce professionnel, bloquez-le.")}</li>
                    </ul>
                </section>
                <ul class="actions">
                    <li>
                        <button class="button" type="submit">{pick("Enregistrer mon signalement", "Enregistrer le signalement")}</button>
                    </li>
                    <li>
                        <a href=page>"Annuler"</a>
                    </li>
                </ul>
            </form>
        </Frame>
    }
}
