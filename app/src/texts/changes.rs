//! Changes of settings, before and after, in sentences.

use record::views::{ChangeKind, ChangePreview, ChangeReport, LaterChange, SettingEdit, SettingsChange};

use super::{counted, moment};

/// The name of the confirmation page.
pub fn change_title(change: &SettingsChange, preview: &ChangePreview) -> String {
    let subject = || match preview.settings_changing.first() {
        Some(SettingEdit::Blocked(person, _) | SettingEdit::Administrator(person, _)) => person.name.clone(),
        Some(SettingEdit::BlockedOrganisation(name, _)) => name.clone(),
        _ => "ce professionnel".to_owned(),
    };
    let documents = counted(
        (preview.masking.len() + preview.unmasking.len()) as u64,
        "document",
        "documents",
    );
    match change {
        SettingsChange::All { mask: true } => "Masquer tous mes documents".to_owned(),
        SettingsChange::All { mask: false } => "Rendre tous mes documents visibles".to_owned(),
        SettingsChange::Documents { mask: true, .. } | SettingsChange::Matching { mask: true, .. } => {
            format!("Masquer {documents}")
        }
        SettingsChange::Documents { .. } | SettingsChange::Matching { .. } => {
            format!("Rendre visible {documents}")
        }
        SettingsChange::Section { section, mask: true } => {
            format!("Masquer la rubrique «\u{a0}{}\u{a0}»", section.label())
        }
        SettingsChange::Section { section, .. } => {
            format!("Rendre visible la rubrique «\u{a0}{}\u{a0}»", section.label())
        }
        SettingsChange::Default(_) => "Visibilité de mes prochains documents".to_owned(),
        SettingsChange::Emergency(_) => "Accès en cas d’urgence".to_owned(),
        SettingsChange::Block(_) | SettingsChange::BlockOrganisation(_) => format!("Bloquer {}", subject()),
        SettingsChange::Unblock(_) | SettingsChange::UnblockOrganisation(_) => {
            format!("Débloquer {}", subject())
        }
        SettingsChange::Oppose(true) => "Fermer mon dossier à tous les professionnels".to_owned(),
        SettingsChange::Oppose(false) => "Rouvrir mon dossier aux professionnels".to_owned(),
        SettingsChange::NameAdministrator(_) => format!("Nommer {} administrateur de mon dossier", subject()),
        SettingsChange::WithdrawAdministrator(_) => {
            format!("Retirer {} des administrateurs de mon dossier", subject())
        }
        SettingsChange::WithdrawAndBlock(_) => format!("Retirer et bloquer {}", subject()),
        SettingsChange::Undo(_) => "Annuler un changement".to_owned(),
    }
}

/// The words of the button that confirms, after *Confirmer*.
pub fn confirm_label(kind: ChangeKind, all: bool) -> &'static str {
    match (kind, all) {
        (ChangeKind::DocumentsMasked, true) => "tout masquer",
        (ChangeKind::DocumentsUnmasked, true) => "tout rendre visible",
        (ChangeKind::DocumentsMasked | ChangeKind::SectionMasked, _) => "masquer",
        (ChangeKind::DocumentsUnmasked | ChangeKind::SectionUnmasked, _) => "rendre visible",
        (ChangeKind::DefaultVisibilityChanged | ChangeKind::EmergencyChanged, _) => "changer ce réglage",
        (ChangeKind::ProfessionalBlocked | ChangeKind::OrganisationBlocked, _) => "bloquer",
        (ChangeKind::ProfessionalUnblocked | ChangeKind::OrganisationUnblocked, _) => "débloquer",
        (ChangeKind::ProfessionalsOpposed, _) => "fermer mon dossier à tous",
        (ChangeKind::ProfessionalsReadmitted, _) => "rouvrir mon dossier",
        (ChangeKind::AdministratorNamed, _) => "nommer",
        (ChangeKind::AdministratorWithdrawn, _) => "retirer",
        (ChangeKind::AdministratorBlocked, _) => "retirer et bloquer",
        (ChangeKind::ChangeUndone, _) => "annuler ce changement",
        (ChangeKind::ProfileClosed, _) => "clôturer",
        (ChangeKind::ProfileReopened, _) => "rouvrir",
    }
}

