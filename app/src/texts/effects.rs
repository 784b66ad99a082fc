//! What a change does to people, and why one cannot be made.

use policy::{Refusal, Section};
use record::views::{Effect, NamedDocument, Who};

use super::{
    counted, named,
    voice::{pick, say},
};
use crate::difference::Difference;

/// Before anything is chosen.
pub fn no_choice_yet() -> &'static str {
    pick(
        "Quand j’aurai fait mes choix, cette page dira ici qui perdrait ou gagnerait un accès.",
        "Quand les choix seront faits, cette page dira ici qui perdrait ou gagnerait un accès.",
    )
}

/// For a change that this page cannot work out.
pub const SAID_NEXT: &str = "La page suivante dira ce qui changerait.";

/// What a change would do, in one sentence.
pub fn difference(outcome: &Difference) -> String {
    match (outcome.losses.as_slice(), outcome.gains.as_slice()) {
        _ if outcome.is_done => "C’est déjà réglé ainsi\u{a0}: rien ne changerait.".to_owned(),
        ([], []) => "Personne ne perdrait ni ne gagnerait un accès aujourd’hui.".to_owned(),
        (losses, []) => format!("Perdraient un accès\u{a0}: {}.", concerned(losses)),
        ([], gains) => format!("Gagneraient un accès\u{a0}: {}.", concerned(gains)),
        (losses, gains) => format!(
            "Perdraient un accès\u{a0}: {}. En gagneraient un\u{a0}: {}.",
            concerned(losses),
            concerned(gains)
        ),
    }
}

/// Whom effects are about, in a few words.
fn concerned(effects: &[Effect]) -> String {
    let among = |kind: fn(&Who) -> bool| effects.iter().filter(|effect| kind(&effect.who)).count();
    let mut parts = Vec::new();
    let named = among(|who| matches!(who, Who::Named(_)));
    if named > 0 {
        parts.push(counted(named as u64, "professionnel", "professionnels"));
    }
    if among(|who| matches!(who, Who::Professions(_))) > 0 {
        parts.push(
            pick(
                "les autres professionnels qui me soignent",
                "les autres professionnels de l’équipe de soins",
            )
            .to_owned(),
        );
    }
    if among(|who| matches!(who, Who::Samu(_) | Who::BreakGlass(_))) > 0 {
        parts.push("les urgences".to_owned());
    }
    listed(&parts)
}

/// Someone whom a change touches.
pub fn who(who: &Who) -> String {
    match who {
        Who::Named(person) => named(&person.name, &person.profession),
        Who::Professions(all) if all.len() < 2 => {
            let label = all.first().map_or("", |(label, _)| label.as_str());
            say!(
                format!("Les autres professionnels de la profession «\u{a0}{label}\u{a0}» qui me soignent"),
                format!(
                    "Les autres professionnels de la profession «\u{a0}{label}\u{a0}» de l’équipe de soins"
                )
            )
            .into_owned()
        }
        Who::Professions(all) => say!(
            format!(
                "Les autres professionnels qui me soignent ({})",
                counted(all.len() as u64, "profession", "professions")
            ),
            format!(
                "Les autres professionnels de l’équipe de soins ({})",
                counted(all.len() as u64, "profession", "professions")
            )
        )
        .into_owned(),
        Who::Samu(place) => at("En urgence, le SAMU", place.as_deref()),
        Who::BreakGlass(place) => at(
            "En urgence, un autre médecin qui donne un motif",
            place.as_deref(),
        ),
    }
}

fn at(who: &str, place: Option<&str>) -> String {
    match place {
        Some(place) => [who, " (", place, ")"].concat(),
        None => who.to_owned(),
    }
}

/// What they gain or lose.
pub fn effect(effect: &Effect, gain: bool) -> String {
    let mut parts = Vec::new();
    if effect.record {
        parts.push(pick("ouvrir mon dossier", "ouvrir le dossier").to_owned());
    }
    let mut read = Vec::new();
    if effect.documents > 0 {
        let up_to = if matches!(effect.who, Who::Professions(_)) && effect.documents > 1 {
            "jusqu’à "
        } else {
            ""
        };
        let documents = counted(effect.documents, "document", "documents");
        read.push(format!("{up_to}{documents}"));
    }
    if !effect.sections.is_empty() {
        let labels: Vec<_> = effect
            .sections
            .iter()
            .filter_map(|id| Section::from_id(id))
            .map(|section| format!("«\u{a0}{}\u{a0}»", section.label()))
            .collect();
        let the = if labels.len() < 2 {
            "la rubrique"
        } else {
            "les rubriques"
        };
        read.push(format!("{the} {}", listed(&labels)));
    }
    if !read.is_empty() {
        parts.push(format!("lire {}", listed(&read)));
    }
    let several = matches!(effect.who, Who::Professions(_));
    let verb = match (gain, several) {
        (true, false) => "pourra",
        (true, true) => "pourront",
        (false, false) => "ne pourra plus",
        (false, true) => "ne pourront plus",
    };
    format!("{verb} {}", listed(&parts))
}

/// A document that a change touches, with its day: what the browser shows has it in the title already.
pub fn named_document(document: &NamedDocument) -> String {
    match document.dated {
        #[cfg(feature = "ssr")]
        Some(dated) => super::title_and_day(&document.title, dated),
        _ => document.title.clone(),
    }
}

/// *a, b et c*.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} et {last}", rest.join(", ")),
    }
}

/// Why the rules do not let a change be made, and what to do.
pub fn change_refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::AdministratorCannotBeBlocked => pick(
            "Ce médecin est administrateur de mon dossier\u{a0}: il faut d’abord le retirer des administrateurs. Je peux faire les deux en une fois.",
            "Ce médecin est administrateur du dossier\u{a0}: il faut d’abord le retirer des administrateurs. Les deux peuvent se faire en une fois.",
        ),
        Refusal::AdministratorNotPhysician => pick(
            "Seul un médecin peut être administrateur de mon dossier. Rien n’a été changé.",
            "Seul un médecin peut être administrateur du dossier. Rien n’a été changé.",
        ),
        Refusal::AdministratorNotActive => {
            "Ce médecin n’est plus en activité dans l’annuaire\u{a0}: il ne peut pas être administrateur. Rien n’a été changé."
        }
        Refusal::AdministratorBlocked => pick(
            "J’ai bloqué ce professionnel\u{a0}: il faut d’abord le débloquer pour le nommer administrateur. Rien n’a été changé.",
            "Ce professionnel est bloqué\u{a0}: il faut d’abord le débloquer pour le nommer administrateur. Rien n’a été changé.",
        ),
        Refusal::GracePeriodOver => pick(
            "Le délai pour rouvrir mon dossier est passé. Rien n’a été changé.",
            "Le délai pour rouvrir le dossier est passé. Rien n’a été changé.",
        ),
        Refusal::WrongState
        | Refusal::NotAllowed
        | Refusal::OpinionNotSought
        | Refusal::DocumentNotFound
        | Refusal::NotOwnDocument => "Ce changement n’est plus possible. Rien n’a été changé.",
    }
}
