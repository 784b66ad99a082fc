//! Changes of settings, before and after, in sentences.

use std::borrow::Cow;

use record::views::{ChangeKind, ChangePreview, ChangeReport, LaterChange, SettingEdit, SettingsChange};

use super::{
    counted, moment,
    voice::{pick, say},
};

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
        SettingsChange::All { mask: true } => say!(
            "Masquer tous mes documents",
            "Masquer tous les documents [de prénom]"
        )
        .into_owned(),
        SettingsChange::All { mask: false } => say!(
            "Rendre tous mes documents visibles",
            "Rendre tous les documents [de prénom] visibles"
        )
        .into_owned(),
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
        SettingsChange::Default(_) => say!(
            "Visibilité de mes prochains documents",
            "Visibilité des prochains documents [de prénom]"
        )
        .into_owned(),
        SettingsChange::Emergency(_) => "Accès en cas d’urgence".to_owned(),
        SettingsChange::Block(_) | SettingsChange::BlockOrganisation(_) => format!("Bloquer {}", subject()),
        SettingsChange::Unblock(_) | SettingsChange::UnblockOrganisation(_) => {
            format!("Débloquer {}", subject())
        }
        SettingsChange::Oppose(true) => say!(
            "Fermer mon dossier à tous les professionnels",
            "Fermer le dossier [de prénom] à tous les professionnels"
        )
        .into_owned(),
        SettingsChange::Oppose(false) => say!(
            "Rouvrir mon dossier aux professionnels",
            "Rouvrir le dossier [de prénom] aux professionnels"
        )
        .into_owned(),
        SettingsChange::NameAdministrator(_) => say!(
            format!("Nommer {} administrateur de mon dossier", subject()),
            format!("Nommer {} administrateur du dossier [de prénom]", subject())
        )
        .into_owned(),
        SettingsChange::WithdrawAdministrator(_) => say!(
            format!("Retirer {} des administrateurs de mon dossier", subject()),
            format!("Retirer {} des administrateurs du dossier [de prénom]", subject())
        )
        .into_owned(),
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
        (ChangeKind::ProfessionalsOpposed, _) => {
            pick("fermer mon dossier à tous", "fermer le dossier à tous")
        }
        (ChangeKind::ProfessionalsReadmitted, _) => pick("rouvrir mon dossier", "rouvrir le dossier"),
        (ChangeKind::AdministratorNamed, _) => "nommer",
        (ChangeKind::AdministratorWithdrawn, _) => "retirer",
        (ChangeKind::AdministratorBlocked, _) => "retirer et bloquer",
        (ChangeKind::ChangeUndone, _) => "annuler ce changement",
        (ChangeKind::ProfileClosed, _) => "clôturer",
        (ChangeKind::ProfileReopened, _) => "rouvrir",
        (ChangeKind::ProfileActivated, _) => "activer",
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
        (ChangeKind::DocumentsMasked, Some(title)) => say!(format!("«\u{a0}{title}\u{a0}» est maintenant masqué. Les professionnels ne le voient plus, sauf son auteur, mes médecins administrateurs et les urgences si je les ai permises."
        ), format!("«\u{a0}{title}\u{a0}» est maintenant masqué dans le dossier [de prénom]. Les professionnels ne le voient plus, sauf son auteur, les médecins administrateurs et les urgences si elles ont été permises."
        )).into_owned(),
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
        (ChangeKind::EmergencyChanged, _) => say!("C’est fait\u{a0}: mes réponses sur les urgences sont enregistrées.", "C’est fait\u{a0}: les réponses sur les urgences sont enregistrées pour [prénom].").into_owned(),
        (ChangeKind::ProfessionalBlocked, _) => format!(
            "{subject} est maintenant bloqué. Il ne lit plus que les documents qu’il a lui-même écrits."
        ),
        (ChangeKind::ProfessionalUnblocked, _) => say!(format!("{subject} n’est plus bloqué. Pour lire mon dossier, ce professionnel devra de nouveau me soigner ou avoir mon accord."
        ), format!("{subject} n’est plus bloqué. Pour lire son dossier, ce professionnel devra de nouveau soigner [prénom] ou avoir l’accord de ses représentants."
        )).into_owned(),
        (ChangeKind::OrganisationBlocked, _) => say!(format!("{subject}\u{a0}: établissement bloqué. Les professionnels qui y travaillent n’ouvrent plus mon dossier depuis cet établissement."
        ), format!("{subject}\u{a0}: établissement bloqué. Les professionnels qui y travaillent n’ouvrent plus le dossier [de prénom] depuis cet établissement."
        )).into_owned(),
        (ChangeKind::OrganisationUnblocked, _) => format!("{subject}\u{a0}: établissement débloqué."),
        (ChangeKind::ProfessionalsOpposed, _) => {
            say!("Mon dossier est maintenant fermé à tous les professionnels, sauf mes médecins administrateurs et les urgences si je les ai permises.", "Le dossier [de prénom] est maintenant fermé à tous les professionnels, sauf ses médecins administrateurs et les urgences si elles ont été permises.").into_owned()
        }
        (ChangeKind::ProfessionalsReadmitted, _) => {
            say!("Mon dossier est de nouveau ouvert aux professionnels qui me soignent. Les blocages et les masques n’ont pas changé.", "Le dossier [de prénom] est de nouveau ouvert aux professionnels de son équipe de soins. Les blocages et les masques n’ont pas changé.").into_owned()
        }
        (ChangeKind::AdministratorNamed, _) => say!(format!("{subject} est maintenant administrateur de mon dossier. Ce médecin peut lire tous mes documents, même masqués."
        ), format!("{subject} est maintenant administrateur du dossier [de prénom]. Ce médecin peut lire tous ses documents, même masqués."
        )).into_owned(),
        (ChangeKind::AdministratorWithdrawn, _) => {
            say!(format!("{subject} n’est plus administrateur de mon dossier."), format!("{subject} n’est plus administrateur du dossier [de prénom].")).into_owned()
        }
        (ChangeKind::AdministratorBlocked, _) => {
            say!(format!("{subject} n’est plus administrateur de mon dossier, et est maintenant bloqué."), format!("{subject} n’est plus administrateur du dossier [de prénom], et est maintenant bloqué.")).into_owned()
        }
        (ChangeKind::ChangeUndone, _) => "C’est fait\u{a0}: le changement est annulé. Tout est revenu comme avant ce changement.".to_owned(),
        (ChangeKind::ProfileClosed, _) => say!("Mon dossier est maintenant fermé.", "Le dossier [de prénom] est maintenant fermé.").into_owned(),
        (ChangeKind::ProfileActivated, _) => "Le dossier est activé.".to_owned(),
        (ChangeKind::ProfileReopened, _) => {
            say!("Mon dossier est rouvert, avec tous mes réglages comme avant.", "Le dossier [de prénom] est rouvert, avec tous ses réglages comme avant.").into_owned()
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
            say!("Plus aucun professionnel n’ouvrira mon dossier, sauf mes médecins administrateurs et les urgences si je les ai permises.", "Plus aucun professionnel n’ouvrira le dossier [de prénom], sauf ses médecins administrateurs et les urgences si elles ont été permises.").into_owned()
        }
        SettingEdit::ProfessionalsOpposed(false) => {
            say!("Les professionnels qui me soignent pourront de nouveau ouvrir mon dossier.", "Les professionnels qui soignent [prénom] pourront de nouveau ouvrir son dossier.").into_owned()
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
        SettingEdit::Blocked(person, false) => say!(format!("{} ne sera plus bloqué. Cela ne vaut pas accord\u{a0}: ce professionnel devra me soigner ou me demander mon accord.",
            person.name
        ), format!("{} ne sera plus bloqué. Cela ne vaut pas accord\u{a0}: ce professionnel devra soigner [prénom] ou demander l’accord de ses représentants.",
            person.name
        )).into_owned(),
        SettingEdit::Administrator(person, true) => {
            say!(format!("{} deviendra administrateur de mon dossier.", person.name), format!("{} deviendra administrateur du dossier [de prénom].", person.name)).into_owned()
        }
        SettingEdit::Administrator(person, false) => {
            say!(format!("{} ne sera plus administrateur de mon dossier.", person.name), format!("{} ne sera plus administrateur du dossier [de prénom].", person.name)).into_owned()
        }
        SettingEdit::BlockedOrganisation(name, true) => format!("{name}\u{a0}: établissement bloqué."),
        SettingEdit::BlockedOrganisation(name, false) => format!("{name}\u{a0}: établissement débloqué."),
    }
}

