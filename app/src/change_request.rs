//! A change of settings as it stands in an address: the confirmation page is a plain link, and says all of it.

use jiff::civil::Date;
use policy::{DefaultVisibility, DocumentCategory, EmergencyConsents, Section};
use record::{
    queries::{DocumentQuery, DocumentSort},
    views::SettingsChange,
};
use uuid::Uuid;

use crate::{address::encode, sight::day_of};

/// At most this many documents are chosen by hand at once.
const MOST_CHOSEN: usize = 200;

/// The words of the address for this change.
pub fn to_query(change: &SettingsChange) -> String {
    let pair = |name: &str, value: &str| format!("&{name}={}", encode(value));
    let mask_word = |mask: bool, masked: &str, visible: &str| if mask { masked } else { visible }.to_owned();
    let day =
        |name: &str, day: Option<Date>| day.map_or_else(String::new, |day| pair(name, &day.to_string()));
    let yes = |yes: bool| if yes { "oui" } else { "non" };
    let (act, rest) = match change {
        SettingsChange::Documents { documents, mask } => (
            mask_word(*mask, "masquer", "rendre-visible"),
            documents
                .iter()
                .map(|id| pair("document", &id.to_string()))
                .collect(),
        ),
        SettingsChange::Matching { query, mask } => (
            mask_word(*mask, "masquer-trouves", "rendre-visible-trouves"),
            [
                pair("recherche", &query.search),
                pair("categorie", &query.category),
                pair("visibilite", visibility_word(query.masked)),
                pair("etablissement", &query.organisation),
                day("du", query.from),
                day("au", query.to),
            ]
            .concat(),
        ),
        SettingsChange::All { mask } => (
            mask_word(*mask, "tout-masquer", "tout-rendre-visible"),
            String::new(),
        ),
        SettingsChange::Section { section, mask } => (
            mask_word(*mask, "masquer-rubrique", "rendre-visible-rubrique"),
            pair("rubrique", section.id()),
        ),
        SettingsChange::Default(visibility) => (
            "prochains-documents".to_owned(),
            pair("visibilite", visibility.id()),
        ),
        SettingsChange::Emergency(consents) => (
            "urgences".to_owned(),
            [
                pair("samu", yes(consents.samu())),
                pair("autres", yes(consents.break_glass())),
                pair("masques", yes(consents.masked_documents())),
            ]
            .concat(),
        ),
        SettingsChange::Block(rpps) => ("bloquer".to_owned(), pair("rpps", &rpps.to_string())),
        SettingsChange::Unblock(rpps) => ("debloquer".to_owned(), pair("rpps", &rpps.to_string())),
        SettingsChange::BlockOrganisation(finess) => (
            "bloquer-etablissement".to_owned(),
            pair("finess", &finess.to_string()),
        ),
        SettingsChange::UnblockOrganisation(finess) => (
            "debloquer-etablissement".to_owned(),
            pair("finess", &finess.to_string()),
        ),
        SettingsChange::Oppose(opposed) => (
            mask_word(
                *opposed,
                "fermer-aux-professionnels",
                "rouvrir-aux-professionnels",
            ),
            String::new(),
        ),
        SettingsChange::NameAdministrator(rpps) => (
            "nommer-administrateur".to_owned(),
            pair("rpps", &rpps.to_string()),
        ),
        SettingsChange::WithdrawAdministrator(rpps) => (
            "retirer-administrateur".to_owned(),
            pair("rpps", &rpps.to_string()),
        ),
        SettingsChange::WithdrawAndBlock(rpps) => {
            ("retirer-et-bloquer".to_owned(), pair("rpps", &rpps.to_string()))
        }
        SettingsChange::Undo(change) => ("annuler".to_owned(), pair("changement", &change.to_string())),
    };
    format!("acte={act}{rest}")
}

