//! *My history*: every access and every attempt.

use jiff::civil::Date;
use leptos::prelude::*;
use record::{
    queries::{HistoryKind, HistoryQuery},
    views::{ChangeKind, HistoryLine, HistoryPage as Lines, ProfessionalView, ProfileHeader, SettingsChange},
};

use crate::{
    address,
    components::{Frame, Icon, Place, Report, loaded, reported},
    sight::day_of,
    texts,
    visit::{Visit, path_id, query_value},
};

/// The query that the address asks for. What makes no sense in it is left out.
fn query_of_address() -> HistoryQuery {
    let chosen = |name| query_value(name) == "oui";
    let kind = if query_value("vue") == "moi" {
        HistoryKind::OwnActs
    } else {
        HistoryKind::Professionals
    };
    HistoryQuery {
        kind,
        rpps: query_value("qui").chars().take(11).collect(),
        document: query_value("document").parse().ok(),
        refused: chosen("refus"),
        emergency: chosen("urgence"),
        from: day_of(&query_value("du")),
        to: day_of(&query_value("au")),
    }
}

/// What professionals did or tried, or what the holder did.
#[component]
pub(crate) fn HistoryPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let query = query_of_address();
    let after = Some(query_value("apres")).filter(|after| !after.is_empty());
    let first = after.is_none();
    let done = query_value("fait");
    let load = {
        let query = query.clone();
        async move {
            let key = key?;
            let profile = visit.store.open_profile(key, visit.occasion()).await?;
            let lines = visit
                .store
                .list_history(key, &query, after.as_deref(), visit.occasion())
                .await?;
            let report = reported(&visit, key, &done).await;
            Ok((profile, lines, report))
        }
    };
    loaded(load, move |(profile, lines, report)| {
        view! { <History profile=profile lines=lines query=query first=first report=report/> }
    })
}

#[component]
fn History(
    profile: ProfileHeader,
    lines: Lines,
    query: HistoryQuery,
    first: bool,
    report: Report,
) -> impl IntoView {
    let id = profile.id;
    let own = query.kind == HistoryKind::OwnActs;
    let base = address::history(id);
    let mine = address::history_with(id, &HistoryKind::OwnActs.into(), None);
    let older = lines
        .next
        .as_ref()
        .map(|next| address::history_with(id, &query, Some(next)));
    let newest = address::history_with(id, &query, None);
    let is_narrowed = query != HistoryQuery::from(query.kind);
    view! {
        <Frame title="Historique" profile=Some(profile) place=Place::History>
            {report.message(id, &mine)}
            <h1>"Historique de mon dossier"</h1>
            <p class="lead">
                "Chaque accès et chaque tentative est noté ici, et ne peut pas être effacé."
            </p>
            <nav class="tabs" aria-label="Parties de l’historique">
                <ul>
                    <li><a href=base aria-current=(!own).then_some("page")>"Les professionnels"</a></li>
                    <li><a href=mine aria-current=own.then_some("page")>"Mes propres actions"</a></li>
                </ul>
            </nav>
            <h2>{if own { "Ce que j’ai fait" } else { "Ce que les professionnels ont fait ou tenté" }}</h2>
            {(is_narrowed || !own && !lines.people.is_empty())
                .then(|| view! { <Filters profile=id query=query people=lines.people is_narrowed=is_narrowed/> })}
            {if lines.lines.is_empty() {
                let text = match (is_narrowed, own) {
                    (true, _) => "Rien ne correspond à ces choix.",
                    (false, true) => "Aucune action pour le moment.",
                    (false, false) => "Aucun professionnel n’est venu pour le moment.",
                };
                view! { <p>{text}</p> }.into_any()
            } else {
                view! {
                    <ol class="lines">
                        {lines.lines.into_iter().map(|line| view! { <Line profile=id line=line/> }).collect_view()}
                    </ol>
                }
                    .into_any()
            }}
            <nav class="pagination" aria-label="Pages de l’historique">
                {(!first).then(|| view! { <a class="pagination__link" href=newest>"Revenir au plus récent"</a> })}
                {older.map(|older| view! { <a class="pagination__link" rel="next" href=older>"Plus ancien"</a> })}
            </nav>
        </Frame>
    }
}

