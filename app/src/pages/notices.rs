//! *My notices*.

use leptos::prelude::*;
use record::views::{NoticePage, ProfileHeader};

use crate::{
    address,
    components::{Frame, Place, ResultMessage, loaded},
    texts::{self, say},
    visit::{Visit, path_id, query_value},
};

/// What the person was told, newest first.
#[component]
pub(crate) fn NoticesPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let after = Some(query_value("apres")).filter(|after| !after.is_empty());
    let first = after.is_none();
    let read = query_value("fait") == "lu";
    let shown_at = visit.at.as_microsecond();
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let page = visit
            .store
            .list_notices(key, after.as_deref(), visit.occasion())
            .await?;
        Ok((profile, page))
    };
    loaded(load, move |(profile, page)| {
        view! { <Notices profile=profile page=page first=first read=read shown_at=shown_at/> }
    })
}

#[component]
fn Notices(
    profile: ProfileHeader,
    page: NoticePage,
    first: bool,
    read: bool,
    shown_at: i64,
) -> impl IntoView {
    let id = profile.id;
    let unread = profile.unread_notices;
    let base = address::notices(id);
    let older = page
        .next
        .as_ref()
        .map(|next| format!("{base}?apres={}", address::encode(next)));
    view! {
        <Frame title="Notifications" profile=Some(profile) place=Place::Notices>
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
                {(unread > 0)
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
            {if page.notices.is_empty() {
                view! { <p>"Aucune notification pour le moment."</p> }.into_any()
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
                                            {notice.about.professional.as_ref().map(|who| format!(" – {}", texts::mode(who)))}
                                        </p>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
            <nav class="pagination" aria-label="Pages des notifications">
                {(!first).then(|| view! { <a class="pagination__link" href=base>"Revenir au plus récent"</a> })}
                {older.map(|older| view! { <a class="pagination__link" rel="next" href=older>"Plus ancien"</a> })}
            </nav>
        </Frame>
    }
}
