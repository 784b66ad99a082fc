//! From the configuration to a running server, with a clear message for what can go wrong.

use std::{io, net::SocketAddr};

use jiff::{ToSpan as _, civil::Date};
use record::{ConnectError, RecordError, Signer, Store};
use tokio::net::TcpListener;
use tower_http::csrf::CsrfLayer;

use crate::{
    AppState,
    clock::Edge,
    config::Config,
    gateway::IssuerError,
    history_key,
    mail::{Bell, MailError},
    passwords::{PasswordError, Passwords},
};

/// Why the server does not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Someone else listens there.
    #[error(
        "The port {0} is already in use. Stop the other program, or choose another port: PORT=8081 make run"
    )]
    PortTaken(u16),
    /// The address cannot be used.
    #[error("Cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// The database cannot be opened.
    #[error("The database cannot be opened ({0}). Check DATABASE_URL, and that its folder can be written.")]
    Database(#[source] ConnectError),
    /// The database is of a newer version.
    #[error(
        "This database was made by a newer version of the program (schema {0}). Use that version, or another DATABASE_URL; nothing was changed."
    )]
    NewerDatabase(i64),
    /// The database does not do what it must.
    #[error("The database failed: {0}")]
    Record(#[from] RecordError),
    /// The public origin makes no sense.
    #[error("PUBLIC_ORIGIN must be an origin such as https://exemple.fr, without a path")]
    PublicOrigin,
    /// The issuer's keys cannot be used.
    #[error("GATEWAY_KEYS or GATEWAY_CLIENTS: {0}")]
    Issuer(#[from] IssuerError),
    /// Histories could not be signed.
    #[error(
        "The key that signs histories cannot be used ({0}: {1}). Check HISTORY_KEY, and that its folder can be written."
    )]
    HistoryKey(std::path::PathBuf, #[source] io::Error),
    /// No e-mail could be sent.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The scripts and styles have not been built.
    #[error("The built pages are missing in {0}. Run `make build` first, or set SITE_ROOT.")]
    Site(std::path::PathBuf),
    /// Passwords cannot be hashed on this machine.
    #[error("Passwords cannot be checked on this machine: {0}")]
    Passwords(#[from] PasswordError),
    /// An organisation is accepted for three years at most.
    #[error("An organisation is accepted for three years at most: until {0} today. Nothing was changed.")]
    TooLongAnAllowance(Date),
    /// The time zone is unknown.
    #[error("The time zone Europe/Paris is unknown: {0}")]
    TimeZone(#[from] jiff::Error),
    /// The fictional people could not be put in.
    #[cfg(feature = "lab")]
    #[error("The fictional people could not be put in: {0}")]
    Lab(#[from] crate::lab::LabError),
}

/// Prepares what every handler uses: database, clock, keys.
///
/// # Errors
/// [`StartError`], one variant per cause.
pub async fn prepare(config: &Config) -> Result<AppState, StartError> {
    if let Some(origin) = &config.public_origin {
        CsrfLayer::new()
            .add_trusted_origin(origin)
            .map(drop)
            .map_err(|_| StartError::PublicOrigin)?;
    }
    if !config.site_root.join("pkg").is_dir() {
        return Err(StartError::Site(config.site_root.clone()));
    }
    let signer = signer(config)?;
    let store = connect(config).await?;
    store.index_professionals().await?;
    #[cfg(feature = "lab")]
    let lab_clock = config
        .lab
        .lab_clock
        .map(crate::lab::LabClock::starting_at)
        .unwrap_or_default();
    #[cfg(feature = "lab")]
    let edge = Edge::new(
        std::sync::Arc::new(lab_clock.clone()),
        std::sync::Arc::new(crate::clock::SystemChance),
        signer,
    )?;
    #[cfg(not(feature = "lab"))]
    let edge = Edge::system(signer)?;
    #[cfg(feature = "lab")]
    let (issuer, lab) = crate::lab::start(config, &store, &edge, lab_clock).await?;
    #[cfg(not(feature = "lab"))]
    let issuer = crate::gateway::Issuer::from_file(&config.gateway_issuer, config.gateway_keys.as_deref())?
        .with_clients(crate::gateway::Clients::from_file(
            config.gateway_clients.as_deref(),
        )?);
    Ok(AppState {
        store,
        edge,
        passwords: Passwords::new()?,
        site: crate::site(&config.site_root),
        issuer,
        public_origin: config.public_origin.clone(),
        bell: Bell::default(),
        #[cfg(feature = "lab")]
        lab,
    })
}

/// The key that signs histories.
///
/// # Errors
/// [`StartError::HistoryKey`].
pub fn signer(config: &Config) -> Result<Signer, StartError> {
    history_key::load(&config.history_key)
        .map_err(|error| StartError::HistoryKey(config.history_key.clone(), error))
}

/// The key that signs histories, when there is one already.
///
/// # Errors
/// [`StartError::HistoryKey`].
pub fn existing_signer(config: &Config) -> Result<Signer, StartError> {
    history_key::read(&config.history_key)
        .map_err(|error| StartError::HistoryKey(config.history_key.clone(), error))
}

/// Opens the database, and brings it up to date.
///
/// # Errors
/// [`StartError::Database`] or [`StartError::NewerDatabase`].
pub async fn connect(config: &Config) -> Result<Store, StartError> {
    Store::connect(&config.database_url)
        .await
        .map_err(|error| match error {
            ConnectError::Newer(version) => StartError::NewerDatabase(version),
            error => StartError::Database(error),
        })
}

/// Whether an organisation may be accepted until this day: three years at most.
///
/// # Errors
/// [`StartError::TooLongAnAllowance`].
pub fn check_allowance(until: Date, today: Date) -> Result<(), StartError> {
    let last = today.saturating_add(3.years());
    if until > last {
        return Err(StartError::TooLongAnAllowance(last));
    }
    Ok(())
}

/// Takes the port.
///
/// # Errors
/// [`StartError::PortTaken`] or [`StartError::Listen`].
pub async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => StartError::PortTaken(address.port()),
            _ => StartError::Listen(address, error),
        })
}
