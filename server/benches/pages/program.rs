//! The real program, on the network: how soon it answers, and what its page brings along.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::Instant,
};

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

use crate::{
    Failure, SITE,
    house::{Answer, cookie, sign_in_form},
    measure::{goal, line, median},
};

/// How often the program is started.
const STARTS: usize = 11;

/// The built site.
pub(crate) fn site() -> PathBuf {
    std::env::var_os("SITE_ROOT").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site"),
        PathBuf::from,
    )
}

struct Running {
    child: Child,
    at: SocketAddr,
}

impl Running {
    async fn start(database: &str, data: &Path) -> Result<Self, Failure> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
            .env_clear()
            .env("PORT", "0")
            .env("DATABASE_URL", database)
            .env("SITE_ROOT", site())
            .env("LAB_DATA", data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(out).lines();
        let first = lines.next_line().await?.ok_or("the server did not start")?;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let at = first
            .split_once("http://")
            .and_then(|(_, rest)| rest.split(' ').next())
            .ok_or("no address")?
            .parse()?;
        Ok(Self { child, at })
    }

    async fn asks(
        &self,
        method: Method,
        address: &str,
        headers: &[(header::HeaderName, &str)],
        body: String,
    ) -> Result<Answer, Failure> {
        let stream = TcpStream::connect(self.at).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, self.at.to_string());
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let (parts, body) = sender
            .send_request(request.body(Body::from(body))?)
            .await?
            .into_parts();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await?.to_bytes(),
        })
    }

    async fn gets(&self, address: &str) -> Result<Answer, Failure> {
        let headers = [(header::ACCEPT_ENCODING, "br")];
        self.asks(Method::GET, address, &headers, String::new()).await
    }

    async fn stop(mut self) -> Result<(), Failure> {
        self.child.kill().await?;
        Ok(())
    }
}

/// Starts the program on this database.
pub(crate) async fn measure(database: &str, data: &Path) -> Result<(), Failure> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let running = Running::start(database, data).await?;
        let page = running.gets(app::address::SIGN_IN).await?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
        assert_eq!(page.status, StatusCode::OK);
        running.stop().await?;
    }
    let slowest = times.iter().copied().fold(0.0, f64::max);
    line(
        "From process start to the first page",
        &format!("{:.0} ms, at worst {slowest:.0} ms of {STARTS}", median(times)),
        &goal("≤ 1 s", slowest <= 1_000.0),
    );
    let running = Running::start(database, data).await?;
    let brought = brought(&running).await;
    running.stop().await?;
    brought
}

/// What *My documents* loads, as it comes over the network.
async fn brought(running: &Running) -> Result<(), Failure> {
    let origin = format!("http://{}", running.at);
    let signed_in = running
        .asks(
            Method::POST,
            app::address::SIGN_IN,
            &[
                (header::ORIGIN, &origin),
                (header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
            ],
            sign_in_form("camille"),
        )
        .await?;
    let cookie = cookie(&signed_in.headers).ok_or("not signed in")?;
    let home = running
        .asks(Method::GET, "/", &[(header::COOKIE, &cookie)], String::new())
        .await?;
    let documents = home
        .headers
        .get(header::LOCATION)
        .ok_or("no documents")?
        .to_str()?;
    // Uncompressed, to read the links in it.
    let page = running
        .asks(
            Method::GET,
            documents,
            &[(header::COOKIE, &cookie)],
            String::new(),
        )
        .await?;
    let page = String::from_utf8(page.body.to_vec())?;
    let links: BTreeSet<_> = page
        .split("\"/pkg/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let mut kinds = [
        ("WebAssembly", ".wasm", 0),
        ("script", ".js", 0),
        ("style", ".css", 0),
    ];
    let mut all = 0;
    for name in links {
        let file = running.gets(&format!("/pkg/{name}")).await?;
        if !compressed(&file.headers) || file.status != StatusCode::OK {
            return Err(format!("{name} does not come compressed: {}", file.status).into());
        }
        let (_, _, size) = kinds
            .iter_mut()
            .find(|(_, ending, _)| name.ends_with(ending))
            .ok_or_else(|| format!("what is {name}?"))?;
        *size += file.body.len();
        all += file.body.len();
    }
    if let Some((kind, ..)) = kinds.iter().find(|(.., size)| *size == 0) {
        return Err(format!("the page loads no {kind}").into());
    }
    let parts: Vec<_> = kinds
        .iter()
        .map(|(kind, _, size)| format!("{kind} {}", kilobytes(*size)))
        .collect();
    line(
        "Sent with Mes documents, after brotli",
        &format!("{} ({})", kilobytes(all), parts.join(", ")),
        &goal("≤ 120 kB", all <= SITE),
    );
    Ok(())
}

fn compressed(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding == "br")
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100)
}
