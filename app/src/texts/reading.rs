//! Who may read, in short sentences.

use policy::{Decision, Rule};

use super::{
    counted,
    voice::{pick, say},
};
use crate::sight::{Answer, Situation, Unclear, Who};

/// What people read of a situation.
pub fn situation(situation: Situation) -> &'static str {
    match situation {
        Situation::CareTeam => pick(
            "Pour me soigner, dans mon équipe de soins",
            "Pour soigner la personne, dans son équipe de soins",
        ),
        Situation::Consent => pick("Avec mon accord", "Avec l’accord des représentants"),
        Situation::Samu => "Au SAMU (centre 15)",
        Situation::BreakGlass => "Dans une autre urgence, avec un motif",
        Situation::BreakGlassWithoutReason => "Dans une autre urgence, sans donner de motif",
        Situation::Nothing => "Sans dire pourquoi",
    }
}

/// A name and, when it is known, a profession.
pub fn named(name: &str, profession: &str) -> String {
    if profession.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", lowered(profession))
    }
}

/// A label within a sentence. Only plain letters are capitals in the labels.
fn lowered(label: &str) -> String {
    label.to_ascii_lowercase()
}

/// Who looks, within a sentence.
fn who(who: &Who) -> String {
    match who {
        Who::Person { name, profession } => {
            named(name, profession.map_or("", |profession| profession.label()))
        }
        Who::Anyone(profession) => format!("un professionnel ({})", lowered(profession.label())),
    }
}

/// The whole answer in one sentence.
pub fn verdict(answer: &Answer) -> String {
    let who = who(&answer.who);
    let (readable, total) = (answer.readable(), answer.documents.len());
    let documents = counted(readable as u64, "document", "documents");
    // The directory does not say who works there.
    let assumed = answer.situation == Situation::Samu
        && answer.open.rule() == Rule::Emergency
        && matches!(answer.who, Who::Person { .. });
    let yes = if assumed {
        "Si ce médecin travaille vraiment au SAMU\u{a0}: oui,"
    } else {
        "Oui,"
    };
    match (answer.open.is_permit(), readable) {
        (true, _) if total == 0 => {
            say!(format!("{yes} {who} peut ouvrir mon dossier. Il ne contient encore aucun document."), format!("{yes} {who} peut ouvrir le dossier [de prénom]. Il ne contient encore aucun document.")).into_owned()
        }
        (true, 0) => say!(format!("{yes} {who} peut ouvrir mon dossier, mais sans pouvoir lire aucun document."), format!("{yes} {who} peut ouvrir le dossier [de prénom], mais sans pouvoir lire aucun document.")).into_owned(),
        (true, _) if readable == total => {
            say!(format!("{yes} {who} peut ouvrir mon dossier et lire tous mes documents (il y en a {total})."), format!("{yes} {who} peut ouvrir le dossier [de prénom] et lire tous ses documents (il y en a {total}).")).into_owned()
        }
        (true, _) => say!(format!("{yes} {who} peut ouvrir mon dossier et lire {documents} sur {total}."), format!("{yes} {who} peut ouvrir le dossier [de prénom] et lire {documents} sur {total}.")).into_owned(),
        (false, 0) => say!(format!("Non, {who} ne peut pas ouvrir mon dossier ni lire mes documents."), format!("Non, {who} ne peut pas ouvrir le dossier [de prénom] ni lire ses documents.")).into_owned(),
        (false, _) => say!(format!("Non, {who} ne peut pas ouvrir mon dossier. Seule exception\u{a0}: {documents} de sa main, sur {total}."
        ), format!("Non, {who} ne peut pas ouvrir le dossier [de prénom]. Seule exception\u{a0}: {documents} de sa main, sur {total}."
        )).into_owned(),
    }
}

/// Why the record opens, or does not.
pub fn opening(decision: Decision) -> &'static str {
    match decision.rule() {
        Rule::CareTeam => pick(
            "ce professionnel fait partie de l’équipe qui me soigne",
            "ce professionnel fait partie de l’équipe de soins",
        ),
        Rule::DeclaredConsent => pick(
            "ce professionnel a mon accord",
            "ce professionnel a l’accord des représentants",
        ),
        rule if decision.is_permit() => permitted(rule),
        rule => refused(rule),
    }
}

