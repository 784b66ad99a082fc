//! The acts that change a document: deposit, replace, delete, mask, show, return to the patient.

use axum::{Json, extract::State, http::StatusCode};
use jiff::civil;
use policy::{DocumentType, VisibilityFlag};
use record::{
    acts::{
        DepositedDocument, DocumentAct, GatewayAccess, ProfessionalIdentity, ProfessionalInCharge, Sending,
    },
    content::FileContent,
    typed::{LONGEST_TITLE, TextProblem, Title},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    access::{AccessBody, NothingElse},
    caller::{Body, Caller, failed},
    key::Key,
    problem::{Problem, Refusals},
    upload::{Described, Upload},
};
use crate::AppState;

/// What a document is.
#[derive(Debug, Deserialize, ToSchema)]
struct SheetBody {
    /// Code of its type, as `11488-4`.
    #[serde(rename = "type")]
    #[schema(max_length = 40)]
    type_code: String,
    /// Its title: one line of 200 characters at most.
    #[schema(max_length = 200)]
    title: String,
    /// The date it bears, today at the latest.
    dated: civil::Date,
    /// SHA-256 of the content, in hexadecimal.
    #[schema(pattern = "^[0-9a-fA-F]{64}$")]
    sha256: String,
    /// The person, or the minor for this act, is opposed to the deposit. The fact only: no motive is ever sent.
    #[serde(default)]
    opposition_recorded: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FlagBody {
    MaskedToProfessionals,
    HiddenFromPatient,
    HiddenFromRepresentatives,
}

impl From<FlagBody> for VisibilityFlag {
    fn from(flag: FlagBody) -> Self {
        match flag {
            FlagBody::MaskedToProfessionals => Self::MaskedToProfessionals,
            FlagBody::HiddenFromPatient => Self::HiddenFromPatient,
            FlagBody::HiddenFromRepresentatives => Self::HiddenFromRepresentatives,
        }
    }
}

/// The professional in charge, when a member of staff deposits for them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AuthorBody {
    /// National identifier (RPPS).
    #[schema(pattern = "^[0-9]{11}$")]
    rpps: String,
    /// First and last name. The directory's are kept when it knows the number.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
}

/// What is deposited, in which record.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DepositMetadata {
    #[serde(flatten)]
    access: AccessBody,
    #[serde(flatten)]
    sheet: SheetBody,
    /// Who it is kept from; the person's own default is added.
    #[serde(default)]
    flags: Vec<FlagBody>,
    /// Only from a member of staff or a software certificate.
    #[serde(default)]
    author: Option<AuthorBody>,
    #[serde(flatten)]
    #[schema(ignore)]
    _rest: NothingElse,
}

/// What replaces a document. Its flags and its author stay.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ReplaceMetadata {
    #[serde(flatten)]
    access: AccessBody,
    #[serde(flatten)]
    sheet: SheetBody,
    /// The document replaced.
    document: String,
    /// Never sent: a new version keeps the flags of the old one, and leaving them out silently would show what was to be hidden.
    #[serde(default)]
    #[schema(ignore)]
    flags: Option<serde_json::Value>,
    #[serde(flatten)]
    #[schema(ignore)]
    _rest: NothingElse,
}

impl Described for DepositMetadata {
    fn sha256(&self) -> &str {
        &self.sheet.sha256
    }
}

impl Described for ReplaceMetadata {
    fn sha256(&self) -> &str {
        &self.sheet.sha256
    }
}

/// A deposit, in two parts, in this order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct DepositForm {
    /// What it is, as JSON.
    metadata: DepositMetadata,
    /// The document: PDF, JPEG or PNG, ten megabytes at most.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    content: Vec<u8>,
}

/// A replacement, in two parts, in this order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct ReplaceForm {
    /// What it is, as JSON.
    metadata: ReplaceMetadata,
    /// The document: PDF, JPEG or PNG, ten megabytes at most.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    content: Vec<u8>,
}

/// The document that was added.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DepositAnswer {
    /// Its identifier, by which it is read.
    id: Uuid,
}

/// One document of a record.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DocumentBody {
    #[serde(flatten)]
    pub access: AccessBody,
    /// Its identifier. Anything else is a document that does not exist.
    #[schema(example = "00000003-0000-4003-b54c-da58fbbee87e")]
    pub document: String,
    #[serde(flatten)]
    #[schema(ignore)]
    _rest: NothingElse,
}

