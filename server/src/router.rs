//! Every route, and what stands in front of all of them.

use std::time::Duration;

use app::address;
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::{CsrfLayer, ProtectionError},
    services::ServeDir,
    set_header::SetResponseHeaderLayer,
    timeout::RequestBodyTimeoutLayer,
};

use crate::{AppState, forms, gateway, headers, history_export, mail, pages, sessions};

/// How long a request may take, and how long its body may stall.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a request with a file may take: ten megabytes over a slow line.
const FILE_PATIENCE: Duration = Duration::from_mins(5);

/// The whole application.
pub fn router(state: AppState) -> Router {
    #[cfg(feature = "lab")]
    let router = crate::lab::before_all(world(state.clone()), state);
    #[cfg(not(feature = "lab"))]
    let router = world(state);
    router
}

/// The application of one world: there are several in the lab alone.
pub(crate) fn world(state: AppState) -> Router {
    // Pages wait for what they load on tokio. A second router of the same process finds it set already.
    let _ = any_spawner::Executor::init_tokio();
    let router = people()
        .nest("/gateway/v1", gateway::routes())
        .route("/sante", get(health))
        .fallback(pages::show);
    #[cfg(feature = "lab")]
    let router = router.merge(crate::lab::routes());
    let router = router.layer(middleware::from_fn_with_state(
        state.bell.clone(),
        mail::ring_after,
    ));
    guarded(router, state)
}

/// These routes behind everything that stands in front of every route. The benchmarks put others there.
pub fn guarded(mut router: Router<AppState>, state: AppState) -> Router {
    router = router
        .layer(sessions::layer(
            state.store.clone(),
            state.edge.clone(),
            state.is_secure(),
        ))
        // The built files are told apart by their names: they need no session.
        .merge(files(&state))
        .layer(DefaultBodyLimit::max(forms::LARGEST))
        .layer(CompressionLayer::new())
        .layer(origin_check(&state))
        .layer(middleware::from_fn_with_state(state.clone(), pages::dressed))
        .layer(middleware::from_fn(patient))
        .layer(RequestBodyTimeoutLayer::new(PATIENCE))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            pages::unavailable()
        }))
        .layer(middleware::from_fn(headers::secure));
    if state.is_secure() {
        router = router.layer(middleware::from_fn(headers::transport));
    }
    router.with_state(state)
}

/// The pages and the forms they hold.
fn people() -> Router<AppState> {
    Router::new()
        .route("/", get(pages::home))
        .route(address::SIGN_IN, get(pages::show).post(forms::sign_in))
        .route(address::SIGN_OUT, post(forms::sign_out))
        .route("/session", get(pages::session))
        .route(address::PROFILES, get(pages::show))
        .route(address::ACTIVATION, get(pages::show).post(forms::activate))
        .route(
            "/invitations/{code}",
            get(pages::show).post(forms::answer_invitation),
        )
        .route(
            "/dossiers/{profile}/representants",
            get(pages::show).post(forms::representatives),
        )
        .route(
            "/dossiers/{profile}/mes-18-ans",
            get(pages::show).post(forms::end_majority_review),
        )
        .route(
            "/dossiers/{profile}/protection",
            get(pages::show).post(forms::protect),
        )
        .route("/dossiers/{profile}/documents", get(pages::show))
        .route(
            "/dossiers/{profile}/documents/{document}",
            get(pages::show).post(forms::change_one),
        )
        .route(
            "/dossiers/{profile}/ajouter-un-document",
            get(pages::show)
                .post(forms::add_document)
                .layer(DefaultBodyLimit::max(forms::MOST_READ)),
        )
        .route(
            "/dossiers/{profile}/documents/{document}/supprimer",
            get(pages::show).post(forms::delete_document),
        )
        .route(
            "/dossiers/{profile}/documents/{document}/demander-a-l-auteur",
            get(pages::show).post(forms::ask_author),
        )
        .route(
            "/dossiers/{profile}/documents/{document}/contenu",
            get(pages::content),
        )
        .route(
            "/dossiers/{profile}/changement",
            get(forms::ask_change).post(forms::confirm_change),
        )
        .route("/dossiers/{profile}/reglages", get(pages::show))
        .route("/dossiers/{profile}/plan", get(pages::show))
        .route("/dossiers/{profile}/urgences", get(forms::emergencies))
        .route("/dossiers/{profile}/voir-comme", get(pages::show))
        .route("/dossiers/{profile}/essayer", get(pages::show))
        .route("/dossiers/{profile}/professionnels", get(forms::professionals))
        .route("/dossiers/{profile}/professionnels/{rpps}", get(pages::show))
        .route("/dossiers/{profile}/accueil", get(pages::show))
        .route(
            "/dossiers/{profile}/bienvenue",
            get(pages::show).post(forms::welcome),
        )
        .route("/dossiers/{profile}/faire-le-point", get(pages::show))
        .route(
            "/dossiers/{profile}/cloturer",
            get(pages::show).post(forms::close),
        )
        .route("/dossiers/{profile}/rouvrir", post(forms::reopen))
        .route("/dossiers/{profile}/signalements", get(pages::show))
        .route(
            "/dossiers/{profile}/signalements/{report}/retirer",
            post(forms::withdraw_access_report),
        )
        .route(
            "/dossiers/{profile}/notifications",
            get(pages::show).post(forms::mark_read),
        )
        .route(
            "/dossiers/{profile}/notifications/preferences",
            get(pages::show).post(forms::choose_notices),
        )
        .merge(history())
        .method_not_allowed_fallback(|| async {
            pages::told(
                StatusCode::METHOD_NOT_ALLOWED,
                "Cette page ne reçoit pas de formulaire",
                "Rien n’a été changé. Revenez à la page précédente, puis recommencez.",
            )
        })
}

