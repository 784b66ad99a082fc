//! The real program: killed in the middle of its work, and started where it cannot start.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use record::{
    Signer, Store,
    trace::{Audience, Trace},
};
use rstest::rstest;
use server::lab::PASSWORD;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
    sync::Notify,
    task::JoinSet,
};
use uuid::Uuid;

use crate::{
    checker::{Access, Change, Counter, History, Restriction, Span},
    database::{
        Database,
        Engine::{self, Postgres, Sqlite},
    },
    house::{CARON, LAMBERT, MARTIN, Page, build_site, but, care_team, form, id},
    post_office::{Does, Moment, PostOffice},
};

/// Where the program keeps the key that signs histories.
fn history_key(database: &Database) -> PathBuf {
    database.folder().join("data/history.key")
}

/// The program, ready to start on this database and a free port.
fn program(database: &Database) -> Command {
    let site = database.folder().join("site");
    build_site(&site);
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env_clear()
        .env("PORT", "0")
        .env("DATABASE_URL", database.url())
        .env("SITE_ROOT", site)
        .env("LAB_DATA", database.folder().join("data"))
        .env("HISTORY_KEY", history_key(database))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// The program, running.
struct Running {
    child: Child,
    at: SocketAddr,
}

impl Running {
    async fn start(database: &Database) -> Self {
        Self::start_with(database, &[]).await
    }

    async fn start_with(database: &Database, environment: &[(&str, &str)]) -> Self {
        let mut program = program(database);
        program.envs(environment.iter().copied());
        let mut child = program.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines
            .next_line()
            .await
            .unwrap()
            .expect("it says where it listens");
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let at = first
            .split_once("http://")
            .and_then(|(_, rest)| rest.split(' ').next())
            .and_then(|at| at.parse().ok())
            .unwrap_or_else(|| panic!("{first}"));
        Self { child, at }
    }

    /// SIGKILL: no warning, no last word.
    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// Sends a request over the network; nothing when no whole answer came back.
async fn send(to: SocketAddr, request: Request<Body>) -> Option<Page> {
    let stream = TcpStream::connect(to).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let driven = tokio::spawn(connection);
    let response = sender.send_request(request).await.ok()?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.ok()?.to_bytes();
    drop(sender);
    driven.await.ok()?.ok()?;
    Some(Page {
        status: parts.status,
        headers: parts.headers,
        body,
    })
}

/// A browser on the network.
#[derive(Clone)]
struct Remote {
    at: SocketAddr,
    cookie: String,
}

impl Remote {
    async fn signs_in(at: SocketAddr) -> Self {
        let fields = [("identifiant", "camille"), ("mot_de_passe", PASSWORD)];
        let nobody = Self {
            at,
            cookie: String::new(),
        };
        let page = nobody.posts("/connexion", &fields).await.unwrap();
        assert_eq!(page.location(), "/");
        let cookie = page.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { at, cookie }
    }

    fn request(&self, method: Method, address: &str) -> axum::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, self.at.to_string())
            .header(header::COOKIE, &self.cookie)
    }

    async fn opens(&self, address: &str) -> Page {
        self.opens_if_there(address).await.unwrap()
    }

    async fn opens_if_there(&self, address: &str) -> Option<Page> {
        let request = self.request(Method::GET, address).body(Body::empty()).unwrap();
        send(self.at, request).await
    }

    async fn posts(&self, address: &str, fields: &[(&str, &str)]) -> Option<Page> {
        let request = self
            .request(Method::POST, address)
            .header(header::ORIGIN, format!("http://{}", self.at))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form(fields))
            .unwrap();
        send(self.at, request).await
    }

    /// The addresses of every document.
    async fn documents(&self) -> Vec<String> {
        let list = self.opens("/").await.location().replace("/accueil", "/documents");
        let mut documents = Vec::new();
        for page in ["", "?page=2"] {
            let text = self.opens(&format!("{list}{page}")).await.text();
            let links = text
                .split("href=\"")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap());
            let links = links.filter(|link| link.starts_with(&format!("{list}/")));
            documents.extend(links.map(str::to_owned));
        }
        assert_eq!(documents.len(), 24);
        documents
    }
}

async fn token(at: SocketAddr, rpps: &str) -> String {
    let request = Request::post(format!("/lab/jetons/{rpps}"))
        .header(header::HOST, at.to_string())
        .body(Body::empty())
        .unwrap();
    send(at, request).await.unwrap().text()
}

