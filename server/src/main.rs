//! Starts the server.

#[cfg(feature = "lab")]
use std::sync::Arc;
use std::{io, process::ExitCode, time::Duration};

use axum::serve::ListenerExt as _;
use clap::Parser as _;
use jiff::civil::Date;
use policy::Finess;
use record::{RecordError, typed::Ins};
use server::{
    clock,
    config::{Command, Config, Program},
    directory, history_verification, holders,
    mail::Courier,
    reports, router,
    startup::{self, StartError},
};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// The exit code of a command that did its work and has something to say of it, beside 0, 1 (failed) and 2 (wrong options).
const WITH_REMARKS: u8 = 3;

/// How long the e-mail that is being sent may take when the server is asked to stop.
const LAST_EMAIL: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("LOG").unwrap_or_else(|_| EnvFilter::new("warn,tower_sessions_core=error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    let Program { config, command } = Program::parse();
    let finished = |done: Result<(), _>| done.map(|()| ExitCode::SUCCESS);
    let done = match command {
        None => finished(run(&config).await),
        Some(Command::ImportDirectory(options)) => finished(import_directory(&config, &options).await),
        Some(Command::ImportProfiles(options)) => import_profiles(&config, &options).await,
        Some(Command::ActivationCode { ins }) => activation_code(&config, &ins).await,
        Some(Command::AllowOrganisation { finess, until }) => {
            finished(allow_organisation(&config, finess, until).await)
        }
        Some(Command::VerifyHistory(options)) => finished(verify_history(&config, &options).await),
        Some(Command::AnswerReport(options)) => finished(answer_report(&config, &options).await),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "this is what the person who starts it reads")]
            {
                eprintln!("✗ {error}");
            }
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "this is what the person who starts it reads")]
async fn run(config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    // The port first: it is what most often goes wrong, and nothing has been touched yet.
    let listener = startup::listen(config.address()).await?;
    let address = listener.local_addr()?;
    let state = startup::prepare(config).await?;
    let store = state.store.clone();
    let courier = Courier::new(&config.mail, &state).map_err(StartError::from)?;
    let (stop, stopping) = watch::channel(false);
    let courier = courier.map(|courier| tokio::spawn(courier.run(stopping)));
    // Small answers must not wait for more to send.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    println!("Open http://{address} in a browser.");
    #[cfg(feature = "lab")]
    println!("{}", server::lab::welcome());
    #[cfg(feature = "lab")]
    let lab = state.lab.clone();
    axum::serve(listener, router(state))
        .with_graceful_shutdown(stopped())
        .await?;
    if let Some(courier) = courier {
        let _ = stop.send(true);
        // The e-mail being handed over is finished; a mail server that does not answer is not waited for.
        let _ = tokio::time::timeout(LAST_EMAIL, courier).await;
    }
    #[cfg(feature = "lab")]
    lab.close().await;
    store.close().await;
    Ok(())
}

/// The time, the chance and the key of an act at the command line. The codes it makes last from the time that the lab shows.
fn edge(config: &Config) -> Result<clock::Edge, StartError> {
    let signer = startup::signer(config)?;
    #[cfg(feature = "lab")]
    if let Some(start) = config.lab.lab_clock {
        let shown = Arc::new(server::lab::LabClock::starting_at(start));
        return Ok(clock::Edge::new(shown, Arc::new(clock::SystemChance), signer)?);
    }
    Ok(clock::Edge::system(signer)?)
}

/// Brings the directory in, and says how it went: what goes on and bad rows on standard error, the end on
/// standard output.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is what the person who starts it reads"
)]
async fn import_directory(
    config: &Config,
    options: &directory::ImportOptions,
) -> Result<(), Box<dyn std::error::Error>> {
    // The file first: nothing has been touched yet.
    let file = directory::DirectoryFile::open(&options.file)?;
    let store = startup::connect(config).await?;
    let report = directory::import(&store, file, options, |line| eprintln!("{line}")).await;
    store.close().await;
    println!("{}", report?);
    Ok(())
}

/// Brings holders in, and says how it went: bad rows on standard error, the end on standard output. Bad rows show in the exit code.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is what the person who starts it reads"
)]
async fn import_profiles(
    config: &Config,
    options: &holders::ImportOptions,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    // The file first: nothing has been touched yet.
    let file = holders::HolderFile::open(options)?;
    let edge = edge(config)?;
    let store = startup::connect(config).await?;
    let report = holders::import(&store, file, options, &edge, |line| eprintln!("{line}")).await;
    store.close().await;
    let report = report?;
    println!("{report}");
    Ok(if report.bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(WITH_REMARKS)
    })
}

/// Makes a new code for someone who has no account, on standard output. What makes it wait is said on standard error, and shows in the
/// exit code.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is what the person who starts it reads"
)]
async fn activation_code(config: &Config, ins: &str) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let ins = Ins::new(ins)?;
    let edge = edge(config)?;
    let store = startup::connect(config).await?;
    let occasion = edge.occasion();
    let issued = store.issue_activation_code(&ins, occasion).await;
    store.close().await;
    match issued {
        Ok(issued) => {
            let remarks = holders::remarks(&issued, occasion.day);
            println!("{}", issued.code);
            for remark in &remarks {
                eprintln!("! {remark}");
            }
            Ok(if remarks.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(WITH_REMARKS)
            })
        }
        Err(RecordError::NotFound) => {
            Err("There is no record of this INS that waits for its holder. No code was made.".into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts an organisation on the list of those whose own two factors are accepted.
#[expect(clippy::print_stdout, reason = "this is what the person who starts it reads")]
async fn allow_organisation(
    config: &Config,
    finess: Finess,
    until: Date,
) -> Result<(), Box<dyn std::error::Error>> {
    startup::check_allowance(until, clock::today()?)?;
    let store = startup::connect(config).await?;
    let allowed = store.allow_organisation(finess, until).await;
    store.close().await;
    allowed?;
    println!("{finess} is accepted until {until}.");
    Ok(())
}

/// Verifies proofs, or every history of the database.
#[expect(clippy::print_stdout, reason = "this is what the person who starts it reads")]
async fn verify_history(
    config: &Config,
    options: &history_verification::VerifyOptions,
) -> Result<(), Box<dyn std::error::Error>> {
    let keys = match options.keys.as_slice() {
        [] => startup::existing_signer(config)?.public_keys().to_vec(),
        given => given.to_vec(),
    };
    let report = if options.proofs.is_empty() {
        let store = startup::connect(config).await?;
        let report = history_verification::of_database(&store, &keys).await;
        store.close().await;
        report
    } else {
        history_verification::of_files(&options.proofs, &keys)
    };
    println!("{}", report?);
    Ok(())
}

/// Answers a report of a doubtful access, or lists those that wait.
#[expect(clippy::print_stdout, reason = "this is what the person who starts it reads")]
async fn answer_report(
    config: &Config,
    options: &reports::AnswerOptions,
) -> Result<(), Box<dyn std::error::Error>> {
    let edge = clock::Edge::system(startup::signer(config)?)?;
    let store = startup::connect(config).await?;
    let done = reports::answer(&store, &edge, options).await;
    store.close().await;
    println!("{}", done?);
    Ok(())
}

/// Ends when the process is asked to stop.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
