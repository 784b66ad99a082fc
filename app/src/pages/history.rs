//! *My history*: every access and every attempt.

use jiff::civil::Date;
use leptos::prelude::*;
use policy::Rule;
use record::{
    queries::{AccessKind, HistoryKind, HistoryQuery},
    views::{
        ChangeKind, HistoryLine, HistoryPage as Lines, ProfessionalView, ProfileHeader, SettingsChange,
        Visit as ProfessionalVisit, VisitsPage,
    },
};
use uuid::Uuid;

use crate::{
    address,
    components::{Frame, Icon, Mode, Place, Report, VisitCard, loaded, reported},
    sight::day_of,
    texts::{self, pick, say},
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
        search: query_value("recherche").chars().take(200).collect(),
        done: AccessKind::ALL
            .into_iter()
            .find(|kind| address::access_kind(*kind) == query_value("acte")),
        rpps: query_value("qui").chars().take(11).collect(),
        document: query_value("document").parse().ok(),
        refused: chosen("refus"),
        emergency: chosen("urgence"),
        from: day_of(&query_value("du")),
        to: day_of(&query_value("au")),
    }
}

/// What one page of the history shows.
enum Shown {
    Visits(VisitsPage),
    OwnActs(Lines),
}

/// What professionals did or tried, by visit, or what the holder did.
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
            let (store, occasion) = (&visit.store, visit.occasion());
            let profile = store.open_profile(key, occasion).await?;
            let after = after.as_deref();
            let shown = match query.kind {
                HistoryKind::Professionals => {
                    Shown::Visits(store.list_visits(key, &query, after, occasion).await?)
                }
                HistoryKind::OwnActs => {
                    Shown::OwnActs(store.list_history(key, &query, after, occasion).await?)
                }
            };
            let report = reported(&visit, key, &done).await;
            Ok((profile, shown, report))
        }
    };
    loaded(load, move |(profile, shown, report)| {
        view! { <History profile=profile shown=shown query=query first=first report=report/> }
    })
}

#[component]
fn History(
    profile: ProfileHeader,
    shown: Shown,
    query: HistoryQuery,
    first: bool,
    report: Report,
) -> impl IntoView {
    let id = profile.id;
    let own = query.kind == HistoryKind::OwnActs;
    let base = address::history(id);
    let mine = address::history_with(id, &HistoryKind::OwnActs.into(), None);
    let newest = address::history_with(id, &query, None);
    let is_narrowed = query != HistoryQuery::from(query.kind);
    let (next, people, list) = match shown {
        Shown::Visits(page) => (
            page.next,
            page.people,
            visits(id, page.visits, &newest, is_narrowed),
        ),
        Shown::OwnActs(page) => (page.next, Vec::new(), own_acts(id, page.lines, is_narrowed)),
    };
    let older = next.map(|next| address::history_with(id, &query, Some(&next)));
    view! {
        <Frame title=if first { "Historique" } else { "Historique, suite" } profile=Some(profile) place=Place::History>
            {report.message(id, if own { &mine } else { &base })}
            <h1>{say!("Historique de mon dossier", "Historique du dossier [de prénom]")}</h1>
            <p class="lead">
                "Chaque accès et chaque tentative est noté ici, et ne peut pas être effacé."
            </p>
            <p>
                {pick("Un accès me paraît douteux\u{a0}? Je peux le signaler. ", "Un accès vous paraît douteux\u{a0}? Vous pouvez le signaler. ")}
                <a href=address::access_reports(id)>{say!("Mes signalements", "Signalements pour [prénom]")}</a>
            </p>
            <p>
                <a href=address::verify_history(id)>{say!("Vérifier ou emporter mon historique", "Vérifier ou emporter l’historique [de prénom]")}</a>
            </p>
            <nav class="tabs" aria-label="Parties de l’historique">
                <ul>
                    <li><a href=base aria-current=(!own).then_some("page")>"Les professionnels"</a></li>
                    <li><a href=mine aria-current=own.then_some("page")>{say!("Mes propres actions", "Ce qui a été fait pour [prénom]")}</a></li>
                </ul>
            </nav>
            <h2>{if own { pick("Ce que j’ai fait", "Ce que ses représentants ont fait") } else { "Ce que les professionnels ont fait ou tenté" }}</h2>
            {(is_narrowed || !own && !people.is_empty())
                .then(|| view! { <Filters profile=id query=query people=people is_narrowed=is_narrowed/> })}
            {list}
            <nav class="pagination" aria-label="Pages de l’historique">
                {(!first).then(|| view! { <a class="pagination__link" href=newest>"Revenir au plus récent"</a> })}
                {older.map(|older| view! { <a class="pagination__link" rel="next" href=older>"Plus ancien"</a> })}
            </nav>
        </Frame>
    }
}

