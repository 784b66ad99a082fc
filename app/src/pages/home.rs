//! *Home*: one look says who can read my record now, whether emergencies may, what I masked, what is new, who came.

use std::borrow::Cow;

use leptos::prelude::*;
use policy::Rule;
use record::{
    queries::{DocumentQuery, HistoryKind},
    views::{HistoryLine, ProfileHeader, SettingsOverview},
};

use super::history::Line;
use crate::{
    address,
    components::{Frame, Icon, LastChanged, Place, Report, Why, loaded, reported},
    texts::{self, pick, say},
    visit::{Visit, path_id, query_value},
};

/// How many of the last accesses are shown.
const ACCESSES: usize = 3;

/// The page.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let done = query_value("fait");
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let overview = visit.store.show_settings(key, visit.occasion()).await?;
        let kind = HistoryKind::Professionals;
        let history = visit
            .store
            .list_history(key, &kind.into(), None, visit.occasion())
            .await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, overview, history.lines, report))
    };
    loaded(load, |(profile, overview, lines, report)| {
        view! { <Home profile=profile overview=overview lines=lines report=report/> }
    })
}

/// One line of the look: a question, its answer in a word and a picture, and what it means.
fn answer(question: impl Into<Cow<'static, str>>, yes: bool, means: String) -> impl IntoView {
    let (class, icon, word) = if yes {
        ("answer answer--yes", Icon::Check, "Oui")
    } else {
        ("answer answer--no", Icon::Cross, "Non")
    };
    view! {
        <li class=class>
            <span class="answer__word">{icon.view()} {word}</span>
            " "
            <span>
                <strong>{question.into()}</strong>
                {(!means.is_empty()).then(|| format!("\u{a0}: {means}"))}
            </span>
        </li>
    }
}

/// One line of the summary at the top: what it is about, which leads to where it is told whole, and the answer in a word.
fn glance(section: &str, about: &'static str, answer: String) -> impl IntoView {
    view! {
        <div>
            <dt><a href=format!("#{section}")>{about}</a></dt>
            <dd>{answer}</dd>
        </div>
    }
}

