//! Changes of settings, before and after, in sentences.

use std::borrow::Cow;

use record::views::{
    ChangeKind, ChangePreview, ChangeReport, LaterChange, SettingEdit, Settings, SettingsChange,
};

use super::{
    counted, moment,
    voice::{of, pick, say},
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

/// What holds in emergencies before it is changed.
pub fn emergencies_today(settings: &Settings) -> String {
    let answers = emergency_answers(settings.emergency);
    if settings.emergency_answered {
        format!("Aujourd’hui – {answers}.")
    } else {
        format!("Aujourd’hui, sans réponse encore – {answers}.")
    }
}

/// The three answers about emergencies: SAMU, break-glass, masked documents.
fn emergency_answers((samu, others, masked): (bool, bool, bool)) -> String {
    let yes = |yes: bool| if yes { "oui" } else { "non" };
    format!(
        "le SAMU\u{a0}: {}\u{a0}; les autres professionnels\u{a0}: {}\u{a0}; les documents masqués\u{a0}: {}",
        yes(samu),
        yes(others),
        yes(masked)
    )
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
    let settings = &report.settings;
    match (report.kind, &report.title) {
        (ChangeKind::DocumentsMasked, Some(title)) => {
            let administrators = administrators(settings);
            let urgent = in_emergency(settings, true);
            say!(
                format!("«\u{a0}{title}\u{a0}» est maintenant masqué. Les professionnels ne le voient plus, sauf son auteur{administrators}. {urgent}"),
                format!("«\u{a0}{title}\u{a0}» est maintenant masqué dans le dossier [de prénom]. Les professionnels ne le voient plus, sauf son auteur{administrators}. {urgent}")
            )
            .into_owned()
        }
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
            "{subject}\u{a0}: accès bloqué, même en urgence. Cette personne ne lit plus que les documents qu’elle a écrits."
        ),
        (ChangeKind::ProfessionalUnblocked, _) => say!(
            format!("Le blocage {} est levé. Pour lire mon dossier, ce professionnel devra de nouveau me soigner ou avoir mon accord.", of(subject)),
            format!("Le blocage {} est levé. Pour lire son dossier, ce professionnel devra de nouveau soigner [prénom] ou avoir l’accord de ses représentants.", of(subject))
        )
        .into_owned(),
        (ChangeKind::OrganisationBlocked, _) => say!(
            format!("{subject}\u{a0}: établissement bloqué. Les professionnels qui y travaillent n’ouvrent plus mon dossier depuis cet établissement, même en urgence, SAMU compris."),
            format!("{subject}\u{a0}: établissement bloqué. Les professionnels qui y travaillent n’ouvrent plus le dossier [de prénom] depuis cet établissement, même en urgence, SAMU compris.")
        )
        .into_owned(),
        (ChangeKind::OrganisationUnblocked, _) => format!("{subject}\u{a0}: établissement débloqué."),
        (ChangeKind::ProfessionalsOpposed, _) => closed(settings),
        (ChangeKind::ProfessionalsReadmitted, _) => {
            say!("Mon dossier est de nouveau ouvert aux professionnels qui me soignent. Les blocages et les masques n’ont pas changé.", "Le dossier [de prénom] est de nouveau ouvert aux professionnels de son équipe de soins. Les blocages et les masques n’ont pas changé.").into_owned()
        }
        (ChangeKind::AdministratorNamed, _) => say!(format!("{subject} est maintenant administrateur de mon dossier. Ce médecin peut lire tous mes documents, même masqués."
        ), format!("{subject} est maintenant administrateur du dossier [de prénom]. Ce médecin peut lire tous ses documents, même masqués."
        )).into_owned(),
        (ChangeKind::AdministratorWithdrawn, _) => {
            say!(format!("{subject} n’est plus administrateur de mon dossier."), format!("{subject} n’est plus administrateur du dossier [de prénom].")).into_owned()
        }
        (ChangeKind::AdministratorBlocked, _) => say!(
            format!("{subject} n’est plus administrateur de mon dossier. Son accès est maintenant bloqué, même en urgence."),
            format!("{subject} n’est plus administrateur du dossier [de prénom]. Son accès est maintenant bloqué, même en urgence.")
        )
        .into_owned(),
        (ChangeKind::ChangeUndone, _) => undone(&report.since),
        (ChangeKind::ProfileClosed, _) => say!("Mon dossier est maintenant fermé.", "Le dossier [de prénom] est maintenant fermé.").into_owned(),
        (ChangeKind::ProfileActivated, _) => "Le dossier est activé.".to_owned(),
        (ChangeKind::ProfileReopened, _) => {
            say!("Mon dossier est rouvert, avec tous mes réglages comme avant.", "Le dossier [de prénom] est rouvert, avec tous ses réglages comme avant.").into_owned()
        }
    }
}

