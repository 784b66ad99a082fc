//! Making a page: the one way from a request to HTML.

use app::{
    texts::Voice,
    visit::{FormProblem, Visit},
};
use axum::{
    body::Body,
    extract::{FromRequestParts, Path, Query, Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::{
    nonce::use_nonce,
    prelude::{expect_context, provide_context},
};
use leptos_axum::ResponseOptions;
use record::{RecordError, acts::ActorKey, views::Role};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{AppState, headers, sessions};

/// A page, for whoever asks. Pages of a record ask for a sign-in first and come back here after it.
pub(crate) async fn show(State(state): State<AppState>, session: Session, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let account = match signed_in(&session, &parts).await {
        Ok(account) => account,
        Err(answer) => return *answer,
    };
    render(&state, parts, account, None).await
}

/// The account of the session, or the answer that leads to the sign-in page.
pub(crate) async fn signed_in(session: &Session, parts: &Parts) -> Result<Option<Uuid>, Box<Response>> {
    let account = match sessions::account(session).await {
        Ok(account) => account,
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            return Err(Box::new(unavailable()));
        }
    };
    let path = parts.uri.path();
    let is_personal = ["/dossiers/", "/invitations/"]
        .iter()
        .any(|start| path.starts_with(start))
        || path == app::address::PROFILES;
    if account.is_none() && is_personal {
        return Err(Box::new(to_sign_in(parts)));
    }
    Ok(account)
}

/// To the sign-in page, which leads back to the page that was wanted.
fn to_sign_in(parts: &Parts) -> Response {
    let wanted = parts.uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    let is_form = !matches!(parts.method, Method::GET | Method::HEAD);
    // A form is not sent again by itself: its page is shown.
    let wanted = if is_form {
        app::address::page_of_form(wanted)
    } else {
        wanted.to_owned()
    };
    let had_session = parts.headers.get_all(header::COOKIE).iter().any(|cookies| {
        cookies.to_str().is_ok_and(|cookies| {
            [true, false]
                .iter()
                .any(|secure| cookies.contains(&format!("{}=", sessions::cookie_name(*secure))))
        })
    });
    let ended = match (is_form, had_session) {
        (true, _) => "fin=formulaire&",
        (_, true) => "fin=session&",
        _ => "",
    };
    let address = format!(
        "{}?{ended}suite={}",
        app::address::SIGN_IN,
        app::address::encode(&wanted)
    );
    Redirect::to(&address).into_response()
}

/// The page of this address, with what a form that it answers said was wrong.
pub(crate) async fn render(
    state: &AppState,
    parts: Parts,
    account: Option<Uuid>,
    problem: Option<FormProblem>,
) -> Response {
    render_once(state, parts, account, problem, None).await
}

/// As [`render`], with a link that is shown this once.
pub(crate) async fn render_once(
    state: &AppState,
    parts: Parts,
    account: Option<Uuid>,
    problem: Option<FormProblem>,
    shown_once: Option<String>,
) -> Response {
    let at = state.edge.clock.now();
    let failed = problem
        .as_ref()
        .map(|problem| problem.status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY));
    let visit = Visit {
        store: state.store.clone(),
        account,
        at,
        day: state.edge.day(at),
        chance: state.edge.chance.clone(),
        signer: state.edge.signer.clone(),
        voice: voice(state, &parts, account).await,
        shown_once,
        problem,
    };
    let site = state.site.clone();
    let context = move || {
        provide_context(visit.voice.clone());
        provide_context(visit.clone());
        let options = expect_context::<ResponseOptions>();
        if let Some(status) = failed {
            options.set_status(status);
        }
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        if let Ok(policy) = HeaderValue::from_str(&headers::page_policy(&nonce)) {
            options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    };
    let page = leptos_axum::render_app_async_with_context(context, move || app::document(site.clone()));
    page(Request::from_parts(parts, Body::empty())).await
}

/// Whose record this page is about: of what is not there, or not theirs, the page says the same in one voice.
pub(crate) async fn voice(state: &AppState, parts: &Parts, account: Option<Uuid>) -> Voice {
    let mut segments = parts.uri.path().split('/').skip(1);
    let profile = segments
        .next()
        .filter(|first| *first == "dossiers")
        .and_then(|_| segments.next()?.parse().ok());
    let (Some(account), Some(profile)) = (account, profile) else {
        return Voice::Own;
    };
    let key = ActorKey { account, profile };
    match state.store.represented(key, state.edge.occasion()).await {
        Ok(Some(first_name)) => Voice::Other(first_name.into()),
        Ok(None) => Voice::Own,
        Err(error) => {
            // The page itself will say that the database does not answer.
            tracing::error!(%error, "a record could not be looked up");
            Voice::Own
        }
    }
}

/// What stands in the address where identifiers should. What is no text at all is blank: it does not exist.
pub(crate) struct Written<T>(pub T);

impl<S, T> FromRequestParts<S> for Written<T>
where
    S: Send + Sync,
    T: serde::de::DeserializeOwned + Default + Send,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let written = Path::<T>::from_request_parts(parts, state).await;
        Ok(Self(written.map(|Path(written)| written).unwrap_or_default()))
    }
}

