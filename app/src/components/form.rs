//! Forms that fail kindly: the summary at the top of the page takes the focus and leads to each field.

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
