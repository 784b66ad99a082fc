//! The history and the notices, in sentences.

use std::borrow::Cow;

use policy::Rule;
use record::{
    queries::{AccessKind, NoticeTopic},
    views::{ChangeKind, ConcernKind, HistoryLine, HistoryProfessional},
};

use super::{
    counted,
    voice::{Voice, say},
};

/// What a professional did, or what the holder did: one sentence.
pub fn sentence(line: &HistoryLine) -> String {
    match &line.professional {
        Some(professional) => {
            format!("{} {}", who(professional), act(line))
        }
        None => format!("{} {}", line.person.as_deref().unwrap_or("Quelqu’un"), act(line)),
    }
}

fn who(professional: &HistoryProfessional) -> String {
    let mut who = visitor(professional);
    if !professional.organisation.is_empty() {
        who.push(',');
    }
    who
}

/// Who came: *Name (profession), organisation*.
pub fn visitor(professional: &HistoryProfessional) -> String {
    let mut who = format!(
        "{} ({})",
        professional.name,
        professional.profession.to_lowercase()
    );
    if !professional.organisation.is_empty() {
        who.extend([", ", &professional.organisation]);
    }
    who
}

/// What professionals do, as the filter calls it.
pub fn access_kind(kind: AccessKind) -> Cow<'static, str> {
    match kind {
        AccessKind::Opened => say!("Ouvrir mon dossier", "Ouvrir le dossier [de prénom]"),
        AccessKind::Searched => "Chercher des documents".into(),
        AccessKind::Read => "Lire".into(),
        AccessKind::Added => "Ajouter un document".into(),
        AccessKind::Changed => "Supprimer, ou changer qui peut voir".into(),
    }
}

/// Why an access is doubtful, as the person says it.
pub fn concern(kind: ConcernKind) -> Cow<'static, str> {
    match kind {
        ConcernKind::Unknown => say!(
            "Je ne connais pas ce professionnel",
            "Ce professionnel est inconnu [de prénom] et de ses représentants"
        ),
        ConcernKind::NotInCare => say!(
            "Ce professionnel ne me soignait pas à ce moment-là",
            "Ce professionnel ne soignait pas [prénom] à ce moment-là"
        ),
        ConcernKind::NoEmergency => "Il n’y avait pas d’urgence".into(),
        ConcernKind::Other => "Une autre raison".into(),
    }
}

/// What was done: the verb and its object, ending with the reason when it was refused.
pub fn act(line: &HistoryLine) -> String {
    let title = line
        .document
        .as_ref()
        .map(|document| format!("«\u{a0}{}\u{a0}»", document.title));
    let done = match (line.event.as_str(), line.denied) {
        ("record_opened", false) => {
            say!("a ouvert mon dossier", "a ouvert le dossier [de prénom]").into_owned()
        }
        ("record_opened", true) => say!(
            "a voulu ouvrir mon dossier",
            "a voulu ouvrir le dossier [de prénom]"
        )
        .into_owned(),
        ("documents_searched", denied) => searched(line, denied),
        ("document_read", false) => format!("a lu {}", title.unwrap_or_else(|| "un document".into())),
        ("document_read", true) => {
            format!(
                "a voulu lire {}",
                title.unwrap_or_else(|| "un document qui n’existe pas".into())
            )
        }
        ("document_deposited", false) => {
            let added = format!("a ajouté {}", title.unwrap_or_else(|| "un document".into()));
            match &line.subject {
                Some(in_charge) => format!("{added} pour {in_charge}"),
                None => added,
            }
        }
        ("document_deposited", true) => "a voulu ajouter un document".to_owned(),
        ("document_deleted", false) => {
            format!("a supprimé {}", title.unwrap_or_else(|| "un document".into()))
        }
        ("document_deleted", true) => format!(
            "a voulu supprimer {}",
            title.unwrap_or_else(|| "un document qui n’existe pas".into())
        ),
        ("document_replaced", false) => {
            format!(
                "a remplacé {} par une nouvelle version",
                title.unwrap_or_else(|| "un document".into())
            )
        }
        ("document_replaced", true) => "a voulu remplacer un document".to_owned(),
        ("visibility_changed", _) => shown_to_others(line, title),
        ("visibility_restored", false) => say!(
            format!(
                "a rendu visible pour moi {}",
                title.unwrap_or_else(|| "un document".into())
            ),
            format!(
                "a rendu visible pour [prénom] {}",
                title.unwrap_or_else(|| "un document".into())
            )
        )
        .into_owned(),
        ("visibility_restored", true) => say!(
            "a voulu rendre visible un document pour moi",
            "a voulu rendre visible un document pour [prénom]"
        )
        .into_owned(),
        ("section_read", false) => format!("a lu la rubrique {}", section(line)),
        ("section_read", true) => format!("a voulu lire la rubrique {}", section(line)),
        ("access_reported", _) => format!(
            "a signalé un accès de {}",
            line.subject.as_deref().unwrap_or("un professionnel")
        ),
        ("author_asked", _) => asked(line, title),
        ("setting_changed", _) => changed(line, title),
        ("signed_in", _) => "a ouvert une session".to_owned(),
        ("notice_sent", _) => came_of_age(line),
        _ => say!("a agi sur mon dossier", "a agi sur le dossier [de prénom]").into_owned(),
    };
    let why = Rule::from_id(&line.rule).map(why);
    match (line.denied, why) {
        (true, Some(why)) => format!("{done}. Refusé. {why}"),
        (true, None) => format!("{done}. Refusé."),
        (false, _) => format!("{done}."),
    }
}

