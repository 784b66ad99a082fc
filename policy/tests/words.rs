//! What people read: every rule and refusal has its sentences, and they are written as French is.

mod support;

use std::fmt::Write as _;

use policy::why::{ABSENT, ARTICLES, subject};
use policy::{
    Disclosure, Effect, Parameter, Parameters, Refusal, Rule, why, why_for_professional, why_refused,
};
use support::{golden, rulebook};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const NARROW: char = '\u{202f}';

/// Every sentence, with a first name where one goes.
fn sentences() -> Vec<String> {
    let mut sentences = Vec::new();
    for rule in Rule::ALL {
        sentences.push(why(rule).first_person().to_owned());
        sentences.push(why(rule).third_person("Anna"));
        sentences.push(why_for_professional(rule).to_owned());
    }
    for refusal in Refusal::ALL {
        sentences.push(why_refused(refusal).first_person().to_owned());
        sentences.push(why_refused(refusal).third_person("Anna"));
    }
    sentences
}

#[test]
fn words() {
    let mut text = String::new();
    for rule in Rule::ALL {
        write!(
            text,
            "{}\n  je   {}\n  elle {}\n  pro  {}\n",
            rule.id(),
            why(rule).first_person(),
            why(rule).third_person("Anna"),
            why_for_professional(rule)
        )
        .unwrap();
    }
    for refusal in Refusal::ALL {
        write!(
            text,
            "{}\n  je   {}\n  elle {}\n",
            refusal.id(),
            why_refused(refusal).first_person(),
            why_refused(refusal).third_person("Anna")
        )
        .unwrap();
    }
    golden!("words.txt", text);
}

#[test]
fn typography() {
    let others = ARTICLES.map(|(_, subject)| format!("{subject}."));
    for sentence in sentences().into_iter().chain(others) {
        assert!(
            sentence.ends_with('.') && !sentence.contains("  ") && !sentence.contains('\''),
            "{sentence}"
        );
        assert!(
            !sentence.contains('{') && !sentence.contains('"') && !sentence.contains("..."),
            "{sentence}"
        );
        let characters: Vec<char> = sentence.chars().collect();
        for pair in characters.windows(2) {
            if matches!(pair[1], ':' | ';' | '!' | '?' | '»') {
                assert_eq!(pair[0], NARROW, "{sentence}");
            }
            if pair[0] == '«' {
                assert_eq!(pair[1], NARROW, "{sentence}");
            }
        }
    }
}

/// A person of twelve reads short sentences.
#[test]
fn sentences_for_the_person_are_short() {
    for rule in Rule::ALL {
        for text in [
            why(rule).first_person().to_owned(),
            why(rule).third_person("Anna"),
        ] {
            for sentence in text.split('.') {
                let words = sentence.split_whitespace().count();
                assert!(words <= 28, "{words} words: {sentence}");
            }
        }
    }
}

#[test]
fn the_third_person_names_the_person_and_never_after_an_elision() {
    let third = Rule::ALL.map(|rule| why(rule).third_person("Anna"));
    let refused = Refusal::ALL.map(|refusal| why_refused(refusal).third_person("Anna"));
    for sentence in third.into_iter().chain(refused) {
        assert!(sentence.contains("Anna"), "{sentence}");
        assert!(
            !sentence.contains(" de Anna") && !sentence.contains(" que Anna"),
            "{sentence}"
        );
        for first_person in [" je ", " j’", " mon ", " ma ", " mes ", " moi "] {
            let sentence = format!(" {}", sentence.to_lowercase());
            assert!(!sentence.contains(first_person), "{sentence}");
        }
    }
}

#[test]
fn a_hidden_refusal_is_told_in_the_same_words_as_an_absence() {
    for rule in Rule::ALL {
        let told = why_for_professional(rule);
        assert_eq!(
            rule.disclosure() == Disclosure::AsAbsent,
            told == ABSENT,
            "{rule:?}"
        );
        assert!(
            rule.effect() == Effect::Deny || rule.disclosure() == Disclosure::Told,
            "{rule:?}"
        );
    }
    let told: Vec<_> = Rule::ALL
        .into_iter()
        .filter(|rule| rule.disclosure() == Disclosure::Told)
        .collect();
    for told_by_the_rulebook in [
        "authentication_insufficient",
        "suspended_professional",
        "no_reading_entitlement",
        "reason_missing",
        "not_a_minor",
        "secret_not_in_emergency",
        "not_samu_regulator",
        "no_legal_basis",
    ] {
        assert!(
            told.contains(&Rule::from_id(told_by_the_rulebook).unwrap()),
            "{told_by_the_rulebook}"
        );
    }
    for row in &rulebook::READING {
        let listed = matches!(
            row.number,
            "R2" | "R3" | "R4" | "R5" | "R6" | "R7" | "R12" | "R16"
        );
        let told = row.rule.disclosure() == Disclosure::Told;
        assert_eq!(
            told,
            listed || row.rule.effect() == Effect::Permit,
            "{}",
            row.number
        );
    }
}

