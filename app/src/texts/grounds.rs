//! What the state of a setting rests on, and the articles behind it.

use std::borrow::Cow;

use policy::{Refusal, Rule};
use record::views::{ChangeKind, Settings};

use super::history::why;

/// What a rule rests on, as it holds for anyone. [`why`] tells of one access.
pub fn ground(rule: Rule) -> Cow<'static, str> {
    let said = match rule {
        Rule::CareTeam => {
            "La loi présume l’accord de la personne pour l’équipe qui la soigne\u{a0}: chacun y lit ce que son métier lui ouvre, sauf ce qui est masqué. Elle peut refuser à tout moment."
        }
        Rule::Masked => {
            "Masquer est un droit, sans dire pourquoi. Ce qui est masqué n’est lu que par son auteur, par les médecins administrateurs, et en urgence si c’est permis."
        }
        Rule::Emergency => {
            "Quand une personne est en danger et ne peut pas parler, la loi permet d’ouvrir son dossier, sauf si elle l’a refusé. Chaque accès est signalé."
        }
        Rule::SamuOpposed => "Refuser que le SAMU ouvre le dossier est un droit.",
        Rule::BreakGlassOpposed => {
            "Refuser que les autres professionnels ouvrent le dossier en urgence est un droit."
        }
        Rule::EmergencyMasked => "En urgence, ce qui est masqué s’ouvre aussi, sauf refus.",
        Rule::MaskedEvenInEmergency => "Refuser que ce qui est masqué s’ouvre en urgence est un droit.",
        Rule::BlockedProfessional => {
            "Bloquer un professionnel est un droit, sans dire pourquoi et sans qu’il en soit prévenu. Il n’ouvre plus le dossier, même en urgence\u{a0}; il retrouve seulement ce qu’il a écrit."
        }
        Rule::BlockedOrganisation => {
            "Bloquer un établissement bloque tous ceux qui y travaillent. Ils n’ouvrent plus le dossier de là, même en urgence\u{a0}; chacun retrouve seulement ce qu’il a écrit."
        }
        Rule::ProfessionalsOpposed => {
            "Fermer le dossier à tous les professionnels est un droit. Restent les médecins administrateurs, les urgences si elles sont permises, et chacun pour ce qu’il a écrit."
        }
        Rule::NoLegalBasis => {
            "Sans soin, accord ou urgence déclarés, aucun professionnel n’ouvre un dossier. Chaque essai est noté dans l’historique."
        }
        Rule::Administrator => {
            "Une personne peut nommer des médecins administrateurs. Ils lisent tous ses documents, même masqués, tant qu’elle ne leur retire pas ce rôle."
        }
        Rule::Matrix => {
            "Chaque profession ne lit que certains types de documents\u{a0}: la liste est nationale, et s’appelle la matrice d’habilitation."
        }
        Rule::NoReadingEntitlement => "Certaines professions ne peuvent lire aucun document, chez personne.",
        Rule::Author => {
            "Qui a écrit un document peut toujours le relire, même masqué, et même si son auteur est bloqué."
        }
        Rule::ProfileClosed => {
            "Clôturer le dossier est un droit, sans dire pourquoi. Clôturé, il ne s’ouvre plus à personne."
        }
        rule => return why(rule),
    };
    said.into()
}

/// The rules that answer the three questions about emergencies: SAMU, other professionals, what is masked.
pub fn emergency_rules((samu, others, masked): (bool, bool, bool)) -> Vec<Rule> {
    let mut rules = Vec::with_capacity(4);
    if samu || others {
        rules.push(Rule::Emergency);
    }
    if !samu {
        rules.push(Rule::SamuOpposed);
    }
    if !others {
        rules.push(Rule::BreakGlassOpposed);
    }
    rules.push(if masked {
        Rule::EmergencyMasked
    } else {
        Rule::MaskedEvenInEmergency
    });
    rules
}

/// The rule that opens the record to those who care for the person, or closes it to all.
pub fn reading_rule(settings: &Settings) -> Rule {
    if settings.professionals_opposed {
        Rule::ProfessionalsOpposed
    } else {
        Rule::CareTeam
    }
}