/// What was looked for, and whether only one's own documents could be found (R8).
fn searched(line: &HistoryLine, denied: bool) -> String {
    let mut done = if denied {
        say!(
            "a voulu chercher dans mes documents",
            "a voulu chercher dans les documents [de prénom]"
        )
    } else {
        say!(
            "a cherché dans mes documents",
            "a cherché dans les documents [de prénom]"
        )
    }
    .into_owned();
    if let Some(criteria) = &line.subject {
        let named: Vec<_> = criteria.split(' ').filter_map(criterion).collect();
        done.extend(["\u{a0}: ", &named.join(", ")]);
    }
    if !denied && Rule::from_id(&line.rule) == Some(Rule::Author) {
        done.push_str(", sans rien trouver d’autre que ses propres documents");
    }
    done
}

/// One criterion of a search, as its trace keeps it.
fn criterion(kept: &str) -> Option<String> {
    let day = |day: &str| {
        let day: jiff::civil::Date = day.parse().ok()?;
        Some(day.strftime("%d/%m/%Y").to_string())
    };
    match kept.split_once('=') {
        None => Some("avec des mots précis".to_owned()),
        Some(("type", code)) => policy::DocumentType::from_code(code).map(|kind| kind.label().to_owned()),
        Some(("from", from)) => Some(format!("à partir du {}", day(from)?)),
        Some(("to", to)) => Some(format!("jusqu’au {}", day(to)?)),
        Some(_) => None,
    }
}

/// Why a rule decided, in the voice of the page.
pub fn why(rule: Rule) -> Cow<'static, str> {
    let sentence = policy::why(rule);
    match Voice::current().other() {
        None => sentence.first_person().into(),
        Some(first_name) => sentence.third_person(first_name).into(),
    }
}

/// What was told of a coming of age.
fn came_of_age(line: &HistoryLine) -> String {
    let day = line
        .subject
        .as_deref()
        .and_then(|day| day.parse().ok())
        .map(super::day)
        .unwrap_or_default();
    match line.change.as_deref() {
        Some("coming_of_age_soon") => say!(
            format!("a prévenu que j’aurai 18\u{a0}ans le {day}\u{a0}: mes représentants n’auront alors plus accès à mon dossier"),
            format!("a prévenu que [prénom] aura 18\u{a0}ans le {day}\u{a0}: ce jour-là à minuit, ses représentants n’auront plus accès à son dossier")
        )
        .into_owned(),
        _ => say!(
            format!("a prévenu que j’ai 18\u{a0}ans depuis le {day}\u{a0}: mes représentants n’ont plus accès à mon dossier"),
            format!("a prévenu que [prénom] a 18\u{a0}ans depuis le {day}")
        )
        .into_owned(),
    }
}

/// The name of a section.
fn section(line: &HistoryLine) -> String {
    format!("«\u{a0}{}\u{a0}»", line.subject.as_deref().unwrap_or_default())
}

/// Whom a professional hid a document from, or showed it to.
fn shown_to_others(line: &HistoryLine, title: Option<String>) -> String {
    let title = title.unwrap_or_else(|| "un document".into());
    match (line.change.as_deref(), line.denied) {
        (Some("masked_for_holder"), _) => say!(
            format!("a masqué {title} à ma place"),
            format!("a masqué {title} à la place [de prénom]")
        )
        .into_owned(),
        (Some("shown_to_representatives"), _) => say!(
            format!("a montré {title} à mes représentants légaux"),
            format!("a montré {title} aux représentants légaux [de prénom]")
        )
        .into_owned(),
        (_, true) => format!("a voulu changer la visibilité de {title}"),
        (_, false) => format!("a changé la visibilité de {title}"),
    }
}

