//! One request for a page: who asks, when, and what a form that failed said.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::Query,
    http::{StatusCode, request::Parts},
};
use jiff::{Timestamp, civil};
use leptos::prelude::{GetUntracked as _, expect_context, use_context};
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_params_map;
use record::{Chance, Occasion, RecordError, Signer, Store, acts::ActorKey};
use uuid::Uuid;

use crate::texts::Voice;

/// What a page may use. Put into the request by the server.
#[derive(Clone)]
pub struct Visit {
    /// The record.
    pub store: Store,
    /// The account signed in.
    pub account: Option<Uuid>,
    /// Now.
    pub at: Timestamp,
    /// Today in Europe/Paris.
    pub day: civil::Date,
    /// Where identifiers come from.
    pub chance: Arc<dyn Chance>,
    /// What signs the checkpoints of histories.
    pub signer: Arc<Signer>,
    /// Whose record the page is about, for its texts.
    pub voice: Voice,
    /// The link that a form has just made: the page shows it this once.
    pub shown_once: Option<String>,
    /// What the form that this page answers said was wrong.
    pub problem: Option<FormProblem>,
}

/// A form that could not be accepted, and what was typed in it.
#[derive(Clone, Debug, Default)]
pub struct FormProblem {
    /// The identifier of each field at fault, with what to do about it.
    pub messages: Vec<(&'static str, String)>,
    /// What was typed, by field name. Never a password.
    pub typed: HashMap<&'static str, String>,
    /// The status of the page: 422 unless said otherwise.
    pub status: Option<StatusCode>,
}

impl Visit {
    /// The visit of the page being made.
    pub(crate) fn current() -> Self {
        expect_context()
    }

    pub(crate) fn occasion(&self) -> Occasion<'_> {
        Occasion {
            at: self.at,
            day: self.day,
            chance: &*self.chance,
            signer: &self.signer,
        }
    }

    /// The account and the profile of the address.
    pub(crate) fn key(&self, profile: Option<Uuid>) -> Result<ActorKey, RecordError> {
        match (self.account, profile) {
            (Some(account), Some(profile)) => Ok(ActorKey { account, profile }),
            _ => Err(RecordError::NotFound),
        }
    }

    pub(crate) fn typed(&self, field: &str) -> String {
        self.problem
            .as_ref()
            .and_then(|problem| problem.typed.get(field))
            .cloned()
            .unwrap_or_default()
    }

    pub(crate) fn message(&self, field: &str) -> Option<String> {
        let problem = self.problem.as_ref()?;
        problem
            .messages
            .iter()
            .find(|(id, _)| *id == field)
            .map(|(_, message)| message.clone())
    }
}

/// Sets the status of the page being made.
pub(crate) fn set_status(status: StatusCode) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.set_status(status);
    }
}

/// A segment of the address that must be an identifier, by its name in the route.
pub(crate) fn path_id(name: &str) -> Option<Uuid> {
    use_params_map().get_untracked().get(name)?.parse().ok()
}

/// A segment of the address, by its name in the route; blank when it is not there.
pub(crate) fn path_value(name: &str) -> String {
    use_params_map().get_untracked().get(name).unwrap_or_default()
}

/// A value of the address's query; blank when it is not there.
pub(crate) fn query_value(name: &str) -> String {
    // The router's own map decodes twice: a search for `100%25` or an address within an address would be lost.
    use_context::<Parts>()
        .and_then(|parts| Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).ok())
        .and_then(|Query(pairs)| pairs.into_iter().find(|(field, _)| field == name))
        .map(|(_, value)| value)
        .unwrap_or_default()
}
