//! What a professional's software is told when the answer is no (RFC 9457).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use record::acts::GatewayRefusal;
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// A refusal or an error, as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The status of the answer.
    status: u16,
    /// What went wrong, in French.
    title: &'static str,
    /// What to do, in French.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The rule that decided, where the requester may know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    /// The articles of the *Code de la santé publique* it comes from.
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

    /// The key of the request is none.
    pub(crate) fn wrong_key() -> Self {
        Self {
            detail: Some(
                "Idempotency-Key est une chaîne entre guillemets, de 1 à 255 caractères ASCII.".to_owned(),
            ),
            ..Self::new(StatusCode::BAD_REQUEST, "Clé d’idempotence mal formée")
        }
    }

    /// The key of the request was used for another one.
    pub(crate) fn key_reused() -> Self {
        Self {
            detail: Some(
                "Cette clé a servi à une autre requête il y a moins de 24 heures. Rien n’a été fait\u{a0}: envoyez une clé neuve."
                    .to_owned(),
            ),
            ..Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "Clé d’idempotence déjà utilisée",
            )
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

/// Every answer that is no, as the contract has them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) enum Refusals {
    /// The header `Idempotency-Key` makes no sense.
    #[response(status = 400, content_type = "application/problem+json")]
    WrongKey(Problem),
    /// The token is missing, or is not one of the issuer's, or not now.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(Problem),
    /// A rule refuses, and says which one it is.
    #[response(status = 403, content_type = "application/problem+json")]
    Told(Problem),
    /// It does not exist, or must not be known to: the same bytes.
    #[response(status = 404, content_type = "application/problem+json")]
    Absent(Problem),
    /// The request is too long.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The request makes no sense, or its key was used for another one.
    #[response(status = 422, content_type = "application/problem+json")]
    Malformed(Problem),
    /// Nothing was given and nothing was done.
    #[response(status = 500, content_type = "application/problem+json")]
    Unavailable(Problem),
}

impl From<GatewayRefusal> for Problem {
    fn from(refusal: GatewayRefusal) -> Self {
        match refusal {
            GatewayRefusal::Absent => Self::absent(),
            GatewayRefusal::KeyReused => Self::key_reused(),
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
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("DPoP algs=\"EdDSA ES256\""),
            );
        }
        response
    }
}