/// Said when a filter leaves nothing.
const NOTHING_FOUND: &str = "Rien ne correspond à ces choix.";

/// Every visit of a page, latest first.
fn visits(profile: Uuid, visits: Vec<ProfessionalVisit>, back: &str, is_narrowed: bool) -> AnyView {
    if visits.is_empty() {
        let text = if is_narrowed {
            NOTHING_FOUND
        } else {
            "Aucun professionnel n’est venu pour le moment."
        };
        return view! { <p>{text}</p> }.into_any();
    }
    let visits = visits
        .into_iter()
        .map(|visit| view! { <li><VisitCard profile=profile visit=visit back=back.to_owned()/></li> })
        .collect_view();
    view! { <ol class="lines">{visits}</ol> }.into_any()
}

/// What the holder did, newest first.
fn own_acts(profile: Uuid, lines: Vec<HistoryLine>, is_narrowed: bool) -> AnyView {
    if lines.is_empty() {
        let text = if is_narrowed {
            NOTHING_FOUND
        } else {
            "Aucune action pour le moment."
        };
        return view! { <p>{text}</p> }.into_any();
    }
    let lines = lines
        .into_iter()
        .map(|line| view! { <Line profile=profile line=line/> })
        .collect_view();
    view! { <ol class="lines">{lines}</ol> }.into_any()
}

/// What the list is narrowed to.
#[component]
fn Filters(
    profile: Uuid,
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
    let kinds = AccessKind::ALL
        .map(|kind| {
            view! {
                <option value=address::access_kind(kind) selected=query.done == Some(kind)>
                    {texts::access_kind(kind)}
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
        <details open=is_narrowed>
            <summary>"Chercher ou filtrer"</summary>
            <search>
                <form method="get" action=address::history(profile) class="filters">
                    {own.then(|| view! { <input type="hidden" name="vue" value="moi"/> })}
                    {query.document.map(|document| view! { <input type="hidden" name="document" value=document.to_string()/> })}
                    <div class="field">
                        <label for="recherche">"Chercher un mot"</label>
                        <input id="recherche" name="recherche" type="search" value=query.search.clone() maxlength="200"/>
                    </div>
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
                                <div class="field">
                                    <label for="acte">"Ce qui a été fait ou tenté"</label>
                                    <select id="acte" name="acte">
                                        <option value="">"Tout"</option>
                                        {kinds}
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
        </details>
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
    profile: Uuid,
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
        .filter(|_| can_be_undone(line.change.as_deref()) && !line.is_undone)
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
    let mode = line
        .professional
        .clone()
        .map(|who| view! { " – " <Mode who=who/> });
    let article = Rule::from_id(&line.rule)
        .filter(|_| line.denied)
        .map(|rule| format!("Règle appliquée\u{a0}: {}.", texts::articles(rule)));
    let shown = line
        .document
        .as_ref()
        .filter(|document| document.available)
        .map(|document| (address::document(profile, document.id), document.title.clone()));
    view! {
        <li class=class>
            {is_professional.then(|| view! { <span class="line__state">{icon.view()} {word}</span> })}
            <p class="line__sentence">{texts::sentence(&line)}</p>
            {article.map(|article| view! { <p class="line__when">{article}</p> })}
            <p class="line__when">
                <time datetime=line.at.to_string()>{texts::moment(line.at)}</time>
                {mode}
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
            {line.is_undone.then(|| view! { <p>"Annulé depuis."</p> })}
            {undo.map(|undo| view! { <p><a href=undo>"Annuler ce changement" <span class="visually-hidden">{format!(" du {}", texts::moment(line.at))}</span></a></p> })}
        </li>
    }
}

/// Closing and reopening the record are undone by each other, on pages of their own.
fn can_be_undone(change: Option<&str>) -> bool {
    let kind = change.and_then(ChangeKind::from_id);
    kind.is_some_and(|kind| {
        !matches!(
            kind,
            ChangeKind::ProfileClosed | ChangeKind::ProfileReopened | ChangeKind::ProfileActivated
        )
    })
}
