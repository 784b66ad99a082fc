//! The lab: fictional people, an issuer of professionals' tokens, and a look at the e-mails. Exists only with the feature `lab`.

mod clock;
mod issuer;
mod outbox;
mod page;
mod pdf;
mod personas;
mod population;
mod simulator;
mod visits;

use std::path::PathBuf;

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use clap::Args;
use jiff::Timestamp;
use jsonwebtoken::EncodingKey;
use record::{RecordError, Store};

use crate::{
    AppState,
    clock::Edge,
    config::Config,
    gateway::{Issuer, IssuerError},
    pages::Written,
    passwords::{self, Password, PasswordError},
};

pub use clock::{ClockError, LabClock};
pub use population::{LabProfessional, PASSWORD, professional, professionals};

/// What the environment says of the lab.
#[derive(Clone, Debug, Args)]
pub struct LabConfig {
    /// Folder where the lab keeps its issuer's key.
    #[arg(long, env = "LAB_DATA", default_value = "data")]
    pub lab_data: PathBuf,
    /// The instant the server believes it starts at, for instance `2026-11-23T10:00:00+01:00`.
    #[arg(long, env = "LAB_CLOCK")]
    pub lab_clock: Option<Timestamp>,
}

/// Why the lab does not start.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// The database refused.
    #[error("the database refused: {0}")]
    Record(#[from] RecordError),
    /// The demonstration password could not be hashed.
    #[error("the password could not be hashed: {0}")]
    Password(#[from] PasswordError),
    /// The key of the lab's issuer cannot be kept.
    #[error("the key of the lab's issuer cannot be kept in {0}: {1}")]
    Key(PathBuf, std::io::Error),
    /// The key of the lab's issuer cannot be used.
    #[error("the key of the lab's issuer cannot be used: {0}")]
    Issuer(#[from] IssuerError),
    /// The population is not consistent.
    #[error("the fictional population is not consistent: {0}")]
    Population(&'static str),
}

/// Puts the population in when the database is empty, and gives the issuer whose tokens are accepted.
///
/// # Errors
/// [`LabError`], one variant per cause.
pub async fn start(config: &Config, store: &Store, edge: &Edge) -> Result<(Issuer, EncodingKey), LabError> {
    if store.is_empty().await? {
        let hash = passwords::hash(&Password::from(PASSWORD.to_owned()))?;
        let now = edge.clock.now();
        let today = edge.day(now);
        store
            .install_population(&population::population(&hash, now, today)?, now)
            .await?;
        store
            .install_newcomers(&population::newcomers(&hash, now, today)?, now)
            .await?;
        visits::make(store, edge).await?;
    }
    issuer::load(
        &config.lab.lab_data,
        &config.gateway_issuer,
        config.gateway_clients.as_deref(),
    )
}

/// What the person who starts the server reads.
pub fn welcome() -> String {
    format!(
        "Sign in as « camille », « bernard », « nadia » or « lucie » (her first time), as « marie » or « paul » (parents),\n\
         as « agnes » or « hugues » (guardians), with the password « {PASSWORD} ».\n\
         The lab, at /lab, says who they are, plays professionals and moves the clock.\n\
         Everyone in it is fictional. Stop with Ctrl-C."
    )
}

/// The lab's routes.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route(page::HOME, get(page::home))
        .route(page::CLOCK, post(page::clock))
        .route(
            "/lab/professionnels/{rpps}",
            get(simulator::form).post(simulator::send),
        )
        .route("/lab/jetons/{rpps}", post(token))
        .route("/lab/courriels", get(outbox::page))
        .route("/lab/courriels.json", get(outbox::json))
}

/// A token for one of the fictional professionals.
async fn token(State(state): State<AppState>, Written(rpps): Written<String>) -> Result<String, StatusCode> {
    let professional = professional(&rpps).ok_or(StatusCode::NOT_FOUND)?;
    issuer::token(&state, professional).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}