/// What stays as it is, whatever is confirmed.
pub fn stays(kind: ChangeKind) -> Cow<'static, str> {
    match kind {
        ChangeKind::DocumentsMasked
        | ChangeKind::DocumentsUnmasked
        | ChangeKind::SectionMasked
        | ChangeKind::SectionUnmasked => {
            say!("Les prochains documents ajoutés garderont le réglage actuel. Moi, je vois toujours tous mes documents. Je pourrai revenir en arrière à tout moment.", "Les prochains documents ajoutés garderont le réglage actuel. Les représentants [de prénom] voient toujours ses documents. Vous pourrez revenir en arrière à tout moment.")
        }
        ChangeKind::DefaultVisibilityChanged => {
            say!("Les documents déjà dans mon dossier gardent chacun leur visibilité. Je pourrai revenir en arrière à tout moment.", "Les documents déjà dans le dossier [de prénom] gardent chacun leur visibilité. Vous pourrez revenir en arrière à tout moment.")
        }
        ChangeKind::EmergencyChanged => {
            pick("Un professionnel bloqué le reste, même en urgence. Chaque accès en urgence m’est signalé. Je pourrai changer d’avis à tout moment.", "Un professionnel bloqué le reste, même en urgence. Chaque accès en urgence vous est signalé. Vous pourrez changer d’avis à tout moment.").into()
        }
        ChangeKind::ProfessionalBlocked
        | ChangeKind::OrganisationBlocked
        | ChangeKind::AdministratorBlocked => {
            pick("Un professionnel bloqué lit toujours les documents qu’il a écrits, et peut encore en ajouter depuis son logiciel. Il n’est pas prévenu. Je pourrai débloquer à tout moment.", "Un professionnel bloqué lit toujours les documents qu’il a écrits, et peut encore en ajouter depuis son logiciel. Il n’est pas prévenu. Vous pourrez débloquer à tout moment.").into()
        }
        ChangeKind::ProfessionalUnblocked | ChangeKind::OrganisationUnblocked => {
            pick("Les documents masqués restent masqués. Je pourrai bloquer de nouveau à tout moment.", "Les documents masqués restent masqués. Vous pourrez bloquer de nouveau à tout moment.").into()
        }
        ChangeKind::ProfessionalsOpposed | ChangeKind::ProfessionalsReadmitted => {
            pick("Les documents masqués, les professionnels bloqués et mes réponses sur les urgences restent comme ils sont. Les professionnels peuvent toujours ajouter des documents. Je pourrai revenir en arrière à tout moment.", "Les documents masqués, les professionnels bloqués et les réponses sur les urgences restent comme ils sont. Les professionnels peuvent toujours ajouter des documents. Vous pourrez revenir en arrière à tout moment.").into()
        }
        ChangeKind::AdministratorNamed | ChangeKind::AdministratorWithdrawn => {
            pick("Ce choix est distinct de la déclaration du médecin traitant à l’Assurance maladie, qui ne change pas. Je pourrai revenir en arrière à tout moment.", "Ce choix est distinct de la déclaration du médecin traitant à l’Assurance maladie, qui ne change pas. Vous pourrez revenir en arrière à tout moment.").into()
        }
        ChangeKind::ChangeUndone => {
            say!("Les deux changements restent écrits dans mon historique. Je pourrai refaire ce changement à tout moment.", "Les deux changements restent écrits dans l’historique [de prénom]. Vous pourrez refaire ce changement à tout moment.")
        }
        ChangeKind::ProfileClosed | ChangeKind::ProfileReopened | ChangeKind::ProfileActivated => say!("Mes documents sont conservés.", "Les documents [de prénom] sont conservés."),
    }
}

