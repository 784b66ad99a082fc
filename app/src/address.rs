//! The address of every page, in one place.

use record::{
    queries::{
        AccessKind, DirectoryQuery, DocumentQuery, DocumentSort, HistoryKind, HistoryQuery, NoticeQuery,
        NoticeTopic,
    },
    views::SettingsChange,
};
use uuid::Uuid;

use crate::change_request::{to_query, visibility_word};

/// Where people sign in.
pub const SIGN_IN: &str = "/connexion";
/// Where signing out is sent.
pub const SIGN_OUT: &str = "/deconnexion";

/// The records that the person signed in may choose from.
pub const PROFILES: &str = "/profils";

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
        pairs.push(format!("visibilite={}", visibility_word(Some(masked))));
    }
    if !query.organisation.is_empty() {
        pairs.push(format!("etablissement={}", encode(&query.organisation)));
    }
    for (name, day) in [("du", query.from), ("au", query.to)] {
        pairs.extend(day.map(|day| format!("{name}={day}")));
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

/// The end of the address of the form that adds a document.
const ADD_DOCUMENT: &str = "/ajouter-un-document";

/// The form that adds a document.
pub fn add_document(profile: Uuid) -> String {
    format!("/dossiers/{profile}{ADD_DOCUMENT}")
}

/// Whether files are sent there, which takes longer than anything else.
pub fn takes_files(path: &str) -> bool {
    path.starts_with("/dossiers/") && path.ends_with(ADD_DOCUMENT)
}

/// The confirmation of deleting a document; once it is gone, the page that says so.
pub fn delete_document(profile: Uuid, document: Uuid) -> String {
    format!("/dossiers/{profile}/documents/{document}/supprimer")
}

/// The form that asks the author of a document to correct or delete it.
pub fn ask_author(profile: Uuid, document: Uuid) -> String {
    format!("/dossiers/{profile}/documents/{document}/demander-a-l-auteur")
}

/// The confirmation of a change of settings, and where its form is sent. `back` is where it leads afterwards.
pub fn change(profile: Uuid, change: &SettingsChange, back: &str) -> String {
    let back = if back.is_empty() {
        String::new()
    } else {
        format!("&retour={}", encode(back))
    };
    format!("/dossiers/{profile}/changement?{}{back}", to_query(change))
}

/// Where the form that chooses documents by hand is sent: to the confirmation page, which reads the choice.
pub fn choose_change(profile: Uuid) -> String {
    format!("/dossiers/{profile}/changement")
}

/// Verifying the history, and taking it away.
pub fn verify_history(profile: Uuid) -> String {
    format!("/dossiers/{profile}/verifier-l-historique")
}

/// The history as a table.
pub fn history_csv(profile: Uuid) -> String {
    format!("/dossiers/{profile}/exports/historique.csv")
}

/// The history as FHIR resources.
pub fn history_fhir(profile: Uuid) -> String {
    format!("/dossiers/{profile}/exports/historique.json")
}

/// The history with the proof that it is whole.
pub fn history_proof(profile: Uuid) -> String {
    format!("/dossiers/{profile}/exports/preuve-historique.jsonl")
}

/// Everything that can be set, on one page.
pub fn settings(profile: Uuid) -> String {
    format!("/dossiers/{profile}/reglages")
}

/// The look at everything.
pub fn home(profile: Uuid) -> String {
    format!("/dossiers/{profile}/accueil")
}

/// The map of the site, for this record.
#[must_use]
pub fn site_map(profile: Uuid) -> String {
    format!("/dossiers/{profile}/plan")
}

/// The questions of the first sign-in, and where their answers are sent.
pub fn welcome(profile: Uuid) -> String {
    format!("/dossiers/{profile}/bienvenue")
}

/// One question of the privacy check-up, from 1; the summary comes last.
pub fn check_up(profile: Uuid, step: u8) -> String {
    format!("/dossiers/{profile}/faire-le-point?etape={step}")
}

/// Who represents a minor, and where what is done about it is sent.
pub fn representatives(profile: Uuid) -> String {
    format!("/dossiers/{profile}/representants")
}

/// The invitation of this code, and where its answer is sent.
pub fn invitation(code: &str) -> String {
    format!("/invitations/{}", encode(code))
}

/// Where a person opens their own record with a code, or refuses it.
pub const ACTIVATION: &str = "/activation";

/// What someone who came of age is asked to review.
pub fn majority(profile: Uuid) -> String {
    format!("/dossiers/{profile}/mes-18-ans")
}

/// What whoever protects an adult may do, and where it is sent.
pub fn protection(profile: Uuid) -> String {
    format!("/dossiers/{profile}/protection")
}

/// Closing the record, and where its form is sent.
pub fn close(profile: Uuid) -> String {
    format!("/dossiers/{profile}/cloturer")
}

/// Where reopening the record is sent.
pub fn reopen(profile: Uuid) -> String {
    format!("/dossiers/{profile}/rouvrir")
}

/// The answers about emergencies, which lead to this address once they are confirmed.
pub fn emergencies_then(profile: Uuid, next: &str) -> String {
    format!("{}?retour={}", emergencies(profile), encode(next))
}

/// The answers about emergencies.
pub fn emergencies(profile: Uuid) -> String {
    format!("/dossiers/{profile}/urgences")
}

/// An address of a record, or of an invitation to one, on this site; nothing for any other: nobody is sent anywhere else.
#[cfg(feature = "ssr")]
pub fn local(wanted: &str) -> Option<&str> {
    let is_local = ["/dossiers/", "/invitations/"]
        .iter()
        .any(|start| wanted.starts_with(start))
        && wanted.len() <= 2_000
        && wanted.chars().all(|c| c.is_ascii_graphic() && c != '\\')
        && wanted
            .parse::<axum::http::Uri>()
            .is_ok_and(|uri| uri.authority().is_none());
    is_local.then_some(wanted)
}

/// The page that shows the form which is sent to this address. Two forms are sent where no page is.
#[cfg(feature = "ssr")]
pub fn page_of_form(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let parts: Vec<_> = path.split('/').collect();
    match parts.as_slice() {
        ["", "dossiers", profile, "rouvrir"] => format!("/dossiers/{profile}/accueil"),
        ["", "dossiers", profile, "signalements", ..] => format!("/dossiers/{profile}/signalements"),
        _ => address.to_owned(),
    }
}

/// The address to come back to, or the documents.
#[cfg(feature = "ssr")]
pub fn back_or(wanted: &str, profile: Uuid) -> String {
    local(wanted).map_or_else(|| documents(profile), str::to_owned)
}

/// Trying a change: who would gain or lose an access.
pub fn what_if(profile: Uuid) -> String {
    format!("/dossiers/{profile}/essayer")
}

/// *See my record as…*.
pub fn see_as(profile: Uuid) -> String {
    format!("/dossiers/{profile}/voir-comme")
}

/// The professionals of the record, and the search in the directory.
pub fn professionals(profile: Uuid) -> String {
    format!("/dossiers/{profile}/professionnels")
}

/// The professionals, with what this search of the directory finds.
pub fn professionals_with(profile: Uuid, query: &DirectoryQuery) -> String {
    let page = match query.page {
        0 | 1 => String::new(),
        page => format!("&page={page}"),
    };
    format!(
        "{}?recherche={}{page}",
        professionals(profile),
        encode(&query.search)
    )
}

/// One professional.
pub fn professional(profile: Uuid, rpps: &str) -> String {
    format!("/dossiers/{profile}/professionnels/{}", encode(rpps))
}

/// The history.
pub fn history(profile: Uuid) -> String {
    format!("/dossiers/{profile}/historique")
}

/// The history as this query narrows it, from this place on.
pub fn history_with(profile: Uuid, query: &HistoryQuery, after: Option<&str>) -> String {
    let mut pairs = Vec::new();
    if query.kind == HistoryKind::OwnActs {
        pairs.push("vue=moi".to_owned());
    }
    if !query.search.is_empty() {
        pairs.push(format!("recherche={}", encode(&query.search)));
    }
    if !query.rpps.is_empty() {
        pairs.push(format!("qui={}", encode(&query.rpps)));
    }
    pairs.extend(query.done.map(|done| format!("acte={}", access_kind(done))));
    pairs.extend(query.document.map(|document| format!("document={document}")));
    for (chosen, name) in [(query.refused, "refus"), (query.emergency, "urgence")] {
        if chosen {
            pairs.push(format!("{name}=oui"));
        }
    }
    pairs.extend(query.from.map(|day| format!("du={day}")));
    pairs.extend(query.to.map(|day| format!("au={day}")));
    pairs.extend(after.map(|after| format!("apres={}", encode(after))));
    let address = history(profile);
    if pairs.is_empty() {
        address
    } else {
        format!("{address}?{}", pairs.join("&"))
    }
}

/// The notices that the query finds, from `after` on.
pub fn notices_with(profile: Uuid, query: NoticeQuery, after: Option<&str>) -> String {
    let mut pairs = Vec::new();
    if query.unread {
        pairs.push("non-lues=oui".to_owned());
    }
    pairs.extend(query.topic.map(|topic| format!("sujet={}", notice_topic(topic))));
    pairs.extend(after.map(|after| format!("apres={}", encode(after))));
    let address = notices(profile);
    if pairs.is_empty() {
        address
    } else {
        format!("{address}?{}", pairs.join("&"))
    }
}

/// The name of what notices are about in an address.
pub fn notice_topic(topic: NoticeTopic) -> &'static str {
    match topic {
        NoticeTopic::Accesses => "acces",
        NoticeTopic::Emergencies => "urgences",
        NoticeTopic::Documents => "documents",
        NoticeTopic::Settings => "reglages",
    }
}

