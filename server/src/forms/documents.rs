//! Adding a document, deleting one's own, and asking the author of another.

use app::{address, visit::FormProblem};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil;
use policy::DocumentType;
use record::{
    Occasion, RecordError,
    acts::{ActorKey, AuthorRequest, OwnDocument},
    content::{FileContent, FileKind, FileProblem},
    typed::{LONGEST_REQUEST, LONGEST_TITLE, RequestText, TextProblem, Title},
    views::{OWN_TYPES, RequestKind},
};
use tower_sessions::Session;
use uuid::Uuid;

use super::{
    fields::{self, Fields},
    sent::Sent,
    upload::{self, SelectedFile},
};
use crate::{
    AppState,
    pages::{Written, render, unavailable},
};

/// Adds a document. Everything that is wrong is said at once, and what was typed comes back.
pub(crate) async fn add_document(
    State(state): State<AppState>,
    session: Session,
    Written(profile): Written<String>,
    request: Request,
) -> Response {
    let sent = match upload::receive(&state, &session, "fichier", request).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let Ok(profile) = profile.parse() else {
        return render(&state, sent.parts, Some(sent.account), None).await;
    };
    let occasion = state.edge.occasion();
    let new = match checked(&sent.fields, sent.file, occasion) {
        Ok(new) => new,
        Err(Some(problem)) => return render(&state, sent.parts, Some(sent.account), Some(problem)).await,
        Err(None) => return fields::unreadable(),
    };
    let key = ActorKey {
        account: sent.account,
        profile,
    };
    match state.store.add_document(key, &new, occasion).await {
        Ok(id) => Redirect::to(&format!("{}?fait=ajoute", address::document(profile, id))).into_response(),
        Err(RecordError::NotFound | RecordError::Refused(_) | RecordError::Closed { .. }) => {
            render(&state, sent.parts, Some(sent.account), None).await
        }
        Err(error) => {
            tracing::error!(%error, "a document could not be added");
            unavailable()
        }
    }
}

/// The document that the form describes, or all that is wrong with it; `None` for a form that no page of ours sends.
fn checked(
    fields: &Fields,
    file: Option<SelectedFile>,
    occasion: Occasion<'_>,
) -> Result<OwnDocument, Option<FormProblem>> {
    let form: Uuid = fields
        .one("jeton")
        .and_then(|form| form.parse().ok())
        .ok_or(None)?;
    let typed_title = fields.one("titre").ok_or(None)?;
    let typed_type = fields.one("type").ok_or(None)?;
    let typed_date = fields.one("date").ok_or(None)?;
    let typed_visibility = fields.one("visibilite").unwrap_or_default();

    let mut problem = FormProblem::default();
    problem.typed.insert("jeton", form.to_string());
    problem.typed.insert("titre", typed_title.to_owned());
    problem.typed.insert("type", typed_type.to_owned());
    problem.typed.insert("date", typed_date.to_owned());
    problem.typed.insert("visibilite", typed_visibility.to_owned());
    let mut wrong = |field: &'static str, message: String| problem.messages.push((field, message));

    let suggestion = file
        .as_ref()
        .map(|file| suggested_title(&file.name))
        .unwrap_or_default();
    let content = checked_file(file)
        .map_err(|message| wrong("fichier", message))
        .ok();
    let title = Title::new(typed_title);
    let mut suggested = None;
    match title {
        Ok(_) => {}
        Err(TextProblem::Blank) if suggestion.is_empty() => {
            wrong(
                "titre",
                "Écrivez un titre, pour retrouver ce document.".to_owned(),
            );
        }
        Err(TextProblem::Blank) => {
            wrong(
                "titre",
                "Écrivez un titre. Le nom du fichier est proposé\u{a0}: gardez-le ou changez-le.".to_owned(),
            );
            suggested = Some(suggestion);
        }
        Err(TextProblem::TooLong(excess)) => wrong("titre", too_long("Ce titre", LONGEST_TITLE, excess)),
    }
    let document_type = DocumentType::from_code(typed_type).filter(|_| OWN_TYPES.contains(&typed_type));
    if document_type.is_none() {
        wrong("type", "Choisissez un type de document dans la liste.".to_owned());
    }
    let dated = checked_date(typed_date, occasion.day)
        .map_err(|message| wrong("date", message))
        .ok();
    let masked = match typed_visibility {
        "masked" => Some(true),
        "visible" => Some(false),
        _ => {
            wrong(
                "visibilite-visible",
                "Choisissez qui pourra lire ce document.".to_owned(),
            );
            None
        }
    };
    if let Some(suggested) = suggested {
        problem.typed.insert("titre", suggested);
    }
    match (content, title, document_type, dated, masked) {
        (Some(content), Ok(title), Some(document_type), Some(dated), Some(masked)) => Ok(OwnDocument {
            form,
            title,
            document_type,
            dated,
            masked,
            content,
        }),
        _ => Err(Some(problem)),
    }
}

