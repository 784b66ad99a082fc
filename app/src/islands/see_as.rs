//! *See my record as…*: the answer, worked out again in the browser whenever a choice of the form changes.

use leptos::{
    html::{Div, H2},
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{HtmlDivElement, HtmlInputElement, HtmlSelectElement},
};
use policy::Decision;

use crate::{
    sight::{Answer, Asked, DAY, PLACE, SITUATION, SeenRecord, Situation, Unclear, WHO},
    texts,
};

/// Titles shown before the rest is folded.
const SHOWN: usize = 10;

/// The form, which the server made and the browser leaves as it is, and the answer to it.
#[island]
pub fn SeeAs(record: SeenRecord, asked: Asked, children: Children) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let title = NodeRef::<H2>::new();
    let asked = RwSignal::new(asked);
    let reads_form = move || {
        if let Some(frame) = frame.get() {
            asked.set(chosen(&frame));
        }
    };
    // A browser that comes back to the page has kept the choices made before it was left.
    Effect::new(move |_| reads_form());
    let record = StoredValue::new(record);
    let answer = Memo::new(move |_| record.with_value(|record| asked.read().of(record)));
    view! {
        <div
            node_ref=frame
            on:change=move |_| reads_form()
            on:submit=move |event| {
                event.prevent_default();
                reads_form();
                if let Some(title) = title.get() {
                    let _ = title.focus();
                }
            }
        >
            {children()}
            <section aria-labelledby="reponse">
                <h2 id="reponse" tabindex="-1" node_ref=title>
                    "Réponse"
                </h2>
                <p class="lead" role="status">
                    <strong>{move || answer.with(sentence)}</strong>
                </p>
                {move || {
                    answer
                        .with(|answer| {
                            answer.as_ref().ok().map(|answer| record.with_value(|record| details(answer, record)))
                        })
                }}
            </section>
        </div>
    }
}

/// What the form holds now.
fn chosen(frame: &HtmlDivElement) -> Asked {
    let value = |name: &str| {
        let Ok(Some(field)) = frame.query_selector(&format!("[name={name}]")) else {
            return String::new();
        };
        match field.dyn_into::<HtmlSelectElement>() {
            Ok(select) => select.value(),
            Err(field) => field
                .dyn_into::<HtmlInputElement>()
                .map_or_else(|_| String::new(), |input| input.value()),
        }
    };
    Asked {
        who: value(WHO),
        situation: value(SITUATION),
        place: value(PLACE),
        day: value(DAY),
    }
}

fn sentence(answer: &Result<Answer, Vec<Unclear>>) -> String {
    match answer {
        Ok(answer) => texts::verdict(answer),
        Err(unclear) => unclear
            .iter()
            .map(|unclear| texts::unclear(*unclear))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Why, then the documents and the sections.
fn details(answer: &Answer, record: &SeenRecord) -> impl IntoView + use<> {
    let total = answer.documents.len();
    let readable = answer.readable();
    let supposed = answer.situation == Situation::Samu && answer.open.rule() == policy::Rule::Emergency;
    let groups = groups(answer, record)
        .into_iter()
        .map(|(decision, labels)| {
            let count = texts::counted(labels.len() as u64, "document", "documents");
            line(
                decision.is_permit(),
                format!(
                    "{count}\u{a0}: {} ({}).",
                    texts::reading(decision),
                    texts::articles(decision)
                ),
                Some(titles(labels)),
            )
        })
        .collect_view();
    let sections = answer
        .sections
        .map(|(section, decision)| {
            line(
                decision.is_permit(),
                format!("{}\u{a0}: {}.", section.label(), texts::section(decision)),
                None,
            )
        })
        .collect_view();
    view! {
        <p>{format!("Pourquoi\u{a0}: {} ({}).", texts::opening(answer.open), texts::articles(answer.open))}</p>
        {supposed.then(|| view! { <p>"Cette réponse suppose que ce médecin travaille vraiment au SAMU."</p> })}
        {answer
            .comes_of_age
            .then(|| {
                view! {
                    <p>
                        "Ce jour-là, la personne sera majeure\u{a0}: ses représentants légaux n’auront plus accès à son dossier."
                    </p>
                }
            })}
        <h3>"Mes documents"</h3>
        {if total == 0 {
            view! { <p>"Ce dossier ne contient encore aucun document."</p> }.into_any()
        } else {
            view! {
                <p>
                    {format!(
                        "{}\u{a0}: {}, {}.",
                        texts::counted(total as u64, "document", "documents"),
                        texts::counted(readable as u64, "lisible", "lisibles"),
                        texts::counted((total - readable) as u64, "non lisible", "non lisibles"),
                    )}
                </p>
                <ul class="answers">{groups}</ul>
            }
                .into_any()
        }}
        <h3>"Les rubriques de mon profil"</h3>
        <ul class="answers">{sections}</ul>
    }
}

/// The documents that the same rule decides, what can be read first.
fn groups<'a>(answer: &Answer, record: &'a SeenRecord) -> Vec<(Decision, Vec<&'a str>)> {
    let mut groups: Vec<(Decision, Vec<&str>)> = Vec::new();
    for (decision, (label, _)) in answer.documents.iter().zip(record.documents.iter()) {
        match groups.iter_mut().find(|(known, _)| known == decision) {
            Some((_, labels)) => labels.push(label),
            None => groups.push((*decision, vec![label])),
        }
    }
    groups.sort_by_key(|(decision, _)| !decision.is_permit());
    groups
}

/// Yes or no, and why.
fn line(permitted: bool, text: String, more: Option<AnyView>) -> AnyView {
    let (class, word) = if permitted {
        ("answer answer--yes", "Oui")
    } else {
        ("answer answer--no", "Non")
    };
    view! {
        <li class=class>
            <span class="answer__word">{word}</span>
            <div>
                <p>{text}</p>
                {more}
            </div>
        </li>
    }
    .into_any()
}

fn titles(labels: Vec<&str>) -> AnyView {
    let item = |label: &&str| view! { <li>{(*label).to_owned()}</li> };
    let (first, rest) = labels.split_at(labels.len().min(SHOWN));
    let folded = (!rest.is_empty()).then(|| {
        let one = rest.len() == 1;
        let more = if one {
            "Voir l’autre".to_owned()
        } else {
            format!("Voir les {} autres", texts::grouped(rest.len() as u64))
        };
        view! {
            <details>
                <summary>{more}</summary>
                <ul>{rest.iter().map(item).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <ul>{first.iter().map(item).collect_view()}</ul>
        {folded}
    }
    .into_any()
}
