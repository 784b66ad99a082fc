//! The acts that read: open, search, read a document, read a section.

use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil;
use policy::Section;
use record::acts::{FoundDocument, SearchCriteria};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    access::{AccessBody, NothingElse, OpenBody},
    caller::{Body, Caller, failed},
    problem::{Problem, Refusals},
    writing::{DocumentBody, identifier},
};
use crate::AppState;

/// Documents given at once, unless the request asks for fewer.
const MOST_DOCUMENTS: usize = 100;

/// Opens a record: whether it opens, and on what basis one comes.
#[utoipa::path(
    post, path = "/records/open", tag = "records",
    request_body = OpenBody,
    responses((status = 204, description = "Open"), Refusals),
    security(("token" = []))
)]
pub(super) async fn open(
    State(state): State<AppState>,
    Caller(professional): Caller,
    body: Body<OpenBody>,
) -> Result<StatusCode, Problem> {
    let access = body.said.access.of(&professional).map_err(Problem::malformed)?;
    let opened = state
        .store
        .open_record(access, state.edge.occasion())
        .await
        .map_err(|error| failed(&error))?;
    opened.map(|()| StatusCode::NO_CONTENT).map_err(Problem::from)
}

/// What is looked for, in which record.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SearchBody {
    #[serde(flatten)]
    access: AccessBody,
    /// Code of the type, blank for all.
    #[serde(default, rename = "type")]
    type_code: String,
    /// Words of the title, type, author or place, blank for all.
    #[serde(default)]
    text: String,
    /// Dated on this day or later.
    #[serde(default)]
    from: Option<civil::Date>,
    /// Dated on this day or earlier.
    #[serde(default)]
    to: Option<civil::Date>,
    /// How many at most: 100 unless fewer are asked for.
    #[serde(default)]
    #[schema(minimum = 0)]
    limit: Option<usize>,
    /// The last document of the page before.
    #[serde(default)]
    after: Option<Uuid>,
    #[serde(flatten)]
    #[schema(ignore)]
    _rest: NothingElse,
}

/// One page of what was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SearchAnswer {
    /// The documents, the newest first.
    documents: Vec<DocumentAnswer>,
    /// Whether there are more.
    more: bool,
}

/// A document that the requester may read.
#[derive(Debug, Serialize, ToSchema)]
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
    /// In bytes.
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

/// Searches a record: exactly what may be read.
#[utoipa::path(
    post, path = "/documents/search", tag = "documents",
    request_body = SearchBody,
    responses((status = 200, description = "Found", body = SearchAnswer), Refusals),
    security(("token" = []))
)]
pub(super) async fn search(
    State(state): State<AppState>,
    Caller(professional): Caller,
    Body { said: body, .. }: Body<SearchBody>,
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

/// Reads a document.
#[utoipa::path(
    post, path = "/documents/read", tag = "documents",
    request_body = DocumentBody,
    responses(
        (status = 200, description = "Its content", content(
            (Vec<u8> = "application/pdf"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png")
        )),
        Refusals
    ),
    security(("token" = []))
)]
pub(super) async fn read(
    State(state): State<AppState>,
    Caller(professional): Caller,
    Body { said: body, .. }: Body<DocumentBody>,
) -> Result<Response, Problem> {
    let access = body.access.of(&professional).map_err(Problem::malformed)?;
    let content = state
        .store
        .read_document(access, identifier(&body.document), state.edge.occasion())
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

/// A part of the profile besides documents.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SectionName {
    Vaccinations,
    HealthHistory,
    CareCircleAndWishes,
    AdvanceDirectives,
}

impl From<SectionName> for Section {
    fn from(name: SectionName) -> Self {
        match name {
            SectionName::Vaccinations => Self::Vaccinations,
            SectionName::HealthHistory => Self::HealthHistory,
            SectionName::CareCircleAndWishes => Self::CareCircleAndWishes,
            SectionName::AdvanceDirectives => Self::AdvanceDirectives,
        }
    }
}

/// One section of a record.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SectionBody {
    #[serde(flatten)]
    access: AccessBody,
    section: SectionName,
    #[serde(flatten)]
    #[schema(ignore)]
    _rest: NothingElse,
}

/// What a section holds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SectionAnswer {
    section: SectionName,
    /// Blank when nobody has written anything.
    text: String,
}

/// Reads a section of the profile.
#[utoipa::path(
    post, path = "/sections/read", tag = "sections",
    request_body = SectionBody,
    responses((status = 200, description = "Its text", body = SectionAnswer), Refusals),
    security(("token" = []))
)]
pub(super) async fn read_section(
    State(state): State<AppState>,
    Caller(professional): Caller,
    Body { said: body, .. }: Body<SectionBody>,
) -> Result<Json<SectionAnswer>, Problem> {
    let access = body.access.of(&professional).map_err(Problem::malformed)?;
    let text = state
        .store
        .read_section(access, body.section.into(), state.edge.occasion())
        .await;
    let text = text.map_err(|error| failed(&error))??;
    Ok(Json(SectionAnswer {
        section: body.section,
        text,
    }))
}
