//! One professional: what they may do, since when, what they did, and what can be changed.

use std::borrow::Cow;

use leptos::prelude::*;
use policy::Rule;
use record::views::{ProfessionalDetails, ProfileHeader, SettingsChange, Standing};

use super::{history::Line, professionals::StandingTag};
use crate::{
    address,
    components::{Frame, Place, Report, Why, loaded, reported},
    texts::{self, pick, say},
    visit::{Visit, path_id, path_value, query_value},
};

/// The page.
#[component]
pub(crate) fn ProfessionalPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let rpps = path_value("rpps");
    let done = query_value("fait");
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let details = visit
            .store
            .show_professional(key, &rpps, visit.occasion())
            .await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, details, report))
    };
    loaded(load, |(profile, details, report)| {
        view! { <Professional profile=profile details=details report=report/> }
    })
}

#[component]
fn Professional(profile: ProfileHeader, details: ProfessionalDetails, report: Report) -> impl IntoView {
    let id = profile.id;
    let entry = details.entry.clone();
    let here = address::professional(id, &entry.rpps);
    let name = entry.name.clone();
    let what = [entry.profession.as_str(), entry.speciality.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let acts = acts(&details)
        .into_iter()
        .map(|(change, label, main)| {
            let class = if main {
                "button"
            } else {
                "button button--secondary"
            };
            view! { <li><a class=class href=address::change(id, &change, &here)>{label}</a></li> }
        })
        .collect_view();
    let places = details
        .places
        .iter()
        .map(|standing| {
            let place = texts::place(&standing.place.organisation, &standing.place.town);
            let change = standing.place.finess.parse().ok().map(|finess| {
                if standing.blocked {
                    (
                        SettingsChange::UnblockOrganisation(finess),
                        "Débloquer cet établissement",
                    )
                } else {
                    (
                        SettingsChange::BlockOrganisation(finess),
                        "Bloquer cet établissement",
                    )
                }
            });
            view! {
                <li class="setting">
                    <span class="setting__name">{place.clone()}</span>
                    {standing.blocked.then(|| view! { <StandingTag standing=Standing::Blocked/> })}
                    {change
                        .map(|(change, label)| {
                            view! {
                                <a href=address::change(id, &change, &here)>
                                    {label}
                                    <span class="visually-hidden">{format!("\u{a0}: {place}")}</span>
                                </a>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    let rules = rules(&details);
    let place_blocked = Rule::from_id(&details.opening.1) == Some(Rule::BlockedOrganisation);
    let has_places = !details.places.is_empty();
    let lines = details.lines.clone();
    view! {
        <Frame title=name.clone() profile=Some(profile) place=Place::Professionals>
            <p class="back">
                <a href=address::professionals(id)>{say!("Mes professionnels de santé", "Professionnels de santé [de prénom]")}</a>
            </p>
            {report.message(id, &here)}
            <h1>{name}</h1>
            <p class="lead">{what}</p>
            <section class="panel" aria-labelledby="acces">
                <h2 id="acces">"Ce que ce professionnel peut faire"</h2>
                <p><StandingTag standing=details.standing place_blocked=place_blocked closed=details.settings.professionals_opposed/></p>
                {sentences(&details).into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                <Why about="– ce que ce professionnel peut faire" rules=rules/>
                <ul class="actions">{acts}</ul>
            </section>
            {has_places
                .then(|| {
                    view! {
                        <section aria-labelledby="lieux">
                            <h2 id="lieux">"Où ce professionnel travaille"</h2>
                            <ul class="settings">{places}</ul>
                        </section>
                    }
                })}
            <section aria-labelledby="derniers-acces">
                <h2 id="derniers-acces">{say!("Ses derniers accès à mon dossier", "Ses derniers accès au dossier [de prénom]")}</h2>
                {if lines.is_empty() {
                    view! { <p>{say!("Ce professionnel n’a jamais ouvert mon dossier.", "Ce professionnel n’a jamais ouvert le dossier [de prénom].")}</p> }.into_any()
                } else {
                    view! {
                        <ol class="lines">
                            {lines.into_iter().map(|line| view! { <Line profile=id line=line to_professional=false/> }).collect_view()}
                        </ol>
                        <p><a href=address::history(id)>"Voir tout l’historique"</a></p>
                    }
                        .into_any()
                }}
            </section>
            <dl class="details">
                <div>
                    <dt>"Numéro RPPS"</dt>
                    <dd>{entry.rpps}</dd>
                </div>
            </dl>
        </Frame>
    }
}

/// What gives them this access, or takes it away.
fn rules(details: &ProfessionalDetails) -> Vec<Rule> {
    let opening = || Rule::from_id(&details.opening.1);
    let standing = match details.standing {
        Standing::Blocked => Some(Rule::BlockedProfessional),
        Standing::Administrator if details.opening.0 => Some(Rule::Administrator),
        Standing::Administrator | Standing::Authorised | Standing::Came | Standing::Unseen => opening(),
    };
    let author = (details.written > 0).then_some(Rule::Author);
    standing.into_iter().chain(author).collect()
}

/// What they may do today, and since when.
fn sentences(details: &ProfessionalDetails) -> Vec<String> {
    let mut sentences = Vec::new();
    let since = details.since.map(texts::moment).unwrap_or_default();
    let written = match details.written {
        0 => String::new(),
        written => format!(
            " Ce professionnel a écrit {}, qu’il peut toujours relire.",
            texts::counted(
                written,
                pick("de mes documents", "de ses documents"),
                pick("de mes documents", "de ses documents")
            )
        ),
    };
    match details.standing {
        Standing::Blocked => sentences.push(say!(format!("Bloqué depuis le {since}. Ce professionnel n’ouvre plus mon dossier, même en urgence.{written}"
        ), format!("Bloqué depuis le {since}. Ce professionnel n’ouvre plus le dossier [de prénom], même en urgence.{written}"
        )).into_owned()),
        Standing::Administrator => sentences.push(say!(format!("Administrateur de mon dossier depuis le {since}. Ce médecin lit tous mes documents, même masqués."
        ), format!("Administrateur du dossier [de prénom] depuis le {since}. Ce médecin lit tous ses documents, même masqués."
        )).into_owned()),
        Standing::Authorised => sentences.push(say!(format!("Ce professionnel a déclaré me soigner, ou avoir mon accord, le {since}."), format!("Ce professionnel a déclaré soigner [prénom], ou avoir l’accord de ses représentants, le {since}.")).into_owned()),
        Standing::Came => sentences.push(format!(
            "Venu pour la première fois le {since}. Aucun accord n’est enregistré aujourd’hui."
        )),
        Standing::Unseen => sentences.push("Ce professionnel n’est jamais venu. Aucun accord n’est enregistré.".to_owned()),
    }
    if details.standing == Standing::Administrator && !details.opening.0 {
        let why = Rule::from_id(&details.opening.1).map_or("ce n’est pas permis", texts::refused);
        sentences.push(
            say!(
                format!("Mais aujourd’hui ce médecin ne peut pas ouvrir mon dossier\u{a0}: {why}."),
                format!(
                    "Mais aujourd’hui ce médecin ne peut pas ouvrir le dossier [de prénom]\u{a0}: {why}."
                )
            )
            .into_owned(),
        );
    }
    if !details.entry.active {
        sentences.push("Ce professionnel n’est plus en activité, d’après l’annuaire.".to_owned());
    }
    if !matches!(details.standing, Standing::Blocked | Standing::Administrator) {
        let (permitted, rule) = &details.opening;
        sentences.push(if *permitted {
            say!(format!("S’il me soigne, ce professionnel peut ouvrir mon dossier et lire {} sur {}.{written}",
                texts::counted(details.readable, "document", "documents"),
                texts::grouped(details.documents)
            ), format!("S’il soigne [prénom], ce professionnel peut ouvrir son dossier et lire {} sur {}.{written}",
                texts::counted(details.readable, "document", "documents"),
                texts::grouped(details.documents)
            )).into_owned()
        } else {
            let why = Rule::from_id(rule).map_or("ce n’est pas permis", texts::refused);
            say!(format!("Même s’il me soigne, ce professionnel ne peut pas ouvrir mon dossier\u{a0}: {why}.{written}"
            ), format!("Même s’il soigne [prénom], ce professionnel ne peut pas ouvrir son dossier\u{a0}: {why}.{written}"
            )).into_owned()
        });
    }
    sentences
}

/// What can be changed: each leads to the page that says what it would change. The first one is the main one.
fn acts(details: &ProfessionalDetails) -> Vec<(SettingsChange, Cow<'static, str>, bool)> {
    let Ok(rpps) = details.entry.rpps.parse() else {
        return Vec::new();
    };
    match details.standing {
        Standing::Blocked => vec![(SettingsChange::Unblock(rpps), "Débloquer".into(), true)],
        Standing::Administrator => vec![
            (
                SettingsChange::WithdrawAdministrator(rpps),
                "Retirer des administrateurs".into(),
                true,
            ),
            (
                SettingsChange::WithdrawAndBlock(rpps),
                "Retirer et bloquer".into(),
                false,
            ),
        ],
        _ => {
            let mut acts = vec![(SettingsChange::Block(rpps), "Bloquer".into(), true)];
            if details.may_administer {
                acts.push((
                    SettingsChange::NameAdministrator(rpps),
                    say!(
                        "Nommer administrateur de mon dossier",
                        "Nommer administrateur du dossier [de prénom]"
                    ),
                    false,
                ));
            }
            acts
        }
    }
}
