//! *Why?*, next to a state: what it rests on, with the articles, folded until it is asked for.

use std::borrow::Cow;

use leptos::prelude::*;
use policy::Rule;

use crate::texts;

/// Why things are as the page says. Each rule is told once, however often it decides.
#[component]
pub(crate) fn Why(
    /// What is asked, after *Pourquoi*, for those who hear the page link by link.
    #[prop(into)]
    about: Cow<'static, str>,
    rules: Vec<Rule>,
) -> impl IntoView {
    let mut told: Vec<Rule> = Vec::with_capacity(rules.len());
    for rule in rules {
        if !told.contains(&rule) {
            told.push(rule);
        }
    }
    (!told.is_empty()).then(|| {
        view! {
            <details class="why">
                <summary>"Pourquoi\u{a0}?" <span class="visually-hidden">{format!(" {about}")}</span></summary>
                <ul>
                    {told
                        .into_iter()
                        .map(|rule| {
                            view! {
                                <li>
                                    {texts::ground(rule)} " "
                                    <span class="why__articles">{texts::citation(rule)}</span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </details>
        }
    })
}