#[test]
fn every_article_has_a_subject_and_is_cited() {
    for rule in Rule::ALL {
        assert!(!rule.articles().is_empty());
        for article in rule.articles() {
            assert!(subject(article).is_some(), "{article}");
        }
    }
    for (article, subject) in ARTICLES {
        assert!(
            Rule::ALL.iter().any(|rule| rule.articles().contains(&article)),
            "{article}"
        );
        assert!(!subject.is_empty());
    }
    assert_eq!(subject("L.1"), None);
}

/// The page a jurist reads beside the texts.
#[test]
fn the_page_of_rules() {
    let mut page = String::from(PAGE);
    for (title, table) in [
        ("Lecture par un professionnel", &rulebook::READING[..]),
        ("Dépôt par un professionnel", &rulebook::DEPOSITING[..]),
    ] {
        write!(
            page,
            "\n## {title}\n\nLa première ligne dont la condition est remplie décide.\n\n{RULES}"
        )
        .unwrap();
        for row in table {
            page += &rule_row(row.number, row.rule);
        }
    }
    write!(page, "\n## Hors tableaux\n\n{RULES}").unwrap();
    for rule in Rule::ALL {
        if !rulebook::READING
            .iter()
            .chain(&rulebook::DEPOSITING)
            .any(|row| row.rule == rule)
        {
            page += &rule_row("", rule);
        }
    }
    page += "\n## Changements refusés à la personne ou à qui agit pour elle\n\n| Refus | Ce que lit la personne |\n|---|---|\n";
    for refusal in Refusal::ALL {
        writeln!(
            page,
            "| `{}` | {} |",
            refusal.id(),
            why_refused(refusal).first_person()
        )
        .unwrap();
    }
    write!(
        page,
        "\n## Paramètres\n\n{PARAMETERS} Version {}.\n\n{PARAMETER_HEADING}",
        Parameters::CURRENT.version
    )
    .unwrap();
    for parameter in Parameter::ALL {
        let rules: Vec<_> = parameter
            .rules()
            .iter()
            .map(|rule| format!("`{}`", rule.id()))
            .collect();
        writeln!(
            page,
            "| {} | `{}` | {} | {} | {} |",
            parameter.number(),
            parameter.name(),
            parameter.value(&Parameters::CURRENT),
            parameter.texts(),
            rules.join(", ")
        )
        .unwrap();
    }
    page += "\n## Articles\n\n| Article | Objet | Règles |\n|---|---|---|\n";
    for (article, subject) in ARTICLES {
        let rules: Vec<_> = Rule::ALL
            .iter()
            .filter(|rule| rule.articles().contains(&article))
            .map(|rule| format!("`{}`", rule.id()))
            .collect();
        writeln!(page, "| {article} | {subject} | {} |", rules.join(", ")).unwrap();
    }
    support::compare_golden(
        concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/rules.md"),
        include_str!("../../docs/rules.md"),
        &page,
    );
}

fn rule_row(number: &str, rule: Rule) -> String {
    let parameters: Vec<_> = Parameter::ALL
        .into_iter()
        .filter(|parameter| parameter.rules().contains(&rule))
        .map(Parameter::number)
        .collect();
    format!(
        "| {number} | {} | `{}` | {} | {} | {} | {} | {} |\n",
        CONDITIONS
            .iter()
            .find(|(row, _)| *row == number)
            .expect("each row has its words")
            .1,
        rule.id(),
        if rule.effect() == Effect::Permit {
            "accordé"
        } else {
            "refusé"
        },
        rule.articles().join(", "),
        parameters.join(", "),
        why(rule).first_person(),
        why_for_professional(rule),
    )
}

