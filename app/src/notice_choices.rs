//! What a person may choose about notices: one question for each kind and way that the rules let them switch.

use std::borrow::Cow;

use policy::NoticeKind;
use record::views::NoticeChannel;

use crate::texts::say;

/// A question answered by yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeQuestion {
    /// What is told.
    pub kind: NoticeKind,
    /// In which way.
    pub channel: NoticeChannel,
    /// The name of its field.
    pub field: &'static str,
    /// The identifier of its first answer.
    pub first_answer: &'static str,
    text: (&'static str, &'static str),
    hint: (&'static str, &'static str),
}

impl NoticeQuestion {
    /// The question.
    pub fn text(&self) -> Cow<'static, str> {
        let (own, other) = self.text;
        say!(own, other)
    }

    /// What follows from the answer.
    pub fn hint(&self) -> Cow<'static, str> {
        let (own, other) = self.hint;
        say!(own, other)
    }
}

/// Every question, in the order of the page.
pub const NOTICE_QUESTIONS: [NoticeQuestion; 4] = [
    NoticeQuestion {
        kind: NoticeKind::DocumentAdded,
        channel: NoticeChannel::Email,
        field: "ajout-courriel",
        first_answer: "ajout-courriel-oui",
        text: (
            "M’envoyer un courriel quand un document est ajouté à mon dossier\u{a0}?",
            "Vous envoyer un courriel quand un document est ajouté au dossier [de prénom]\u{a0}?",
        ),
        hint: (
            "Si je réponds non, la notification reste affichée ici, sur le site.",
            "Si vous répondez non, la notification reste affichée ici, sur le site.",
        ),
    },
    NoticeQuestion {
        kind: NoticeKind::DocumentChanged,
        channel: NoticeChannel::Email,
        field: "modification-courriel",
        first_answer: "modification-courriel-oui",
        text: (
            "M’envoyer un courriel quand un professionnel modifie ou supprime un document\u{a0}?",
            "Vous envoyer un courriel quand un professionnel modifie ou supprime un document [de prénom]\u{a0}?",
        ),
        hint: (
            "Si je réponds non, la notification reste affichée ici, sur le site.",
            "Si vous répondez non, la notification reste affichée ici, sur le site.",
        ),
    },
    NoticeQuestion {
        kind: NoticeKind::BlockedAttempt,
        channel: NoticeChannel::Email,
        field: "blocage-courriel",
        first_answer: "blocage-courriel-oui",
        text: (
            "M’envoyer un courriel quand un professionnel que j’ai bloqué essaie d’ouvrir mon dossier\u{a0}?",
            "Vous envoyer un courriel quand un professionnel bloqué essaie d’ouvrir le dossier [de prénom]\u{a0}?",
        ),
        hint: (
            "L’accès lui est refusé dans tous les cas.",
            "L’accès lui est refusé dans tous les cas.",
        ),
    },
    NoticeQuestion {
        kind: NoticeKind::BlockedAttempt,
        channel: NoticeChannel::Application,
        field: "blocage-site",
        first_answer: "blocage-site-oui",
        text: (
            "Afficher aussi ces essais dans mes notifications, sur le site\u{a0}?",
            "Afficher aussi ces essais dans les notifications, sur le site\u{a0}?",
        ),
        hint: (
            "Si je réponds non, ils restent écrits dans mon historique.",
            "Si vous répondez non, ils restent écrits dans l’historique [de prénom].",
        ),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_that_can_be_switched_has_its_question() {
        let mut asked = Vec::new();
        for question in NOTICE_QUESTIONS {
            asked.push((question.kind, question.channel));
            assert_eq!(question.first_answer, format!("{}-oui", question.field));
        }
        let switchable: Vec<_> = NoticeKind::ALL
            .into_iter()
            .flat_map(|kind| NoticeChannel::ALL.map(|channel| (kind, channel)))
            .filter(|(kind, channel)| channel.may_be_switched(*kind))
            .collect();
        assert_eq!(asked, switchable);
    }
}
