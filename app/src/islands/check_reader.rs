//! *Check a professional*: choose a profession and a situation; the browser asks the rules about each document of the page.

use leptos::prelude::*;
use policy::{
    AccessContext, Action, Authentication, Channel, Entitlement, EntitlementSet, Parameters, Reading,
    Request, Requester, Rule,
};

use super::{CheckedDocument, CheckedSettings};
use crate::texts::{self, Basis};

/// What one profession could do with one document.
struct Answer {
    title: String,
    permitted: bool,
    why: &'static str,
}

/// What the rules answer to someone of that profession whom the holder neither named nor blocked.
fn answers(
    documents: &[CheckedDocument],
    settings: &CheckedSettings,
    profession: &str,
    basis: Basis,
) -> Vec<Answer> {
    let (Some(entitlement), Ok(rpps)) = (Entitlement::from_code(profession), "00000000000".parse()) else {
        return Vec::new();
    };
    let requester = Requester {
        rpps,
        organisation: None,
        entitlements: EntitlementSet::EMPTY.with(entitlement),
        suspended: false,
        samu_regulator: basis == Basis::Samu && entitlement == Entitlement::physician(),
        authentication: Authentication::ECps,
    };
    let facts = settings.facts();
    let reading = Reading::of(&Request {
        on: settings.today(),
        profile: &facts,
        requester: &requester,
        channel: Channel::Lps,
        context: match basis {
            Basis::Care => AccessContext::CareTeam,
            Basis::Samu => AccessContext::Samu { reason: "" },
            Basis::BreakGlass => AccessContext::BreakGlass { reason: "urgence" },
        },
        secret: false,
        action: Action::Open,
        parameters: &Parameters::CURRENT,
    });
    documents
        .iter()
        .map(|document| {
            let decision = reading.document(&document.facts());
            let rule: Rule = decision.rule();
            Answer {
                title: document.title().to_owned(),
                permitted: decision.is_permit(),
                why: if decision.is_permit() {
                    texts::permitted(rule)
                } else {
                    texts::refused(rule)
                },
            }
        })
        .collect()
}

/// The form and its answer. Shown only once it is alive: without scripts, each document's page says the same.
#[island]
pub fn CheckReader(documents: Vec<CheckedDocument>, settings: CheckedSettings) -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let profession = RwSignal::new("10".to_owned());
    let basis = RwSignal::new(Basis::Care);
    // An old code and the new one of the same profession have the same label, and open the same types.
    let mut labels = std::collections::BTreeSet::new();
    let professions = Entitlement::all()
        .filter(|entitlement| policy::matrix::opens_anything(EntitlementSet::EMPTY.with(*entitlement)))
        .filter(|entitlement| labels.insert(entitlement.label()))
        .map(|entitlement| view! { <option value=entitlement.code()>{entitlement.label()}</option> })
        .collect_view();
    let situations = Basis::ALL
        .map(|basis| view! { <option value=basis.id()>{basis.label()}</option> })
        .collect_view();
    let result = move || {
        let answers = answers(&documents, &settings, &profession.read(), basis.get());
        let total = answers.len();
        let permitted = answers.iter().filter(|answer| answer.permitted).count();
        let lines = answers
            .into_iter()
            .map(|answer| {
                let (class, word) = if answer.permitted {
                    ("answer answer--yes", "Oui")
                } else {
                    ("answer answer--no", "Non")
                };
                view! {
                    <li class=class>
                        <span class="answer__word">{word}</span>
                        <span>{format!("{}\u{a0}: {}", answer.title, answer.why)}</span>
                    </li>
                }
            })
            .collect_view();
        let sentence = format!(
            "Sur cette page, ce professionnel peut lire {} sur {total}.",
            texts::counted(permitted as u64, "document", "documents"),
        );
        view! {
            <p role="status"><strong>{sentence}</strong></p>
            <details>
                <summary>"Voir document par document"</summary>
                <ul class="answers">{lines}</ul>
            </details>
        }
    };
    view! {
        <section class="panel check" aria-labelledby="verifier" hidden=move || !alive.get()>
            <h2 id="verifier">"Vérifier ce qu’un professionnel peut lire"</h2>
            <p>
                "Choisissez une profession et une situation. La réponse vaut pour une personne que je n’ai ni bloquée ni nommée administratrice. Elle est calculée ici, dans mon navigateur\u{a0}: rien n’est envoyé."
            </p>
            <div class="filters">
                <div class="field">
                    <label for="verifier-profession">"Profession"</label>
                    <select
                        id="verifier-profession"
                        on:change:target=move |event| profession.set(event.target().value())
                    >
                        {professions}
                    </select>
                </div>
                <div class="field">
                    <label for="verifier-situation">"Situation"</label>
                    <select
                        id="verifier-situation"
                        on:change:target=move |event| {
                            let chosen = event.target().value();
                            basis.set(Basis::ALL.into_iter().find(|basis| basis.id() == chosen).unwrap_or(Basis::Care));
                        }
                    >
                        {situations}
                    </select>
                </div>
            </div>
            {result}
        </section>
    }
}
