//! *My notices*.

use leptos::prelude::*;
use record::{
    queries::{HistoryQuery, NoticeQuery, NoticeTopic},
    views::{HistoryProfessional, NoticePage, ProfileHeader},
};
use uuid::Uuid;

use crate::{
    address,
    components::{Frame, Mode, Place, ResultMessage, loaded},
    texts::{self, pick, say},
    visit::{Visit, path_id, query_value},
};

/// The query that the address asks for. What makes no sense in it is left out.
fn query_of_address() -> NoticeQuery {
    NoticeQuery {
        unread: query_value("non-lues") == "oui",
        topic: NoticeTopic::ALL
            .into_iter()
            .find(|topic| address::notice_topic(*topic) == query_value("sujet")),
    }
}

/// What the person was told, newest first.
#[component]
pub(crate) fn NoticesPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let query = query_of_address();
    let after = Some(query_value("apres")).filter(|after| !after.is_empty());
    let first = after.is_none();
    let read = query_value("fait") == "lu";
    let shown_at = visit.at.as_microsecond();
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let page = visit
            .store
            .list_notices(key, query, after.as_deref(), visit.occasion())
            .await?;
        Ok((profile, page))
    };
    loaded(load, move |(profile, page)| {
        view! { <Notices profile=profile page=page query=query first=first read=read shown_at=shown_at/> }
    })
}

#[component]
fn Notices(
    profile: ProfileHeader,
    page: NoticePage,
    query: NoticeQuery,
    first: bool,
    read: bool,
    shown_at: i64,
) -> impl IntoView {
    let id = profile.id;
    let unread = profile.unread_notices;
    let base = address::notices(id);
    let newest = address::notices_with(id, query, None);
    let older = page
        .next
        .as_ref()
        .map(|next| address::notices_with(id, query, Some(next)));
    let is_narrowed = query != NoticeQuery::default();
    let nothing = if is_narrowed {
        "Aucune notification ne correspond à ces choix."
    } else {
        "Aucune notification pour le moment."
    };
    view! {
        <Frame title=if first { "Notifications" } else { "Notifications, suite" } profile=Some(profile) place=Place::Notices>
            {(read && unread == 0)
                .then(|| view! { <ResultMessage text="Toutes les notifications sont marquées comme lues."/> })}
            <h1>{say!("Mes notifications", "Notifications pour [prénom]")}</h1>
            {(unread > 0)
                .then(|| {
                    view! {
                        <p class="lead">
                            {texts::counted(unread, "notification non lue", "notifications non lues")} "."
                        </p>
                    }
                })}
            <ul class="actions">
                // It marks what the filters leave out too: it stands where everything is shown.
                {(unread > 0 && !is_narrowed)
                    .then(|| {
                        view! {
                            <li>
                                <form method="post" action=base.clone()>
                                    <input type="hidden" name="jusqua" value=shown_at.max(page.newest)/>
                                    <button class="button button--secondary" type="submit">"Tout marquer comme lu"</button>
                                </form>
                            </li>
                        }
                    })}
                <li><a href=address::notice_preferences(id)>"Préférences de notification"</a></li>
            </ul>
            {(is_narrowed || !first || !page.notices.is_empty())
                .then(|| view! { <Filters profile=id query=query is_narrowed=is_narrowed/> })}
            {if page.notices.is_empty() {
                view! { <p>{nothing}</p> }.into_any()
            } else {
                view! {
                    <ul class="lines">
                        {page
                            .notices
                            .into_iter()
                            .map(|notice| {
                                view! {
                                    <li class="line" class:line--unread=!notice.read>
                                        <h2 class="line__title">
                                            {texts::notice_title(&notice.kind)}
                                            {(!notice.read).then(|| view! { " " <span class="badge">"Non lue"</span> })}
                                        </h2>
                                        <p class="line__sentence">{texts::sentence(&notice.about)}</p>
                                        <p class="line__when">
                                            <time datetime=notice.at.to_string()>{texts::moment(notice.at)}</time>
                                            {notice.about.professional.clone().map(|who| view! { " – " <Mode who=who/> })}
                                        </p>
                                        {notice.about.professional.as_ref().map(|who| links(id, who))}
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <nav class="pagination" aria-label="Pages des notifications">
                {(!first).then(|| view! { <a class="pagination__link" href=newest>"Revenir au plus récent"</a> })}
                {older.map(|older| view! { <a class="pagination__link" rel="next" href=older>"Plus ancien"</a> })}
            </nav>
        </Frame>
    }
}

/// From what was told of a professional to what they did, where it can be reported, and to blocking them.
fn links(profile: Uuid, who: &HistoryProfessional) -> impl IntoView + use<> {
    let theirs = HistoryQuery {
        rpps: who.rpps.clone(),
        ..HistoryQuery::default()
    };
    let name = format!("\u{a0}: {}", who.name);
    view! {
        <ul class="visit__actions">
            <li>
                <a href=address::history_with(profile, &theirs, None)>
                    "Voir ses accès" <span class="visually-hidden">{name.clone()}</span>
                </a>
            </li>
            <li>
                <a href=address::professional(profile, &who.rpps)>"Voir ce professionnel" <span class="visually-hidden">{name}</span></a>
            </li>
        </ul>
    }
}

/// What the list is narrowed to.
#[component]
fn Filters(profile: Uuid, query: NoticeQuery, is_narrowed: bool) -> impl IntoView {
    let topics = NoticeTopic::ALL
        .map(|topic| {
            view! {
                <option value=address::notice_topic(topic) selected=query.topic == Some(topic)>
                    {texts::notice_topic(topic)}
                </option>
            }
        })
        .collect_view();
    view! {
        <details open=is_narrowed>
            <summary>"Filtrer"</summary>
            <search>
                <form method="get" action=address::notices(profile) class="filters">
                    <div class="field">
                        <label for="sujet">"De quoi parlent-elles\u{a0}?"</label>
                        <select id="sujet" name="sujet">
                            <option value="">"De tout"</option>
                            {topics}
                        </select>
                    </div>
                    <div class="choice">
                        <input id="non-lues" name="non-lues" type="checkbox" value="oui" checked=query.unread/>
                        <label for="non-lues">{pick("Seulement celles que je n’ai pas lues", "Seulement celles qui n’ont pas été lues")}</label>
                    </div>
                    <div class="filters__send">
                        <button class="button button--secondary" type="submit">"Afficher"</button>
                        {is_narrowed.then(|| view! { <a href=address::notices(profile)>"Effacer les filtres"</a> })}
                    </div>
                </form>
            </search>
        </details>
    }
}