#[component]
fn Home(
    profile: ProfileHeader,
    overview: SettingsOverview,
    lines: Vec<HistoryLine>,
    report: Report,
) -> impl IntoView {
    let id = profile.id;
    let here = address::home(id);
    let unread = profile.unread_notices;
    let settings = overview.settings.clone();
    let (samu, others, masked) = settings.emergency;
    let unanswered = !overview.settings.emergency_answered || !overview.default_answered;
    let (reading, shut_out) = settings.administrators_by_access();
    let names: Vec<_> = reading.iter().map(|person| person.name.clone()).collect();
    let shut_out: Vec<_> = shut_out.iter().map(|person| person.name.as_str()).collect();
    let professionals = if settings.professionals_opposed {
        pick(
            "j’ai fermé mon dossier à tous, sauf à chacun pour relire ce qu’il a écrit",
            "le dossier est fermé à tous, sauf à chacun pour relire ce qu’il a écrit",
        )
        .to_owned()
    } else {
        format!("chacun selon sa profession, {}", texts::blocked(&settings))
    };
    let administrators = match names.as_slice() {
        [] if !shut_out.is_empty() => format!("{}\u{a0}: son établissement est bloqué", shut_out.join(", ")),
        [] => "personne".to_owned(),
        names => say!(
            format!("{}\u{a0}: tous mes documents, même masqués", names.join(", ")),
            format!(
                "{}\u{a0}: tous les documents [de prénom], même masqués",
                names.join(", ")
            )
        )
        .into_owned(),
    };
    let readers = if settings.professionals_opposed {
        "personne, sauf chacun ce qu’il a écrit".to_owned()
    } else {
        let care = say!("ceux qui me soignent", "ceux qui soignent [prénom]");
        match reading.len() {
            0 => care.into_owned(),
            many => format!(
                "{care}, et {}",
                texts::counted(many as u64, "administrateur", "administrateurs")
            ),
        }
    };
    let emergency = match (samu, others) {
        (true, true) => "oui",
        (true, false) => "le SAMU seulement",
        (false, true) => "oui, sauf le SAMU",
        (false, false) => "non",
    };
    let last = lines.first().map_or_else(
        || "aucun pour le moment".to_owned(),
        |line| {
            let refused = if line.denied { ", refusé" } else { "" };
            format!("{}{refused}", texts::day(line.at.date()))
        },
    );
    let masked_only = DocumentQuery {
        masked: Some(true),
        ..DocumentQuery::default()
    };
    view! {
        <Frame title="Accueil" profile=Some(profile) place=Place::Home>
            {report.message(id, &here)}
            <h1>{say!("Mon dossier en un coup d’œil", "Le dossier [de prénom] en un coup d’œil")}</h1>
            <dl class="details">
                {glance("qui-peut-lire", "Qui peut lire", readers)}
                {glance("en-urgence", "Les urgences", emergency.to_owned())}
                {glance("mes-documents", "Masqués", texts::counted(overview.masked, "document", "documents"))}
                {glance("quoi-de-neuf", "Quoi de neuf", texts::counted(unread, "notification non lue", "notifications non lues"))}
                {glance("derniers-acces", "Dernier accès", last)}
            </dl>
            {unanswered
                .then(|| {
                    view! {
                        <section class="panel" aria-labelledby="a-repondre">
                            <h2 id="a-repondre">{say!("Des questions attendent ma réponse", "Des questions attendent une réponse pour [prénom]")}</h2>
                            <p>
                                {match (overview.default_answered, overview.settings.emergency_answered) {
                                    (false, false) => pick("Sur mes prochains documents, et sur les urgences. ", "Sur ses prochains documents, et sur les urgences. "),
                                    (true, _) => "Sur les urgences. ",
                                    (false, true) => pick("Sur mes prochains documents. ", "Sur ses prochains documents. "),
                                }} "En attendant, les réglages prévus par défaut s’appliquent."
                            </p>
                            <p><a class="button" href=address::welcome(id)>"Répondre aux questions"</a></p>
                        </section>
                    }
                })}
            <LastChanged profile=id change=overview.last_change.clone() back=address::home(id)/>
            <section class="panel" aria-labelledby="qui-peut-lire">
                <h2 id="qui-peut-lire">{say!("Qui peut lire mon dossier aujourd’hui", "Qui peut lire le dossier [de prénom] aujourd’hui")}</h2>
                <ul class="answers">
                    {answer(say!("Les professionnels qui me soignent", "Les professionnels qui soignent [prénom]"), !settings.professionals_opposed, professionals)}
                    {answer(say!("Les administrateurs de mon dossier", "Les administrateurs du dossier [de prénom]"), !names.is_empty(), administrators)}
                </ul>
                <Why about="– les professionnels" rules=texts::reading_rules(&settings)/>
                <ul class="actions">
                    <li><a href=address::settings(id)>{pick("Changer mes réglages", "Changer les réglages")}</a></li>
                    <li><a href=address::see_as(id)>{say!("Voir mon dossier comme…", "Voir le dossier [de prénom] comme…")}</a></li>
                </ul>
            </section>
            <section class="panel" aria-labelledby="en-urgence">
                <h2 id="en-urgence">"En cas d’urgence"</h2>
                {(!overview.settings.emergency_answered)
                    .then(|| view! { <p>{say!("Je n’ai pas encore répondu. En attendant, voici ce qui vaut\u{a0}:", "Personne n’a encore répondu pour [prénom]. En attendant, voici ce qui vaut\u{a0}:")}</p> })}
                <ul class="answers">
                    {answer("Le SAMU (centre 15)", samu, String::new())}
                    {answer("Un autre professionnel, en donnant un motif", others, String::new())}
                    {answer(say!("Mes documents masqués aussi", "Les documents masqués [de prénom] aussi"), masked, String::new())}
                </ul>
                <Why about="– les urgences" rules=texts::emergency_rules(settings.emergency)/>
                {texts::never_in_emergency(&settings)
                    .map(|blocked| view! { <p>{blocked} " " <a href=format!("{}#bloques", address::professionals(id))>"Voir les bloqués"</a></p> })}
                <p><a href=address::emergencies(id)>{pick("Changer mes réponses sur les urgences", "Changer les réponses sur les urgences")}</a></p>
            </section>
            <section class="panel" aria-labelledby="mes-documents">
                <h2 id="mes-documents">{say!("Mes documents", "Documents [de prénom]")}</h2>
                <p>
                    {format!(
                        "{}, dont {}. ",
                        texts::counted(overview.documents, "document", "documents"),
                        texts::counted(overview.masked, "masqué", "masqués"),
                    )}
                    {if settings.masked_by_default {
                        "Les prochains arriveront masqués."
                    } else {
                        "Les prochains arriveront visibles."
                    }}
                </p>
                <Why about="– visibles ou masqués" rules=vec![Rule::CareTeam, Rule::Masked]/>
                <ul class="actions">
                    <li><a href=address::documents(id)>{say!("Voir mes documents", "Voir les documents [de prénom]")}</a></li>
                    {(overview.masked > 0)
                        .then(|| {
                            view! { <li><a href=address::documents_with(id, &masked_only)>"Voir les documents masqués"</a></li> }
                        })}
                </ul>
            </section>
            <section class="panel" aria-labelledby="quoi-de-neuf">
                <h2 id="quoi-de-neuf">"Quoi de neuf"</h2>
                <p>
                    {if unread == 0 {
                        say!("Rien de nouveau\u{a0}: j’ai lu toutes mes notifications.", "Rien de nouveau\u{a0}: vous avez lu toutes les notifications du dossier [de prénom].").into_owned()
                    } else {
                        format!("{}.", texts::counted(unread, "notification non lue", "notifications non lues"))
                    }}
                </p>
                <p><a href=address::notices(id)>{pick("Voir mes notifications", "Voir les notifications")}</a></p>
            </section>
            <section aria-labelledby="derniers-acces">
                <h2 id="derniers-acces">{say!("Les derniers accès à mon dossier", "Les derniers accès au dossier [de prénom]")}</h2>
                {if lines.is_empty() {
                    view! { <p>"Aucun professionnel n’est venu pour le moment."</p> }.into_any()
                } else {
                    view! {
                        <ol class="lines">
                            {lines
                                .into_iter()
                                .take(ACCESSES)
                                .map(|line| view! { <Line profile=id line=line/> })
                                .collect_view()}
                        </ol>
                    }
                        .into_any()
                }}
                <p><a href=address::history(id)>"Voir tout l’historique"</a></p>
            </section>
            <section class="panel" aria-labelledby="faire-le-point">
                <h2 id="faire-le-point">"Faire le point"</h2>
                <p>{say!("Cinq questions courtes pour vérifier que mes réglages sont ceux que je veux. Rien ne change sans que je le confirme.", "Cinq questions courtes pour vérifier que les réglages du dossier [de prénom] sont ceux que vous voulez. Rien ne change sans que vous le confirmiez.")}</p>
                <p><a class="button button--secondary" href=address::check_up(id, 1)>{say!("Faire le point sur mes réglages", "Faire le point sur les réglages [de prénom]")}</a></p>
            </section>
        </Frame>
    }
}
