//! The documents that people add, and what they ask of the authors of the others.

use std::borrow::Cow;

use super::voice::{pick, say};
use record::views::RequestKind;

/// The types of document that people add: groups of codes, with what each is called here. The official labels
/// speak of *the patient* and of nothing that helps to choose.
pub const OWN_TYPES: [(&str, &[(&str, &str)]); 4] = [
    (
        "Mes soins",
        &[
            ("DOCPAT02", "Ordonnance, traitement ou document de soins"),
            ("DOCPAT05", "Résultat d’analyses (prise de sang…)"),
            ("DOCPAT04", "Radio, échographie, scanner ou IRM"),
            ("DOCPAT03", "Compte rendu (consultation, hôpital…)"),
            ("DOCPAT07", "Certificat médical"),
            ("DOCPAT06", "Vaccin, dépistage ou prévention"),
        ],
    ),
    (
        "Ma santé en résumé",
        &[("DOCPAT01", "Mes maladies, mes allergies, mes traitements")],
    ),
    (
        "Mes volontés",
        &[
            ("EXPPAT_3", "Mes directives anticipées"),
            (
                "EXPPAT_1",
                "Autre volonté (don d’organes, personne de confiance…)",
            ),
        ],
    ),
    (
        "Autres",
        &[
            ("DOCPAT09", "Papier administratif (attestation, mutuelle…)"),
            ("EXPPAT_2", "Autre document"),
        ],
    ),
];

/// A word of [`OWN_TYPES`], as it is said of another's documents.
pub fn own_words(words: &'static str) -> &'static str {
    let theirs = match words {
        "Mes soins" => "Ses soins",
        "Ma santé en résumé" => "Sa santé en résumé",
        "Mes maladies, mes allergies, mes traitements" => "Ses maladies, ses allergies, ses traitements",
        "Mes volontés" => "Ses volontés",
        "Mes directives anticipées" => "Ses directives anticipées",
        neutral => neutral,
    };
    pick(words, theirs)
}

/// What an author is asked, as the person asks it.
pub fn request_kind(kind: RequestKind) -> Cow<'static, str> {
    match kind {
        RequestKind::Correct => "Corriger ce document".into(),
        RequestKind::Delete => "Supprimer ce document".into(),
        RequestKind::NotMine => say!(
            "Ce document n’est pas le mien\u{a0}: le retirer de mon dossier",
            "Ce document n’est pas celui [de prénom]\u{a0}: le retirer de son dossier"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_type_that_people_may_add_has_its_name() {
        let named: Vec<&str> = OWN_TYPES
            .iter()
            .flat_map(|(_, types)| types.iter().map(|(code, _)| *code))
            .collect();
        assert_eq!(named.len(), record::views::OWN_TYPES.len());
        assert_eq!(
            named.into_iter().collect::<BTreeSet<_>>(),
            record::views::OWN_TYPES.into_iter().collect()
        );
    }

    #[test]
    fn every_type_that_people_may_add_is_one_that_a_record_accepts() {
        for code in record::views::OWN_TYPES {
            assert!(
                policy::DocumentType::from_code(code).is_some_and(policy::DocumentType::is_accepted),
                "{code}"
            );
        }
    }
}