/// Why a document can be read, or not.
pub fn reading(decision: Decision) -> &'static str {
    if decision.is_permit() {
        permitted(decision.rule())
    } else {
        refused(decision.rule())
    }
}

/// Why a section can be read, or not.
pub fn section(decision: Decision) -> &'static str {
    match decision.rule() {
        Rule::CareTeam | Rule::DeclaredConsent => "sa profession peut lire cette rubrique",
        Rule::EmergencyMasked => "l’accès à ce qui est masqué est permis en urgence",
        Rule::Masked => "cette rubrique est masquée",
        Rule::MaskedEvenInEmergency => "cette rubrique est masquée, même en urgence",
        Rule::Matrix => "sa profession ne peut pas lire cette rubrique",
        _ => reading(decision),
    }
}

/// The articles a rule applies.
pub fn articles(rule: Rule) -> String {
    let articles = rule.articles();
    let noun = if articles.len() < 2 { "article" } else { "articles" };
    format!("{noun} {} du code de la santé publique", articles.join(" et "))
}

/// What is wrong with a field of *see my record as…*.
pub fn unclear(unclear: Unclear) -> &'static str {
    match unclear {
        Unclear::Who => "Choisissez un professionnel ou une profession de la liste.",
        Unclear::Situation => "Choisissez une situation de la liste.",
        Unclear::Place => "Choisissez l’un des deux lieux.",
        Unclear::Day => "Écrivez un jour qui existe, par exemple 2026-12-31, ou laissez ce champ vide.",
        Unclear::Past => pick(
            "Choisissez aujourd’hui ou un jour à venir\u{a0}: la réponse vaut pour mes réglages actuels.",
            "Choisissez aujourd’hui ou un jour à venir\u{a0}: la réponse vaut pour les réglages actuels.",
        ),
    }
}

/// Why a reading is permitted, in a few words.
fn permitted(rule: Rule) -> &'static str {
    match rule {
        Rule::Author => "c’est l’auteur du document",
        Rule::Administrator => pick(
            "c’est un médecin administrateur de mon dossier",
            "c’est un médecin administrateur du dossier",
        ),
        Rule::EmergencyMasked => "l’accès aux documents masqués est permis en urgence",
        Rule::Emergency => "cet accès en urgence est permis",
        _ => "sa profession peut lire ce type de document",
    }
}

/// Why a reading is refused, in a few words.
pub fn refused(rule: Rule) -> &'static str {
    match rule {
        Rule::BlockedProfessional => pick("j’ai bloqué ce professionnel", "ce professionnel est bloqué"),
        Rule::BlockedOrganisation => pick("j’ai bloqué son établissement", "son établissement est bloqué"),
        Rule::ProfessionalsOpposed => pick(
            "j’ai fermé mon dossier à tous les professionnels",
            "le dossier est fermé à tous les professionnels",
        ),
        Rule::Masked => "ce document est masqué",
        Rule::MaskedEvenInEmergency => "ce document est masqué, même en urgence",
        Rule::SamuOpposed => pick("j’ai refusé l’accès du SAMU", "l’accès du SAMU est refusé"),
        Rule::BreakGlassOpposed => pick(
            "j’ai refusé cet accès en urgence",
            "cet accès en urgence est refusé",
        ),
        Rule::NotSamuRegulator => "seuls les médecins du SAMU ont cet accès",
        Rule::Matrix => "sa profession ne peut pas lire ce type de document",
        Rule::NoReadingEntitlement => "sa profession ne peut rien lire dans un dossier",
        Rule::ReasonMissing => "aucun motif n’a été donné",
        Rule::NoLegalBasis => "ce professionnel n’a déclaré ni soin, ni accord, ni urgence",
        Rule::AuthenticationInsufficient => "ce professionnel ne s’est pas identifié assez sûrement",
        Rule::SuspendedProfessional => "l’accès de ce professionnel est suspendu",
        Rule::ProfileClosed => pick("mon dossier est fermé", "le dossier est fermé"),
        _ => "ce n’est pas permis",
    }
}
