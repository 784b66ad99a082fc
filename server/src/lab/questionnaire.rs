//! What participants are asked: consent before, ease after each task, the French System Usability Scale at the end.

/// What is read to a participant before anything else.
pub(super) const CONSENT: [&str; 5] = [
    "Vous allez essayer un site. C’est le site que nous évaluons, jamais vous\u{a0}: il n’y a pas de mauvaise réponse.",
    "Tout ce que vous verrez est fictif. Ne donnez ni votre nom, ni votre numéro de sécurité sociale, ni rien de votre santé.",
    "Nous gardons, sous un code comme P01\u{a0}: le temps de chaque tâche, le nombre de pages vues, si elle a réussi, et vos réponses à nos \
     questions. Ni votre nom, ni votre voix, ni votre image.",
    "Ces résultats restent sur cette machine. Ils servent à améliorer le site.",
    "Vous pouvez vous arrêter quand vous voulez, sans dire pourquoi. Nous effaçons alors vos résultats si vous le demandez.",
];

/// The single ease question, from 1 to 7.
pub(super) const EASE: &str = "Dans l’ensemble, cette tâche était\u{a0}:";
/// Its ends.
pub(super) const EASE_ENDS: (&str, &str) = ("1, très difficile", "7, très facile");

/// The F-SUS, from 1 (not at all) to 5 (entirely): Gronier and Baudet, *Psychometric evaluation of the F-SUS*, 2021,
/// doi 10.1080/10447318.2021.1898828, free to use for whoever cites it. The article was not at hand: these sentences have been compared
/// with those that two independent public programs give as the F-SUS, and differ from neither but for the ninth, which one of them writes
/// « senti(e) ». Sentences of an odd place praise, those of an even place blame.
pub(super) const USABILITY: [&str; 10] = [
    "Je voudrais utiliser ce système fréquemment.",
    "Ce système est inutilement complexe.",
    "Ce système est facile à utiliser.",
    "J’aurais besoin du soutien d’un technicien pour être capable d’utiliser ce système.",
    "Les différentes fonctionnalités de ce système sont bien intégrées.",
    "Il y a trop d’incohérences dans ce système.",
    "La plupart des gens apprendront à utiliser ce système très rapidement.",
    "Ce système est très lourd à utiliser.",
    "Je me suis senti·e très en confiance en utilisant ce système.",
    "J’ai eu besoin d’apprendre beaucoup de choses avant de pouvoir utiliser ce système.",
];

/// From ten answers to a score from 0 to 100; nothing when they are not ten answers from 1 to 5.
pub(super) fn score(answers: &[u8]) -> Option<f64> {
    if answers.len() != USABILITY.len() || !answers.iter().all(|answer| (1..=5).contains(answer)) {
        return None;
    }
    let points: u32 = answers
        .iter()
        .zip([true, false].into_iter().cycle())
        .map(|(answer, praises)| u32::from(if praises { answer - 1 } else { 5 - answer }))
        .sum();
    Some(f64::from(points) * 2.5)
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn the_scale_goes_from_0_to_100() {
        assert_eq!(score(&[5, 1, 5, 1, 5, 1, 5, 1, 5, 1]), Some(100.0));
        assert_eq!(score(&[1, 5, 1, 5, 1, 5, 1, 5, 1, 5]), Some(0.0));
        assert_eq!(score(&[3; 10]), Some(50.0));
        assert_eq!(score(&[4, 2, 4, 2, 4, 2, 5, 1, 4, 3]), Some(77.5));
        assert_eq!(score(&[3; 9]), None);
        assert_eq!(score(&[3, 3, 3, 3, 3, 3, 3, 3, 3, 6]), None);
    }
}