/// The file, or what to do about it.
fn checked_file(file: Option<SelectedFile>) -> Result<FileContent, String> {
    const OTHERS: &str = "Choisissez un PDF, ou une photo enregistrée en JPEG ou en PNG.";
    let nothing = "Choisissez le fichier à ajouter.";
    let Some(file) = file else {
        return Err(nothing.to_owned());
    };
    let checked = file.bytes.map_or(Err(FileProblem::TooLarge), FileContent::check);
    checked.map_err(|problem| match problem {
        // What a browser sends when nothing was chosen.
        FileProblem::Empty if file.name.is_empty() => nothing.to_owned(),
        FileProblem::Empty => "Ce fichier est vide. Vérifiez qu’il s’ouvre sur votre appareil, ou choisissez-en un autre.".to_owned(),
        FileProblem::TooLarge => "Ce fichier est trop gros\u{a0}: il doit faire 10\u{a0}Mo au plus. Réduisez-le, ou envoyez-le en plusieurs parties.".to_owned(),
        FileProblem::Unknown => format!("Ce fichier n’est pas un PDF, ni une image JPEG ou PNG, quel que soit son nom. {OTHERS}"),
        FileProblem::Truncated(kind) => {
            let what = match kind {
                FileKind::Pdf => "Ce PDF est incomplet",
                FileKind::Jpeg => "Cette image JPEG est incomplète",
                FileKind::Png => "Cette image PNG est incomplète",
            };
            format!(
                "{what}\u{a0}: il manque la fin. Vérifiez que le fichier s’ouvre sur votre appareil, puis choisissez-le de nouveau."
            )
        }
    })
}

/// The date that was typed, or what is wrong with it.
fn checked_date(typed: &str, today: civil::Date) -> Result<civil::Date, String> {
    // What a browser sends; and what people write where it lets them.
    let parsed = civil::Date::strptime("%Y-%m-%d", typed.trim())
        .or_else(|_| civil::Date::strptime("%d/%m/%Y", typed.trim()));
    match parsed {
        Err(_) => Err(format!(
            "Écrivez la date du document avec le jour, le mois et l’année, par exemple {}.",
            today.strftime("%d/%m/%Y")
        )),
        Ok(date) if date > today => Err(
            "Cette date est dans le futur. Écrivez la date du document, aujourd’hui au plus tard.".to_owned(),
        ),
        Ok(date) if date.year() < 1900 => Err("Vérifiez l’année\u{a0}: elle est avant 1900.".to_owned()),
        Ok(date) => Ok(date),
    }
}

pub(super) fn too_long(what: &str, longest: usize, excess: usize) -> String {
    let grouped = |number: usize| app::texts::grouped(u64::try_from(number).unwrap_or(u64::MAX));
    let excess = app::texts::counted(
        u64::try_from(excess).unwrap_or(u64::MAX),
        "caractère",
        "caractères",
    );
    format!(
        "{what} est trop long de {excess}. Il doit en faire {} au plus.",
        grouped(longest)
    )
}

/// A title made of the name of a file: without its folders, its ending, and what cannot be read.
fn suggested_title(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = match name.rsplit_once('.') {
        Some((name, ending)) if ending.len() <= 5 => name.trim_matches('.'),
        _ => name,
    };
    let short: String = name.replace('_', " ").chars().take(LONGEST_TITLE / 2).collect();
    Title::new(&short)
        .map(|title| title.as_str().to_owned())
        .unwrap_or_default()
}

/// Deletes a document of one's own. Somebody else's stays, and its page says what can be done.
pub(crate) async fn delete_document(State(state): State<AppState>, sent: Sent) -> Response {
    let Ok(document) = sent.named("document").parse() else {
        return sent.again(&state, None).await;
    };
    match state
        .store
        .delete_document(sent.key(), document, state.edge.occasion())
        .await
    {
        // The page of the deletion says that it is done, as often as it is asked.
        Ok(()) => Redirect::to(&address::delete_document(sent.profile, document)).into_response(),
        Err(RecordError::Refused(_)) => sent.again(&state, Some(nothing_changed())).await,
        Err(error) => {
            sent.failed(&state, error, "a document could not be deleted")
                .await
        }
    }
}

