//! Who asks, and what they ask, before anything is decided.

use axum::{
    Json,
    body::{Body as Stream, Bytes},
    extract::{FromRequest, FromRequestParts, OriginalUri, Request, rejection::JsonRejection},
    http::{header, request::Parts},
};
use record::acts::ProfessionalIdentity;
use serde::de::DeserializeOwned;

use super::{client::Asked, problem::Problem};
use crate::AppState;

/// Who asks, from the token.
pub(super) struct Caller(pub ProfessionalIdentity);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(token_of)
            .ok_or_else(Problem::unauthenticated)?;
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |sent| &sent.0);
        let asked = Asked {
            method: &parts.method,
            uri,
            headers: &parts.headers,
            origin: state.public_origin.as_deref(),
        };
        let now = state.edge.clock.now();
        let (identity, proof) = state
            .issuer
            .identify(token.trim(), &asked, now)
            .ok_or_else(Problem::unauthenticated)?;
        if let Some(proof) = proof {
            let used = state.store.use_proof(&proof.hash, proof.until, now).await;
            if !used.map_err(|error| failed(&error))? {
                state.issuer.count_replay();
                return Err(Problem::unauthenticated());
            }
        }
        Ok(Self(identity))
    }
}

/// The token of an `Authorization` header. The name of a scheme is the same in capitals (RFC 9110).
fn token_of(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    let known = ["DPoP", "Bearer"];
    known
        .iter()
        .any(|name| scheme.eq_ignore_ascii_case(name))
        .then_some(token)
}

/// A JSON body and its bytes, or a problem that says which field is wrong.
pub(super) struct Body<T> {
    /// What it says.
    pub said: T,
    /// As it was sent.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let headers = parts.headers.clone();
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state)
            .await
            .map_err(|_| Problem::too_large())?;
        let mut whole = Request::new(Stream::from(bytes.clone()));
        *whole.headers_mut() = headers;
        match Json::<T>::from_request(whole, state).await {
            Ok(Json(said)) => Ok(Self { said, bytes }),
            Err(JsonRejection::BytesRejection(_)) => Err(Problem::too_large()),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(Problem::malformed("Content-Type: application/json attendu"))
            }
            Err(rejection) => {
                let said = rejection.body_text();
                // The library's sentence, without its English beginning.
                let said = said.split_once(": ").map_or(said.as_str(), |(_, said)| said);
                Err(Problem::malformed(format!(
                    "Le corps JSON n’a pas la forme attendue\u{a0}: {said}"
                )))
            }
        }
    }
}

/// The record failed: nothing was given and nothing was done.
pub(super) fn failed(error: &record::RecordError) -> Problem {
    tracing::error!(%error, "an access could not be decided");
    Problem::unavailable()
}
