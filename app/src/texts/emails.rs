//! The e-mails that bring notices. They say that there is something to see, and where: nothing of what it is about.

use policy::NoticeKind;

use super::{DISCLAIMER, NAME, voice::of};

/// An e-mail, before it has an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailText {
    /// Its subject, the same for all.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// What is written about a notice. It is given no more than what it may say: a kind, the first name of the holder and the
/// address of the site.
pub fn email(kind: NoticeKind, first_name: &str, site: &str) -> EmailText {
    let first_name: String = first_name.split_whitespace().collect::<Vec<_>>().join(" ");
    let subject = format!("{NAME}\u{a0}: une nouvelle notification");
    let body = format!(
        "Bonjour,\n\n\
         Il y a du nouveau dans le dossier {}\u{a0}: {}\n\n\
         Pour en savoir plus, ouvrez le site, connectez-vous, puis choisissez «\u{a0}Notifications\u{a0}»\u{a0}:\n\
         {site}\n\n\
         Nous n’écrivons jamais d’information de santé dans un courriel. Nous ne vous demanderons jamais votre mot de passe \
         par courriel ni par téléphone.\n\n\
         Pour choisir les courriels que vous recevez, ouvrez «\u{a0}Notifications\u{a0}», puis «\u{a0}Préférences de \
         notification\u{a0}».\n\n\
         Ce message est envoyé automatiquement\u{a0}: il est inutile d’y répondre.\n\n\
         {NAME}\n\
         {DISCLAIMER}\n",
        of(&first_name),
        news(kind),
    );
    EmailText { subject, body }
}

/// What there is, in the words of its group.
fn news(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::FirstAccess | NoticeKind::EmergencyAccess | NoticeKind::MaskedDocumentOpened => {
            "un professionnel l’a ouvert."
        }
        NoticeKind::BlockedAttempt => "un professionnel a essayé de l’ouvrir. L’accès lui a été refusé.",
        NoticeKind::DocumentAdded | NoticeKind::DocumentChanged => {
            "un document a été ajouté, modifié ou supprimé."
        }
        NoticeKind::PrivacySettingChanged
        | NoticeKind::AdministratorNamed
        | NoticeKind::ProfileClosed
        | NoticeKind::ProfileReopened => {
            "un réglage a été changé. Si vous en êtes à l’origine, vous n’avez rien à faire."
        }
        NoticeKind::NewSignIn => "quelqu’un vient de s’y connecter. Si c’est vous, vous n’avez rien à faire.",
        NoticeKind::ComingOfAgeSoon | NoticeKind::ComingOfAge => {
            "la majorité approche, ou est atteinte. Les personnes qui peuvent l’ouvrir vont changer."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::DocumentType;

    #[test]
    fn nothing_of_what_is_stored_can_be_in_it() {
        // What it is about cannot even be given: this has the type of all that can.
        let write: fn(NoticeKind, &str, &str) -> EmailText = email;
        for kind in NoticeKind::ALL {
            let EmailText { subject, body } = write(kind, "Camille", "https://exemple.fr");
            assert!(body.contains("dans le dossier de Camille\u{a0}: "), "{body}");
            assert!(body.contains("\nhttps://exemple.fr\n"), "{body}");
            assert!(!subject.contains("Camille"), "the subject is read over shoulders");
            let all = format!("{subject}\n{body}").to_lowercase();
            for document_type in DocumentType::all() {
                let label = document_type.label().to_lowercase();
                assert!(!all.contains(&label), "{kind:?} says « {label} »");
            }
            for word in [
                "médecin",
                "docteur",
                "urgence",
                "masqué",
                "analyse",
                "cardio",
                "administrateur",
            ] {
                assert!(!all.contains(word), "{kind:?} says « {word} »");
            }
            assert!(all.lines().all(|line| line.trim_end() == line), "{all}");
        }
    }

    #[test]
    fn kinds_are_told_by_groups() {
        let body = |kind| email(kind, "Camille", "").body;
        assert_eq!(
            body(NoticeKind::FirstAccess),
            body(NoticeKind::EmergencyAccess),
            "an emergency is nobody else’s business"
        );
        assert_eq!(body(NoticeKind::DocumentAdded), body(NoticeKind::DocumentChanged));
        assert_ne!(body(NoticeKind::FirstAccess), body(NoticeKind::BlockedAttempt));
    }

    #[test]
    fn a_name_stays_on_its_line() {
        // Whatever a name holds, it stays on its line.
        let body = email(NoticeKind::NewSignIn, "Jean\r\nBcc: x", "").body;
        assert!(body.contains("dossier de Jean Bcc: x\u{a0}: "), "{body}");
    }
}
