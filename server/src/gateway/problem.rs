//! What a professional's software is told when the answer is no (RFC 9457).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use record::acts::GatewayRefusal;
use serde::Serialize;

/// A refusal or an error, as `application/problem+json`.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    status: u16,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    articles: Option<&'static [&'static str]>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str) -> Self {
        Self {
            status: status.as_u16(),
            title,
            detail: None,
            rule: None,
            articles: None,
        }
    }

    /// It does not exist, or must not be known to: the same bytes.
    pub(crate) fn absent() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Introuvable")
    }

    /// The token is missing, or is not one of ours.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Jeton d’accès absent ou refusé")
    }

    /// The request makes no sense.
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Requête mal formée")
        }
    }

    /// The request is too long.
    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Requête trop longue")
    }

    /// Our fault: nothing was given.
    pub(crate) fn unavailable() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Service indisponible")
    }
}

impl From<GatewayRefusal> for Problem {
    fn from(refusal: GatewayRefusal) -> Self {
        match refusal {
            GatewayRefusal::Absent => Self::absent(),
            GatewayRefusal::Told(rule) => Self {
                detail: Some(policy::why_for_professional(rule).to_owned()),
                rule: Some(rule.id()),
                articles: Some(rule.articles()),
                ..Self::new(StatusCode::FORBIDDEN, "Accès refusé")
            },
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
