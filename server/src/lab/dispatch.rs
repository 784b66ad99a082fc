//! The outermost service: hands each request to its world.

use axum::{
    Router,
    body::{Body, HttpBody as _},
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::{self, Next},
    response::Response,
};
use futures_util::StreamExt as _;
use tower::ServiceExt as _;

use super::{
    page, seances, task_pages, world_pages,
    worlds::{Lab, WorldName},
};
use crate::{AppState, headers, pages::unavailable};

/// The header by which programs say which world they mean.
const HEADER: &str = "x-lab-world";
/// The cookie by which browsers do.
pub(super) const COOKIE: &str = "lab-world";

/// The main world's router, behind which the others are.
pub(crate) fn before_all(main: Router, state: AppState) -> Router {
    main.layer(middleware::from_fn_with_state(state, to_its_world))
        .layer(middleware::from_fn(headers::secure))
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(given, _)| *given == name)
        .map(|(_, value)| value)
}

/// The world that a request names, in the order in which it is believed: its address, its header, its cookie. Blank is the main one.
fn named(request: &Request) -> &str {
    let path = request.uri().path();
    if let Some(name) = path.strip_prefix(seances::PARTICIPANT) {
        return name.trim_start_matches('/');
    }
    match request.headers().get(HEADER) {
        // What is no text names no world either.
        Some(value) => value.to_str().unwrap_or("?"),
        None => cookie(request.headers(), COOKIE).unwrap_or_default(),
    }
}

/// Built files, and what the lab keeps outside of every world.
fn is_common(path: &str) -> bool {
    let begins =
        |start: &str| path == start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with('/'));
    path.starts_with("/pkg/")
        || path.starts_with("/favicon")
        || begins(world_pages::WORLDS)
        || begins(seances::SEANCES)
}

async fn to_its_world(State(main): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_common(path) {
        return next.run(request).await;
    }
    // Whoever makes the world begin again must not wait for themselves.
    let begins_again =
        path == page::RESET || (request.method() == Method::POST && path.starts_with(task_pages::TASKS));
    let waits = !begins_again;
    let name = named(&request);
    if name.is_empty() {
        let answering = if waits {
            Some(main.lab.answering().await)
        } else {
            None
        };
        return held(next.run(request).await, answering);
    }
    let Some(name) = WorldName::new(name) else {
        return world_pages::unknown(&main, name);
    };
    let world = match main.lab.shared.world(&main, &name).await {
        Ok(Some(world)) => world,
        Ok(None) => return world_pages::unknown(&main, name.as_str()),
        Err(error) => {
            tracing::error!(%error, "a world could not be opened");
            return unavailable();
        }
    };
    let is_product = !path.starts_with("/lab") && !path.starts_with("/gateway");
    let answering = if waits {
        Some(world.state.lab.answering().await)
    } else {
        None
    };
    // It may have been removed meanwhile.
    if !main.lab.shared.is_there(&name) {
        return world_pages::unknown(&main, name.as_str());
    }
    let response = match world.router.oneshot(unrouted(request)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if is_product && is_page_shown(&response) {
        count(&main.lab, &name);
    }
    held(response, answering)
}

/// As it came in: what the main world's router has found in its address would be there twice.
fn unrouted(request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let mut request = Request::new(body);
    *request.method_mut() = parts.method;
    *request.uri_mut() = parts.uri;
    *request.version_mut() = parts.version;
    *request.headers_mut() = parts.headers;
    request
}

/// Whether somebody sees a page: a redirect leads to one that is counted in its turn.
fn is_page_shown(response: &Response) -> bool {
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    is_html && !response.status().is_redirection()
}

/// Counts a page that a participant saw.
fn count(lab: &Lab, name: &WorldName) {
    if let Some(code) = name.seance() {
        lab.shared.seances.page_shown(&code);
    }
}

/// An answer that holds this until its last byte, where its bytes are not there yet.
fn held<T: Send + 'static>(response: Response, held: Option<T>) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    response.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |bytes| {
            let _ = &held;
            bytes
        }))
    })
}