/// The change that an address asks for; nothing when it makes no sense, or leaves something out.
pub fn from_query(pairs: &[(String, String)]) -> Option<SettingsChange> {
    let one = |name: &str| {
        let mut values = pairs.iter().filter(|(field, _)| field == name);
        let value = values.next().map(|(_, value)| value.as_str());
        value.filter(|_| values.next().is_none())
    };
    let act = one("acte")?;
    let rpps = || one("rpps")?.parse().ok();
    let finess = || one("finess")?.parse().ok();
    Some(match act {
        "masquer" | "rendre-visible" => {
            let mut documents = Vec::new();
            for (_, id) in pairs.iter().filter(|(field, _)| field == "document") {
                documents.push(id.parse::<Uuid>().ok()?);
            }
            documents.sort_unstable();
            documents.dedup();
            if documents.is_empty() || documents.len() > MOST_CHOSEN {
                return None;
            }
            SettingsChange::Documents {
                documents,
                mask: act == "masquer",
            }
        }
        "masquer-trouves" | "rendre-visible-trouves" => SettingsChange::Matching {
            query: DocumentQuery {
                search: one("recherche").unwrap_or_default().chars().take(200).collect(),
                category: known_category(one("categorie").unwrap_or_default()),
                masked: visibility_of(one("visibilite").unwrap_or_default()),
                organisation: known_place(one("etablissement").unwrap_or_default()),
                // A day that makes no sense would change more documents than were asked for.
                from: one("du").map(|day| day_of(day).ok_or(())).transpose().ok()?,
                to: one("au").map(|day| day_of(day).ok_or(())).transpose().ok()?,
                sort: DocumentSort::default(),
                page: 1,
            },
            mask: act == "masquer-trouves",
        },
        "masquer-rubrique" | "rendre-visible-rubrique" => SettingsChange::Section {
            section: Section::from_id(one("rubrique")?)?,
            mask: act == "masquer-rubrique",
        },
        "prochains-documents" => SettingsChange::Default(DefaultVisibility::from_id(one("visibilite")?)?),
        "bloquer-etablissement" => SettingsChange::BlockOrganisation(finess()?),
        "debloquer-etablissement" => SettingsChange::UnblockOrganisation(finess()?),
        "debloquer" => SettingsChange::Unblock(rpps()?),
        "nommer-administrateur" => SettingsChange::NameAdministrator(rpps()?),
        "retirer-administrateur" => SettingsChange::WithdrawAdministrator(rpps()?),
        "retirer-et-bloquer" => SettingsChange::WithdrawAndBlock(rpps()?),
        "annuler" => SettingsChange::Undo(one("changement")?.parse().ok()?),
        act => return tried(act, one),
    })
}

/// The changes that can be tried before they are asked for, on pages that receive the rules. `one` gives the only value of a field.
pub fn tried<'a>(act: &str, one: impl Fn(&str) -> Option<&'a str>) -> Option<SettingsChange> {
    Some(match act {
        "tout-masquer" => SettingsChange::All { mask: true },
        "tout-rendre-visible" => SettingsChange::All { mask: false },
        "urgences" => SettingsChange::Emergency(emergency_of(one("samu"), one("autres"), one("masques"))?),
        "bloquer" => SettingsChange::Block(one("rpps")?.parse().ok()?),
        "fermer-aux-professionnels" => SettingsChange::Oppose(true),
        "rouvrir-aux-professionnels" => SettingsChange::Oppose(false),
        _ => return None,
    })
}

/// The three answers about emergencies. Refusing both kinds of access refuses masked documents, whatever was answered.
pub fn emergency_of(
    samu: Option<&str>,
    others: Option<&str>,
    masked: Option<&str>,
) -> Option<EmergencyConsents> {
    let answer = |value: Option<&str>| match value {
        Some("oui") => Some(true),
        Some("non") => Some(false),
        _ => None,
    };
    let (samu, others) = (answer(samu)?, answer(others)?);
    let masked = if samu || others { answer(masked)? } else { false };
    EmergencyConsents::new(samu, others, masked).ok()
}

/// The name of an organisation, as the list's filter sends it.
pub fn known_place(name: &str) -> String {
    name.chars().take(200).collect()
}