/// What the author of a document was asked.
fn asked(line: &HistoryLine, title: Option<String>) -> String {
    let title = title.unwrap_or_else(|| "un document".into());
    match line.change.as_deref() {
        Some("correct") => format!("a demandé à l’auteur de {title} de le corriger"),
        Some("delete") => format!("a demandé à l’auteur de {title} de le supprimer"),
        _ => say!(
            format!("a signalé à l’auteur que {title} n’est pas à sa place dans mon dossier"),
            format!("a signalé à l’auteur que {title} n’est pas à sa place dans le dossier [de prénom]")
        )
        .into_owned(),
    }
}

/// Which setting was changed, and on what.
fn changed(line: &HistoryLine, title: Option<String>) -> String {
    let documents = counted(line.count.unwrap_or_default(), "document", "documents");
    let subject = line.subject.as_deref().unwrap_or("un professionnel");
    if line.change.as_deref() == Some("notices_chosen") {
        return "a choisi ses notifications".to_owned();
    }
    if let Some(said) = line
        .change
        .as_deref()
        .and_then(|change| about_people(change, subject))
    {
        return said;
    }
    let Some(kind) = line.change.as_deref().and_then(ChangeKind::from_id) else {
        return "a changé un réglage".to_owned();
    };
    match (kind, title) {
        (ChangeKind::DocumentsMasked, Some(title)) => format!("a masqué {title}"),
        (ChangeKind::DocumentsMasked, None) => format!("a masqué {documents}{}", sections(line)),
        (ChangeKind::DocumentsUnmasked, Some(title)) => format!("a rendu visible {title}"),
        (ChangeKind::DocumentsUnmasked, None) => format!("a rendu visibles {documents}{}", sections(line)),
        (ChangeKind::SectionMasked, _) => format!("a masqué la rubrique «\u{a0}{subject}\u{a0}»"),
        (ChangeKind::SectionUnmasked, _) => {
            format!("a rendu visible la rubrique «\u{a0}{subject}\u{a0}»")
        }
        (ChangeKind::DefaultVisibilityChanged, _) => format!("a choisi\u{a0}: {}", chosen(line)),
        (ChangeKind::EmergencyChanged, _) => format!("a répondu sur les urgences\u{a0}: {}", chosen(line)),
        (ChangeKind::ProfessionalBlocked | ChangeKind::OrganisationBlocked, _) => {
            format!("a bloqué {subject}")
        }
        (ChangeKind::ProfessionalUnblocked | ChangeKind::OrganisationUnblocked, _) => {
            format!("a débloqué {subject}")
        }
        (ChangeKind::ProfessionalsOpposed, _) => "a fermé le dossier à tous les professionnels".to_owned(),
        (ChangeKind::ProfessionalsReadmitted, _) => "a rouvert le dossier aux professionnels".to_owned(),
        (ChangeKind::AdministratorNamed, _) => {
            format!("a nommé {subject} administrateur du dossier")
        }
        (ChangeKind::AdministratorWithdrawn, _) => {
            format!("a retiré {subject} des administrateurs du dossier")
        }
        (ChangeKind::AdministratorBlocked, _) => {
            format!("a retiré {subject} des administrateurs du dossier et bloqué son accès")
        }
        (ChangeKind::ChangeUndone, title) => undone(line, title, documents),
        (ChangeKind::ProfileClosed, _) => "a clôturé le dossier".to_owned(),
        (ChangeKind::ProfileReopened, _) => "a rouvert le dossier".to_owned(),
        (ChangeKind::ProfileActivated, _) => "a activé le dossier".to_owned(),
    }
}

/// *et 4 rubriques*, when sections of the profile changed with the documents.
fn sections(line: &HistoryLine) -> String {
    line.sections.map_or_else(String::new, |sections| {
        format!(" et {}", counted(sections, "rubrique", "rubriques"))
    })
}