/// Before this day a document is dated by mistake: the person's own form says so too.
const OLDEST: civil::Date = civil::date(1900, 1, 1);

impl SheetBody {
    fn document(
        self,
        content: FileContent,
        flags: &[FlagBody],
        in_charge: Option<ProfessionalInCharge>,
        today: civil::Date,
    ) -> Result<DepositedDocument, Problem> {
        let document_type = DocumentType::from_code(&self.type_code)
            .filter(|known| known.is_accepted())
            .ok_or_else(|| Problem::malformed("type: inconnu, ou refusé par le dossier médical partagé"))?;
        let title = Title::new(&self.title).map_err(|problem| match problem {
            TextProblem::Blank => Problem::malformed("title: vide"),
            TextProblem::TooLong(_) => {
                Problem::malformed(format!("title: {LONGEST_TITLE} caractères au plus"))
            }
        })?;
        if self.dated > today {
            return Err(Problem::malformed("dated: dans le futur"));
        }
        if self.dated < OLDEST {
            return Err(Problem::malformed("dated: avant 1900"));
        }
        Ok(DepositedDocument {
            document_type,
            title,
            dated: self.dated,
            visibility: flags.iter().copied().map(VisibilityFlag::from).collect(),
            opposition_recorded: self.opposition_recorded,
            in_charge,
            content,
        })
    }
}

impl AuthorBody {
    /// The professional in charge. Only staff deposit for someone else: anyone else is who their token says.
    fn in_charge(self, requester: &ProfessionalIdentity) -> Result<ProfessionalInCharge, Problem> {
        if !requester.is_staff() {
            return Err(Problem::malformed(
                "author: réservé au personnel qui dépose pour le professionnel responsable",
            ));
        }
        let rpps = self
            .rpps
            .parse()
            .map_err(|_| Problem::malformed("author.rpps: ce n’est pas un numéro RPPS"))?;
        // A name is one line, as a title is.
        let name =
            Title::new(&self.name).map_err(|_| Problem::malformed("author.name: de 1 à 200 caractères"))?;
        Ok(ProfessionalInCharge {
            rpps,
            name: name.as_str().to_owned(),
        })
    }
}

async fn write(
    state: &AppState,
    access: GatewayAccess<'_>,
    act: DocumentAct<'_>,
    sending: Option<Sending<'_>>,
) -> Result<Uuid, Problem> {
    let written = state
        .store
        .write_document(access, act, sending, state.edge.occasion())
        .await;
    Ok(written.map_err(|error| failed(&error))??)
}

/// An identifier; what is none is one that no document has.
pub(super) fn identifier(written: &str) -> Uuid {
    written.parse().unwrap_or(Uuid::nil())
}

/// Adds a document.
#[utoipa::path(
    post, path = "/documents/deposit", tag = "documents",
    params(("Idempotency-Key" = Option<String>, Header, description = KEY)),
    request_body(content = DepositForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "Deposited", body = DepositAnswer), Refusals),
    security(("token" = []))
)]
pub(super) async fn deposit(
    State(state): State<AppState>,
    Caller(professional): Caller,
    key: Key,
    upload: Upload<DepositMetadata>,
) -> Result<(StatusCode, Json<DepositAnswer>), Problem> {
    let sending = key.sending("deposit", &[&upload.metadata_bytes, &upload.content_hash]);
    let DepositMetadata {
        access,
        sheet,
        flags,
        author,
        ..
    } = upload.metadata;
    let access = access.of(&professional).map_err(Problem::malformed)?;
    let in_charge = author.map(|author| author.in_charge(&professional)).transpose()?;
    let today = state.edge.occasion().day;
    let document = sheet.document(upload.content, &flags, in_charge, today)?;
    let id = write(&state, access, DocumentAct::Deposit(&document), sending).await?;
    Ok((StatusCode::CREATED, Json(DepositAnswer { id })))
}

