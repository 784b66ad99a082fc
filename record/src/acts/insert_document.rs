//! Putting one document in, wherever it comes from.

use policy::{DocumentType, Rpps};

use super::{
    install_population::{NewDocument, NewProfessional},
    known_facts::{place, profession_label},
};
use crate::{
    RecordError,
    normalise::normalise,
    sql::population::{self as sql},
    store::Tx,
    views::{Flags, spoken_type},
};

/// Who a new document comes from.
pub(crate) enum Source<'a> {
    Professional(&'a NewProfessional),
    /// A professional as their token, or the directory, names them.
    Author(&'a Author),
    /// First and last name.
    Holder(&'a str, &'a str),
    /// Someone who acts for the holder of this first and last name.
    LegalRepresentative(&'a str, &'a str),
}

/// The professional in charge of a document that comes through the gateway.
pub(crate) struct Author {
    pub rpps: Rpps,
    /// First and last name.
    pub name: String,
    /// Label of the profession, in French.
    pub profession: &'static str,
    /// Name and town, empty when unknown.
    pub organisation: String,
}

/// The document and its content, with what searches and sorts them.
pub(crate) async fn insert_document(
    tx: &mut Tx,
    new: &NewDocument,
    source: &Source<'_>,
) -> Result<(), RecordError> {
    let document_type = DocumentType::from_code(&new.type_code).ok_or(RecordError::Corrupt("type_code"))?;
    let number;
    let (kind, rpps, name, profession, organisation, last_name) = match source {
        Source::Author(author) => {
            number = author.rpps.to_string();
            (
                "professional",
                number.as_str(),
                author.name.clone(),
                author.profession,
                author.organisation.clone(),
                author
                    .name
                    .split_once(' ')
                    .map_or(author.name.as_str(), |(_, last)| last),
            )
        }
        Source::Professional(author) => (
            "professional",
            author.rpps.as_str(),
            format!("{} {}", author.first_name, author.last_name),
            profession_label(&author.profession),
            place(&author.organisation_name, &author.town),
            author.last_name.as_str(),
        ),
        Source::Holder(first, last) => ("holder", "", format!("{first} {last}"), "", String::new(), *last),
        Source::LegalRepresentative(first, last) => (
            "legal_representative",
            "",
            format!("Représentant légal de {first} {last}"),
            "",
            String::new(),
            *last,
        ),
    };
    let searched = [
        &new.title,
        document_type.label(),
        // Both are looked for: what professionals write, and what the page says.
        &spoken_type(document_type.label()),
        &name,
        profession,
        &organisation,
    ]
    .join(" ");
    let row = sql::NewDocument {
        profile: new.profile,
        id: new.id,
        type_code: document_type.code(),
        category: document_type.category().code(),
        title: &new.title,
        author_kind: kind,
        author_rpps: rpps,
        author_name: &name,
        author_profession: profession,
        organisation_name: &organisation,
        dated: &new.dated.to_string(),
        deposited_at: new.deposited_at.as_microsecond(),
        visibility: Flags::from(new.visibility).bits(),
        media_type: &new.media_type,
        sort_title: &normalise(&new.title),
        sort_author: &normalise(&format!("{last_name} {name}")),
        search_text: &normalise(&searched),
        content: &new.content,
    };
    sql::insert_document(tx, &row).await?;
    Ok(())
}
