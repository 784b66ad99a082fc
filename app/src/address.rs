//! The address of every page, in one place.

use record::queries::{DocumentQuery, DocumentSort};
use uuid::Uuid;

/// Where people sign in.
pub const SIGN_IN: &str = "/connexion";
/// Where signing out is sent.
pub const SIGN_OUT: &str = "/deconnexion";

/// The list of documents.
pub fn documents(profile: Uuid) -> String {
    format!("/dossiers/{profile}/documents")
}

/// The list of documents, as this query narrows and orders it.
pub fn documents_with(profile: Uuid, query: &DocumentQuery) -> String {
    let mut pairs = Vec::new();
    if !query.search.is_empty() {
        pairs.push(format!("recherche={}", encode(&query.search)));
    }
    if !query.category.is_empty() {
        pairs.push(format!("categorie={}", encode(&query.category)));
    }
    if let Some(masked) = query.masked {
        pairs.push(format!(
            "visibilite={}",
            if masked { "masques" } else { "visibles" }
        ));
    }
    if query.sort != DocumentSort::Newest {
        pairs.push(format!("tri={}", sort_name(query.sort)));
    }
    if query.page > 1 {
        pairs.push(format!("page={}", query.page));
    }
    let address = documents(profile);
    if pairs.is_empty() {
        address
    } else {
        format!("{address}?{}", pairs.join("&"))
    }
}

/// The name of an order in an address.
pub fn sort_name(sort: DocumentSort) -> &'static str {
    match sort {
        DocumentSort::Newest => "recents",
        DocumentSort::Oldest => "anciens",
        DocumentSort::Title => "titre",
        DocumentSort::Author => "auteur",
    }
}

/// One document.
pub fn document(profile: Uuid, document: Uuid) -> String {
    format!("/dossiers/{profile}/documents/{document}")
}

/// The content of a document.
pub fn content(profile: Uuid, document: Uuid) -> String {
    format!("/dossiers/{profile}/documents/{document}/contenu")
}

/// The confirmation of *mask all* or *make all visible*.
pub fn change_all(profile: Uuid, mask: bool) -> String {
    let act = if mask {
        "tout-masquer"
    } else {
        "tout-rendre-visible"
    };
    format!("/dossiers/{profile}/{act}")
}

/// The history.
pub fn history(profile: Uuid) -> String {
    format!("/dossiers/{profile}/historique")
}

/// The notices.
pub fn notices(profile: Uuid) -> String {
    format!("/dossiers/{profile}/notifications")
}

/// Percent-encodes all but unreserved characters (RFC 3986).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]),
        }
    }
    encoded
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(nibble.into(), 16)
        .unwrap_or('0')
        .to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_keeps_what_was_asked_whatever_it_holds() {
        let query = DocumentQuery {
            search: "a&b=é #".into(),
            category: "10".into(),
            masked: Some(true),
            sort: DocumentSort::Title,
            page: 3,
        };
        let address = documents_with(Uuid::nil(), &query);
        assert!(address.ends_with(
            "/documents?recherche=a%26b%3D%C3%A9%20%23&categorie=10&visibilite=masques&tri=titre&page=3"
        ));
    }
}
