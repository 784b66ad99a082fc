//! A document as it comes in: what it is, then its bytes, counted and hashed on their way.

use std::fmt::Write as _;

use axum::{
    body::Bytes,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use record::content::{FileContent, FileProblem, LARGEST};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::problem::Problem;

/// The longest description, in bytes.
const LONGEST_METADATA: usize = 64 * 1_024;

/// The largest request with a document that is read: the document, what it is, and what is around them.
pub(crate) const MOST_READ: usize = LARGEST + 2 * LONGEST_METADATA;

/// A whole upload, checked.
pub(super) struct Upload<T> {
    /// What the document is said to be.
    pub metadata: T,
    /// The same, as it was sent.
    pub metadata_bytes: Bytes,
    /// The document.
    pub content: FileContent,
    /// Its SHA-256.
    pub content_hash: [u8; 32],
}

/// What every description of a document says of its content.
pub(super) trait Described {
    /// The SHA-256 that the content must have, in hexadecimal.
    fn sha256(&self) -> &str;
}

impl<T: DeserializeOwned + Described + Send, S: Send + Sync> FromRequest<S> for Upload<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|rejection| Problem::malformed(rejection.body_text()))?;
        let first = part(&mut form, "metadata").await?;
        let metadata_bytes = Bytes::from(read(first, LONGEST_METADATA).await?);
        let metadata: T = serde_json::from_slice(&metadata_bytes)
            .map_err(|error| Problem::malformed(format!("metadata: {error}")))?;
        let expected = metadata.sha256().to_ascii_lowercase();
        if expected.len() != 64 || !expected.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Problem::malformed("sha256: 64 chiffres hexadécimaux"));
        }
        let second = part(&mut form, "content").await?;
        let labelled = second.content_type().map(str::to_owned);
        let bytes = read(second, LARGEST).await?;
        if form.next_field().await.map_err(|error| broken(&error))?.is_some() {
            return Err(Problem::malformed(
                "deux parties au plus : metadata, puis content",
            ));
        }
        let content_hash: [u8; 32] = Sha256::digest(&bytes).into();
        let content = FileContent::check(bytes).map_err(unkept)?;
        let kind = content.kind().media_type();
        if labelled.is_some_and(|label| label != kind && label != "application/octet-stream") {
            return Err(Problem::malformed(format!(
                "content: le fichier est de type {kind}"
            )));
        }
        if expected != hexadecimal(&content_hash) {
            return Err(Problem::malformed("sha256: ce n’est pas celui du contenu reçu"));
        }
        Ok(Self {
            metadata,
            metadata_bytes,
            content,
            content_hash,
        })
    }
}

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The next part, which must have this name.
async fn part<'a>(form: &'a mut Multipart, name: &str) -> Result<Field<'a>, Problem> {
    match form.next_field().await {
        Ok(Some(field)) if field.name() == Some(name) => Ok(field),
        Ok(_) => Err(Problem::malformed(format!(
            "il manque la partie {name}, à sa place"
        ))),
        Err(error) => Err(broken(&error)),
    }
}

/// All of a part; no more of it is read once it is too long.
async fn read(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + chunk.len() > most {
            return Err(Problem::too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Problem::too_large()
    } else {
        Problem::malformed("le corps multipart/form-data est incomplet ou illisible")
    }
}

fn unkept(problem: FileProblem) -> Problem {
    match problem {
        FileProblem::TooLarge => Problem::too_large(),
        FileProblem::Empty => Problem::malformed("content: le fichier est vide"),
        FileProblem::Unknown => Problem::malformed("content: ni PDF, ni JPEG, ni PNG"),
        FileProblem::Truncated(_) => Problem::malformed("content: le fichier n’est pas entier"),
    }
}
