//! Reading a form with a file, as it comes in: never more of it in memory than is kept.

use axum::{
    body::Body,
    extract::{
        FromRequest as _, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
};
use futures_util::StreamExt as _;
use record::content;
use tower_sessions::Session;
use uuid::Uuid;

use super::{
    fields::{Fields, LARGEST, unreadable},
    part_names::PartNames,
};
use crate::{
    AppState,
    pages::{signed_in, told},
};

/// The largest request with a file that is read to its end, in bytes. Much more than is kept, so that someone whose
/// file is too large gets their form back, with what they typed.
pub(crate) const MOST_READ: usize = 100 * 1_024 * 1_024;

/// A form with a file: who sends it, and what is in it.
pub(super) struct SentFile {
    pub parts: Parts,
    pub account: Uuid,
    pub fields: Fields,
    pub file: Option<SelectedFile>,
}

/// The file of a form.
pub(super) struct SelectedFile {
    /// What its sender calls it.
    pub name: String,
    /// All of it; nothing when it is larger than what is kept.
    pub bytes: Option<Vec<u8>>,
}

/// Who sends the form, then the form; or the answer that leads to the sign-in page or says what is wrong.
pub(super) async fn receive(
    state: &AppState,
    session: &Session,
    file_field: &str,
    request: Request,
) -> Result<SentFile, Response> {
    let (parts, body) = request.into_parts();
    let account = match signed_in(session, &parts).await {
        Ok(Some(account)) => account,
        answer => {
            drain(body).await;
            return Err(answer.map_or_else(
                |answer| *answer,
                |_| Redirect::to(app::address::SIGN_IN).into_response(),
            ));
        }
    };
    let request = Request::from_parts(parts.clone(), with_clean_names(&parts, body));
    let mut form = Multipart::from_request(request, state)
        .await
        .map_err(|_| unreadable())?;
    let mut fields = Vec::new();
    let mut file = None;
    let mut room = LARGEST;
    while let Some(field) = form.next_field().await.map_err(|error| refusal(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == file_field {
            if file.is_some() {
                return Err(unreadable());
            }
            file = Some(selected(field).await?);
        } else {
            let text = text(field, room).await?;
            room -= text.len();
            fields.push((name, text));
        }
    }
    Ok(SentFile {
        parts,
        account,
        fields: Fields::from(fields),
        file,
    })
}

/// The body of a form with files, whatever they are called.
fn with_clean_names(parts: &Parts, body: Body) -> Body {
    let boundary = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|content_type| content_type.to_str().ok())
        .and_then(|content_type| multer::parse_boundary(content_type).ok());
    let Some(boundary) = boundary else {
        return body;
    };
    let mut names = PartNames::new(&boundary);
    let chunks = body.into_data_stream();
    Body::from_stream(chunks.map(move |chunk| chunk.map(|chunk| names.clean(&chunk))))
}

/// Reads what is still being sent and keeps none of it: a browser shows the answer only when it has been heard out.
async fn drain(body: Body) {
    let mut rest = body.into_data_stream();
    let mut read = 0;
    while let Some(Ok(chunk)) = rest.next().await {
        read += chunk.len();
        if read > MOST_READ {
            return;
        }
    }
}

async fn selected(mut field: Field<'_>) -> Result<SelectedFile, Response> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(|error| refusal(&error))? {
        match &mut bytes {
            Some(kept) if kept.len() + chunk.len() <= content::LARGEST => kept.extend_from_slice(&chunk),
            _ => bytes = None,
        }
    }
    Ok(SelectedFile { name, bytes })
}

async fn text(mut field: Field<'_>, room: usize) -> Result<String, Response> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| refusal(&error))? {
        if bytes.len() + chunk.len() > room {
            return Err(too_long());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| unreadable())
}

fn refusal(error: &MultipartError) -> Response {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        told(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Ce fichier est beaucoup trop gros",
            "Rien n’a été changé. Un document fait 10\u{a0}Mo au plus. Revenez à la page précédente et choisissez un fichier plus petit.",
        )
    } else {
        unreadable()
    }
}

fn too_long() -> Response {
    told(
        StatusCode::PAYLOAD_TOO_LARGE,
        "Ce formulaire est trop long",
        "Rien n’a été changé. Revenez à la page précédente et raccourcissez ce que vous avez écrit.",
    )
}