/// A change made since, for the page of an undo.
pub fn later(change: &LaterChange) -> String {
    let what = match (change.kind, &change.title) {
        (ChangeKind::DocumentsMasked, Some(title)) => say!(
            format!("j’ai masqué «\u{a0}{title}\u{a0}»"),
            format!("«\u{a0}{title}\u{a0}» a été masqué")
        )
        .into_owned(),
        (ChangeKind::DocumentsUnmasked, Some(title)) => say!(
            format!("j’ai rendu visible «\u{a0}{title}\u{a0}»"),
            format!("«\u{a0}{title}\u{a0}» a été rendu visible")
        )
        .into_owned(),
        (ChangeKind::DocumentsMasked, None) => {
            pick("j’ai masqué des documents", "des documents ont été masqués").to_owned()
        }
        (ChangeKind::DocumentsUnmasked, None) => pick(
            "j’ai rendu visibles des documents",
            "des documents ont été rendus visibles",
        )
        .to_owned(),
        (ChangeKind::ChangeUndone, _) => "ce changement, ou un autre, a été annulé".to_owned(),
        _ => pick(
            "j’ai changé de nouveau ce réglage",
            "ce réglage a été changé de nouveau",
        )
        .to_owned(),
    };
    format!("{}\u{a0}: {what}.", moment(change.at))
}
