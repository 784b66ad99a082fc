//! What lives in the browser. Each island receives only what its page already shows, and runs the rules itself.

mod check_reader;
mod difference;
mod see_as;

use leptos::{html::Div, prelude::*};

pub use check_reader::{CheckReader, PROFESSION, SITUATION, SITUATIONS};
pub use difference::Difference;
pub use see_as::SeeAs;

/// How far an answer that the browser works out is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The scripts have not come.
    Waiting,
    /// It is shown, for the choices that the form came with.
    Alive,
    /// Somebody uses the form.
    Asked,
}

impl Stage {
    /// Read aloud only to who uses the form: before, it would speak over the page that comes.
    fn role(self) -> Option<&'static str> {
        (self == Self::Asked).then_some("status")
    }
}

/// What holds a form and its answer: reads the form when it comes alive and at each choice.
fn listens(
    frame: NodeRef<Div>,
    stage: RwSignal<Stage>,
    reads_form: impl Fn() + Copy + 'static,
    content: impl IntoView,
) -> impl IntoView {
    // A browser that comes back to the page has kept the choices made before it was left.
    Effect::new(move |_| {
        reads_form();
        stage.set(Stage::Alive);
    });
    view! {
        <div
            node_ref=frame
            on:focusin=move |_| stage.set(Stage::Asked)
            on:change=move |_| {
                stage.set(Stage::Asked);
                reads_form();
            }
        >
            {content}
        </div>
    }
}