/// Who may still read when everybody else may not: *, and my administrators*, when there are some.
fn administrators(settings: &Settings) -> &'static str {
    match settings.administrators_by_access().0.len() {
        0 => "",
        1 => pick(
            " et le médecin administrateur de mon dossier",
            " et le médecin administrateur du dossier",
        ),
        _ => pick(
            " et les médecins administrateurs de mon dossier",
            " et les médecins administrateurs du dossier",
        ),
    }
}

/// Who may come in an emergency, of what is masked or of the rest: a sentence.
fn in_emergency(settings: &Settings, masked: bool) -> &'static str {
    let (samu, others, masked_too) = settings.emergency;
    match (masked && !masked_too, samu, others) {
        (true, ..) | (_, false, false) => "En urgence\u{a0}: non.",
        (_, true, true) => {
            "En urgence\u{a0}: oui, le SAMU, et les autres professionnels qui donnent un motif."
        }
        (_, true, false) => "En urgence\u{a0}: oui, le SAMU.",
        (_, false, true) => {
            "En urgence\u{a0}: oui, les professionnels qui donnent un motif, médecins du SAMU compris."
        }
    }
}

/// A record closed to all professionals, and to whom it is not.
pub fn closed(settings: &Settings) -> String {
    let administrators = if settings.administrators_by_access().0.is_empty() {
        ""
    } else {
        " Les médecins administrateurs lisent tout."
    };
    let urgent = in_emergency(settings, false);
    say!(
        format!("Mon dossier est fermé à tous les professionnels\u{a0}: chacun relit seulement ce qu’il a écrit.{administrators} {urgent}"),
        format!("Le dossier [de prénom] est fermé à tous les professionnels\u{a0}: chacun relit seulement ce qu’il a écrit.{administrators} {urgent}")
    )
    .into_owned()
}

/// Who is blocked, people and organisations apart, after *chacun selon sa profession*.
pub fn blocked(settings: &Settings) -> String {
    let people = settings.blocked.len() as u64;
    let places = settings.blocked_organisations.len() as u64;
    let people_said = counted(people, "professionnel bloqué", "professionnels bloqués");
    let places_said = counted(places, "établissement bloqué", "établissements bloqués");
    match (people, places) {
        (0, 0) => "aucun n’est bloqué".to_owned(),
        (_, 0) => format!("sauf {people_said}"),
        (0, _) => format!("sauf {places_said}"),
        _ => format!("sauf {people_said} et {places_said}"),
    }
}

/// Who is refused even in an emergency, when someone is blocked.
pub fn never_in_emergency(settings: &Settings) -> Option<String> {
    const SHOWN: usize = 3;
    let mut names: Vec<_> = settings
        .blocked
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    names.extend(settings.blocked_organisations.iter().map(String::as_str));
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let mut listed = names.join("\u{a0}; ");
    if more > 0 {
        listed.push_str("\u{a0}; et ");
        listed.push_str(&counted(more as u64, "autre", "autres"));
    }
    (!listed.is_empty()).then(|| {
        format!(
            "{}\u{a0}: {listed}.",
            pick(
                "Sauf ceux que j’ai bloqués, refusés même en urgence, SAMU compris",
                "Sauf ceux qui sont bloqués, refusés même en urgence, SAMU compris"
            )
        )
    })
}

/// Emergencies may because nobody said otherwise.
pub fn emergencies_unanswered() -> Cow<'static, str> {
    say!(
        "Sur les urgences, je n’ai pas encore répondu\u{a0}: ce qui est permis l’est par défaut, ce n’est pas mon choix.",
        "Sur les urgences, personne n’a encore répondu pour [prénom]\u{a0}: ce qui est permis l’est par défaut, ce n’est pas un choix."
    )
}

/// An undo, once it is done: all of the change, or all that nothing else had changed again.
fn undone(since: &[LaterChange]) -> String {
    if since.is_empty() {
        return "C’est fait\u{a0}: le changement est annulé. Tout est revenu comme avant ce changement."
            .to_owned();
    }
    let mut titles: Vec<_> = since
        .iter()
        .filter_map(|later| later.title.as_deref())
        .map(|title| format!("«\u{a0}{title}\u{a0}»"))
        .collect();
    titles.dedup();
    let untitled: u64 = since
        .iter()
        .filter(|later| later.title.is_none())
        .map(|later| later.touched)
        .sum();
    if untitled > 0 {
        titles.push(counted(untitled, "élément", "éléments"));
    }
    format!(
        "C’est fait\u{a0}: le changement est annulé, sauf pour ce qui avait été changé entre-temps, qui reste comme il est\u{a0}: {}.",
        titles.join(", ")
    )
}

