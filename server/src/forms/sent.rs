//! A form of a record, as every act upon one receives it.

use app::{address, visit::FormProblem};
use axum::{
    extract::{FromRequest, FromRequestParts as _, RawPathParams, Request},
    http::request::Parts,
    response::{IntoResponse as _, Redirect, Response},
};
use record::{RecordError, acts::ActorKey};
use tower_sessions::Session;
use uuid::Uuid;

use super::fields::Fields;
use crate::{
    AppState,
    pages::{render, signed_in, unavailable},
};

/// A form, and who sends it. Whoever is not signed in is led to do so.
pub(crate) struct SignedForm {
    /// Who sends it.
    pub account: Uuid,
    /// What is in it.
    pub fields: Fields,
    /// The request, without its body.
    pub parts: Parts,
    segments: Vec<(String, String)>,
}

impl FromRequest<AppState> for SignedForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let session = Session::from_request_parts(&mut parts, state)
            .await
            .map_err(axum::response::IntoResponse::into_response)?;
        let Some(account) = signed_in(&session, &parts).await.map_err(|answer| *answer)? else {
            return Err(Redirect::to(address::SIGN_IN).into_response());
        };
        let fields = Fields::from_request(Request::from_parts(parts.clone(), body), state).await?;
        // What is no text at all names nothing.
        let segments = match RawPathParams::from_request_parts(&mut parts, state).await {
            Ok(segments) => segments
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            Err(_) => Vec::new(),
        };
        Ok(Self {
            account,
            fields,
            parts,
            segments,
        })
    }
}

impl SignedForm {
    /// What the address names; blank when it does not.
    pub(crate) fn named(&self, name: &str) -> &str {
        segment(&self.segments, name)
    }
}

/// A form, who sends it, and the record it is about. An address that names no record answers as its page does.
pub(crate) struct Sent {
    /// The record.
    pub profile: Uuid,
    /// What is in it.
    pub fields: Fields,
    /// The request, without its body.
    pub parts: Parts,
    account: Uuid,
    segments: Vec<(String, String)>,
}

impl FromRequest<AppState> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let SignedForm {
            account,
            fields,
            parts,
            segments,
        } = SignedForm::from_request(request, state).await?;
        let Some(profile) = segment(&segments, "profile").parse().ok() else {
            return Err(render(state, parts, Some(account), None).await);
        };
        Ok(Self {
            profile,
            fields,
            parts,
            account,
            segments,
        })
    }
}

impl Sent {
    /// Whoever sends it, for this record.
    pub(crate) fn key(&self) -> ActorKey {
        ActorKey {
            account: self.account,
            profile: self.profile,
        }
    }

    /// What else the address names; blank when it does not.
    pub(crate) fn named(&self, name: &str) -> &str {
        segment(&self.segments, name)
    }

    /// The page of the form again, with what was wrong.
    pub(crate) async fn again(self, state: &AppState, problem: Option<FormProblem>) -> Response {
        render(state, self.parts, Some(self.account), problem).await
    }

    /// The answer to an act that failed: the page, where it says why, or that the service is to blame. `what` is for the log.
    pub(crate) async fn failed(self, state: &AppState, error: RecordError, what: &str) -> Response {
        match error {
            RecordError::NotFound | RecordError::Closed { .. } | RecordError::Refused(_) => {
                self.again(state, None).await
            }
            error => {
                tracing::error!(%error, "{what}");
                unavailable()
            }
        }
    }
}

fn segment<'a>(segments: &'a [(String, String)], name: &str) -> &'a str {
    segments
        .iter()
        .find(|(found, _)| found == name)
        .map_or("", |(_, value)| value.as_str())
}