async fn reads(at: SocketAddr, token: &str, document: &str) -> Option<Page> {
    let body = but(care_team(), serde_json::json!({"document": document})).to_string();
    let request = Request::post("/gateway/v1/documents/read")
        .header(header::HOST, at.to_string())
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .unwrap();
    send(at, request).await
}

/// Every line of a kind that is written, as the history of the test has them.
async fn written(database: &Database) -> Vec<String> {
    let sql = "SELECT body FROM trace WHERE event IN ('document_read', 'setting_changed')";
    let bodies = database.texts(sql.to_owned()).await;
    let lines = bodies.iter().map(|body| {
        let trace: Trace = serde_json::from_str(body).unwrap();
        let rpps = trace.professional.as_ref().map_or("", |who| &who.rpps);
        let document = trace.document.as_ref().map(|document| document.id);
        line(&trace.event, rpps, document, trace.denied)
    });
    lines.collect()
}

fn line(event: &str, rpps: &str, document: Option<Uuid>, denied: bool) -> String {
    let document = document.map_or_else(String::new, |document| document.to_string());
    format!("{event} {rpps} {document} {denied}")
}

/// A window of the patient, or a professional's software, until the server is gone.
struct Somebody {
    counter: Arc<Counter>,
    saw: History,
}

impl Somebody {
    /// From `began` until now, if there was an answer.
    fn since(&self, began: u64, answered: bool) -> Span {
        Span {
            began,
            ended: answered.then(|| self.counter.next()),
        }
    }

    /// Masks these documents and shows them again, over and over, and blocks and unblocks a professional.
    async fn changes(
        mut self,
        camille: Remote,
        documents: Vec<String>,
        rpps: &'static str,
        confirmed: Arc<Gate>,
    ) -> History {
        for round in 0.. {
            let on = round % 2 == 0;
            for document in &documents {
                let value = if on { "masked" } else { "visible" };
                let id = id(document).parse().unwrap();
                let began = self.counter.next();
                let page = camille.posts(document, &[("visibilite", value)]).await;
                if !self.changed(Restriction::Masked(id), on, began, Some(id), page.as_ref()) {
                    return self.saw;
                }
                confirmed.opens_a_little();
            }
            let act = if on { "bloquer" } else { "debloquer" };
            let record = documents[0].split("/documents").next().unwrap();
            let address = format!("{record}/changement?acte={act}&rpps={rpps}");
            let Some(page) = camille.opens_if_there(&address).await else {
                return self.saw;
            };
            // It is so already, by a change whose answer never came.
            if !page.text().contains("name=\"confirme\"") {
                continue;
            }
            let fields = [("confirme", page.field("confirme"))];
            let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
            let began = self.counter.next();
            let page = camille.posts(&address, &fields).await;
            // The other window may have changed something since: then nothing was done.
            if page
                .as_ref()
                .is_some_and(|page| page.status == StatusCode::CONFLICT)
            {
                continue;
            }
            if !self.changed(Restriction::Blocked(rpps), on, began, None, page.as_ref()) {
                return self.saw;
            }
            confirmed.opens_a_little();
        }
        unreachable!()
    }

    /// Notes a change. Says whether there was an answer.
    fn changed(
        &mut self,
        restriction: Restriction,
        on: bool,
        began: u64,
        document: Option<Uuid>,
        page: Option<&Page>,
    ) -> bool {
        let span = self.since(began, page.is_some());
        self.saw.changes.push(Change {
            restriction,
            on,
            span,
        });
        let line = line("setting_changed", "", document, false);
        match page {
            // A change that was made has a number.
            Some(page) if page.location().contains("fait=deja") => {}
            Some(_) => self.saw.lines.push(line),
            None => self.saw.possible_lines.push(line),
        }
        page.is_some()
    }