/// The content of a document, for the person it belongs to.
pub(crate) async fn content(
    State(state): State<AppState>,
    session: Session,
    Written((profile, document)): Written<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let account = match signed_in(&session, &parts).await {
        Ok(account) => account,
        Err(answer) => return *answer,
    };
    let (Some(account_id), Ok(profile), Ok(document)) = (account, profile.parse(), document.parse()) else {
        return render(&state, parts, account, None).await;
    };
    let key = ActorKey {
        account: account_id,
        profile,
    };
    match state
        .store
        .download_document(key, document, state.edge.occasion())
        .await
    {
        Ok(content) => {
            let shown = matches!(
                content.media_type.as_str(),
                "application/pdf" | "image/jpeg" | "image/png"
            );
            let attached = !shown || query.iter().any(|(name, _)| name == "telecharger");
            let kind = if attached { "attachment" } else { "inline" };
            let name = app::address::encode(&file_name(&content.title, &content.media_type));
            let disposition = format!("{kind}; filename*=UTF-8''{name}");
            let policy =
                "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";
            (
                [
                    (header::CONTENT_TYPE, content.media_type),
                    (header::CONTENT_DISPOSITION, disposition),
                    (header::CONTENT_SECURITY_POLICY, policy.to_owned()),
                ],
                content.bytes,
            )
                .into_response()
        }
        Err(RecordError::NotFound) => render(&state, parts, account, None).await,
        Err(RecordError::Closed { .. }) => Redirect::to(&app::address::home(profile)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a document could not be given");
            unavailable()
        }
    }
}

/// A title as a file name.
fn file_name(title: &str, media_type: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_'’".contains(c) {
                c
            } else if c.is_whitespace() {
                ' '
            } else {
                '-'
            }
        })
        .take(80)
        .collect();
    let ending = match media_type {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        _ => "",
    };
    format!("{}{ending}", plain.trim())
}

/// The home of whoever is signed in: the choice of a record when there is one to make, else the questions of the first
/// sign-in while they wait, else the home of their record.
pub(crate) async fn home(State(state): State<AppState>, session: Session) -> Response {
    let account = match sessions::account(&session).await {
        Ok(Some(account)) => account,
        Ok(None) => return Redirect::to(app::address::SIGN_IN).into_response(),
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            return unavailable();
        }
    };
    let profile = match state.store.profiles_of(account, state.edge.occasion()).await {
        // With one record of one's own there is nothing to choose.
        Ok(profiles) => match profiles.as_slice() {
            [only] if only.role == Role::Holder => only.id,
            _ => return Redirect::to(app::address::PROFILES).into_response(),
        },
        Err(error) => {
            tracing::error!(%error, "the records of an account could not be listed");
            return unavailable();
        }
    };
    let key = ActorKey { account, profile };
    match state.store.majority_review(key, state.edge.occasion()).await {
        Ok(review) if review.is_due => {
            return Redirect::to(&app::address::majority(profile)).into_response();
        }
        // Most people have nothing to review.
        Ok(_) | Err(RecordError::NotFound | RecordError::Closed { .. }) => {}
        Err(error) => {
            tracing::error!(%error, "a record could not be opened");
            return unavailable();
        }
    }
    let address = match state.store.awaits_welcome(key, state.edge.occasion()).await {
        Ok(true) => app::address::welcome(profile),
        // The page says what there is to say of a record that is closed, or no longer theirs.
        Ok(false) | Err(RecordError::NotFound | RecordError::Closed { .. }) => app::address::home(profile),
        Err(error) => {
            tracing::error!(%error, "a record could not be opened");
            return unavailable();
        }
    };
    Redirect::to(&address).into_response()
}

