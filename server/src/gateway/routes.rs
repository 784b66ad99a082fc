//! The acts: open, search, read.

use axum::{
    Json, Router,
    extract::{FromRequest, FromRequestParts, Request, State, rejection::JsonRejection},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::post,
};
use jiff::civil;
use record::acts::{FoundDocument, ProfessionalIdentity, SearchCriteria};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{access::AccessBody, problem::Problem};
use crate::AppState;

/// Documents given at once, unless the request asks for fewer.
const MOST_DOCUMENTS: usize = 100;

/// The routes below `/gateway/v1`.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/records/open", post(open))
        .route("/documents/search", post(search))
        .route("/documents/read", post(read))
        .fallback(|| async { Problem::absent() })
}

/// Who asks, from the token.
struct Caller(ProfessionalIdentity);

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let identity = token.and_then(|token| state.issuer.identify(token.trim(), state.edge.clock.now()));
        identity.map(Self).ok_or_else(Problem::unauthenticated)
    }
}

/// A JSON body, or a problem that says which field is wrong.
struct Body<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::BytesRejection(_)) => Err(Problem::too_large()),
            Err(rejection) => Err(Problem::malformed(rejection.body_text())),
        }
    }
}

fn failed(error: &record::RecordError) -> Problem {
    tracing::error!(%error, "an access could not be decided");
    Problem::unavailable()
}

async fn open(
    State(state): State<AppState>,
    Caller(professional): Caller,
    Body(body): Body<AccessBody>,
) -> Result<StatusCode, Problem> {
    let access = body.of(&professional).map_err(Problem::malformed)?;
    let opened = state
        .store
        .open_record(access, state.edge.occasion())
        .await
        .map_err(|e| failed(&e))?;
    opened.map(|()| StatusCode::NO_CONTENT).map_err(Problem::from)
}

#[derive(Debug, Deserialize)]
struct SearchBody {
    #[serde(flatten)]
    access: AccessBody,
    #[serde(default, rename = "type")]
    type_code: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    from: Option<civil::Date>,
    #[serde(default)]
    to: Option<civil::Date>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    after: Option<Uuid>,
}

#[derive(Debug, Serialize)]
struct SearchAnswer {
    documents: Vec<DocumentAnswer>,
    more: bool,
}

#[derive(Debug, Serialize)]
struct DocumentAnswer {
    id: Uuid,
    #[serde(rename = "type")]
    type_code: String,
    type_label: &'static str,
    title: String,
    author: String,
    dated: civil::Date,
    flags: Vec<&'static str>,
    media_type: String,
    size: u64,
}

impl From<FoundDocument> for DocumentAnswer {
    fn from(found: FoundDocument) -> Self {
        let document = found.document;
        Self {
            type_label: document.type_label(),
            flags: document
                .flags
                .visibility()
                .iter()
                .map(policy::VisibilityFlag::id)
                .collect(),
            id: document.id,
            type_code: document.type_code,
            title: document.title,
            author: document.author.name,
            dated: document.dated,
            media_type: found.media_type,
            size: found.size,
        }
    }
}

async fn search(
    State(state): State<AppState>,
    Caller(professional): Caller,
    Body(body): Body<SearchBody>,
) -> Result<Json<SearchAnswer>, Problem> {
    let access = body.access.of(&professional).map_err(Problem::malformed)?;
    let criteria = SearchCriteria {
        type_code: body.type_code,
        text: body.text,
        from: body.from,
        to: body.to,
        limit: body.limit.unwrap_or(MOST_DOCUMENTS).clamp(1, MOST_DOCUMENTS),
        after: body.after,
    };
    let found = state
        .store
        .search_documents(access, &criteria, state.edge.occasion())
        .await;
    let (documents, more) = found.map_err(|error| failed(&error))??;
    Ok(Json(SearchAnswer {
        documents: documents.into_iter().map(DocumentAnswer::from).collect(),
        more,
    }))
}

#[derive(Debug, Deserialize)]
struct ReadBody {
    #[serde(flatten)]
    access: AccessBody,
    /// Anything that is not an identifier is a document that does not exist.
    document: String,
}

async fn read(
    State(state): State<AppState>,
    Caller(professional): Caller,
    Body(body): Body<ReadBody>,
) -> Result<Response, Problem> {
    let access = body.access.of(&professional).map_err(Problem::malformed)?;
    let document = body.document.parse().unwrap_or(Uuid::nil());
    let content = state
        .store
        .read_document(access, document, state.edge.occasion())
        .await;
    let content = content.map_err(|error| failed(&error))??;
    let media_type = HeaderValue::from_str(&content.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (
            HeaderName::from_static("content-disposition"),
            HeaderValue::from_static("attachment"),
        ),
    ];
    Ok((headers, content.bytes).into_response())
}
