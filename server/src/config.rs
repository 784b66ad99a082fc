//! What the environment says.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use policy::Finess;

/// The program: it serves, unless it is told to do something else.
#[derive(Debug, Parser)]
#[command(about = "Mon espace santé – confidentialité", disable_version_flag = true)]
pub struct Program {
    /// The configuration.
    #[command(flatten)]
    pub config: Config,
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program does besides serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Brings the directory of professionals in: the open extraction PS_LibreAcces_Personne_activite.
    ///
    /// It can be run again at any time: the same file changes nothing, an import that was cut goes on where it
    /// was, and people who are no longer in the file are marked as inactive.
    ImportDirectory(crate::directory::ImportOptions),
    /// Brings holders in: each gets a record that awaits activation, and a one-time code.
    ///
    /// The file is a CSV with the columns `ins`, `last_name`, `first_name` and `born` (2008-12-31). Those who have a record already are
    /// left as they are. Bad rows are counted and shown by their line, and the good ones come in all the same: the exit code is then 3
    /// (0 when every row was good, 1 when the import failed).
    ImportProfiles(crate::holders::ImportOptions),
    /// Makes a new one-time code for someone who has no account yet: an imported holder, or someone who came of age.
    ///
    /// The code is the only line of the output. When it is worth nothing yet (the holder is a minor) or leads to a closed record, that is
    /// said beside it, and the exit code is 3 (0 for a code that can be used at once, 1 when none was made).
    ActivationCode {
        /// Their INS.
        ins: String,
    },
    /// Accepts the professionals whom an organisation signs in with its own two factors (AIR simplifié).
    ///
    /// The last day is within three years. A day that has passed withdraws the organisation.
    AllowOrganisation {
        /// The organisation's FINESS number.
        finess: Finess,
        /// The last day, for instance 2027-12-31.
        until: Date,
    },
    /// Verifies that histories are whole: proofs that people exported, or every history of the database.
    ///
    /// Says the first line that is not as it was written. Of several proofs of the same history, each must hold every line of those
    /// before it.
    VerifyHistory(crate::history_verification::VerifyOptions),
    /// Answers a report of a doubtful access; without one, lists those that wait, oldest first.
    ///
    /// The person reads the answer under the report, in their record.
    AnswerReport(crate::reports::AnswerOptions),
}

/// Configuration, from the environment (or options of the same names).
#[derive(Clone, Debug, Parser)]
#[command(about = "Mon espace santé – confidentialité", disable_version_flag = true)]
pub struct Config {
    /// Port to listen on.
    #[arg(long, env = "PORT", default_value_t = 8080)]
    pub port: u16,
    /// Address to listen on.
    #[arg(long, env = "HOST", default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// The database: `sqlite:PATH` or `postgres://…`.
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:data/dossiers.sqlite",
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,
    /// Where people reach the site, for instance `https://exemple.fr`. With `https`, cookies are secure.
    #[arg(long, env = "PUBLIC_ORIGIN")]
    pub public_origin: Option<String>,
    /// Folder of the built scripts and styles.
    #[arg(long, env = "SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,
    /// Issuer of the professionals' tokens.
    #[arg(long, env = "GATEWAY_ISSUER", default_value = "https://issuer.example")]
    pub gateway_issuer: String,
    /// File of the issuer's published keys (JWKS). Without it no professional's software gets in.
    #[arg(long, env = "GATEWAY_KEYS")]
    pub gateway_keys: Option<PathBuf>,
    /// File of the registered software's public keys (JWKS; the `kid` of each is its client identifier). Without it no software gets in.
    #[arg(long, env = "GATEWAY_CLIENTS")]
    pub gateway_clients: Option<PathBuf>,
    /// File of the keys that sign histories: one secret key a line, the first one signs. Made at the first start; servers that share
    /// a database share it.
    #[arg(long, env = "HISTORY_KEY", default_value = "data/history.key", global = true)]
    pub history_key: PathBuf,
    /// The mail server.
    #[command(flatten)]
    pub mail: crate::mail::MailConfig,
    /// The lab.
    #[cfg(feature = "lab")]
    #[command(flatten)]
    pub lab: crate::lab::LabConfig,
}

impl Config {
    /// Where to listen.
    pub fn address(&self) -> SocketAddr {
        (self.host, self.port).into()
    }

    /// Whether people reach the site over https.
    pub fn is_secure(&self) -> bool {
        self.public_origin
            .as_deref()
            .is_some_and(|origin| origin.starts_with("https://"))
    }
}
