//! *My history*: every access and every attempt.

use leptos::prelude::*;
use record::{
    queries::HistoryKind,
    views::{ChangeKind, HistoryLine, HistoryPage as Lines, ProfileHeader, SettingsChange},
};

use crate::{
    address,
    components::{Frame, Icon, Place, Report, loaded, reported},
    texts,
    visit::{Visit, path_id, query_value},
};

/// What professionals did or tried, or what the holder did.
#[component]
pub(crate) fn HistoryPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let kind = if query_value("vue") == "moi" {
        HistoryKind::OwnActs
    } else {
        HistoryKind::Professionals
    };
    let after = Some(query_value("apres")).filter(|after| !after.is_empty());
    let first = after.is_none();
    let done = query_value("fait");
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let lines = visit
            .store
            .list_history(key, kind, after.as_deref(), visit.occasion())
            .await?;
        let report = reported(&visit, key, &done).await;
        Ok((profile, lines, report))
    };
    loaded(load, move |(profile, lines, report)| {
        view! { <History profile=profile lines=lines kind=kind first=first report=report/> }
    })
}

#[component]
fn History(
    profile: ProfileHeader,
    lines: Lines,
    kind: HistoryKind,
    first: bool,
    report: Report,
) -> impl IntoView {
    let id = profile.id;
    let own = kind == HistoryKind::OwnActs;
    let base = address::history(id);
    let mine = format!("{base}?vue=moi");
    let older = lines.next.as_ref().map(|next| {
        let and = if own { "vue=moi&" } else { "" };
        format!("{base}?{and}apres={}", address::encode(next))
    });
    let newest = if own { mine.clone() } else { base.clone() };
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
            {if lines.lines.is_empty() {
                let text = if own { "Aucune action pour le moment." } else { "Aucun professionnel n’est venu pour le moment." };
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