/// A category of the list's filter; blank for one that does not exist.
pub fn known_category(code: &str) -> String {
    let known = DocumentCategory::ALL.iter().any(|known| known.code() == code);
    if known { code.to_owned() } else { String::new() }
}

/// The word of the list's filter on visibility.
pub fn visibility_word(masked: Option<bool>) -> &'static str {
    match masked {
        Some(true) => "masques",
        Some(false) => "visibles",
        None => "",
    }
}

/// The list's filter on visibility.
pub fn visibility_of(word: &str) -> Option<bool> {
    match word {
        "masques" => Some(true),
        "visibles" => Some(false),
        _ => None,
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn read_back(change: &SettingsChange) -> Option<SettingsChange> {
        let uri = format!("/changement?{}", to_query(change)).parse().unwrap();
        let axum::extract::Query(pairs) = axum::extract::Query::<Vec<_>>::try_from_uri(&uri).unwrap();
        from_query(&pairs)
    }

    #[test]
    fn every_change_is_read_back_from_its_address() {
        let id = Uuid::from_u128(7);
        let rpps = "10000000017".parse().unwrap();
        let finess = "590064036".parse().unwrap();
        let mut changes = vec![
            SettingsChange::Block(rpps),
            SettingsChange::Unblock(rpps),
            SettingsChange::BlockOrganisation(finess),
            SettingsChange::UnblockOrganisation(finess),
            SettingsChange::NameAdministrator(rpps),
            SettingsChange::WithdrawAdministrator(rpps),
            SettingsChange::WithdrawAndBlock(rpps),
            SettingsChange::Undo(id),
            SettingsChange::Default(DefaultVisibility::Masked),
            SettingsChange::Default(DefaultVisibility::Visible),
        ];
        changes.extend(EmergencyConsents::all().map(SettingsChange::Emergency));
        for mask in [true, false] {
            changes.extend([
                SettingsChange::All { mask },
                SettingsChange::Oppose(mask),
                SettingsChange::Documents {
                    documents: vec![id, Uuid::from_u128(8)],
                    mask,
                },
            ]);
            changes.extend(Section::ALL.map(|section| SettingsChange::Section { section, mask }));
            for masked in [None, Some(true), Some(false)] {
                let query = DocumentQuery {
                    search: "a&b=é #".to_owned(),
                    category: "10".to_owned(),
                    masked,
                    organisation: "Clinique d’ici & là".to_owned(),
                    from: day_of("2025-01-31"),
                    to: masked.and(day_of("2026-02-01")),
                    sort: DocumentSort::default(),
                    page: 1,
                };
                changes.push(SettingsChange::Matching { query, mask });
            }
        }
        for change in changes {
            assert_eq!(read_back(&change), Some(change));
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_change() {
        let pairs = |text: &str| {
            let uri = format!("/changement?{text}").parse().unwrap();
            let axum::extract::Query(pairs) = axum::extract::Query::<Vec<_>>::try_from_uri(&uri).unwrap();
            pairs
        };
        for text in [
            "",
            "acte=",
            "acte=tout-masquer&acte=tout-masquer",
            "acte=autre",
            "acte=masquer",
            "acte=masquer&document=x",
            "acte=masquer-rubrique&rubrique=x",
            "acte=prochains-documents&visibilite=x",
            "acte=urgences&samu=oui",
            "acte=urgences&samu=oui&autres=non&masques=peut-etre",
            "acte=urgences&samu=oui&samu=non&autres=non&masques=non",
            "acte=bloquer&rpps=1",
            "acte=bloquer-etablissement&finess=-",
            "acte=annuler&changement=1",
            "acte=masquer-trouves&du=hier",
        ] {
            assert_eq!(from_query(&pairs(text)), None, "{text}");
        }
        let none = pairs("acte=urgences&samu=non&autres=non&masques=oui");
        let refused = EmergencyConsents::new(false, false, false).unwrap();
        assert_eq!(from_query(&none), Some(SettingsChange::Emergency(refused)));
    }
}