/// The name of a kind of access in an address.
pub fn access_kind(kind: AccessKind) -> &'static str {
    match kind {
        AccessKind::Opened => "ouverture",
        AccessKind::Searched => "recherche",
        AccessKind::Read => "lecture",
        AccessKind::Added => "ajout",
        AccessKind::Changed => "modification",
    }
}

/// One visit of a professional, line by line.
pub fn visit(profile: Uuid, visit: &str) -> String {
    format!("{}/{}", history(profile), encode(visit))
}

/// The form that reports a visit as doubtful.
pub fn report_access(profile: Uuid, id: &str) -> String {
    format!("{}/signaler", visit(profile, id))
}

/// The doubtful accesses that were reported.
pub fn access_reports(profile: Uuid) -> String {
    format!("/dossiers/{profile}/signalements")
}

/// Where taking a report back is sent.
pub fn withdraw_access_report(profile: Uuid, report: Uuid) -> String {
    format!("{}/{report}/retirer", access_reports(profile))
}

/// The notices.
pub fn notices(profile: Uuid) -> String {
    format!("/dossiers/{profile}/notifications")
}

/// Which notices a person wants, and where their choices are sent.
pub fn notice_preferences(profile: Uuid) -> String {
    format!("/dossiers/{profile}/notifications/preferences")
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        let here = "/dossiers/1/documents?page=2";
        assert_eq!(local(here), Some(here));
        for elsewhere in [
            "https://ailleurs.example/",
            "//ailleurs.example",
            "/dossiers/\\ailleurs",
            "/dossiers/\r\nSet-Cookie: a=b",
            "/deconnexion",
            "",
        ] {
            assert_eq!(local(elsewhere), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_query_keeps_what_was_asked_whatever_it_holds() {
        let query = DocumentQuery {
            search: "a&b=é #".into(),
            category: "10".into(),
            masked: Some(true),
            organisation: "Ici & là".into(),
            from: crate::sight::day_of("2025-01-31"),
            to: crate::sight::day_of("2026-02-01"),
            sort: DocumentSort::Title,
            page: 3,
        };
        let address = documents_with(Uuid::nil(), &query);
        assert!(address.ends_with(
            "/documents?recherche=a%26b%3D%C3%A9%20%23&categorie=10&visibilite=masques\
             &etablissement=Ici%20%26%20l%C3%A0&du=2025-01-31&au=2026-02-01&tri=titre&page=3"
        ));
    }
}
