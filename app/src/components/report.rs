//! What was just changed, and the way to undo it.

use leptos::prelude::*;
use record::{
    acts::ActorKey,
    views::{ChangeKind, ChangeReport, SettingsChange},
};
use uuid::Uuid;

use super::Icon;
use crate::{address, texts, visit::Visit};

/// What the address says was just done.
pub(crate) enum Report {
    /// Nothing.
    None,
    /// It was that way already.
    Already,
    /// This change.
    Done(Box<ChangeReport>),
}

/// The report that the address asks for (`done`), if it is of a change of this profile.
pub(crate) async fn reported(visit: &Visit, key: ActorKey, done: &str) -> Report {
    match done {
        "" => Report::None,
        "deja" => Report::Already,
        change => match change.parse() {
            Ok(change) => visit
                .store
                .report_change(key, change, visit.occasion())
                .await
                .map_or(Report::None, |report| Report::Done(Box::new(report))),
            Err(_) => Report::None,
        },
    }
}

impl Report {
    /// The sentence, with the link that undoes. Takes the focus, so that it is read first.
    pub(crate) fn message(self, profile: Uuid, back: &str) -> Option<AnyView> {
        let (text, undo) = match self {
            Self::None => return None,
            Self::Already => ("Rien n’a changé\u{a0}: c’était déjà fait.".to_owned(), None),
            Self::Done(report) => {
                let undo = address::change(profile, &SettingsChange::Undo(report.id), back);
                let can_be_undone = !matches!(
                    report.kind,
                    ChangeKind::ProfileClosed | ChangeKind::ProfileReopened | ChangeKind::ProfileActivated
                );
                (texts::report(&report), can_be_undone.then_some(undo))
            }
        };
        Some(
            view! {
                <div class="result" role="status" tabindex="-1" autofocus id="resultat">
                    {Icon::Check.view()}
                    <p>
                        {text}
                        {undo.map(|undo| view! { " " <a href=undo>"Annuler ce changement"</a> })}
                    </p>
                </div>
            }
            .into_any(),
        )
    }
}
