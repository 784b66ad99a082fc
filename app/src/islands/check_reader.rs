//! *Check a professional*: choose a profession and a situation; the browser asks the rules about each document of the page.

use leptos::prelude::*;
use policy::{Channel, Decision, Entitlement, EntitlementSet};

use crate::{
    sight::{Onlooker, SeenDocuments, SeenSettings, Situation},
    texts,
};

/// The situations that this short form offers; for reading, an agreement is worth the care team.
const SITUATIONS: [(Situation, &str); 3] = [
    (
        Situation::CareTeam,
        "Pour me soigner (équipe de soins, ou avec mon accord)",
    ),
    (Situation::Samu, "Au SAMU (centre 15)"),
    (Situation::BreakGlass, "Dans une autre urgence, avec un motif"),
];

/// What the rules answer, for each document, to someone of that profession whom the holder neither named nor blocked.
fn answers<'a>(
    documents: &'a SeenDocuments,
    settings: &SeenSettings,
    profession: &str,
    situation: Situation,
) -> Vec<(&'a str, Decision)> {
    let Some(onlooker) = Entitlement::from_code(profession).and_then(Onlooker::anyone) else {
        return Vec::new();
    };
    let reading = onlooker.reading(&settings.facts(), settings.today(), situation, Channel::Lps);
    documents
        .iter()
        .map(|(title, document)| (title, reading.document(&document)))
        .collect()
}

/// The form and its answer. Shown only once it is alive: without scripts, each document's page says the same.
#[island]
pub fn CheckReader(documents: SeenDocuments, settings: SeenSettings) -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let profession = RwSignal::new("10".to_owned());
    let situation = RwSignal::new(Situation::CareTeam);
    // An old code and the new one of the same profession have the same label, and open the same types.
    let mut labels = std::collections::BTreeSet::new();
    let professions = Entitlement::all()
        .filter(|entitlement| policy::matrix::opens_anything(EntitlementSet::EMPTY.with(*entitlement)))
        .filter(|entitlement| labels.insert(entitlement.label()))
        .map(|entitlement| view! { <option value=entitlement.code()>{entitlement.label()}</option> })
        .collect_view();
    let situations = SITUATIONS
        .map(|(situation, label)| view! { <option value=situation.id()>{label}</option> })
        .collect_view();
    let result = move || {
        let answers = answers(&documents, &settings, &profession.read(), situation.get());
        let total = answers.len();
        let permitted = answers
            .iter()
            .filter(|(_, decision)| decision.is_permit())
            .count();
        let lines = answers
            .into_iter()
            .map(|(title, decision)| {
                let (class, word) = if decision.is_permit() {
                    ("answer answer--yes", "Oui")
                } else {
                    ("answer answer--no", "Non")
                };
                view! {
                    <li class=class>
                        <span class="answer__word">{word}</span>
                        <span>{format!("{title}\u{a0}: {}", texts::reading(decision))}</span>
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
                            situation.set(Situation::from_id(&chosen).unwrap_or(Situation::CareTeam));
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
