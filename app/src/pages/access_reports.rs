//! *My reports*: the doubtful accesses that were reported, and what became of each.

use std::borrow::Cow;

use leptos::prelude::*;
use record::views::{AccessReport, ProfileHeader, ReportState};
use uuid::Uuid;

use crate::{
    address,
    components::{Frame, Place, Report, ResultMessage, loaded, reported},
    texts::{self, say},
    visit::{Visit, path_id, query_value},
};

/// The page.
#[component]
pub(crate) fn AccessReportsPage() -> impl IntoView {
    let visit = Visit::current();
    let key = visit.key(path_id("profile"));
    let done = query_value("fait");
    let said = match done.as_str() {
        "signale" => Some(say!(
            "Mon signalement est enregistré.",
            "Le signalement pour [prénom] est enregistré."
        )),
        "retire" => Some(say!(
            "Mon signalement est retiré.",
            "Le signalement pour [prénom] est retiré."
        )),
        _ => None,
    };
    let load = async move {
        let key = key?;
        let profile = visit.store.open_profile(key, visit.occasion()).await?;
        let reports = visit.store.list_access_reports(key, visit.occasion()).await?;
        // Blocking, asked for with the report, leads here too.
        let report = reported(&visit, key, &done).await;
        Ok((profile, reports, report))
    };
    loaded(load, move |(profile, reports, report)| {
        view! { <AccessReports profile=profile reports=reports report=report said=said/> }
    })
}

#[component]
fn AccessReports(
    profile: ProfileHeader,
    reports: Vec<AccessReport>,
    report: Report,
    said: Option<Cow<'static, str>>,
) -> impl IntoView {
    let id = profile.id;
    view! {
        <Frame title=say!("Mes signalements", "Signalements pour [prénom]") profile=Some(profile) place=Place::History>
            <p class="back">
                <a href=address::history(id)>{say!("Historique de mon dossier", "Historique du dossier [de prénom]")}</a>
            </p>
            {said.map(|said| view! { <ResultMessage text=said/> })}
            {report.message(id, &address::access_reports(id))}
            <h1>{say!("Mes signalements", "Signalements pour [prénom]")}</h1>
            <p>
                {say!("Les accès qui m’ont paru douteux, et où en est chaque signalement. Dans la vie réelle, le ", "Les accès au dossier [de prénom] qui ont paru douteux, et où en est chaque signalement. Dans la vie réelle, le ")}
                <strong>"34\u{a0}22"</strong> " aide aussi par téléphone (service gratuit, prix d’un appel)."
            </p>
            {if reports.is_empty() {
                view! {
                    <p>{say!("Je n’ai rien signalé. Pour signaler un accès, je le cherche dans l’historique.", "Rien n’a été signalé pour [prénom]. Pour signaler un accès, cherchez-le dans l’historique.")}</p>
                }
                    .into_any()
            } else {
                view! { <Reports profile=id reports=reports/> }.into_any()
            }}
        </Frame>
    }
}

/// Each report, with its state and the way to take it back.
#[component]
pub(crate) fn Reports(profile: Uuid, reports: Vec<AccessReport>) -> impl IntoView {
    let lines = reports
        .into_iter()
        .map(|report| {
            let visit = address::visit(profile, &report.visit);
            let who = texts::named(&report.who.name, &report.who.profession);
            let about = format!("{who}, {}", texts::moment(report.visit_at));
            let withdraw = matches!(report.state, ReportState::Sent).then(|| {
                view! {
                    <form method="post" action=address::withdraw_access_report(profile, report.id)>
                        <button class="button button--secondary" type="submit">
                            "Retirer ce signalement"
                            <span class="visually-hidden">{format!("\u{a0}: {about}")}</span>
                        </button>
                    </form>
                }
            });
            let (state, answer) = match report.state {
                ReportState::Sent => ("Enregistré, pas encore de réponse.".to_owned(), None),
                ReportState::Withdrawn { at } => (
                    say!(
                        format!("Retiré par moi le {}.", texts::moment(at)),
                        format!("Retiré le {}.", texts::moment(at))
                    )
                    .into_owned(),
                    None,
                ),
                ReportState::Answered { at, answer } => (
                    format!("Réponse reçue le {}\u{a0}:", texts::moment(at)),
                    Some(answer),
                ),
            };
            view! {
                <li class="request">
                    <p class="request__what">
                        <a href=visit>{format!("Accès {} le {}", texts::of(&who), texts::moment(report.visit_at))}</a>
                    </p>
                    <p>{texts::concern(report.kind)} "."</p>
                    {(!report.text.is_empty()).then(|| view! { <p class="request__text">{report.text}</p> })}
                    <p class="request__state">
                        {format!("Signalé le {}. {state}", texts::moment(report.at))}
                    </p>
                    {answer.map(|answer| view! { <blockquote class="request__text">{answer}</blockquote> })}
                    {withdraw}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="lines">{lines}</ul> }
}