/// What was answered, about future documents or about emergencies.
fn chosen(line: &HistoryLine) -> String {
    let Some(chosen) = line.chosen.as_deref() else {
        return "une autre réponse".to_owned();
    };
    let yes = |name| {
        if chosen.split(' ').any(|permitted| permitted == name) {
            "oui"
        } else {
            "non"
        }
    };
    match chosen {
        "masked" => "les prochains documents arriveront masqués".to_owned(),
        "visible" => "les prochains documents arriveront visibles".to_owned(),
        "unanswered" => "plus aucune réponse, comme au début".to_owned(),
        _ => format!(
            "le SAMU {}, les autres professionnels {}, les documents masqués {}",
            yes("samu"),
            yes("break_glass"),
            yes("masked_documents")
        ),
    }
}

/// Which change was undone, and what holds again.
fn undone(line: &HistoryLine, title: Option<String>, documents: String) -> String {
    let Some(kind) = line.undone.as_deref().and_then(ChangeKind::from_id) else {
        return title.map_or_else(
            || "a annulé un changement".to_owned(),
            |title| format!("a annulé un changement sur {title}"),
        );
    };
    let subject = line.subject.as_deref().unwrap_or("un professionnel");
    let what = title.unwrap_or_else(|| format!("{documents}{}", sections(line)));
    let undone = match kind {
        ChangeKind::DocumentsMasked => format!("masquer {what}"),
        ChangeKind::DocumentsUnmasked => format!("rendre visible {what}"),
        ChangeKind::SectionMasked => format!("masquer la rubrique «\u{a0}{subject}\u{a0}»"),
        ChangeKind::SectionUnmasked => format!("rendre visible la rubrique «\u{a0}{subject}\u{a0}»"),
        ChangeKind::DefaultVisibilityChanged => {
            return format!("a annulé son choix. De nouveau\u{a0}: {}", chosen(line));
        }
        ChangeKind::EmergencyChanged => {
            return format!(
                "a annulé ses réponses sur les urgences. De nouveau\u{a0}: {}",
                chosen(line)
            );
        }
        ChangeKind::ProfessionalBlocked | ChangeKind::OrganisationBlocked => format!("bloquer {subject}"),
        ChangeKind::ProfessionalUnblocked | ChangeKind::OrganisationUnblocked => {
            format!("débloquer {subject}")
        }
        ChangeKind::ProfessionalsOpposed => "fermer le dossier à tous les professionnels".to_owned(),
        ChangeKind::ProfessionalsReadmitted => "rouvrir le dossier aux professionnels".to_owned(),
        ChangeKind::AdministratorNamed => format!("nommer {subject} administrateur du dossier"),
        ChangeKind::AdministratorWithdrawn => format!("retirer {subject} des administrateurs du dossier"),
        ChangeKind::AdministratorBlocked => {
            format!("retirer {subject} des administrateurs du dossier, et bloquer")
        }
        ChangeKind::ChangeUndone => "annuler un changement".to_owned(),
        ChangeKind::ProfileClosed => "clôturer le dossier".to_owned(),
        ChangeKind::ProfileReopened => "rouvrir le dossier".to_owned(),
        ChangeKind::ProfileActivated => "activer le dossier".to_owned(),
    };
    format!("a annulé ce changement\u{a0}: {undone}")
}

/// What was done about who acts for the holder.
fn about_people(change: &str, subject: &str) -> Option<String> {
    Some(match change {
        "representative_invited" => say!(
            format!("a invité {subject} à me représenter aussi"),
            format!("a invité {subject} à représenter [prénom] aussi")
        )
        .into_owned(),
        "invitation_cancelled" => format!("a annulé l’invitation de {subject}"),
        "representative_joined" => {
            say!("a accepté de me représenter", "a accepté de représenter [prénom]").into_owned()
        }
        "invitation_refused" => {
            say!("a refusé de me représenter", "a refusé de représenter [prénom]").into_owned()
        }
        "representative_left" => say!("ne me représente plus", "ne représente plus [prénom]").into_owned(),
        "profile_opposed" => "a refusé la création du dossier".to_owned(),
        "profile_taken_over" => "a pris en main son dossier, à sa majorité".to_owned(),
        _ => return None,
    })
}

/// On what legal basis, and through what, with the reason that was given.
pub fn mode(professional: &HistoryProfessional) -> String {
    let (before, after) = mode_around_reason(professional);
    match &professional.reason {
        Some(reason) => format!("{before}«\u{a0}{reason}\u{a0}»{after}"),
        None => format!("{before}{after}"),
    }
}