    /// Reads these documents in turn.
    async fn reads(
        mut self,
        at: SocketAddr,
        token: String,
        rpps: &'static str,
        documents: Vec<String>,
    ) -> History {
        for document in documents.iter().cycle() {
            let id: Uuid = id(document).parse().unwrap();
            let began = self.counter.next();
            let page = reads(at, &token, &id.to_string()).await;
            let span = self.since(began, page.is_some());
            let line = |given: bool| line("document_read", rpps, Some(id), !given);
            let Some(page) = page else {
                self.saw.possible_lines.extend([line(true), line(false)]);
                break;
            };
            let given = page.status == StatusCode::OK;
            assert!(given || page.status == StatusCode::NOT_FOUND, "{}", page.text());
            self.saw.lines.push(line(given));
            // The administrator reads everything.
            let stops = [Restriction::Blocked(rpps), Restriction::Masked(id)];
            self.saw.accesses.push(Access {
                span,
                stopped_by: if rpps == MARTIN {
                    Vec::new()
                } else {
                    stops.to_vec()
                },
                given,
            });
        }
        self.saw
    }
}

/// Opens once so many things have been done.
struct Gate {
    left: AtomicUsize,
    opened: Notify,
}

impl Gate {
    fn after(number: usize) -> Arc<Self> {
        Arc::new(Self {
            left: AtomicUsize::new(number),
            opened: Notify::new(),
        })
    }

    fn opens_a_little(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.opened.notify_one();
        }
    }
}

/// Two windows mask, show, block and unblock; three doctors read; the server is killed again and again in the middle.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_has_lost_nothing_it_confirmed(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let mut running = Running::start(&database).await;
    let mut camille = Remote::signs_in(running.at).await;
    let mut documents = camille.documents().await;
    // Its author reads a document whatever happens.
    for number in (0..documents.len()).rev() {
        let page = camille.opens(&documents[number]).await;
        if page.shows("Yves Caron") || page.shows("Olivier Lambert") {
            documents.remove(number);
        }
    }
    let counter = Arc::new(Counter::default());
    let mut history = History {
        lines: written(&database).await,
        ..History::default()
    };
    for kill in 1..=4 {
        let at = running.at;
        // The session outlived the server: it is in the database.
        camille = Remote { at, ..camille };
        let confirmed = Gate::after(4 * kill + 3);
        let mut everybody = JoinSet::new();
        let somebody = || Somebody {
            counter: counter.clone(),
            saw: History::default(),
        };
        for (documents, rpps) in documents.chunks(3).zip([LAMBERT, CARON]) {
            everybody.spawn(somebody().changes(camille.clone(), documents.to_vec(), rpps, confirmed.clone()));
        }
        for rpps in [LAMBERT, CARON, MARTIN] {
            let token = token(at, rpps).await;
            everybody.spawn(somebody().reads(at, token, rpps, documents[..6].to_vec()));
        }
        confirmed.opened.notified().await;
        running.kill().await;
        for saw in everybody.join_all().await {
            history.extend(saw);
        }
        running = Running::start(&database).await;
    }

    camille = Remote {
        at: running.at,
        ..camille
    };
    let mut finally = BTreeSet::new();
    for document in &documents[..6] {
        if camille.opens(document).await.field("visibilite") == "visible" {
            finally.insert(Restriction::Masked(id(document).parse().unwrap()));
        }
    }
    let blocked = database
        .texts("SELECT rpps FROM blocked_professional".to_owned())
        .await;
    for rpps in [LAMBERT, CARON] {
        if blocked.iter().any(|one| one == rpps) {
            finally.insert(Restriction::Blocked(rpps));
        }
    }
    assert_eq!(history.faults(&written(&database).await, &finally), []);
    assert!(history.interleavings() > 0);
    running.kill().await;
    let store = Store::connect(database.url()).await.unwrap();
    let profile = documents[0].split('/').nth(2).unwrap().parse().unwrap();
    let keys = std::fs::read_to_string(history_key(&database)).unwrap();
    let keys = Signer::from_text(&keys).unwrap();
    let verified = store
        .verify_chain(profile, Audience::Everyone, keys.public_keys())
        .await;
    verified.unwrap().unwrap();
    store.close().await;
    database.remove().await;
}