/// One setting that would change. An undo puts back exactly what was.
pub fn setting_edit(edit: &SettingEdit, undoing: bool) -> String {
    match edit {
        SettingEdit::MaskedByDefault(true) => {
            "Les prochains documents ajoutés seront masqués dès leur arrivée.".to_owned()
        }
        SettingEdit::MaskedByDefault(false) => {
            "Les prochains documents ajoutés seront visibles par les professionnels autorisés.".to_owned()
        }
        SettingEdit::ProfessionalsOpposed(true) => say!(
            "Les professionnels n’ouvriront plus mon dossier. Chacun pourra seulement relire ce qu’il a écrit.",
            "Les professionnels n’ouvriront plus le dossier [de prénom]. Chacun pourra seulement relire ce qu’il a écrit."
        )
        .into_owned(),
        SettingEdit::ProfessionalsOpposed(false) => {
            say!("Les professionnels qui me soignent pourront de nouveau ouvrir mon dossier.", "Les professionnels qui soignent [prénom] pourront de nouveau ouvrir son dossier.").into_owned()
        }
        SettingEdit::Emergency(answers) => format!("En cas d’urgence – {}.", emergency_answers(*answers)),
        SettingEdit::Blocked(person, true) => say!(
            format!("{} n’ouvrira plus mon dossier, même en urgence.", person.name),
            format!("{} n’ouvrira plus le dossier [de prénom], même en urgence.", person.name)
        )
        .into_owned(),
        SettingEdit::Blocked(person, false) if undoing => {
            format!("Le blocage {} sera levé, comme si rien n’avait été fait.", of(&person.name))
        }
        SettingEdit::Blocked(person, false) => say!(
            format!("Le blocage {} sera levé. Cela ne vaut pas accord\u{a0}: ce professionnel devra me soigner ou me demander mon accord.", of(&person.name)),
            format!("Le blocage {} sera levé. Cela ne vaut pas accord\u{a0}: ce professionnel devra soigner [prénom] ou demander l’accord de ses représentants.", of(&person.name))
        )
        .into_owned(),
        SettingEdit::AgreementRestored(person) => format!(
            "L’accord {}, enregistré avant le blocage, sera rétabli avec sa date.",
            of(&person.name)
        ),
        SettingEdit::Administrator(person, true) => say!(
            format!("{} deviendra médecin administrateur de mon dossier\u{a0}: ce médecin lira tous mes documents, même masqués, et gardera son accès si je ferme mon dossier aux professionnels.", person.name),
            format!("{} deviendra médecin administrateur du dossier [de prénom]\u{a0}: ce médecin lira tous ses documents, même masqués, et gardera son accès si le dossier est fermé aux professionnels.", person.name)
        )
        .into_owned(),
        SettingEdit::Administrator(person, false) => say!(
            format!("{} ne sera plus médecin administrateur de mon dossier.", person.name),
            format!("{} ne sera plus médecin administrateur du dossier [de prénom].", person.name)
        )
        .into_owned(),
        SettingEdit::BlockedOrganisation(name, true) => say!(
            format!("{name}\u{a0}: les professionnels qui y travaillent n’ouvriront plus mon dossier depuis cet établissement, même en urgence. S’il a un SAMU ou un service d’urgences, eux non plus."),
            format!("{name}\u{a0}: les professionnels qui y travaillent n’ouvriront plus le dossier [de prénom] depuis cet établissement, même en urgence. S’il a un SAMU ou un service d’urgences, eux non plus.")
        )
        .into_owned(),
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
            pick("Un professionnel bloqué lit toujours les documents qu’il a écrits, et peut encore en ajouter depuis son logiciel. Bloquer ne prévient pas la personne. Je pourrai débloquer à tout moment.", "Un professionnel bloqué lit toujours les documents qu’il a écrits, et peut encore en ajouter depuis son logiciel. Bloquer ne prévient pas la personne. Vous pourrez débloquer à tout moment.").into()
        }
        ChangeKind::ProfessionalUnblocked | ChangeKind::OrganisationUnblocked => {
            pick("Les documents masqués restent masqués. Je pourrai bloquer de nouveau à tout moment.", "Les documents masqués restent masqués. Vous pourrez bloquer de nouveau à tout moment.").into()
        }
        ChangeKind::ProfessionalsOpposed | ChangeKind::ProfessionalsReadmitted => {
            pick("Les documents masqués, les professionnels bloqués et mes réponses sur les urgences restent comme ils sont. Les professionnels peuvent toujours ajouter des documents, et relire ceux qu’ils ont écrits. Je pourrai revenir en arrière à tout moment.", "Les documents masqués, les professionnels bloqués et les réponses sur les urgences restent comme ils sont. Les professionnels peuvent toujours ajouter des documents, et relire ceux qu’ils ont écrits. Vous pourrez revenir en arrière à tout moment.").into()
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
