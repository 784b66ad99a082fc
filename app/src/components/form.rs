//! Forms that fail kindly: the summary at the top of the page takes the focus and leads to each field.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::visit::Visit;

/// What was wrong with the form, with a link to each field. Nothing when nothing was.
#[component]
pub(crate) fn ErrorSummary() -> impl IntoView {
    let problem = Visit::current().problem?;
    Some(view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus id="erreurs">
            <h2 class="error-summary__title">"Il y a un problème"</h2>
            <ul>
                {problem
                    .messages
                    .into_iter()
                    .map(|(field, message)| view! { <li><a href=format!("#{field}")>{message}</a></li> })
                    .collect_view()}
            </ul>
        </div>
    })
}

/// Which fields must be filled in, said before them.
#[component]
pub(crate) fn RequiredFields(
    #[prop(default = "Tous les champs sont obligatoires.")] says: &'static str,
) -> impl IntoView {
    view! { <p class="form__required">{says}</p> }
}

/// The title of a page in the browser: it begins with « Erreur » when the page answers a form that was wrong.
pub(crate) fn form_title(title: &str) -> String {
    let mut letters = title.chars();
    match letters.next() {
        Some(first) if Visit::current().problem.is_some() => {
            format!("Erreur\u{a0}: {}{}", first.to_lowercase(), letters.as_str())
        }
        _ => title.to_owned(),
    }
}

/// One question answered by yes or no. Nothing is chosen unless an answer is kept from before.
#[component]
pub(crate) fn YesNo(
    /// The name of the field; its radios are `name-oui` and `name-non`.
    name: &'static str,
    /// The question.
    #[prop(into)]
    question: Cow<'static, str>,
    /// What follows from the answer.
    #[prop(into)]
    hint: Cow<'static, str>,
    /// The answer in force.
    kept: Option<bool>,
) -> impl IntoView {
    let visit = Visit::current();
    let typed = match visit.typed(name).as_str() {
        "oui" => Some(true),
        "non" => Some(false),
        _ if visit.problem.is_some() => None,
        _ => kept,
    };
    let message = visit.message(&format!("{name}-oui"));
    let wrong = message.is_some();
    let hint_id = format!("{name}-aide");
    let error_id = format!("{name}-erreur");
    let described = if wrong {
        format!("{hint_id} {error_id}")
    } else {
        hint_id.clone()
    };
    let radio = |value: &'static str, label: &'static str, checked: bool| {
        let id = format!("{name}-{value}");
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name=name value=value checked=checked/>
                <label for=id>{label}</label>
            </div>
        }
    };
    view! {
        <fieldset class="field question" class:field--wrong=wrong aria-describedby=described>
            <legend>{question}</legend>
            <p class="field__hint" id=hint_id>{hint}</p>
            {message.map(|message| view! { <p class="field__error" id=error_id>{message}</p> })}
            {radio("oui", "Oui", typed == Some(true))}
            {radio("non", "Non", typed == Some(false))}
        </fieldset>
    }
}
