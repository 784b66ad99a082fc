//! Whether a document is visible or masked, and the button that changes it.

use leptos::prelude::*;
use record::views::DocumentLine;
use uuid::Uuid;

use super::Icon;
use crate::address;

/// The state, in words and picture.
#[component]
pub(crate) fn VisibilityTag(masked: bool) -> impl IntoView {
    let (class, icon, word) = if masked {
        ("tag tag--masked", Icon::EyeCrossed, "Masqué")
    } else {
        ("tag tag--visible", Icon::Eye, "Visible")
    };
    view! { <span class=class>{icon.view()} {word}</span> }
}

/// One button that says what it will do. The form states the wanted state, so that sending it twice, or
/// from a page that is out of date, does what its button said and nothing else.
#[component]
pub(crate) fn VisibilityForm(
    profile: Uuid,
    document: DocumentLine,
    /// Where to come back to.
    #[prop(into)]
    back: String,
    /// Whether the title is left for screen readers only.
    #[prop(default = false)]
    in_list: bool,
) -> impl IntoView {
    let (wanted, act) = if document.is_masked() {
        ("visible", "Rendre visible")
    } else {
        ("masked", "Masquer")
    };
    view! {
        <form method="post" action=address::document(profile, document.id)>
            <input type="hidden" name="visibilite" value=wanted/>
            <input type="hidden" name="retour" value=back/>
            {if in_list {
                view! {
                    <button class="button button--secondary" type="submit">
                        {act}
                        <span class="visually-hidden">{format!(" «\u{a0}{}\u{a0}»", document.title)}</span>
                    </button>
                }
                    .into_any()
            } else {
                view! { <button class="button" type="submit">{format!("{act} ce document")}</button> }.into_any()
            }}
        </form>
    }
}
