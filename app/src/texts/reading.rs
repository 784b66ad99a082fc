//! Who may read, in short sentences.

use policy::{Decision, Rule};

use super::counted;
use crate::sight::{Answer, Situation, Unclear, Who};

/// What people read of a situation.
pub fn situation(situation: Situation) -> &'static str {
    match situation {
        Situation::CareTeam => "Pour me soigner, dans mon équipe de soins",
        Situation::Consent => "Avec mon accord",
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
    match (answer.open.is_permit(), readable) {
        (true, _) if total == 0 => {
            format!("Oui, {who} peut ouvrir mon dossier. Il ne contient encore aucun document.")
        }
        (true, 0) => format!("Oui, {who} peut ouvrir mon dossier, mais sans pouvoir lire aucun document."),
        (true, _) if readable == total => {
            format!("Oui, {who} peut ouvrir mon dossier et lire tous mes documents (il y en a {total}).")
        }
        (true, _) => format!("Oui, {who} peut ouvrir mon dossier et lire {documents} sur {total}."),
        (false, 0) => format!("Non, {who} ne peut pas ouvrir mon dossier ni lire mes documents."),
        (false, _) => format!(
            "Non, {who} ne peut pas ouvrir mon dossier. Seule exception\u{a0}: {documents} de sa main, sur {total}."
        ),
    }
}

/// Why the record opens, or does not.
pub fn opening(decision: Decision) -> &'static str {
    match decision.rule() {
        Rule::CareTeam => "ce professionnel fait partie de l’équipe qui me soigne",
        Rule::DeclaredConsent => "ce professionnel a mon accord",
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
        Rule::EmergencyMasked => "j’ai permis l’accès à ce qui est masqué en urgence",
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
        Unclear::Past => {
            "Choisissez aujourd’hui ou un jour à venir\u{a0}: la réponse vaut pour mes réglages actuels."
        }
    }
}

/// Why a reading is permitted, in a few words.
fn permitted(rule: Rule) -> &'static str {
    match rule {
        Rule::Author => "c’est l’auteur du document",
        Rule::Administrator => "c’est un médecin administrateur de mon dossier",
        Rule::EmergencyMasked => "j’ai permis l’accès aux documents masqués en urgence",
        Rule::Emergency => "j’ai permis cet accès en urgence",
        _ => "sa profession peut lire ce type de document",
    }
}

/// Why a reading is refused, in a few words.
pub fn refused(rule: Rule) -> &'static str {
    match rule {
        Rule::BlockedProfessional => "j’ai bloqué ce professionnel",
        Rule::BlockedOrganisation => "j’ai bloqué son établissement",
        Rule::ProfessionalsOpposed => "j’ai fermé mon dossier à tous les professionnels",
        Rule::Masked => "ce document est masqué",
        Rule::MaskedEvenInEmergency => "ce document est masqué, même en urgence",
        Rule::SamuOpposed => "j’ai refusé l’accès du SAMU",
        Rule::BreakGlassOpposed => "j’ai refusé cet accès en urgence",
        Rule::NotSamuRegulator => "seuls les médecins du SAMU ont cet accès",
        Rule::Matrix => "sa profession ne peut pas lire ce type de document",
        Rule::NoReadingEntitlement => "sa profession ne peut rien lire dans un dossier",
        Rule::ReasonMissing => "aucun motif n’a été donné",
        Rule::NoLegalBasis => "ce professionnel n’a déclaré ni soin, ni accord, ni urgence",
        Rule::AuthenticationInsufficient => "ce professionnel ne s’est pas identifié assez sûrement",
        Rule::SuspendedProfessional => "l’accès de ce professionnel est suspendu",
        Rule::ProfileClosed => "mon dossier est fermé",
        _ => "ce n’est pas permis",
    }
}
