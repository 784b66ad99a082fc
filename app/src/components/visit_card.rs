//! One visit of a professional: who, when, on what legal basis, and what they did or tried.

use leptos::prelude::*;
use policy::Rule;
use record::views::{HistoryLine, HistoryProfessional, SettingsChange, Visit};
use uuid::Uuid;

use super::Icon;
use crate::{address, texts};

/// What stands in a list of visits: the beginning of the visit, and what can be done about it.
#[component]
pub(crate) fn VisitCard(
    profile: Uuid,
    visit: Visit,
    /// Where blocking leads back to.
    back: String,
) -> impl IntoView {
    let heading = format!("acces-{}", visit.id);
    let name = visit.who.name.clone();
    let of = move |label: &'static str| {
        let name = name.clone();
        view! {
            {label}
            <span class="visually-hidden">{format!("\u{a0}: {name}, {}", texts::span(visit.from, visit.to))}</span>
        }
    };
    let rest = visit.total.saturating_sub(visit.lines.len() as u64);
    let block = visit
        .who
        .rpps
        .parse()
        .ok()
        .filter(|_| !visit.blocked)
        .map(|rpps| {
            let address = address::change(profile, &SettingsChange::Block(rpps), &back);
            view! { <li><a href=address>{of("Bloquer ce professionnel")}</a></li> }
        });
    view! {
        <article class="visit" aria-labelledby=heading.clone()>
            <h3 class="visit__who" id=heading.clone()>{texts::visitor(&visit.who)}</h3>
            <p class="line__when">
                <time datetime=visit.from.to_string()>{texts::span(visit.from, visit.to)}</time>
                " – " <Mode who=visit.who.clone()/>
            </p>
            <Acts profile=profile lines=visit.lines why=false/>
            {(rest > 0)
                .then(|| view! { <p>{format!("Et {}.", texts::counted(rest, "autre acte", "autres actes"))}</p> })}
            <ul class="visit__actions">
                <li><a href=address::visit(profile, &visit.id)>{of("Voir le détail")}</a></li>
                <li><a href=address::report_access(profile, &visit.id)>{of("Signaler cet accès")}</a></li>
                {block}
                <li><a href=address::professional(profile, &visit.who.rpps)>{of("Voir ce professionnel")}</a></li>
            </ul>
        </article>
    }
}

/// On what legal basis and through what, with the reason in the professional’s own words. The style sheet puts it between quotation marks.
#[component]
pub(crate) fn Mode(who: HistoryProfessional) -> impl IntoView {
    let (before, after) = texts::mode_around_reason(&who);
    view! {
        {before}
        {who.reason.map(|reason| view! { <q>{reason}</q> })}
        {after}
    }
}

/// What was done or tried, in order.
#[component]
pub(crate) fn Acts(
    profile: Uuid,
    lines: Vec<HistoryLine>,
    /// With the rule that decided, once for the lines that follow each other by the same one.
    why: bool,
) -> impl IntoView {
    let mut last_rule = None;
    let lines = lines
        .into_iter()
        .map(|line| {
            let (class, icon) = if line.denied {
                ("visit__line visit__line--denied", Icon::Cross)
            } else {
                ("visit__line", Icon::Check)
            };
            let shown = line
                .document
                .as_ref()
                .filter(|document| document.available)
                .map(|document| {
                    let named = format!(" «\u{a0}{}\u{a0}»", document.title);
                    view! {
                        " "
                        <a href=address::document(profile, document.id)>
                            "Voir le document" <span class="visually-hidden">{named}</span>
                        </a>
                    }
                });
            // A refusal says why in its sentence, everywhere; its article follows.
            let rule = Rule::from_id(&line.rule).filter(|_| why || line.denied);
            let new_rule = rule.filter(|_| rule != last_rule);
            last_rule = rule;
            let reason = new_rule.map(|rule| {
                let articles = texts::articles(rule);
                if line.denied {
                    format!("Règle appliquée\u{a0}: {articles}.")
                } else {
                    format!("{} Règle appliquée\u{a0}: {articles}.", texts::why(rule))
                }
            });
            view! {
                <li class=class>
                    <span class="visit__icon">{icon.view()}</span>
                    <div>
                        <p>
                            <time datetime=line.at.to_string()>{texts::time(line.at)}</time>
                            {format!("\u{a0}: {}", texts::act(&line))}
                            {shown}
                        </p>
                        {reason.map(|reason| view! { <p class="visit__why">{reason}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="visit__lines">{lines}</ol> }
}
