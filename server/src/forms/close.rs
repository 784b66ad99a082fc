//! Closing the record, with the password once more, and reopening it.

use app::{address, visit::FormProblem};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use record::{RecordError, acts::Throttle};
use uuid::Uuid;

use super::{change::reporting, fields, sent::Sent};
use crate::{
    AppState,
    pages::unavailable,
    passwords::{Password, PasswordError},
};

/// The field of the password on the page.
const FIELD: &str = "mot-de-passe";

/// Closes the record of whoever proves to be the person signed in.
pub(crate) async fn close(State(state): State<AppState>, sent: Sent) -> Response {
    let Some(password) = sent.fields.one("mot_de_passe") else {
        return fields::unreadable();
    };
    let password = Password::from(password.to_owned());
    let key = sent.key();
    // A record that is not theirs, or is closed already, asks for no password.
    if let Err(error) = state.store.open_profile(key, state.edge.occasion()).await {
        return sent.failed(&state, error, "a record could not be closed").await;
    }
    match wrong(&state, key.account, password).await {
        Ok(None) => {}
        Ok(problem) => return sent.again(&state, problem).await,
        Err(error) => {
            tracing::error!(%error, "a password could not be checked");
            return unavailable();
        }
    }
    match state.store.close_profile(key, state.edge.occasion()).await {
        Ok(_) => Redirect::to(&address::home(key.profile)).into_response(),
        // Closed meanwhile, in another tab: the page left says so.
        Err(error) => sent.failed(&state, error, "a record could not be closed").await,
    }
}

/// Reopens the record. There is nothing to fill in: the page left says what follows.
pub(crate) async fn reopen(State(state): State<AppState>, sent: Sent) -> Response {
    let key = sent.key();
    match state.store.reopen_profile(key, state.edge.occasion()).await {
        Ok(done) => {
            let done = done.map_or_else(|| "deja".to_owned(), |change| change.to_string());
            Redirect::to(&reporting(&address::home(key.profile), &done)).into_response()
        }
        // Too late: the page left says so, without the button.
        Err(RecordError::Closed { .. }) => Redirect::to(&address::home(key.profile)).into_response(),
        Err(error) => sent.failed(&state, error, "a record could not be reopened").await,
    }
}

/// What is wrong with the password of the person signed in; nothing when it is right. Wrong ones are counted with those
/// of the sign-in page.
async fn wrong(
    state: &AppState,
    account: Uuid,
    password: Password,
) -> Result<Option<FormProblem>, Box<dyn std::error::Error + Send + Sync>> {
    if password.is_empty() {
        return Ok(Some(fields::problem(FIELD, "Écrivez votre mot de passe.")));
    }
    let with_status = |message: String, status| FormProblem {
        status: Some(status),
        ..fields::problem(FIELD, message)
    };
    let (identifier, credentials) = state.store.credentials_of(account).await?;
    let now = state.edge.clock.now();
    if let Throttle::Wait(seconds) = state.store.sign_in_throttle(&identifier, now).await? {
        let message = format!(
            "Trop d’essais de suite. Attendez {}, puis réessayez. Rien n’a été changé.",
            app::texts::counted(u64::try_from(seconds).unwrap_or(60), "seconde", "secondes")
        );
        return Ok(Some(with_status(message, StatusCode::TOO_MANY_REQUESTS)));
    }
    let stored = Some(credentials.password_hash);
    match state.passwords.verify(password, stored).await {
        Ok(true) => Ok(None),
        Ok(false) => {
            let now = state.edge.clock.now();
            state.store.sign_in_failed(&identifier, now).await?;
            Ok(Some(fields::problem(
                FIELD,
                "Ce n’est pas le bon mot de passe. Le dossier reste ouvert\u{a0}: rien n’a été changé. Vérifiez, puis réessayez.",
            )))
        }
        Err(PasswordError::Busy) => Ok(Some(with_status(
            "Le service est très demandé en ce moment. Rien n’a été changé. Réessayez dans quelques secondes.".to_owned(),
            StatusCode::SERVICE_UNAVAILABLE,
        ))),
        Err(error) => Err(error.into()),
    }
}