/// Asks the author of a document to correct or delete it.
pub(crate) async fn ask_author(State(state): State<AppState>, sent: Sent) -> Response {
    let Ok(document) = sent.named("document").parse() else {
        return sent.again(&state, None).await;
    };
    let Some(typed) = sent.fields.one("texte") else {
        return fields::unreadable();
    };
    let asked = match checked_request(sent.fields.one("demande").unwrap_or_default(), typed) {
        Ok(asked) => asked,
        Err(problem) => return sent.again(&state, Some(problem)).await,
    };
    match state
        .store
        .ask_author(sent.key(), document, &asked, state.edge.occasion())
        .await
    {
        Ok(()) => Redirect::to(&format!(
            "{}?fait=demande",
            address::document(sent.profile, document)
        ))
        .into_response(),
        Err(RecordError::Refused(_)) => sent.again(&state, Some(nothing_changed())).await,
        Err(error) => {
            sent.failed(&state, error, "a request to an author could not be kept")
                .await
        }
    }
}

/// The request that the form describes, or all that is wrong with it.
fn checked_request(kind: &str, typed: &str) -> Result<AuthorRequest, FormProblem> {
    let mut problem = FormProblem::default();
    problem.typed.insert("demande", kind.to_owned());
    problem.typed.insert("texte", typed.to_owned());
    let mut wrong = |field: &'static str, message: String| problem.messages.push((field, message));
    let kind = RequestKind::from_id(kind);
    if kind.is_none() {
        wrong(
            "demande-correct",
            "Choisissez ce que vous demandez à l’auteur.".to_owned(),
        );
    }
    let text = RequestText::new(typed);
    match &text {
        Ok(text) if text.is_blank() && kind == Some(RequestKind::Correct) => {
            wrong(
                "texte",
                "Écrivez ce qui est faux, pour que l’auteur puisse le corriger.".to_owned(),
            );
        }
        Ok(_) => {}
        Err(TextProblem::TooLong(excess)) => wrong("texte", too_long("Ce texte", LONGEST_REQUEST, *excess)),
        Err(TextProblem::Blank) => wrong("texte", "Écrivez votre demande.".to_owned()),
    }
    match (kind, text) {
        (Some(kind), Ok(text)) if problem.messages.is_empty() => Ok(AuthorRequest { kind, text }),
        _ => Err(problem),
    }
}

/// The page as it is, which says what can be done instead: what was asked is not possible.
fn nothing_changed() -> FormProblem {
    FormProblem {
        status: Some(StatusCode::CONFLICT),
        ..FormProblem::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_only_a_suggestion() {
        for (name, title) in [
            ("radio_du_genou.pdf", "radio du genou"),
            ("C:\\Documents\\Camille\\scan 1.PDF", "scan 1"),
            ("../../etc/passwd", "passwd"),
            ("..", ""),
            (".pdf", ""),
            ("", ""),
            ("a\0b\r\nc.png", "a b c"),
            ("facture\u{202e}fdp.exe", "facturefdp"),
            ("v1.2 du compte rendu", "v1.2 du compte rendu"),
        ] {
            assert_eq!(suggested_title(name), title, "{name:?}");
        }
        assert_eq!(
            suggested_title(&format!("{}.pdf", "é".repeat(10_000)))
                .chars()
                .count(),
            100
        );
    }

    #[test]
    fn a_date_is_one_that_exists_and_has_come() {
        let today = civil::date(2026, 11, 23);
        let check = |typed| checked_date(typed, today);
        assert_eq!(check("2026-11-23"), Ok(today));
        assert_eq!(check(" 01/02/2024 "), Ok(civil::date(2024, 2, 1)));
        assert_eq!(check("2024-02-29"), Ok(civil::date(2024, 2, 29)));
        assert!(check("2026-11-24").is_err_and(|message| message.contains("futur")));
        assert!(check("1899-12-31").is_err_and(|message| message.contains("1900")));
        for nothing in [
            "",
            "hier",
            "2026-02-30",
            "31/02/2026",
            "2026-11-23T10:00",
            "99999-01-01",
            "11/2026",
        ] {
            assert!(
                check(nothing).is_err_and(|message| message.contains("par exemple 23/11/2026")),
                "{nothing}"
            );
        }
    }
}
