//! *See my record as…*: the answer, worked out again in the browser whenever a choice of the form changes.
//!
//! The answer is written as HTML and not as a view: it changes as a whole, so there is nothing to keep of it from one choice to the
//! next, and the WebAssembly of all islands is 100 kB after brotli instead of 117.

use leptos::{
    html::{Div, H2},
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{HtmlDivElement, HtmlInputElement, HtmlSelectElement},
};
use policy::{Decision, Rule};

use crate::{
    html::{begin_answer, escape},
    sight::{Answer, Asked, DAY, PLACE, SITUATION, SeenRecord, Situation, Unclear, WHO},
    texts::{self, pick},
};

/// Titles shown before the rest is folded.
const SHOWN: usize = 10;

/// The form, which the server made and the browser leaves as it is, and the answer to it.
#[island]
pub fn SeeAs(record: SeenRecord, asked: Asked, children: Children) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let title = NodeRef::<H2>::new();
    let asked = RwSignal::new(asked);
    let record = StoredValue::new(record);
    let reads_form = move || {
        let chosen = frame.get().map(|frame| chosen(&frame));
        if let Some(chosen) = chosen.filter(|chosen| asked.with_untracked(|asked| asked != chosen)) {
            asked.set(chosen);
        }
    };
    // A browser that comes back to the page has kept the choices made before it was left.
    Effect::new(move |_| reads_form());
    let says = move |writes: Writes| record.with_value(|record| writes(&asked.read().of(record), record));
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
                <p class="lead verdict" role="status">
                    {move || says(sentence)}
                </p>
                <div inner_html=move || says(details)></div>
            </section>
        </div>
    }
}

/// Writes a part of the answer.
type Writes = fn(&Result<Answer, Vec<Unclear>>, &SeenRecord) -> String;

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

/// The answer in one sentence, or what to choose first.
fn sentence(answer: &Result<Answer, Vec<Unclear>>, _: &SeenRecord) -> String {
    match answer {
        Ok(answer) => texts::verdict(answer),
        Err(unclear) => {
            let messages = unclear.iter().map(|unclear| texts::unclear(*unclear));
            messages.collect::<Vec<_>>().join(" ")
        }
    }
}

/// Why, then the documents and the sections.
fn details(answer: &Result<Answer, Vec<Unclear>>, record: &SeenRecord) -> String {
    let Ok(answer) = answer else {
        return String::new();
    };
    let mut html = String::new();
    let why = [texts::opening(answer.open), &texts::articles(answer.open.rule())].join(" (");
    html.extend(["<p>Pourquoi\u{a0}: ", &why, ").</p>"]);
    if answer.situation == Situation::Samu && answer.open.rule() == Rule::Emergency {
        html.push_str("<p>Cette réponse suppose que ce médecin travaille vraiment au SAMU.</p>");
    }
    if answer.comes_of_age {
        html.push_str(
            "<p>Ce jour-là, la personne sera majeure\u{a0}: ses représentants légaux n’auront plus accès à son dossier.</p>",
        );
    }
    html.push_str(pick("<h3>Mes documents</h3>", "<h3>Documents</h3>"));
    let total = answer.documents.len();
    if total == 0 {
        html.push_str("<p>Ce dossier ne contient encore aucun document.</p>");
    } else {
        let readable = answer.readable();
        html.extend([
            "<p>",
            &texts::counted(total as u64, "document", "documents"),
            "\u{a0}: ",
            &texts::counted(readable as u64, "lisible", "lisibles"),
            ", ",
            &texts::counted((total - readable) as u64, "non lisible", "non lisibles"),
            ".</p><ul class=\"answers\">",
        ]);
        for permitted in [true, false] {
            for (decision, labels) in &groups(answer, record) {
                if decision.is_permit() == permitted {
                    group(&mut html, *decision, labels);
                }
            }
        }
        html.push_str("</ul>");
    }
    html.push_str(pick(
        "<h3>Les rubriques de mon profil</h3><ul class=\"answers\">",
        "<h3>Les rubriques du profil</h3><ul class=\"answers\">",
    ));
    for (section, decision) in answer.sections {
        begin_answer(&mut html, decision);
        html.extend([
            "<div><p>",
            section.label(),
            "\u{a0}: ",
            texts::section(decision),
            ".</p></div></li>",
        ]);
    }
    html.push_str("</ul>");
    html
}

/// The documents that the same rule decides.
fn groups<'a>(answer: &Answer, record: &'a SeenRecord) -> Vec<(Decision, Vec<&'a str>)> {
    let mut groups: Vec<(Decision, Vec<&str>)> = Vec::new();
    for (decision, (label, _)) in answer.documents.iter().zip(record.documents.iter()) {
        match groups.iter_mut().find(|(known, _)| known == decision) {
            Some((_, labels)) => labels.push(label),
            None => groups.push((*decision, vec![label])),
        }
    }
    groups
}

fn group(html: &mut String, decision: Decision, labels: &[&str]) {
    begin_answer(html, decision);
    html.extend([
        "<div><p>",
        &texts::counted(labels.len() as u64, "document", "documents"),
        "\u{a0}: ",
        texts::reading(decision),
        " (",
        &texts::articles(decision.rule()),
        ").</p><ul>",
    ]);
    for (place, label) in labels.iter().enumerate() {
        if place == SHOWN {
            let more = match labels.len() - SHOWN {
                1 => "Voir l’autre".to_owned(),
                more => format!("Voir les {} autres", texts::grouped(more as u64)),
            };
            html.extend(["</ul><details><summary>", &more, "</summary><ul>"]);
        }
        html.push_str("<li>");
        escape(html, label);
        html.push_str("</li>");
    }
    html.push_str(if labels.len() > SHOWN {
        "</ul></details></div></li>"
    } else {
        "</ul></div></li>"
    });
}
