//! Reading a form that may be anything.

use app::visit::FormProblem;
use axum::{
    extract::{FromRequest, Request},
    http::StatusCode,
    response::Response,
};

use crate::pages::told;

/// Field names and values, in order. Names a form does not have are left alone.
pub(crate) struct Fields(Vec<(String, String)>);

/// The largest form, in bytes: much more than is kept, so that someone who typed too much gets it back with what is wrong.
pub(crate) const LARGEST: usize = 1_024 * 1_024;

impl Fields {
    /// The value of a field that must be there once; nothing when it is missing or doubled.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        let mut values = self
            .0
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value.as_str());
        values.next().filter(|_| values.next().is_none())
    }
}

impl From<Vec<(String, String)>> for Fields {
    fn from(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match axum::Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(axum::Form(fields)) => Ok(Self(fields)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(told(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Ce formulaire est trop long",
                "Rien n’a été changé. Revenez à la page précédente et raccourcissez ce que vous avez écrit.",
            )),
            Err(_) => Err(unreadable()),
        }
    }
}

/// A form that no page of ours sends.
pub(crate) fn unreadable() -> Response {
    told(
        StatusCode::UNPROCESSABLE_ENTITY,
        "Ce formulaire est incomplet",
        "Rien n’a été changé. Revenez à la page précédente, rechargez-la, puis recommencez.",
    )
}

/// One message beside one field.
pub(crate) fn problem(field: &'static str, message: impl Into<String>) -> FormProblem {
    FormProblem {
        messages: vec![(field, message.into())],
        ..FormProblem::default()
    }
}
