//! Signing in and out.

use app::{address, visit::FormProblem};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use record::acts::Throttle;
use tower_sessions::Session;

use super::fields::{self, Fields};
use crate::{
    AppState,
    pages::{render, unavailable},
    passwords::{Password, PasswordError},
    sessions,
};

/// Signs in, or says what to do. Known and unknown identifiers get the same words after the same work.
pub(crate) async fn sign_in(State(state): State<AppState>, session: Session, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = Request::from_parts(parts.clone(), body);
    let fields = match <Fields as axum::extract::FromRequest<AppState>>::from_request(form, &state).await {
        Ok(fields) => fields,
        Err(answer) => return answer,
    };
    let (Some(identifier), Some(password)) = (fields.one("identifiant"), fields.one("mot_de_passe")) else {
        return fields::unreadable();
    };
    let wanted = fields.one("suite").unwrap_or_default();
    let again = |mut problem: FormProblem| {
        problem
            .typed
            .insert("identifiant", identifier.chars().take(200).collect());
        problem.typed.insert("suite", wanted.to_owned());
        render(&state, parts.clone(), None, Some(problem))
    };
    if identifier.trim().is_empty() || password.is_empty() {
        return again(fields::problem(
            "identifiant",
            "Écrivez votre identifiant et votre mot de passe.",
        ))
        .await;
    }
    match attempt(&state, &session, identifier, Password::from(password.to_owned())).await {
        Ok(Outcome::In) => Redirect::to(address::local(wanted).unwrap_or("/")).into_response(),
        Ok(Outcome::Wrong) => {
            again(fields::problem(
                "identifiant",
                "L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez.",
            ))
            .await
        }
        Ok(Outcome::Wait(seconds)) => {
            let message = format!(
                "Trop d’essais de suite. Attendez {}, puis réessayez. Votre compte n’est pas bloqué.",
                app::texts::counted(u64::try_from(seconds).unwrap_or(60), "seconde", "secondes")
            );
            let mut problem = fields::problem("identifiant", message);
            problem.status = Some(StatusCode::TOO_MANY_REQUESTS);
            again(problem).await
        }
        Ok(Outcome::Busy) => {
            let mut problem = fields::problem(
                "identifiant",
                "Beaucoup de personnes se connectent en ce moment. Réessayez dans quelques secondes.",
            );
            problem.status = Some(StatusCode::SERVICE_UNAVAILABLE);
            again(problem).await
        }
        Err(error) => {
            tracing::error!(%error, "a sign-in failed on our side");
            unavailable()
        }
    }
}

enum Outcome {
    In,
    Wrong,
    Wait(i64),
    Busy,
}

async fn attempt(
    state: &AppState,
    session: &Session,
    identifier: &str,
    password: Password,
) -> Result<Outcome, Box<dyn std::error::Error + Send + Sync>> {
    if let Throttle::Wait(seconds) = state
        .store
        .sign_in_throttle(identifier, state.edge.clock.now())
        .await?
    {
        return Ok(Outcome::Wait(seconds));
    }
    let credentials = state.store.credentials(identifier).await?;
    let stored = credentials
        .as_ref()
        .map(|credentials| credentials.password_hash.clone());
    let right = match state.passwords.verify(password, stored).await {
        Ok(right) => right,
        Err(PasswordError::Busy) => return Ok(Outcome::Busy),
        Err(error) => return Err(error.into()),
    };
    let Some(credentials) = credentials.filter(|_| right) else {
        state
            .store
            .sign_in_failed(identifier, state.edge.clock.now())
            .await?;
        return Ok(Outcome::Wrong);
    };
    state
        .store
        .signed_in(identifier, credentials.account, state.edge.occasion())
        .await?;
    sessions::begin(session, credentials.account).await?;
    Ok(Outcome::In)
}

/// Signs out. A form that changes accounts says where the next person signed in is to come back.
pub(crate) async fn sign_out(session: Session, form: Result<Fields, Response>) -> Response {
    if let Err(error) = session.flush().await {
        tracing::error!(%error, "a session could not be ended");
        return unavailable();
    }
    let form = form.ok();
    let wanted = form.as_ref().and_then(|form| form.one("suite"));
    let back = wanted
        .and_then(address::local)
        .map_or_else(String::new, |wanted| {
            format!("&suite={}", address::encode(wanted))
        });
    Redirect::to(&format!("{}?fin=deconnexion{back}", address::SIGN_IN)).into_response()
}
