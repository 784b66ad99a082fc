//! The routes below `/gateway/v1`, and the contract that describes them.

use axum::{Json, Router, extract::DefaultBodyLimit, routing::get};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_axum::{
    router::{OpenApiRouter, UtoipaMethodRouterExt as _},
    routes,
};

use super::{problem::Problem, reading, upload, writing};
use crate::AppState;

/// The largest request without a file, in bytes.
const LARGEST: usize = 64 * 1_024;

/// What the contract says besides the acts.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Professional gateway",
        description = "The only way to the documents for professionals' software. Every attempt is traced, and shown to the person."
    ),
    servers((url = "/gateway/v1")),
    components(schemas(Problem)),
    modifiers(&Token)
)]
struct Contract;

/// How one says who one is.
struct Token;

impl Modify for Token {
    fn modify(&self, contract: &mut utoipa::openapi::OpenApi) {
        let bearer = Http::builder()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some(
                "A token of the configured OpenID Connect issuer, made for `dmp-gateway` and for the software that sends it. It says who one is; no request does. Registered software sends it as `Authorization: DPoP`, with a proof of its key in the header `DPoP` (RFC 9449), each used once.",
            ))
            .build();
        let components = contract.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The routes, each as the contract has it.
fn acts() -> OpenApiRouter<AppState> {
    let files = || DefaultBodyLimit::max(upload::MOST_READ);
    OpenApiRouter::with_openapi(Contract::openapi())
        .routes(routes!(reading::open))
        .routes(routes!(reading::search))
        .routes(routes!(reading::read))
        .routes(routes!(reading::read_section))
        .routes(routes!(writing::deposit).layer(files()))
        .routes(routes!(writing::replace).layer(files()))
        .routes(routes!(writing::delete))
        .routes(routes!(writing::mask))
        .routes(routes!(writing::show_to_representatives))
        .routes(routes!(writing::return_to_patient))
}

/// The routes below `/gateway/v1`.
pub(crate) fn routes() -> Router<AppState> {
    let (router, contract) = acts().split_for_parts();
    router
        .layer(DefaultBodyLimit::max(LARGEST))
        .route("/openapi.json", get(async move || Json(contract.clone())))
        .fallback(async || Problem::absent())
}

/// Whether a request to this path brings a document, and may take its time.
pub(crate) fn takes_files(path: &str) -> bool {
    matches!(
        path,
        "/gateway/v1/documents/deposit" | "/gateway/v1/documents/replace"
    )
}
