//! The French texts, in one place. A text that is missing does not compile.

#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod dates;
mod effects;
#[cfg(feature = "ssr")]
mod emails;
#[cfg(feature = "ssr")]
mod grounds;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod own_documents;
mod reading;
mod voice;

#[cfg(feature = "ssr")]
pub use changes::{
    blocked, change_title, closed, confirm_label, emergencies_today, emergencies_unanswered, later,
    never_in_emergency, report, setting_edit, stays,
};
#[cfg(feature = "ssr")]
pub use dates::{day, moment, span, time};
pub use effects::{SAID_NEXT, change_refused, difference, effect, named_document, no_choice_yet, who};
#[cfg(feature = "ssr")]
pub use emails::{EmailText, email};
#[cfg(feature = "ssr")]
pub use grounds::{
    change_rules, citation, emergency_rules, ground, reading_rule, reading_rules, refusal_rule,
};
#[cfg(feature = "ssr")]
pub use history::{
    HistoryFault, access_kind, act, concern, history_faults, line_seen_by, mode, mode_around_reason,
    notice_title, notice_topic, sentence, visitor, why,
};
#[cfg(feature = "ssr")]
pub use own_documents::{OWN_TYPES, own_words, request_kind};
pub use reading::{articles, named, opening, reading, refused, section, situation, unclear, verdict};
#[cfg(feature = "ssr")]
pub use voice::in_voice;
pub use voice::{Voice, of};
pub(crate) use voice::{de, pick, say, with_name};

/// The product's own name.
pub const NAME: &str = "Mon dossier, mes choix";

/// Said on every page: this is not the official service.
pub const DISCLAIMER: &str = "Projet ouvert et indépendant\u{a0}: ce n’est pas le service officiel Mon espace santé. Les personnes sont fictives.";

/// What the person signed in is to the record of another.
#[cfg(feature = "ssr")]
pub fn role(role: record::views::Role) -> Option<&'static str> {
    use record::views::Role;
    match role {
        Role::Holder => None,
        Role::LegalRepresentative => Some("vous êtes son représentant légal"),
        Role::GuardianOfPerson => Some("vous avez la charge de la protection de sa personne"),
        Role::GuardianOfProperty => Some("vous avez la charge de la protection de ses biens"),
    }
}

/// A number with the noun it counts, in the singular up to two (French usage: *0 document*, *1 document*).
pub fn counted(number: u64, singular: &str, plural: &str) -> String {
    format!(
        "{}\u{a0}{}",
        grouped(number),
        if number < 2 { singular } else { plural }
    )
}

/// A number with a narrow space between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A document by its title and its day: titles alone do not tell two blood tests apart.
#[cfg(feature = "ssr")]
pub fn titled(document: &record::views::DocumentLine) -> String {
    title_and_day(&document.title, document.dated)
}

#[cfg(feature = "ssr")]
fn title_and_day(title: &str, dated: jiff::civil::Date) -> String {
    format!("{title} ({})", day(dated))
}

/// *Organisation, town*, as far as they are known.
pub fn place(organisation: &str, town: &str) -> String {
    let known: Vec<_> = [organisation, town]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    known.join(", ")
}

/// A size in bytes, as people say it.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes}\u{a0}octets"),
        1_000..1_000_000 => format!("{}\u{a0}Ko", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{},{}\u{a0}Mo", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_the_french_way() {
        assert_eq!(counted(0, "document", "documents"), "0\u{a0}document");
        assert_eq!(counted(1, "document", "documents"), "1\u{a0}document");
        assert_eq!(counted(2, "document", "documents"), "2\u{a0}documents");
        assert_eq!(
            counted(12_345, "document", "documents"),
            "12\u{202f}345\u{a0}documents"
        );
        assert_eq!(size(999), "999\u{a0}octets");
        assert_eq!(size(1_001), "2\u{a0}Ko");
        assert_eq!(size(2_340_000), "2,4\u{a0}Mo");
    }
}
