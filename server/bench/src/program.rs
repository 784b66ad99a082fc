//! The real program, on the network: how soon it answers, and what its page brings along.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Instant,
};

use crate::{
    Failure, SITE,
    house::sign_in_form,
    measure::{goal, line, median},
};

/// How often the program is started.
const STARTS: usize = 11;

/// The built site.
pub(crate) fn site() -> PathBuf {
    std::env::var_os("SITE_ROOT").map_or_else(|| "target/site".into(), PathBuf::from)
}

struct Running {
    child: Child,
    at: SocketAddr,
    /// Kept open: the program has more to say.
    _said: BufReader<ChildStdout>,
}

/// An answer as it came over the network.
struct Received {
    head: String,
    body: Vec<u8>,
}

impl Received {
    fn is_ok(&self) -> bool {
        self.head.split(' ').nth(1) == Some("200")
    }

    fn header(&self, wanted: &str) -> Result<&str, Failure> {
        let found = self
            .head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        Ok(found.ok_or_else(|| format!("no {wanted} in {}", self.head))?.1)
    }
}

impl Running {
    fn start(database: &str, data: &Path) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?.with_file_name("server"))
            .env_clear()
            .env("PORT", "0")
            .env("DATABASE_URL", database)
            .env("SITE_ROOT", site())
            .env("HISTORY_KEY", data.join("history.key"))
            .env("LAB_DATA", data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut first = String::new();
        let mut said = BufReader::new(out);
        said.read_line(&mut first)?;
        let at = first
            .split_once("http://")
            .and_then(|(_, rest)| rest.split(' ').next())
            .ok_or("the server did not start")?
            .parse()?;
        Ok(Self {
            child,
            at,
            _said: said,
        })
    }

    /// One request on a connection of its own. In HTTP/1.0 the answer ends where the connection does.
    fn asks(&self, method: &str, address: &str, headers: &[&str], body: &str) -> Result<Received, Failure> {
        let mut stream = TcpStream::connect(self.at)?;
        let first = format!("{method} {address} HTTP/1.0");
        let host = format!("Host: {}", self.at);
        let length = format!("Content-Length: {}", body.len());
        let head = [&[first.as_str(), host.as_str(), length.as_str()][..], headers].concat();
        let request = format!("{}\r\n\r\n{body}", head.join("\r\n"));
        stream.write_all(request.as_bytes())?;
        let mut received = Vec::new();
        stream.read_to_end(&mut received)?;
        let end = received
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .ok_or("no answer")?;
        Ok(Received {
            head: String::from_utf8(received[..end].to_vec())?,
            body: received.split_off(end + 4),
        })
    }

    fn gets(&self, address: &str, headers: &[&str]) -> Result<Received, Failure> {
        self.asks("GET", address, headers, "")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program on this database.
pub(crate) fn measure(database: &str, data: &Path) -> Result<(), Failure> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let running = Running::start(database, data)?;
        let page = running.gets(app::address::SIGN_IN, &[])?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
        assert!(page.is_ok(), "{}", page.head);
    }
    let slowest = times.iter().copied().fold(0.0, f64::max);
    line(
        "From process start to the first page",
        &format!("{:.0} ms, at worst {slowest:.0} ms of {STARTS}", median(times)),
        &goal("≤ 1 s", slowest <= 1_000.0),
    );
    brought(&Running::start(database, data)?)
}

/// What *My documents* loads, as it comes over the network.
fn brought(running: &Running) -> Result<(), Failure> {
    let origin = format!("Origin: http://{}", running.at);
    let form = "Content-Type: application/x-www-form-urlencoded";
    let signed_in = running.asks(
        "POST",
        app::address::SIGN_IN,
        &[&origin, form],
        &sign_in_form("camille"),
    )?;
    let cookie = signed_in.header("Set-Cookie")?.split(';').next();
    let cookie = format!("Cookie: {}", cookie.unwrap_or_default());
    let home = running.gets("/", &[&cookie])?;
    // Uncompressed, to read the links in it.
    let page = running.gets(home.header("Location")?, &[&cookie])?;
    let page = String::from_utf8(page.body)?;
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
        let file = running.gets(&format!("/pkg/{name}"), &["Accept-Encoding: br"])?;
        if !file.is_ok() || file.header("Content-Encoding")? != "br" {
            return Err(format!("{name} does not come compressed: {}", file.head).into());
        }
        let (_, _, size) = kinds
            .iter_mut()
            .find(|(_, ending, _)| name.ends_with(*ending))
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

fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100)
}
