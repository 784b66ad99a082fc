//! A fresh database for each test, on either engine, and a back door to it for what no act can do.
//! The tests of `server` use this file too.

use data_encoding::HEXLOWER;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// Where the database is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A database that nobody else uses. A test that fails leaves its PostgreSQL database behind; the whole
/// cluster is thrown away afterwards.
pub(crate) struct Database {
    engine: Engine,
    url: String,
    folder: TempDir,
}

/// The address of the cluster, cut before and after the name of the database.
fn cluster() -> (String, String) {
    let address = std::env::var("TEST_POSTGRES_URL").expect(
        "TEST_POSTGRES_URL is not set, and every test of the record runs on PostgreSQL too: use `make test`, \
         or `scripts/postgres.sh start`",
    );
    let (place, options) = match address.split_once('?') {
        Some((place, options)) => (place, format!("?{options}")),
        None => (address.as_str(), String::new()),
    };
    let (server, _) = place.rsplit_once('/').expect("postgres://user@host/name");
    (server.to_owned(), options)
}

async fn on_cluster(sql: String) {
    let (server, options) = cluster();
    let address = format!("{server}/postgres{options}");
    let mut connection = PgConnection::connect(&address)
        .await
        .expect("the PostgreSQL cluster of TEST_POSTGRES_URL must answer");
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

impl Database {
    pub(crate) async fn fresh(engine: Engine) -> Self {
        let folder = TempDir::new().unwrap();
        let url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("record.sqlite").display()),
            Engine::Postgres => {
                let name = format!("test_{}", Uuid::new_v4().simple());
                on_cluster(format!("CREATE DATABASE {name}")).await;
                let (server, options) = cluster();
                format!("{server}/{name}{options}")
            }
        };
        Self { engine, url, folder }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A folder of the test's own.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Removes it. Every store on it must be closed.
    pub(crate) async fn remove(self) {
        if self.engine == Engine::Postgres {
            let name = self
                .url
                .split('?')
                .next()
                .and_then(|place| place.rsplit('/').next());
            on_cluster(format!("DROP DATABASE {} WITH (FORCE)", name.unwrap())).await;
        }
    }

    /// An identifier as this engine writes it.
    pub(crate) fn id(&self, id: Uuid) -> String {
        match self.engine {
            Engine::Sqlite => format!("x'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'::uuid"),
        }
    }

    /// These bytes, as the engine writes them.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> String {
        let digits = HEXLOWER.encode(bytes);
        match self.engine {
            Engine::Sqlite => format!("x'{digits}'"),
            Engine::Postgres => format!("'\\x{digits}'::bytea"),
        }
    }

    /// Changes rows, past the acts.
    pub(crate) async fn execute(&self, sql: String) {
        assert!(self.run(sql).await > 0, "the statement changed nothing");
    }

    /// Changes the schema.
    pub(crate) async fn alter(&self, sql: &str) {
        self.run(sql.to_owned()).await;
    }

    async fn run(&self, sql: String) -> u64 {
        let sql = AssertSqlSafe(sql);
        match self.engine {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                let done = connection.execute(sql).await.unwrap();
                connection.close().await.unwrap();
                done.rows_affected()
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                let done = connection.execute(sql).await.unwrap();
                connection.close().await.unwrap();
                done.rows_affected()
            }
        }
    }

    /// The only column of every row, as text.
    pub(crate) async fn texts(&self, sql: String) -> Vec<String> {
        let sql = AssertSqlSafe(sql);
        match self.engine {
            Engine::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Engine::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
        }
    }

    /// Every row of a table as one text, blobs in hexadecimal.
    pub(crate) async fn rows(&self, table: &str, columns: &[&str]) -> Vec<String> {
        let columns: Vec<String> = columns
            .iter()
            .map(|column| match self.engine {
                Engine::Sqlite => {
                    format!("CASE typeof({column}) WHEN 'blob' THEN lower(hex({column})) ELSE {column} END")
                }
                Engine::Postgres => format!("{column}::text"),
            })
            .collect();
        self.texts(format!("SELECT {} FROM {table}", columns.join(" || ' ' || ")))
            .await
    }
}
