//! The look of the lab's pages.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use leptos::prelude::*;

use crate::AppState;

/// Where the lab is.
pub(super) const HOME: &str = "/lab";
/// Where a world begins again.
pub(super) const RESET: &str = "/lab/reinitialiser";

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A page of the lab, with the style of the product and the way back to its beginning.
pub(super) fn page(
    state: &AppState,
    status: StatusCode,
    title: &str,
    content: impl IntoView + 'static,
) -> Response {
    let parent = (title != "Laboratoire").then_some((HOME, "Laboratoire"));
    below(state, status, title, parent, content)
}

/// As [`page`], with the way back to another one: its address, and what it is called.
pub(super) fn below(
    state: &AppState,
    status: StatusCode,
    title: &str,
    parent: Option<(&'static str, &'static str)>,
    content: impl IntoView + 'static,
) -> Response {
    let back = parent.map(|(address, name)| view! { <p class="back"><a href=address>{name}</a></p> });
    let heading = title.to_owned();
    shell(
        state,
        status,
        format!("{title} – Laboratoire"),
        heading,
        back,
        content,
    )
}

/// A page for a participant: without the way to the lab.
pub(super) fn page_for_participant(
    state: &AppState,
    status: StatusCode,
    title: &str,
    content: impl IntoView + 'static,
) -> Response {
    shell(state, status, title.to_owned(), title.to_owned(), (), content)
}

fn shell(
    state: &AppState,
    status: StatusCode,
    title: String,
    heading: String,
    before: impl IntoView + 'static,
    content: impl IntoView + 'static,
) -> Response {
    let page = view! {
        <html lang="fr">
            <head>
                <meta charset="utf-8"/>
                <title>{title}</title>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=state.site.style.clone()/>
            </head>
            <body>
                <main class="main" id="contenu">
                    {before.into_any()}
                    <h1>{heading}</h1>
                    {content.into_any()}
                </main>
            </body>
        </html>
    };
    let html = format!("<!DOCTYPE html>{}", page.to_html());
    (status, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}

/// What cannot be done, and why.
pub(super) fn refused(state: &AppState, title: &str, why: &'static str) -> Response {
    page(
        state,
        StatusCode::UNPROCESSABLE_ENTITY,
        title,
        alert(why.to_owned()),
    )
}

/// What is wrong with one field of a form that comes back, and what had been written in the form.
#[derive(Debug)]
pub(super) struct Problem {
    field: &'static str,
    message: String,
    written: Vec<(&'static str, String)>,
}

impl Problem {
    /// What is wrong with this field, with what had been written in each.
    pub(super) fn new(
        field: &'static str,
        message: String,
        written: impl IntoIterator<Item = (&'static str, String)>,
    ) -> Self {
        Self {
            field,
            message,
            written: written.into_iter().collect(),
        }
    }

    /// What had been written in this field.
    pub(super) fn written(&self, field: &str) -> Option<String> {
        let mut written = self.written.iter();
        written
            .find(|(name, _)| *name == field)
            .map(|(_, text)| text.clone())
    }

    /// Said at the top of the page, with the way to the field.
    pub(super) fn summary(&self) -> impl IntoView + use<> {
        let (address, message) = (format!("#{}", self.field), self.message.clone());
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus id="erreurs">
                <h2 class="error-summary__title">"Il y a un problème"</h2>
                <ul><li><a href=address>{message}</a></li></ul>
            </div>
        }
    }
}

/// A field for a text, with what is wrong with it beside it when its form comes back.
pub(super) fn text_field(
    name: &'static str,
    label: &'static str,
    hint: impl Into<String>,
    problem: Option<&Problem>,
) -> AnyView {
    let written = problem
        .and_then(|problem| problem.written(name))
        .unwrap_or_default();
    let message = problem
        .filter(|problem| problem.field == name)
        .map(|problem| problem.message.clone());
    let wrong = message.is_some();
    let hint = hint.into();
    let (hint_id, error_id) = (format!("{name}-aide"), format!("{name}-erreur"));
    let described = if wrong {
        format!("{hint_id} {error_id}")
    } else {
        hint_id.clone()
    };
    view! {
        <div class="field" class:field--wrong=wrong>
            <label for=name>{label}</label>
            <p class="field__hint" id=hint_id>{hint}</p>
            {message.map(|message| view! { <p class="field__error" id=error_id>{message}</p> })}
            <input
                type="text"
                id=name
                name=name
                value=written
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
        </div>
    }
    .into_any()
}

/// What is wrong, said first.
pub(super) fn alert(wrong: String) -> impl IntoView {
    view! { <div class="error-summary" role="alert"><p>{wrong}</p></div> }
}

/// What was done.
pub(super) fn done(what: String) -> impl IntoView {
    view! { <p class="result" role="status">{what}</p> }
}

/// The choices of a list, one of them chosen.
pub(super) fn options<V: AsRef<str>, L: AsRef<str>>(
    choices: impl IntoIterator<Item = (V, L)>,
    chosen: &str,
) -> Vec<AnyView> {
    choices
        .into_iter()
        .map(|(value, label)| {
            let (value, label) = (value.as_ref().to_owned(), label.as_ref().to_owned());
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }.into_any()
        })
        .collect()
}