/// The rules that say which professionals read the record today.
pub fn reading_rules(settings: &Settings) -> Vec<Rule> {
    let mut rules = vec![reading_rule(settings)];
    if !settings.blocked.is_empty() {
        rules.push(Rule::BlockedProfessional);
    }
    if !settings.blocked_organisations.is_empty() {
        rules.push(Rule::BlockedOrganisation);
    }
    if !settings.administrators.is_empty() {
        rules.push(Rule::Administrator);
    }
    rules
}

/// The rules that a change of settings turns on.
pub fn change_rules(kind: ChangeKind) -> Vec<Rule> {
    match kind {
        ChangeKind::DocumentsMasked
        | ChangeKind::DocumentsUnmasked
        | ChangeKind::SectionMasked
        | ChangeKind::SectionUnmasked
        | ChangeKind::DefaultVisibilityChanged
        | ChangeKind::ChangeUndone => vec![Rule::Masked, Rule::CareTeam],
        ChangeKind::EmergencyChanged => vec![Rule::Emergency, Rule::EmergencyMasked],
        ChangeKind::ProfessionalBlocked | ChangeKind::ProfessionalUnblocked => {
            vec![Rule::BlockedProfessional, Rule::CareTeam]
        }
        ChangeKind::OrganisationBlocked | ChangeKind::OrganisationUnblocked => {
            vec![Rule::BlockedOrganisation, Rule::CareTeam]
        }
        ChangeKind::ProfessionalsOpposed | ChangeKind::ProfessionalsReadmitted => {
            vec![Rule::ProfessionalsOpposed, Rule::CareTeam]
        }
        ChangeKind::AdministratorNamed | ChangeKind::AdministratorWithdrawn => vec![Rule::Administrator],
        ChangeKind::AdministratorBlocked => vec![Rule::Administrator, Rule::BlockedProfessional],
        ChangeKind::ProfileClosed | ChangeKind::ProfileReopened | ChangeKind::ProfileActivated => {
            vec![Rule::ProfileClosed]
        }
    }
}

/// The rule behind a change that is refused, when one is.
pub fn refusal_rule(refusal: Refusal) -> Option<Rule> {
    match refusal {
        Refusal::AdministratorCannotBeBlocked
        | Refusal::AdministratorNotPhysician
        | Refusal::AdministratorNotActive => Some(Rule::Administrator),
        Refusal::AdministratorBlocked => Some(Rule::BlockedProfessional),
        Refusal::GracePeriodOver | Refusal::WrongState => Some(Rule::ProfileClosed),
        Refusal::NotOwnDocument => Some(Rule::Author),
        Refusal::NotAllowed | Refusal::OpinionNotSought | Refusal::DocumentNotFound => None,
    }
}

/// The articles a rule applies, each with its subject.
pub fn citation(rule: Rule) -> String {
    let articles: Vec<_> = rule
        .articles()
        .iter()
        .map(|article| match policy::why::subject(article) {
            Some(subject) => format!("{article} ({subject})"),
            None => (*article).to_owned(),
        })
        .collect();
    let noun = if articles.len() < 2 { "Article" } else { "Articles" };
    format!("{noun} {}, code de la santé publique.", articles.join(" et "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Voice, in_voice};

    #[test]
    fn every_rule_has_its_ground_in_both_voices_and_its_articles_with_their_subjects() {
        for rule in Rule::ALL {
            let own = ground(rule);
            let other = in_voice(&Voice::Other("Léo".into()), || ground(rule));
            for said in [&own, &other] {
                assert!(said.ends_with('.') && !said.contains('['), "{said}");
            }
            assert!(!other.contains(" je ") && !other.contains("J’ai"), "{other}");
            assert_eq!(
                citation(rule).matches('(').count(),
                rule.articles().len(),
                "{}",
                rule.id()
            );
        }
        assert_eq!(
            citation(Rule::EmergencyMasked),
            "Articles L.1111-17 (l’accès des professionnels, en urgence ou avec un consentement) et R.1111-48 (les accès en urgence et leur refus), code de la santé publique."
        );
    }
}