/// The history: read by visit, reported, verified, taken away.
fn history() -> Router<AppState> {
    Router::new()
        .route("/dossiers/{profile}/historique", get(pages::show))
        .route("/dossiers/{profile}/verifier-l-historique", get(pages::show))
        .route(
            "/dossiers/{profile}/exports/historique.csv",
            get(history_export::as_csv),
        )
        .route(
            "/dossiers/{profile}/exports/historique.json",
            get(history_export::as_fhir),
        )
        .route(
            "/dossiers/{profile}/exports/preuve-historique.jsonl",
            get(history_export::as_proof),
        )
        .route("/dossiers/{profile}/historique/{visit}", get(pages::show))
        .route(
            "/dossiers/{profile}/historique/{visit}/signaler",
            get(pages::show).post(forms::report_access),
        )
}

/// Scripts and styles (their names hold a hash: kept for ever) and the few public files.
fn files(state: &AppState) -> Router<AppState> {
    let root = std::path::PathBuf::from(state.site.options.site_root.to_string());
    // What is not there today may be there tomorrow: only what was found is kept.
    let kept = |value: &'static str| {
        SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, move |response: &Response| {
            let is_there = response.status().as_u16() < 400;
            is_there.then(|| HeaderValue::from_static(value))
        })
    };
    let built = Router::new()
        .fallback_service(ServeDir::new(root.join("pkg")).precompressed_br())
        .layer(kept("public, max-age=31536000, immutable"));
    let public = ServeDir::new(root);
    Router::new()
        .nest("/pkg", built)
        .route_service("/favicon.svg", public)
        // What browsers ask for beside a page that is no HTML, such as a document.
        .route(
            "/favicon.ico",
            get(|| async { Redirect::permanent("/favicon.svg") }),
        )
        .layer(kept("public, max-age=86400"))
}

/// State changes only from our own pages. Professionals' software is no browser: it sends neither header.
fn origin_check(state: &AppState) -> CsrfLayer<fn(ProtectionError) -> Response<Body>> {
    let refusal: fn(ProtectionError) -> Response<Body> = |_| {
        pages::told(
            StatusCode::FORBIDDEN,
            "Cette demande ne vient pas de nos pages",
            "Par sécurité, rien n’a été changé. Ouvrez vous-même la page, puis recommencez.",
        )
    };
    let layer = CsrfLayer::new();
    let layer = match state
        .public_origin
        .as_deref()
        .map(|origin| layer.clone().add_trusted_origin(origin))
    {
        Some(Ok(trusting)) => trusting,
        Some(Err(_)) | None => layer,
    };
    layer.with_rejection_response(refusal)
}

/// Answers in time, or says that it cannot.
async fn patient(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let patience = if address::takes_files(path) || gateway::takes_files(path) {
        FILE_PATIENCE
    } else {
        PATIENCE
    };
    tokio::time::timeout(patience, next.run(request))
        .await
        .unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Whether the server and its database answer.
async fn health(State(state): State<AppState>) -> StatusCode {
    match state.store.ping().await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