/// What a change did, once it is done.
pub fn report(report: &ChangeReport) -> String {
    let documents = |one: &str, many: &str| {
        format!(
            "C’est fait\u{a0}: {} {}.",
            counted(report.changed, "document", "documents"),
            if report.changed < 2 { one } else { many }
        )
    };
    let subject = report.subject.as_deref().unwrap_or("ce professionnel");
    match (report.kind, &report.title) {
        (ChangeKind::DocumentsMasked, Some(title)) => format!(
            "«\u{a0}{title}\u{a0}» est maintenant masqué. Les professionnels ne le voient plus, sauf son auteur, mes médecins administrateurs et les urgences si je les ai permises."
        ),
        (ChangeKind::DocumentsUnmasked, Some(title)) => {
            format!("«\u{a0}{title}\u{a0}» est maintenant visible par les professionnels autorisés.")
        }
        (ChangeKind::DocumentsMasked, None) => documents("masqué", "masqués"),
        (ChangeKind::DocumentsUnmasked, None) => documents("rendu visible", "rendus visibles"),
        (ChangeKind::SectionMasked, _) => {
            format!("La rubrique «\u{a0}{subject}\u{a0}» est maintenant masquée aux professionnels.")
        }
        (ChangeKind::SectionUnmasked, _) => {
            format!("La rubrique «\u{a0}{subject}\u{a0}» est maintenant visible par les professionnels autorisés.")
        }
        (ChangeKind::DefaultVisibilityChanged, _) => {
            "C’est fait\u{a0}: ce choix vaut pour les prochains documents. Les documents déjà là n’ont pas changé.".to_owned()
        }
        (ChangeKind::EmergencyChanged, _) => "C’est fait\u{a0}: mes réponses sur les urgences sont enregistrées.".to_owned(),
        (ChangeKind::ProfessionalBlocked, _) => format!(
            "{subject} est maintenant bloqué. Il ne lit plus que les documents qu’il a lui-même écrits."
        ),
        (ChangeKind::ProfessionalUnblocked, _) => format!(
            "{subject} n’est plus bloqué. Pour lire mon dossier, ce professionnel devra de nouveau me soigner ou avoir mon accord."
        ),
        (ChangeKind::OrganisationBlocked, _) => format!(
            "{subject}\u{a0}: établissement bloqué. Les professionnels qui y travaillent n’ouvrent plus mon dossier depuis cet établissement."
        ),
        (ChangeKind::OrganisationUnblocked, _) => format!("{subject}\u{a0}: établissement débloqué."),
        (ChangeKind::ProfessionalsOpposed, _) => {
            "Mon dossier est maintenant fermé à tous les professionnels, sauf mes médecins administrateurs et les urgences si je les ai permises.".to_owned()
        }
        (ChangeKind::ProfessionalsReadmitted, _) => {
            "Mon dossier est de nouveau ouvert aux professionnels qui me soignent. Les blocages et les masques n’ont pas changé.".to_owned()
        }
        (ChangeKind::AdministratorNamed, _) => format!(
            "{subject} est maintenant administrateur de mon dossier. Ce médecin peut lire tous mes documents, même masqués."
        ),
        (ChangeKind::AdministratorWithdrawn, _) => {
            format!("{subject} n’est plus administrateur de mon dossier.")
        }
        (ChangeKind::AdministratorBlocked, _) => {
            format!("{subject} n’est plus administrateur de mon dossier, et est maintenant bloqué.")
        }
        (ChangeKind::ChangeUndone, _) => "C’est fait\u{a0}: le changement est annulé. Tout est revenu comme avant ce changement.".to_owned(),
        (ChangeKind::ProfileClosed, _) => "Mon dossier est maintenant fermé.".to_owned(),
        (ChangeKind::ProfileReopened, _) => {
            "Mon dossier est rouvert, avec tous mes réglages comme avant.".to_owned()
        }
    }
}

