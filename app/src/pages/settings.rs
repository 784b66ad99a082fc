//! *My settings*: everything that can be set, as it is now, each with the way to change it.

use leptos::prelude::*;
use policy::{DefaultVisibility, Parameters, Section};
use record::views::{ProfileHeader, SettingsChange, SettingsOverview};

use crate::{
    address,
    components::{Frame, Place, Report, VisibilityTag, loaded, reported},
    texts,
    visit::{Visit, path_id, query_value},
};

/// The page.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let done = query_value("fait");
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let overview = visit.store.show_settings(key, visit.occasion()).await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, overview, report))
    };
    loaded(load, |(profile, overview, report)| {
        view! { <Settings profile=profile overview=overview report=report/> }
    })
}

#[component]
fn Settings(profile: ProfileHeader, overview: SettingsOverview, report: Report) -> impl IntoView {
    let id = profile.id;
    let here = address::settings(id);
    let settings = overview.settings;
    let change = {
        let here = here.clone();
        move |change: SettingsChange| address::change(id, &change, &here)
    };
    let other_default = if settings.masked_by_default {
        DefaultVisibility::Visible
    } else {
        DefaultVisibility::Masked
    };
    let sections = Section::ALL
        .into_iter()
        .map(|section| {
            let masked = settings.masked_sections.iter().any(|id| id == section.id());
            let act = if masked { "Rendre visible" } else { "Masquer" };
            let address = change(SettingsChange::Section {
                section,
                mask: !masked,
            });
            view! {
                <li class="setting">
                    <span class="setting__name">{section.label()}</span>
                    <VisibilityTag masked=masked/>
                    <a href=address>
                        {act}
                        <span class="visually-hidden">{format!(" «\u{a0}{}\u{a0}»", section.label())}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    let (samu, others, masked) = settings.emergency;
    let blocked = settings.blocked.len() + overview.blocked_organisations.len();
    view! {
        <Frame title="Mes réglages" profile=Some(profile) place=Place::Settings>
            {report.message(id, &here)}
            <h1>"Mes réglages de confidentialité"</h1>
            <p class="lead">
                "Avant chaque changement, une page dit qui gagne ou perd un accès. Tout peut être annulé ensuite, depuis l’historique."
            </p>
            <p>
                <a href=address::what_if(id)>"Essayer un changement, pour voir ce qu’il ferait"</a>
            </p>
            <section class="panel" aria-labelledby="documents">
                <h2 id="documents">"Mes documents"</h2>
                <p>
                    {format!(
                        "{}, dont {}.",
                        texts::counted(overview.documents, "document", "documents"),
                        texts::counted(overview.masked, "masqué", "masqués"),
                    )}
                </p>
                <p>
                    {if settings.masked_by_default {
                        "Les prochains documents ajoutés seront masqués dès leur arrivée."
                    } else {
                        "Les prochains documents ajoutés seront visibles par les professionnels autorisés."
                    }}
                </p>
                <ul class="actions">
                    <li><a class="button button--secondary" href=address::documents(id)>"Voir mes documents"</a></li>
                    <li>
                        <a class="button button--secondary" href=change(SettingsChange::Default(other_default))>
                            {if settings.masked_by_default { "Rendre visibles les prochains documents" } else { "Masquer les prochains documents" }}
                        </a>
                    </li>
                </ul>
            </section>
            <section class="panel" aria-labelledby="rubriques">
                <h2 id="rubriques">"Les rubriques de mon profil"</h2>
                <ul class="settings">{sections}</ul>
            </section>
            <section class="panel" aria-labelledby="urgences">
                <h2 id="urgences">"En cas d’urgence"</h2>
                {(!settings.emergency_answered)
                    .then(|| view! { <p><strong>"Je n’ai pas encore répondu."</strong> " En attendant, voici ce qui vaut\u{a0}:"</p> })}
                <ul>
                    <li>{format!("Le SAMU peut ouvrir mon dossier\u{a0}: {}.", yes(samu))}</li>
                    <li>{format!("Un autre professionnel, en donnant un motif\u{a0}: {}.", yes(others))}</li>
                    <li>{format!("Ils voient alors aussi mes documents masqués\u{a0}: {}.", yes(masked))}</li>
                </ul>
                <p><a class="button button--secondary" href=address::emergencies(id)>"Changer mes réponses sur les urgences"</a></p>
            </section>
            <section class="panel" aria-labelledby="professionnels">
                <h2 id="professionnels">"Les professionnels"</h2>
                <p>
                    {format!(
                        "{}, {}.",
                        texts::counted(overview.authorised, "professionnel autorisé", "professionnels autorisés"),
                        texts::counted(blocked as u64, "bloqué", "bloqués"),
                    )}
                </p>
                <p>
                    {if settings.professionals_opposed {
                        "Mon dossier est fermé à tous les professionnels, sauf mes médecins administrateurs et les urgences si je les ai permises."
                    } else {
                        "Les professionnels qui me soignent peuvent ouvrir mon dossier, sauf ceux que j’ai bloqués."
                    }}
                </p>
                {(!settings.administrators.is_empty())
                    .then(|| {
                        let names: Vec<_> = settings.administrators.iter().map(|person| person.name.as_str()).collect();
                        view! { <p>{format!("Administrateurs de mon dossier\u{a0}: {}.", names.join(", "))}</p> }
                    })}
                <p>
                    <a
                        class="button button--secondary"
                        href=change(SettingsChange::Oppose(!settings.professionals_opposed))
                    >
                        {if settings.professionals_opposed {
                            "Rouvrir mon dossier aux professionnels"
                        } else {
                            "Fermer mon dossier à tous les professionnels"
                        }}
                    </a>
                </p>
            </section>
            <section class="panel" aria-labelledby="cloture">
                <h2 id="cloture">"Clôturer mon dossier"</h2>
                <p>
                    {format!(
                        "Pour fermer tout mon dossier, à tout le monde. Une page explique d’abord ce qui va se passer, et je peux changer d’avis pendant {}\u{a0}jours.",
                        Parameters::CURRENT.closure_grace_days,
                    )}
                </p>
                <p><a href=address::close(id)>"Clôturer mon dossier"</a></p>
            </section>
        </Frame>
    }
}

fn yes(yes: bool) -> &'static str {
    if yes { "oui" } else { "non" }
}