/// What the list is narrowed to.
#[component]
fn Filters(
    profile: uuid::Uuid,
    query: HistoryQuery,
    people: Vec<ProfessionalView>,
    is_narrowed: bool,
) -> impl IntoView {
    let own = query.kind == HistoryKind::OwnActs;
    let all = address::history_with(profile, &query.kind.into(), None);
    let chosen = query.rpps.clone();
    let options = people
        .into_iter()
        .map(|person| {
            view! {
                <option value=person.rpps.clone() selected=chosen == person.rpps>
                    {texts::named(&person.name, &person.profession)}
                </option>
            }
        })
        .collect_view();
    let day = |name: &'static str, label: &'static str, day: Option<Date>| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type="date" value=day.map(|day| day.to_string())/>
            </div>
        }
    };
    let only = |name: &'static str, label: &'static str, chosen: bool| {
        view! {
            <div class="choice">
                <input id=name name=name type="checkbox" value="oui" checked=chosen/>
                <label for=name>{label}</label>
            </div>
        }
    };
    view! {
        <search>
            <form method="get" action=address::history(profile) class="filters">
                {own.then(|| view! { <input type="hidden" name="vue" value="moi"/> })}
                {query.document.map(|document| view! { <input type="hidden" name="document" value=document.to_string()/> })}
                {(!own)
                    .then(|| {
                        view! {
                            <div class="field">
                                <label for="qui">"Professionnel"</label>
                                <select id="qui" name="qui">
                                    <option value="">"Tous"</option>
                                    {options}
                                </select>
                            </div>
                        }
                    })}
                {day("du", "Depuis le", query.from)}
                {day("au", "Jusqu’au", query.to)}
                {(!own)
                    .then(|| {
                        view! {
                            <fieldset class="field question">
                                <legend>"Seulement"</legend>
                                {only("refus", "Les refus", query.refused)}
                                {only("urgence", "Les urgences", query.emergency)}
                            </fieldset>
                        }
                    })}
                <div class="filters__send">
                    <button class="button button--secondary" type="submit">"Afficher"</button>
                    {is_narrowed.then(|| view! { <a href=all>"Effacer les filtres"</a> })}
                </div>
            </form>
        </search>
        {query
            .document
            .map(|document| {
                view! {
                    <p>
                        "Seules les lignes sur un document sont montrées. "
                        <a href=address::document(profile, document)>"Voir ce document"</a>
                    </p>
                }
            })}
    }
}

/// One line: a sentence, when, on what legal basis, and a link to the document.
#[component]
pub(crate) fn Line(
    profile: uuid::Uuid,
    line: HistoryLine,
    /// Whether the line leads to the page of its professional.
    #[prop(default = true)]
    to_professional: bool,
) -> impl IntoView {
    let (class, icon, word) = if line.denied {
        ("line line--denied", Icon::Cross, "Refusé")
    } else {
        ("line", Icon::Check, "Fait")
    };
    let undo = line
        .change_id
        .filter(|_| can_be_undone(line.change.as_deref()))
        .map(|change| {
            let back = format!("{}?vue=moi", address::history(profile));
            address::change(profile, &SettingsChange::Undo(change), &back)
        });
    let is_professional = line.professional.is_some();
    let professional = line
        .professional
        .as_ref()
        .filter(|_| to_professional)
        .map(|who| (address::professional(profile, &who.rpps), who.name.clone()));
    let mode = line.professional.as_ref().map(texts::mode);
    let shown = line
        .document
        .as_ref()
        .filter(|document| document.available)
        .map(|document| (address::document(profile, document.id), document.title.clone()));
    view! {
        <li class=class>
            {is_professional.then(|| view! { <span class="line__state">{icon.view()} {word}</span> })}
            <p class="line__sentence">{texts::sentence(&line)}</p>
            <p class="line__when">
                <time datetime=line.at.to_string()>{texts::moment(line.at)}</time>
                {mode.map(|mode| format!(" – {mode}"))}
            </p>
            {shown
                .map(|(address, title)| {
                    view! {
                        <p>
                            <a href=address>"Voir le document" <span class="visually-hidden">{format!(" «\u{a0}{title}\u{a0}»")}</span></a>
                        </p>
                    }
                })}
            {professional
                .map(|(address, name)| {
                    view! {
                        <p>
                            <a href=address>"Voir ce professionnel" <span class="visually-hidden">{format!("\u{a0}: {name}")}</span></a>
                        </p>
                    }
                })}
            {undo.map(|undo| view! { <p><a href=undo>"Annuler ce changement" <span class="visually-hidden">{format!(" du {}", texts::moment(line.at))}</span></a></p> })}
        </li>
    }
}

/// Closing and reopening the record are undone by each other, on pages of their own.
fn can_be_undone(change: Option<&str>) -> bool {
    let kind = change.and_then(ChangeKind::from_id);
    kind.is_some_and(|kind| !matches!(kind, ChangeKind::ProfileClosed | ChangeKind::ProfileReopened))
}
