//! *Home*: one look says who can read my record now, whether emergencies may, what I masked, what is new, who came.

use leptos::prelude::*;
use record::{
    queries::{DocumentQuery, HistoryKind},
    views::{HistoryLine, ProfileHeader, SettingsOverview},
};

use super::history::Line;
use crate::{
    address,
    components::{Frame, Icon, Place, Report, loaded, reported},
    texts,
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
fn answer(question: &'static str, yes: bool, means: String) -> impl IntoView {
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
                <strong>{question}</strong>
                {(!means.is_empty()).then(|| format!("\u{a0}: {means}"))}
            </span>
        </li>
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
    let blocked = (settings.blocked.len() + overview.blocked_organisations.len()) as u64;
    let names: Vec<_> = settings
        .administrators
        .iter()
        .map(|person| person.name.clone())
        .collect();
    let professionals = if settings.professionals_opposed {
        "j’ai fermé mon dossier à tous".to_owned()
    } else {
        let but = match blocked {
            0 => "aucun n’est bloqué".to_owned(),
            number => format!("sauf {}", texts::counted(number, "bloqué", "bloqués")),
        };
        format!("chacun selon sa profession, {but}")
    };
    let administrators = match names.as_slice() {
        [] => "personne".to_owned(),
        names => format!("{}\u{a0}: tous mes documents, même masqués", names.join(", ")),
    };
    let masked_only = DocumentQuery {
        masked: Some(true),
        ..DocumentQuery::default()
    };
    view! {
        <Frame title="Accueil" profile=Some(profile) place=Place::Home>
            {report.message(id, &here)}
            <h1>"Mon dossier en un coup d’œil"</h1>
            {unanswered
                .then(|| {
                    view! {
                        <section class="panel" aria-labelledby="a-repondre">
                            <h2 id="a-repondre">"Des questions attendent ma réponse"</h2>
                            <p>
                                {match (overview.default_answered, overview.settings.emergency_answered) {
                                    (false, false) => "Sur mes prochains documents, et sur les urgences. ",
                                    (true, _) => "Sur les urgences. ",
                                    (false, true) => "Sur mes prochains documents. ",
                                }} "En attendant, les réglages prévus par défaut s’appliquent."
                            </p>
                            <p><a class="button" href=address::welcome(id)>"Répondre aux questions"</a></p>
                        </section>
                    }
                })}
            <section class="panel" aria-labelledby="qui-peut-lire">
                <h2 id="qui-peut-lire">"Qui peut lire mon dossier aujourd’hui"</h2>
                <ul class="answers">
                    {answer("Les professionnels qui me soignent", !settings.professionals_opposed, professionals)}
                    {answer("Les administrateurs de mon dossier", !names.is_empty(), administrators)}
                </ul>
                <p><a href=address::settings(id)>"Changer mes réglages"</a></p>
            </section>
            <section class="panel" aria-labelledby="en-urgence">
                <h2 id="en-urgence">"En cas d’urgence"</h2>
                {(!overview.settings.emergency_answered)
                    .then(|| view! { <p>"Je n’ai pas encore répondu. En attendant, voici ce qui vaut\u{a0}:"</p> })}
                <ul class="answers">
                    {answer("Le SAMU (centre 15)", samu, String::new())}
                    {answer("Un autre professionnel, en donnant un motif", others, String::new())}
                    {answer("Mes documents masqués aussi", masked, String::new())}
                </ul>
                <p><a href=address::emergencies(id)>"Changer mes réponses sur les urgences"</a></p>
            </section>
            <section class="panel" aria-labelledby="mes-documents">
                <h2 id="mes-documents">"Mes documents"</h2>
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
                <ul class="actions">
                    <li><a href=address::documents(id)>"Voir mes documents"</a></li>
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
                        "Rien de nouveau\u{a0}: j’ai lu toutes mes notifications.".to_owned()
                    } else {
                        format!("{}.", texts::counted(unread, "notification non lue", "notifications non lues"))
                    }}
                </p>
                <p><a href=address::notices(id)>"Voir mes notifications"</a></p>
            </section>
            <section aria-labelledby="derniers-acces">
                <h2 id="derniers-acces">"Les derniers accès à mon dossier"</h2>
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
                <p>"Cinq questions courtes pour vérifier que mes réglages sont ceux que je veux. Rien ne change sans que je le confirme."</p>
                <p><a class="button button--secondary" href=address::check_up(id, 1)>"Faire le point sur mes réglages"</a></p>
            </section>
        </Frame>
    }
}