/// The condition of each row, in words.
const CONDITIONS: [(&str, &str); 36] = [
    (
        "R1",
        "le profil est clos, ou la personne s’est opposée à sa création",
    ),
    (
        "R2",
        "le moyen d’authentification ne permet pas de lire, ou pas par ce canal",
    ),
    ("R3", "le professionnel est suspendu au niveau national"),
    (
        "R4",
        "aucune de ses professions ou activités n’ouvre quoi que ce soit dans la matrice",
    ),
    ("R5", "bris de glace sans motif"),
    ("R6", "connexion secrète sur le dossier d’un majeur"),
    ("R7", "connexion secrète en urgence"),
    (
        "R8",
        "il est l’auteur du document, et a déclaré un contexte d’accès",
    ),
    ("R9", "il est bloqué"),
    ("R10", "son établissement est bloqué"),
    (
        "R11",
        "il est administrateur et médecin, et a déclaré un contexte d’accès",
    ),
    ("R12", "accès SAMU par qui n’est pas médecin régulateur"),
    ("R13", "accès SAMU, que la personne refuse"),
    ("R14", "bris de glace, que la personne refuse"),
    (
        "R15",
        "la lecture est fermée à tous les professionnels, hors urgence",
    ),
    ("R16", "aucun contexte d’accès déclaré"),
    (
        "R17",
        "aucune de ses professions ou activités n’ouvre ce type de document, même en urgence",
    ),
    ("R18", "document masqué, en urgence, ce que la personne refuse"),
    ("R19", "document masqué, en urgence, ce que la personne permet"),
    ("R20", "document masqué"),
    ("R21", "urgence"),
    ("R22", "membre de l’équipe de soins"),
    ("R23", "consentement déclaré"),
    (
        "D1",
        "le profil est clos, ou la personne s’est opposée à sa création",
    ),
    ("D2", "AIR simplifié ou certificat logiciel, par le portail"),
    ("D3", "la personne est décédée"),
    ("D4", "l’identité nationale de santé n’est pas qualifiée"),
    ("D5", "le professionnel est bloqué, par le portail"),
    ("D6", "son établissement est bloqué, par le portail"),
    ("D7", "une opposition à ce dépôt est enregistrée"),
    ("D8", "secret demandé sur le dossier d’un majeur"),
    ("D9", "invisible au patient et masqué à la fois"),
    (
        "D10",
        "connexion secrète, document visible des représentants légaux",
    ),
    ("D11", "même contenu déjà déposé par le même auteur"),
    ("D12", "dans tous les autres cas"),
    (
        "",
        "remplacer, supprimer, rendre ou montrer un document sans en être l’auteur",
    ),
];

const RULES: &str = "\
| Ligne | Condition | Règle | Effet | Articles | Paramètres | Ce que lit la personne | Ce que lit le professionnel |
|---|---|---|---|---|---|---|---|
";

const PARAMETERS: &str = "Là où les textes divergent ou se taisent, le choix est une valeur nommée.";

const PARAMETER_HEADING: &str = "\
| Numéro | Nom | Valeur | Ce que disent les textes | Règles qu’il déplace |
|---|---|---|---|---|
";

const PAGE: &str = "\
# Les règles d’accès

<!-- Page écrite par la crate `policy` : `UPDATE_GOLDEN=1 cargo test -p policy --test words`. Ne pas la modifier à la main. -->

Cette page se lit à côté des textes. Tous les articles sont ceux du code de la santé publique.

Chaque règle est éprouvée de quatre façons : sa ligne dans `policy/tests/golden/reading.txt` ou `depositing.txt` ; son ordre face à
chaque autre dans `reading-order.txt` ou `depositing-order.txt` ; la comparaison avec le tableau réécrit dans
`policy/tests/support/rulebook.rs`, sur toutes les combinaisons de faits (`policy/tests/laws.rs`) ; la comparaison avec les mêmes règles
écrites en Cedar (`policy/proofs`). L’annexe 3 du référentiel est dans `annex-3.txt`, la matrice d’habilitation dans `matrix.txt`, l’effet
de chaque paramètre dans `parameters.txt`, les droits de chaque acteur dans `actors.txt`, les avis envoyés dans `notices.txt`.
";

#[test]
fn parameters_are_numbered_in_order_and_named_after_their_fields() {
    let fields = format!("{:?}", Parameters::CURRENT);
    let mut previous = 0;
    for (index, parameter) in Parameter::ALL.into_iter().enumerate() {
        assert_eq!(parameter.number(), format!("P{}", index + 1));
        let place = fields
            .find(parameter.name())
            .unwrap_or_else(|| panic!("{}", parameter.name()));
        assert!(place > previous);
        previous = place;
        assert!(!parameter.texts().is_empty());
    }
    let values = Parameter::ALL.map(|parameter| parameter.value(&Parameters::CURRENT));
    assert_eq!(
        values,
        [
            "oui",
            "oui",
            "oui",
            "oui",
            "non",
            "oui",
            "30 jours",
            "CNAM-MATRIX-2024-09",
            "déclaré à chaque ouverture",
            "non",
            "présumé",
            "non",
            "non"
        ]
    );
    let other = Parameters {
        consent_outside_team: policy::ConsentOutsideTeam::UntilWithdrawn,
        team_consent: policy::TeamConsent::Recorded,
        ..Parameters::CURRENT
    };
    assert_eq!(
        Parameter::ConsentOutsideTeam.value(&other),
        "enregistré jusqu’à son retrait"
    );
    assert_eq!(Parameter::TeamConsent.value(&other), "enregistré au préalable");
}
