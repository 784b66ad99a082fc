//! *My settings*: everything that can be set, as it is now, each with the way to change it.

use leptos::prelude::*;
use policy::{DefaultVisibility, Parameters, Rule, Section};
use record::views::{ProfileHeader, Role, SettingsChange, SettingsOverview};

use crate::{
    address,
    components::{Frame, LastChanged, Place, Report, VisibilityTag, Why, loaded, reported},
    texts::{self, pick, say},
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
    let blocked = settings.blocked.len() + settings.blocked_organisations.len();
    let represents = profile.role == Role::LegalRepresentative;
    view! {
        <Frame title=say!("Mes réglages", "Réglages [de prénom]") profile=Some(profile) place=Place::Settings>
            {report.message(id, &here)}
            <h1>{say!("Mes réglages de confidentialité", "Réglages de confidentialité [de prénom]")}</h1>
            <LastChanged profile=id change=overview.last_change.clone() back=here.clone()/>
            <p class="lead">
                "Avant chacun de ces changements, une page dit qui gagne ou perd un accès. Chacun peut être annulé ensuite, depuis l’historique. Seul un document pris à part se masque ou se rend visible tout de suite."
            </p>
            <p>
                <a href=address::what_if(id)>"Essayer un changement, pour voir ce qu’il ferait"</a>
            </p>
            <section class="panel" aria-labelledby="documents">
                <h2 id="documents">{say!("Mes documents", "Documents [de prénom]")}</h2>
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
                <Why about="– visibles ou masqués" rules=vec![Rule::CareTeam, Rule::Masked]/>
                <ul class="actions">
                    <li><a class="button button--secondary" href=address::documents(id)>{say!("Voir mes documents", "Voir les documents [de prénom]")}</a></li>
                    <li>
                        <a class="button button--secondary" href=change(SettingsChange::Default(other_default))>
                            {if settings.masked_by_default { "Rendre visibles les prochains documents" } else { "Masquer les prochains documents" }}
                        </a>
                    </li>
                </ul>
            </section>
            <section class="panel" aria-labelledby="rubriques">
                <h2 id="rubriques">{say!("Les rubriques de mon profil", "Les rubriques du profil [de prénom]")}</h2>
                <ul class="settings">{sections}</ul>
                <Why about="– les rubriques" rules=vec![Rule::CareTeam, Rule::Masked]/>
            </section>
            <section class="panel" aria-labelledby="urgences">
                <h2 id="urgences">"En cas d’urgence"</h2>
                {(!settings.emergency_answered)
                    .then(|| view! { <p><strong>{say!("Je n’ai pas encore répondu.", "Personne n’a encore répondu pour [prénom].")}</strong> " En attendant, voici ce qui vaut\u{a0}:"</p> })}
                <ul>
                    <li>{say!(format!("Le SAMU peut ouvrir mon dossier\u{a0}: {}.", yes(samu)), format!("Le SAMU peut ouvrir le dossier [de prénom]\u{a0}: {}.", yes(samu))).into_owned()}</li>
                    <li>{format!("Un autre professionnel, en donnant un motif\u{a0}: {}.", yes(others))}</li>
                    <li>{say!(format!("Ils voient alors aussi mes documents masqués\u{a0}: {}.", yes(masked)), format!("Ils voient alors aussi ses documents masqués\u{a0}: {}.", yes(masked))).into_owned()}</li>
                </ul>
                <Why about="– les urgences" rules=texts::emergency_rules(settings.emergency)/>
                <p><a class="button button--secondary" href=address::emergencies(id)>{pick("Changer mes réponses sur les urgences", "Changer les réponses sur les urgences")}</a></p>
            </section>
            <section class="panel" aria-labelledby="professionnels">
                <h2 id="professionnels">"Les professionnels"</h2>
                <p>
                    {format!(
                        "{}{}, {}.",
                        texts::counted(overview.authorised, "professionnel autorisé", "professionnels autorisés"),
                        if settings.professionals_opposed { " avant la fermeture" } else { "" },
                        match blocked {
                            0 => "aucun bloqué".to_owned(),
                            _ => texts::blocked(&settings),
                        },
                    )}
                </p>
                <p>
                    {if settings.professionals_opposed {
                        texts::closed(&settings).into()
                    } else {
                        say!("Les professionnels qui me soignent peuvent ouvrir mon dossier, sauf ceux que j’ai bloqués.", "Les professionnels qui soignent [prénom] peuvent ouvrir son dossier, sauf ceux qui ont été bloqués.")
                    }}
                </p>
                {(!settings.administrators.is_empty())
                    .then(|| {
                        let names: Vec<_> = settings.administrators.iter().map(|person| person.name.as_str()).collect();
                        view! { <p>{say!(format!("Administrateurs de mon dossier\u{a0}: {}.", names.join(", ")), format!("Administrateurs du dossier [de prénom]\u{a0}: {}.", names.join(", "))).into_owned()}</p> }
                    })}
                <Why about="– les professionnels" rules=texts::reading_rules(&settings)/>
                <p>
                    <a
                        class="button button--secondary"
                        href=change(SettingsChange::Oppose(!settings.professionals_opposed))
                    >
                        {if settings.professionals_opposed {
                            say!("Rouvrir mon dossier aux professionnels", "Rouvrir le dossier [de prénom] aux professionnels")
                        } else {
                            say!("Fermer mon dossier à tous les professionnels", "Fermer le dossier [de prénom] à tous les professionnels")
                        }}
                    </a>
                </p>
            </section>
            {represents
                .then(|| {
                    view! {
                        <section class="panel" aria-labelledby="representants">
                            <h2 id="representants">{say!("Représentants légaux", "Représentants légaux [de prénom]")}</h2>
                            <p>"Voir qui a les mêmes droits que vous, inviter l’autre représentant, ou ne plus représenter."</p>
                            <p><a href=address::representatives(id)>{say!("Voir les représentants", "Voir les représentants [de prénom]")}</a></p>
                        </section>
                    }
                })}
            <section class="panel" aria-labelledby="cloture">
                <h2 id="cloture">{say!("Clôturer mon dossier", "Clôturer le dossier [de prénom]")}</h2>
                <p>
                    {say!(format!("Pour fermer tout mon dossier, à tout le monde. Une page explique d’abord ce qui va se passer, et je peux changer d’avis pendant {}\u{a0}jours.",
                        Parameters::CURRENT.closure_grace_days,
                    ), format!("Pour fermer tout le dossier [de prénom], à tout le monde. Une page explique d’abord ce qui va se passer, et vous pouvez changer d’avis pendant {}\u{a0}jours.",
                        Parameters::CURRENT.closure_grace_days,
                    )).into_owned()}
                </p>
                <p><a href=address::close(id)>{say!("Clôturer mon dossier", "Clôturer le dossier [de prénom]")}</a></p>
            </section>
        </Frame>
    }
}

fn yes(yes: bool) -> &'static str {
    if yes { "oui" } else { "non" }
}