/// Puts a new version of a document in its place. Only for its author.
#[utoipa::path(
    post, path = "/documents/replace", tag = "documents",
    params(("Idempotency-Key" = Option<String>, Header, description = KEY)),
    request_body(content = ReplaceForm, content_type = "multipart/form-data"),
    responses((status = 204, description = "Replaced; the identifier stays"), Refusals),
    security(("token" = []))
)]
pub(super) async fn replace(
    State(state): State<AppState>,
    Caller(professional): Caller,
    key: Key,
    upload: Upload<ReplaceMetadata>,
) -> Result<StatusCode, Problem> {
    let sending = key.sending("replace", &[&upload.metadata_bytes, &upload.content_hash]);
    let ReplaceMetadata {
        access,
        sheet,
        document,
        flags,
        ..
    } = upload.metadata;
    if flags.is_some() {
        return Err(Problem::malformed(
            "flags: un remplacement garde ceux du document",
        ));
    }
    let access = access.of(&professional).map_err(Problem::malformed)?;
    let by = sheet.document(upload.content, &[], None, state.edge.occasion().day)?;
    let act = DocumentAct::Replace {
        document: identifier(&document),
        by: &by,
    };
    write(&state, access, act, sending).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One act on one document, told apart by its name.
async fn change(
    state: &AppState,
    professional: &ProfessionalIdentity,
    key: &Key,
    body: &Body<DocumentBody>,
    name: &str,
    act: fn(Uuid) -> DocumentAct<'static>,
) -> Result<StatusCode, Problem> {
    let access = body.said.access.of(professional).map_err(Problem::malformed)?;
    let sending = key.sending(name, &[&body.bytes]);
    write(state, access, act(identifier(&body.said.document)), sending).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a document, masked or blocked included: what was put in the wrong record can always be removed. Only for its author.
#[utoipa::path(
    post, path = "/documents/delete", tag = "documents",
    params(("Idempotency-Key" = Option<String>, Header, description = KEY)),
    request_body = DocumentBody,
    responses((status = 204, description = "Deleted"), Refusals),
    security(("token" = []))
)]
pub(super) async fn delete(
    State(state): State<AppState>,
    Caller(professional): Caller,
    key: Key,
    body: Body<DocumentBody>,
) -> Result<StatusCode, Problem> {
    change(&state, &professional, &key, &body, "delete", DocumentAct::Delete).await
}

/// Masks a document for a holder who cannot do it. For whoever may read it.
#[utoipa::path(
    post, path = "/documents/mask", tag = "documents",
    params(("Idempotency-Key" = Option<String>, Header, description = KEY)),
    request_body = DocumentBody,
    responses((status = 204, description = "Masked"), Refusals),
    security(("token" = []))
)]
pub(super) async fn mask(
    State(state): State<AppState>,
    Caller(professional): Caller,
    key: Key,
    body: Body<DocumentBody>,
) -> Result<StatusCode, Problem> {
    change(
        &state,
        &professional,
        &key,
        &body,
        "mask",
        DocumentAct::MaskForHolder,
    )
    .await
}

/// Shows a document to the legal representatives. Cannot be undone. Only for its author.
#[utoipa::path(
    post, path = "/documents/show-to-representatives", tag = "documents",
    params(("Idempotency-Key" = Option<String>, Header, description = KEY)),
    request_body = DocumentBody,
    responses((status = 204, description = "Shown"), Refusals),
    security(("token" = []))
)]
pub(super) async fn show_to_representatives(
    State(state): State<AppState>,
    Caller(professional): Caller,
    key: Key,
    body: Body<DocumentBody>,
) -> Result<StatusCode, Problem> {
    change(
        &state,
        &professional,
        &key,
        &body,
        "show-to-representatives",
        DocumentAct::ShowToRepresentatives,
    )
    .await
}

/// Returns a document that was hidden from the patient. For its author, or a physician who may read it without an emergency.
#[utoipa::path(
    post, path = "/documents/return-to-patient", tag = "documents",
    params(("Idempotency-Key" = Option<String>, Header, description = KEY)),
    request_body = DocumentBody,
    responses((status = 204, description = "Returned"), Refusals),
    security(("token" = []))
)]
pub(super) async fn return_to_patient(
    State(state): State<AppState>,
    Caller(professional): Caller,
    key: Key,
    body: Body<DocumentBody>,
) -> Result<StatusCode, Problem> {
    change(
        &state,
        &professional,
        &key,
        &body,
        "return-to-patient",
        DocumentAct::ReturnToPatient,
    )
    .await
}

const KEY: &str = "A string between quotation marks, 1 to 255 characters. The same request sent again with it within 24 hours gets the \
     same answer and is done once; another request with it is refused (422).";