/// What stands before and after the reason that was given, when one was.
pub fn mode_around_reason(professional: &HistoryProfessional) -> (String, &'static str) {
    let mut before = match professional.context.as_str() {
        "care_team" => "Déclaré comme membre de l’équipe de soins".to_owned(),
        "declared_consent" => say!(
            "Avec mon accord, déclaré par le professionnel",
            "Avec l’accord des représentants [de prénom], déclaré par le professionnel"
        )
        .into_owned(),
        "samu" => "Urgence\u{a0}: SAMU".to_owned(),
        "break_glass" if professional.reason.is_none() => "Urgence, sans motif (bris de glace)".to_owned(),
        "break_glass" => "Urgence, avec un motif (bris de glace)".to_owned(),
        _ => "Sans motif d’accès déclaré".to_owned(),
    };
    if professional.reason.is_some() {
        before.push_str(". Motif\u{a0}: ");
    }
    let after = if professional.web {
        ". Par le site national."
    } else {
        ". Depuis son logiciel."
    };
    (before, after)
}

/// Who sees a line: everyone concerned, or the holder alone.
pub fn line_seen_by(holder_alone: bool) -> Cow<'static, str> {
    if holder_alone {
        say!("Moi seulement", "[prénom] seulement")
    } else {
        say!(
            "Moi, et mes représentants légaux si j’en ai",
            "[prénom] et ses représentants légaux"
        )
    }
}

/// What can be wrong with a history, by its kind: what stands before, between and after the numbers of two lines, of which only some
/// are said.
pub fn history_faults() -> [(&'static str, HistoryFault); 9] {
    use HistoryFault::{Line, Lines, Nothing};
    [
        ("edited", Line("La ligne ", " a été modifiée après coup.")),
        (
            "out_of_place",
            Line(
                "La ligne ",
                " n’est pas celle qui devrait être là\u{a0}: une ligne a été effacée, ajoutée ou déplacée.",
            ),
        ),
        (
            "forked",
            Lines(
                "Entre la ligne ",
                " et la ligne ",
                ", l’historique n’est plus celui qui avait été signé, ou que ce navigateur avait vérifié.",
            ),
        ),
        (
            "cut_off",
            Line("La fin de l’historique a disparu, à partir de la ligne ", "."),
        ),
        ("bad_signature", Line("La signature de la ligne ", " est fausse.")),
        (
            "unknown_key",
            Line("La ligne ", " est signée avec une clé inconnue."),
        ),
        (
            "unsigned",
            Line("Aucune signature ne garantit la ligne ", " et les suivantes."),
        ),
        (
            "unreadable",
            Nothing("Ce que le site a envoyé n’est pas cet historique."),
        ),
        (
            "changed_key",
            Nothing("La clé qui signe l’historique n’est plus celle que ce navigateur connaît."),
        ),
    ]
}

/// A sentence with room for the numbers of lines.
#[derive(Clone, Copy, Debug)]
pub enum HistoryFault {
    /// No number.
    Nothing(&'static str),
    /// Around one number.
    Line(&'static str, &'static str),
    /// Around two numbers.
    Lines(&'static str, &'static str, &'static str),
}

/// What notices are about, to choose from.
pub fn notice_topic(topic: NoticeTopic) -> &'static str {
    match topic {
        NoticeTopic::Accesses => super::pick(
            "Les professionnels venus dans mon dossier",
            "Les professionnels venus dans le dossier",
        ),
        NoticeTopic::Emergencies => "Les accès en urgence",
        NoticeTopic::Documents => "Les documents ajoutés, modifiés ou supprimés",
        NoticeTopic::Settings => {
            super::pick("Mes réglages et mes connexions", "Les réglages et les connexions")
        }
    }
}

/// What a notice is about.
pub fn notice_title(kind: &str) -> &'static str {
    match kind {
        "first_access" => "Premier accès d’un professionnel",
        "emergency_access" => "Accès en urgence",
        "masked_document_opened" => "Document masqué ouvert",
        "blocked_attempt" => "Tentative d’un professionnel bloqué",
        "privacy_setting_changed" => "Réglage modifié",
        "administrator_named" => "Administrateur nommé",
        "profile_closed" => "Dossier clôturé",
        "profile_reopened" => "Dossier rouvert",
        "document_added" => "Document ajouté",
        "document_changed" => "Document modifié ou supprimé",
        "new_sign_in" => "Nouvelle connexion",
        "coming_of_age_soon" => "Majorité dans moins de 30\u{a0}jours",
        "coming_of_age" => "Majorité",
        _ => "Information",
    }
}