/// An e-mail that the mail server has taken, and whose taking nobody was left to note: it is not sent again, and it is seen.
#[rstest]
#[tokio::test]
async fn killed_after_an_email_was_taken_it_does_not_send_it_again(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let database = Database::fresh(engine).await;
    let office = PostOffice::opens().await;
    let url = office.url();
    let start = async |clock| {
        let environment = [
            ("SMTP_URL", url.as_str()),
            ("MAIL_FROM", "notifications@exemple.fr"),
            ("PUBLIC_ORIGIN", "https://exemple.fr"),
            ("LAB_CLOCK", clock),
        ];
        Running::start_with(&database, &environment).await
    };
    office.at(Moment::Whole, Does::Stalls);
    let running = start("2026-11-23T10:00:00+01:00").await;
    office.has_done_it()().await;
    running.kill().await;
    office.behaves();

    let running = start("2026-11-23T10:30:00+01:00").await;
    let states = loop {
        let request = Request::get("/lab/courriels.json")
            .header(header::HOST, running.at.to_string())
            .body(Body::empty())
            .unwrap();
        let lines = send(running.at, request).await.unwrap().json();
        let states: Vec<_> = lines
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["state"].as_str().unwrap().to_owned())
            .collect();
        if !states
            .iter()
            .any(|state| state == "waiting" || state == "sending")
        {
            break states;
        }
    };
    running.kill().await;
    let unknown = states.iter().filter(|state| *state == "unknown").count();
    let sent = states.iter().filter(|state| *state == "sent").count();
    assert_eq!((unknown, sent), (1, states.len() - 1));
    let received = office.received();
    let different: BTreeSet<_> = received
        .iter()
        .map(|message| message.header("Message-ID"))
        .collect();
    assert_eq!((received.len(), different.len()), (states.len(), states.len()));
    database.remove().await;
}

/// It ends by itself, with a message for the person who started it and nothing else.
async fn refuses(mut program: Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = program.output().await.unwrap();
    let message = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{message}");
    assert!(stdout.is_empty(), "it must not say that it runs");
    assert!(message.starts_with("✗ "), "{message}");
    assert_eq!(message.trim_end().lines().count(), 1, "{message}");
    assert!(!message.contains("panicked"));
    message
}

#[tokio::test]
async fn a_port_already_taken_is_said() {
    let database = Database::fresh(Sqlite).await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut program = program(&database);
    program.env("PORT", &port);
    let message = refuses(program).await;
    assert!(
        message.contains(&format!("The port {port} is already in use.")),
        "{message}"
    );
    assert!(
        !database.folder().join("record.sqlite").exists(),
        "nothing was touched"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said() {
    let database = Database::fresh(Sqlite).await;
    let file = database.folder().join("un fichier");
    std::fs::write(&file, "").unwrap();
    let below = |place: &Path| place.join("dessous").display().to_string();
    let mut unwritable = program(&database);
    unwritable.env("DATABASE_URL", format!("sqlite:{}/record.sqlite", below(&file)));
    let message = refuses(unwritable).await;
    assert!(
        message.contains("The database cannot be opened") && message.contains("DATABASE_URL"),
        "{message}"
    );
    assert!(message.contains("un fichier/dessous cannot be made"), "{message}");
    let mut unwritable = program(&database);
    unwritable.env("LAB_DATA", below(&file));
    let message = refuses(unwritable).await;
    assert!(message.contains("un fichier/dessous"), "{message}");
}

#[rstest]
#[tokio::test]
async fn a_newer_database_is_said_and_left_alone(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    Store::connect(database.url()).await.unwrap().close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9999, 'of tomorrow', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    database.execute(newer.to_owned()).await;
    let message = refuses(program(&database)).await;
    assert!(
        message.contains("made by a newer version of the program (schema 9999)"),
        "{message}"
    );
    assert_eq!(database.rows("profile", &["ins"]).await.len(), 0);
    database.remove().await;
}

#[tokio::test]
async fn a_configuration_that_makes_no_sense_is_said() {
    let database = Database::fresh(Sqlite).await;
    let site = database.folder().join("nulle part").display().to_string();
    for (name, value, said) in [
        ("DATABASE_URL", "mysql://x", "unknown kind of database address"),
        (
            "DATABASE_URL",
            "postgres://x@127.0.0.1:1/x",
            "The database cannot be opened",
        ),
        ("PUBLIC_ORIGIN", "exemple.fr", "PUBLIC_ORIGIN must be an origin"),
        (
            "PUBLIC_ORIGIN",
            "https://exemple.fr/",
            "PUBLIC_ORIGIN must be an origin",
        ),
        ("SITE_ROOT", &site, "make build"),
        ("SMTP_URL", "mail.exemple.fr", "SMTP_URL must be an address"),
        (
            "SMTP_URL",
            "smtps://mail.exemple.fr",
            "MAIL_FROM must say who writes",
        ),
    ] {
        let mut program = program(&database);
        program.env(name, value);
        let message = refuses(program).await;
        assert!(message.contains(said), "{name}={value}: {message}");
    }
}
