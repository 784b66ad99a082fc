//! *What would change*: beside a form that leads to the confirmation page, who would gain or lose an access, worked out again in the
//! browser at each choice.

use leptos::{
    html::Div,
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{HtmlDivElement, HtmlInputElement, HtmlSelectElement},
};
use record::views::SettingsChange;

use super::{Stage, listens};
use crate::{change_request, difference, html, sight::SeenRecord, texts};

/// The form, which the server made and the browser leaves as it is, and what its choices would change. `act` is the act of a form
/// that names none. Shown only once it is alive: without scripts, the confirmation page says the same.
#[island]
pub fn Difference(record: SeenRecord, act: String, children: Children) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let stage = RwSignal::new(Stage::Waiting);
    let shown = RwSignal::new((String::new(), String::new()));
    let (record, act) = (StoredValue::new(record), StoredValue::new(act));
    let reads_form = move || {
        if let Some(frame) = frame.get() {
            let change = act.with_value(|act| chosen(&frame, act));
            shown.set(record.with_value(|record| answer(record, change.as_ref())));
        }
    };
    let content = view! {
        {children()}
        <section class="panel difference" aria-labelledby="ce-qui-changerait" hidden=move || stage.get() == Stage::Waiting>
            <h2 id="ce-qui-changerait">"Ce qui changerait"</h2>
            <p class="verdict" role=move || stage.get().role()>{move || shown.with(|(sentence, _)| sentence.clone())}</p>
            <div inner_html=move || shown.with(|(_, details)| details.clone())></div>
        </section>
    };
    listens(frame, stage, reads_form, content)
}

/// The change that the form asks for now.
fn chosen(frame: &HtmlDivElement, act: &str) -> Option<SettingsChange> {
    let value = |name: &str| {
        let field = frame.query_selector(&format!("input[name={name}]:checked, select[name={name}]"));
        match field.ok()??.dyn_into::<HtmlSelectElement>() {
            Ok(select) => Some(select.value()),
            Err(field) => Some(field.dyn_into::<HtmlInputElement>().ok()?.value()),
        }
    };
    let named = value("acte");
    let act = named.as_deref().unwrap_or(act);
    let fields = ["rpps", "samu", "autres", "masques"].map(|name| (name, value(name)));
    change_request::tried(act, |wanted| {
        let (_, value) = fields.iter().find(|(name, _)| *name == wanted)?;
        value.as_deref()
    })
}

/// In one sentence, as it is announced; then who would gain or lose, as HTML.
fn answer(record: &SeenRecord, change: Option<&SettingsChange>) -> (String, String) {
    let Some(change) = change else {
        return (texts::no_choice_yet().to_owned(), String::new());
    };
    match difference::of(record, change) {
        None => (texts::SAID_NEXT.to_owned(), String::new()),
        Some(Err(refusal)) => (texts::change_refused(refusal).to_owned(), String::new()),
        Some(Ok(outcome)) => (
            texts::difference(&outcome),
            html::effects(&outcome.gains, &outcome.losses, None),
        ),
    }
}