/// One setting that would change.
pub fn setting_edit(edit: &SettingEdit) -> String {
    match edit {
        SettingEdit::MaskedByDefault(true) => {
            "Les prochains documents ajoutés seront masqués dès leur arrivée.".to_owned()
        }
        SettingEdit::MaskedByDefault(false) => {
            "Les prochains documents ajoutés seront visibles par les professionnels autorisés.".to_owned()
        }
        SettingEdit::ProfessionalsOpposed(true) => {
            "Plus aucun professionnel n’ouvrira mon dossier, sauf mes médecins administrateurs et les urgences si je les ai permises.".to_owned()
        }
        SettingEdit::ProfessionalsOpposed(false) => {
            "Les professionnels qui me soignent pourront de nouveau ouvrir mon dossier.".to_owned()
        }
        SettingEdit::Emergency((samu, others, masked)) => {
            let yes = |yes: bool| if yes { "oui" } else { "non" };
            format!(
                "En cas d’urgence – le SAMU\u{a0}: {}\u{a0}; les autres professionnels\u{a0}: {}\u{a0}; les documents masqués\u{a0}: {}.",
                yes(*samu),
                yes(*others),
                yes(*masked)
            )
        }
        SettingEdit::Blocked(person, true) => format!("{} sera bloqué.", person.name),
        SettingEdit::Blocked(person, false) => format!(
            "{} ne sera plus bloqué. Cela ne vaut pas accord\u{a0}: ce professionnel devra me soigner ou me demander mon accord.",
            person.name
        ),
        SettingEdit::Administrator(person, true) => {
            format!("{} deviendra administrateur de mon dossier.", person.name)
        }
        SettingEdit::Administrator(person, false) => {
            format!("{} ne sera plus administrateur de mon dossier.", person.name)
        }
        SettingEdit::BlockedOrganisation(name, true) => format!("{name}\u{a0}: établissement bloqué."),
        SettingEdit::BlockedOrganisation(name, false) => format!("{name}\u{a0}: établissement débloqué."),
    }
}

/// What stays as it is, whatever is confirmed.
pub fn stays(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::DocumentsMasked
        | ChangeKind::DocumentsUnmasked
        | ChangeKind::SectionMasked
        | ChangeKind::SectionUnmasked => {
            "Les prochains documents ajoutés garderont le réglage actuel. Moi, je vois toujours tous mes documents. Je pourrai revenir en arrière à tout moment."
        }
        ChangeKind::DefaultVisibilityChanged => {
            "Les documents déjà dans mon dossier gardent chacun leur visibilité. Je pourrai revenir en arrière à tout moment."
        }
        ChangeKind::EmergencyChanged => {
            "Un professionnel bloqué le reste, même en urgence. Chaque accès en urgence m’est signalé. Je pourrai changer d’avis à tout moment."
        }
        ChangeKind::ProfessionalBlocked
        | ChangeKind::OrganisationBlocked
        | ChangeKind::AdministratorBlocked => {
            "Un professionnel bloqué lit toujours les documents qu’il a écrits, et peut encore en ajouter depuis son logiciel. Il n’est pas prévenu. Je pourrai débloquer à tout moment."
        }
        ChangeKind::ProfessionalUnblocked | ChangeKind::OrganisationUnblocked => {
            "Les documents masqués restent masqués. Je pourrai bloquer de nouveau à tout moment."
        }
        ChangeKind::ProfessionalsOpposed | ChangeKind::ProfessionalsReadmitted => {
            "Les documents masqués, les professionnels bloqués et mes réponses sur les urgences restent comme ils sont. Les professionnels peuvent toujours ajouter des documents. Je pourrai revenir en arrière à tout moment."
        }
        ChangeKind::AdministratorNamed | ChangeKind::AdministratorWithdrawn => {
            "Ce choix est distinct de la déclaration du médecin traitant à l’Assurance maladie, qui ne change pas. Je pourrai revenir en arrière à tout moment."
        }
        ChangeKind::ChangeUndone => {
            "Les deux changements restent écrits dans mon historique. Je pourrai refaire ce changement à tout moment."
        }
        ChangeKind::ProfileClosed | ChangeKind::ProfileReopened => "Mes documents sont conservés.",
    }
}

/// A change made since, for the page of an undo.
pub fn later(change: &LaterChange) -> String {
    let what = match (change.kind, &change.title) {
        (ChangeKind::DocumentsMasked, Some(title)) => format!("j’ai masqué «\u{a0}{title}\u{a0}»"),
        (ChangeKind::DocumentsUnmasked, Some(title)) => {
            format!("j’ai rendu visible «\u{a0}{title}\u{a0}»")
        }
        (ChangeKind::DocumentsMasked, None) => "j’ai masqué des documents".to_owned(),
        (ChangeKind::DocumentsUnmasked, None) => "j’ai rendu visibles des documents".to_owned(),
        (ChangeKind::ChangeUndone, _) => "ce changement, ou un autre, a été annulé".to_owned(),
        _ => "j’ai changé de nouveau ce réglage".to_owned(),
    };
    format!("{}\u{a0}: {what}.", moment(change.at))
}
