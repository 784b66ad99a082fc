//! *Check a professional*: choose a profession and a situation; the browser asks the rules about each document of the page.

use leptos::{
    html::Div,
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{HtmlDivElement, HtmlSelectElement},
};
use policy::{Channel, Decision, Entitlement};

use super::{Stage, listens};
use crate::{
    html,
    sight::{Onlooker, SeenDocuments, SeenSettings, Situation},
    texts,
};

/// The fields of the form.
pub const PROFESSION: &str = "verifier-profession";
/// In which situation.
pub const SITUATION: &str = "verifier-situation";

/// The situations that this short form offers; for reading, an agreement is worth the care team.
pub const SITUATIONS: [(Situation, &str); 3] = [
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

/// The form, which the server made and the browser leaves as it is, and its answer. Shown only once it is alive: without scripts, each
/// document's page says the same.
#[island]
pub fn CheckReader(documents: SeenDocuments, settings: SeenSettings, children: Children) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let stage = RwSignal::new(Stage::Waiting);
    let shown = RwSignal::new((String::new(), String::new()));
    let seen = StoredValue::new((documents, settings));
    let reads_form = move || {
        if let Some(frame) = frame.get() {
            let (profession, situation) = (chosen(&frame, PROFESSION), chosen(&frame, SITUATION));
            let situation = Situation::from_id(&situation).unwrap_or(Situation::CareTeam);
            let said = seen.with_value(|(documents, settings)| {
                answer(&answers(documents, settings, &profession, situation))
            });
            shown.set(said);
        }
    };
    let content = view! {
        <section class="panel check" aria-labelledby="verifier" hidden=move || stage.get() == Stage::Waiting>
            {children()}
            <p class="verdict" role=move || stage.get().role()>{move || shown.with(|(sentence, _)| sentence.clone())}</p>
            <details>
                <summary>"Voir document par document"</summary>
                <ul class="answers" inner_html=move || shown.with(|(_, lines)| lines.clone())></ul>
            </details>
        </section>
    };
    listens(frame, stage, reads_form, content)
}

fn chosen(frame: &HtmlDivElement, id: &str) -> String {
    let field = frame.query_selector(&["#", id].concat()).ok().flatten();
    let select = field.and_then(|field| field.dyn_into::<HtmlSelectElement>().ok());
    select.map_or_else(String::new, |select| select.value())
}

/// In one sentence, as it is announced; then document by document, as HTML.
fn answer(answers: &[(&str, Decision)]) -> (String, String) {
    let permitted = answers
        .iter()
        .filter(|(_, decision)| decision.is_permit())
        .count();
    let sentence = format!(
        "Sur cette page, ce professionnel peut lire {} sur {}.",
        texts::counted(permitted as u64, "document", "documents"),
        answers.len(),
    );
    let mut html = String::new();
    for (title, decision) in answers {
        html::begin_answer(&mut html, *decision);
        html.push_str("<span>");
        html::escape(&mut html, title);
        html.extend(["\u{a0}: ", texts::reading(*decision), "</span></li>"]);
    }
    (sentence, html)
}
