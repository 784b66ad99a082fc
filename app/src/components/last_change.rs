//! What was changed last on a record that two people act on: neither finds it changed without knowing by whom.

use leptos::prelude::*;
use record::views::{ChangeKind, LastChange, SettingsChange};
use uuid::Uuid;

use crate::{address, texts};

/// Who changed what last, and how to undo it. Nothing where nobody else acts.
#[component]
pub(crate) fn LastChanged(
    profile: Uuid,
    change: Option<LastChange>,
    /// Where undoing leads.
    back: String,
) -> impl IntoView {
    change.map(|change| {
        let can_be_undone = !matches!(
            change.kind,
            ChangeKind::ProfileClosed | ChangeKind::ProfileReopened | ChangeKind::ProfileActivated
        );
        let by = if change.by_me {
            "vous".to_owned()
        } else {
            change.by
        };
        let undo = address::change(profile, &SettingsChange::Undo(change.id), &back);
        view! {
            <p class="notice">
                {format!("Modifié par {by} le {}. ", texts::moment(change.at))}
                <a href=format!("{}?vue=moi", address::history(profile))>"Voir ce qui a changé"</a>
                {can_be_undone
                    .then(|| view! { " " <a href=undo>"Annuler ce changement"</a> })}
            </p>
        }
    })
}
