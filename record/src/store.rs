//! The database: SQLite in a file, or PostgreSQL. One set of acts runs on both.

use std::{path::PathBuf, str::FromStr as _, time::Duration};

use sqlx::{
    Postgres, Sqlite,
    migrate::MigrateError,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use crate::RecordError;

/// How often a transaction that lost a race is run again before its error is given back.
pub(crate) const ATTEMPTS: u32 = 5;

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address is neither `sqlite:` nor `postgres:`.
    #[error("unknown kind of database address")]
    UnknownScheme,
    /// The folder of the database file cannot be made.
    #[error("the folder {0} cannot be made: {1}")]
    Folder(PathBuf, std::io::Error),
    /// The file or the server cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Open(#[source] sqlx::Error),
    /// The database was made by a newer version of the program.
    #[error("the database was made by a newer version of the program (schema {0})")]
    Newer(i64),
    /// The schema could not be brought up to date.
    #[error("the schema cannot be brought up to date: {0}")]
    Migrate(#[source] MigrateError),
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    engine: Engine,
}

#[derive(Clone, Debug)]
enum Engine {
    /// One writer, as SQLite has; readers see the last committed state (WAL).
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction on either engine.
pub(crate) enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Runs one sqlx expression on whichever engine the transaction is on.
macro_rules! on_engine {
    ($tx:expr, $conn:ident => $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $query
            }
            $crate::store::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $query
            }
        }
    };
}
pub(crate) use on_engine;

/// Runs a body in one transaction, commits when it is `Ok`, and runs it again when it lost a race.
/// `begin_write` takes SQLite's writer lock at once, so that nothing read can be stale when written.
macro_rules! in_transaction {
    ($store:expr, $begin:ident, $tx:ident => $body:expr) => {{
        let mut attempt = 1;
        loop {
            let outcome: Result<_, $crate::RecordError> = async {
                let mut begun = $store.$begin().await?;
                let done: Result<_, $crate::RecordError> = {
                    let $tx = &mut begun;
                    $body
                };
                let value = done?;
                begun.commit().await?;
                Ok(value)
            }
            .await;
            match outcome {
                Err(error) if error.is_transient() && attempt < $crate::store::ATTEMPTS => attempt += 1,
                outcome => break outcome,
            }
        }
    }};
}
pub(crate) use in_transaction;

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

impl Store {
    /// Opens `url` (`sqlite:PATH` or `postgres://…`), makes what is missing and brings the schema up to date.
    ///
    /// # Errors
    /// [`ConnectError`], one variant per cause that a person can do something about.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::connect_postgres(url).await
        } else {
            Err(ConnectError::UnknownScheme)
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, ConnectError> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(ConnectError::Open)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A confirmed change survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        if let Some(folder) = options
            .get_filename()
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .map_err(|cause| ConnectError::Folder(folder.to_owned(), cause))?;
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(ConnectError::Open)?;
        sqlx::migrate!("migrations/sqlite")
            .run(&writer)
            .await
            .map_err(migration_error)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await
            .map_err(ConnectError::Open)?;
        Ok(Self {
            engine: Engine::Sqlite { writer, readers },
        })
    }

    async fn connect_postgres(url: &str) -> Result<Self, ConnectError> {
        let options = PgConnectOptions::from_str(url).map_err(ConnectError::Open)?;
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(ConnectError::Open)?;
        sqlx::migrate!("migrations/postgres")
            .run(&pool)
            .await
            .map_err(migration_error)?;
        Ok(Self {
            engine: Engine::Postgres(pool),
        })
    }

    pub(crate) async fn begin_write(&self) -> Result<Tx, sqlx::Error> {
        Ok(match &self.engine {
            Engine::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Engine::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that only reads, and sees one state throughout.
    pub(crate) async fn begin_read(&self) -> Result<Tx, sqlx::Error> {
        Ok(match &self.engine {
            Engine::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Engine::Postgres(pool) => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// Closes every connection, once running transactions have ended.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`RecordError::Database`] when it does not.
    pub async fn ping(&self) -> Result<(), RecordError> {
        let mut tx = self.begin_read().await?;
        on_engine!(&mut tx, conn => { sqlx::query("SELECT 1").execute(conn).await?; });
        tx.commit().await?;
        Ok(())
    }
}

fn migration_error(error: MigrateError) -> ConnectError {
    match error {
        MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => {
            ConnectError::Newer(version)
        }
        other => ConnectError::Migrate(other),
    }
}
