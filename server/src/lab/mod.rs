//! The lab: fictional people, an issuer of professionals' tokens, and a look at the e-mails. Exists only with the feature `lab`.

mod clock;
mod clock_page;
mod dispatch;
mod files;
mod home;
mod issuer;
mod outbox;
mod page;
mod pdf;
mod personas;
mod populating;
mod population;
mod questionnaire;
mod results;
mod seance_pages;
mod seances;
mod simulator;
mod task_pages;
mod tasks;
mod visits;
mod world_list;
mod world_pages;
mod worlds;

use std::path::PathBuf;

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use clap::Args;
use jiff::Timestamp;
use record::{ConnectError, RecordError, Store};

use crate::{
    AppState,
    clock::Edge,
    config::Config,
    gateway::{Issuer, IssuerError},
    pages::Written,
    passwords::PasswordError,
};

pub use clock::{ClockError, LabClock};
pub(crate) use dispatch::before_all;
pub use population::{LabProfessional, PASSWORD, professional, professionals};
pub use worlds::Lab;

/// What the environment says of the lab.
#[derive(Clone, Debug, Args)]
pub struct LabConfig {
    /// Folder where the lab keeps its issuer's key, its worlds, and the results of sessions with participants.
    #[arg(long, env = "LAB_DATA", default_value = "data")]
    pub lab_data: PathBuf,
    /// The instant the server believes it starts at, and every world of the lab too, for instance `2026-11-23T10:00:00+01:00`.
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
    /// A world cannot be kept.
    #[error("a world of the lab cannot be kept in {0}: {1}")]
    World(PathBuf, std::io::Error),
    /// A world cannot be opened.
    #[error("a world of the lab cannot be opened: {0}")]
    Connect(#[from] ConnectError),
    /// What was being done has been interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The population is not consistent.
    #[error("the fictional population is not consistent: {0}")]
    Population(&'static str),
}

/// Puts the population in when the database is empty, and gives the issuer whose tokens are accepted, with what the lab adds to the
/// state of the main world, whose clock this is.
///
/// # Errors
/// [`LabError`], one variant per cause.
pub async fn start(
    config: &Config,
    store: &Store,
    edge: &Edge,
    clock: LabClock,
) -> Result<(Issuer, Lab), LabError> {
    let options = &config.lab;
    let (issuer, key) = issuer::load(
        &options.lab_data,
        &config.gateway_issuer,
        config.gateway_clients.as_deref(),
    )?;
    let lab = Lab::new(&options.lab_data, options.lab_clock, clock, key);
    if store.is_empty().await? {
        populating::populate(store, edge, lab.shared.password_hash().await?).await?;
    }
    Ok((issuer, lab))
}

/// What the person who starts the server reads.
pub fn welcome() -> String {
    format!(
        "Sign in as « camille », « bernard », « nadia » or « lucie » (her first time), as « marie » or « paul » (parents),\n\
         as « agnes » or « hugues » (guardians), with the password « {PASSWORD} ».\n\
         The lab, at /lab, says who they are, plays professionals, moves the clock, and runs sessions with participants.\n\
         Everyone in it is fictional. Stop with Ctrl-C."
    )
}

/// The lab's routes.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route(page::HOME, get(home::home))
        .route(clock_page::CLOCK, post(clock_page::act))
        .route("/lab/personnes/{identifiant}", post(home::sign_in))
        .route(home::CODES, post(home::give_code))
        .route(page::RESET, post(home::reset))
        .route(world_pages::WORLDS, post(world_pages::make))
        .route(world_pages::ENTER, post(world_pages::enter))
        .route(world_pages::LEAVE, post(world_pages::leave))
        .route(
            world_pages::REMOVE,
            get(world_pages::ask_removal).post(world_pages::remove),
        )
        .route(
            "/lab/professionnels/{rpps}",
            get(simulator::form).post(simulator::send),
        )
        .route(task_pages::TASKS, get(task_pages::list))
        .route("/lab/taches/{tache}", get(task_pages::one).post(task_pages::act))
        .route(seances::SEANCES, get(seance_pages::list).post(seance_pages::add))
        .route(results::RESULTS, get(results::show))
        .route(results::CSV, get(results::csv))
        .route(
            "/lab/seances/{code}",
            get(seance_pages::one).post(seance_pages::act),
        )
        .route(
            "/lab/participer/{monde}",
            get(seance_pages::participant).post(seance_pages::participate),
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
