//! What a page and an access cost: `scripts/bench.sh` runs it, on one core. Each figure is printed beside its goal.
//!
//! Rates and ratios are asked of the router itself, without a network. The other side of each ratio is the same
//! layers around a handler that returns the bytes captured beforehand.

#![expect(clippy::print_stdout, reason = "figures are for a person to read")]
#![expect(
    clippy::disallowed_methods,
    reason = "durations are measured; no clock goes into what is measured"
)]

mod house;
mod measure;
mod program;
mod worlds;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header},
    routing::any,
};
use record::queries::DOCUMENTS_PER_PAGE;

use house::{Answer, House};
use measure::{Pair, alternated, goal, line};

/// Sizes of the records compared.
const SIZES: [usize; 3] = [20, 200, 2_000];
/// How much dearer the largest record's page may be and still be called flat.
const FLAT: f64 = 1.1;
/// The most that *My documents* may bring along, in bytes, after brotli.
const SITE: usize = 120_000;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let house = House::open(&SIZES).await?;
    growth(&house).await?;
    list(&house).await?;
    gateway(&house).await?;
    worlds::measure(&house).await?;
    let (database, folder) = house.close().await;
    program::measure(&database, folder.path())
}

/// How the list grows: the first page of each record, and the last one of the longest.
async fn growth(house: &House) -> Result<(), Failure> {
    let [small, middle, large] = SIZES;
    let mut requests = Vec::new();
    for size in SIZES {
        let visitor = house.visitor(size).await?;
        requests.push((format!("{size} documents"), visitor.request("")));
        if size == large {
            let last = format!("?page={}", large.div_ceil(DOCUMENTS_PER_PAGE as usize));
            requests.push(("last page".to_owned(), visitor.request(&last)));
            requests.push(("searched".to_owned(), visitor.request("?recherche=analyse")));
        }
    }
    let mut sides = Vec::new();
    for (name, request) in &requests {
        let shown = house.asks(request()).await?;
        assert_eq!(shown.status, StatusCode::OK, "{name}");
        sides.push((house.router(), request));
    }
    let medians = alternated(&sides).await?;
    let micros: Vec<_> = medians.times.iter().map(|time| time * 1e6).collect();
    line(
        "List page, uncompressed",
        &format!(
            "{:.0} µs with {small} documents, {:.0} µs with {middle}, {:.0} µs with {large}",
            micros[0], micros[1], micros[2]
        ),
        "",
    );
    let grown = medians.over_first[2];
    line(
        &format!("  from {small} to {large} documents"),
        &format!("{grown:.2} times as long"),
        &goal("flat", grown <= FLAT),
    );
    line(
        &format!("  last page of {large} documents; a search in them"),
        &format!(
            "{:.2} and {:.2} times as long",
            medians.over_first[3], medians.over_first[4]
        ),
        "",
    );
    Ok(())
}

/// The list page, as browsers ask for it and as it is.
async fn list(house: &House) -> Result<(), Failure> {
    let visitor = house.visitor(SIZES[0]).await?;
    let plain = visitor.request("");
    let page = house.asks(plain()).await?;
    let still = stub(house, &page);
    let compressed = || {
        let mut request = plain();
        let accepted = header::HeaderValue::from_static("gzip, deflate, br");
        request.headers_mut().insert(header::ACCEPT_ENCODING, accepted);
        request
    };
    compare("List page, uncompressed", house.router(), &still, &plain).await?;
    compare("List page, as browsers ask", house.router(), &still, &compressed).await
}

/// A professional's software reads a document. One trace is written for each.
async fn gateway(house: &House) -> Result<(), Failure> {
    let read = house.reader(SIZES[0]).await?;
    let content = house.asks(read()).await?;
    assert!(content.body.starts_with(b"%PDF"), "{}", content.status);
    let still = stub(house, &content);
    compare("Gateway read, traced", house.router(), &still, &read).await
}

async fn compare(
    what: &str,
    real: &Router,
    still: &Router,
    request: &dyn Fn() -> Request<Body>,
) -> Result<(), Failure> {
    let Pair { times, over_first } = alternated(&[(still, request), (real, request)]).await?;
    line(
        what,
        &format!(
            "{:.0} per second; without database work {:.0}, {:.1} times as many",
            1.0 / times[1],
            1.0 / times[0],
            over_first[1]
        ),
        "",
    );
    Ok(())
}

/// The same layers, around the bytes of this answer.
fn stub(house: &House, answer: &Answer) -> Router {
    let kept = [
        header::CONTENT_TYPE,
        header::CONTENT_DISPOSITION,
        header::CONTENT_SECURITY_POLICY,
    ];
    let headers: HeaderMap = answer
        .headers
        .iter()
        .filter(|(name, _)| kept.contains(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let (status, body): (StatusCode, Bytes) = (answer.status, answer.body.clone());
    // The body is read as the real handlers do.
    let handler = move |_: Bytes| async move { (status, headers, body) };
    server::guarded(Router::new().route("/{*rest}", any(handler)), house.state())
}