/// Whether one is still signed in; being asked, the session goes on.
pub(crate) async fn session(session: Session) -> Response {
    match sessions::account(&session).await {
        Ok(Some(_)) => StatusCode::NO_CONTENT.into_response(),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            unavailable()
        }
    }
}

const PLAIN_STYLE: &str = "body{max-width:44rem;margin:0 auto;padding:1rem;font:112.5%/1.5 system-ui,sans-serif;color:canvastext;background:canvas}";
/// Nothing but that style, known by its hash, and the icon.
const PLAIN_POLICY: &str = "default-src 'none'; style-src 'sha256-odit/9mUZIxT1DOUAdOzxxspcS4sQ99SHohfLIQCge4='; \
     img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a request that no page can answer is told.
#[derive(Clone)]
struct Told {
    title: &'static str,
    text: &'static str,
}

/// A page for a request that none of ours can answer. Where it leaves the house, [`dressed`] gives it the look of the others.
pub(crate) fn told(status: StatusCode, title: &'static str, text: &'static str) -> Response {
    let mut response = plain(status, title, text);
    response.extensions_mut().insert(Told { title, text });
    response
}

/// Gives what was [`told`] the look of the site, and the way back.
pub(crate) async fn dressed(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let came_from = request
        .headers()
        .get(header::REFERER)
        .and_then(|address| address.to_str().ok()?.parse::<Uri>().ok())
        .and_then(|address| address.path_and_query().map(ToString::to_string))
        .and_then(|address| app::address::local(&address).map(str::to_owned));
    let mut response = next.run(request).await;
    let Some(Told { title, text }) = response.extensions_mut().remove::<Told>() else {
        return response;
    };
    let page = app::told_page(&state.site.style, title, text, came_from.as_deref());
    let policy = [(header::CONTENT_SECURITY_POLICY, TOLD_POLICY)];
    let mut dressed = (response.status(), policy, axum::response::Html(page)).into_response();
    for cookie in response.headers().get_all(header::SET_COOKIE) {
        dressed.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    dressed
}

/// The style of the site, and the icon.
const TOLD_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// A page that needs nothing but itself, for when the rest does not work.
fn plain(status: StatusCode, title: &str, text: &str) -> Response {
    plain_page(status, title, &format!("<p>{text}</p>"))
}

/// As [`plain`], with this HTML below the title.
pub(crate) fn plain_page(status: StatusCode, title: &str, content: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title} – {}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/favicon.svg\">\
         <style>{PLAIN_STYLE}</style></head>\
         <body><main><h1>{title}</h1>{content}<p><a href=\"/\">Revenir au début</a></p></main></body></html>",
        app::texts::NAME
    );
    let policy = [(header::CONTENT_SECURITY_POLICY, PLAIN_POLICY)];
    (status, policy, axum::response::Html(page)).into_response()
}

/// Our fault.
pub(crate) fn unavailable() -> Response {
    plain(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Le service ne répond pas pour le moment",
        "Le problème vient de nous, pas de vous. Vos réglages déjà confirmés sont conservés. Réessayez dans quelques minutes.",
    )
}
