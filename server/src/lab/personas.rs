//! Who the fictional people are, for whoever tries the product or watches somebody try it: a story, and what they may expect.

/// Someone who signs in.
#[derive(Debug)]
pub(super) struct Persona {
    /// What they type to sign in.
    pub identifier: &'static str,
    /// First and last name.
    pub name: &'static str,
    /// Their story.
    pub story: &'static str,
    /// What they may expect of the product.
    pub expects: &'static str,
}

/// Those who sign in.
pub(super) const PERSONAS: [Persona; 8] = [
    Persona {
        identifier: "camille",
        name: "Camille Durand",
        story: "Une adulte seule, suivie par le Dr Martin, qu’elle a nommée administratrice de son dossier. Elle a 24 documents.",
        expects: "Savoir qui peut lire ses analyses, en masquer une, et voir qui l’a lue.",
    },
    Persona {
        identifier: "bernard",
        name: "Bernard Lefèvre",
        story: "Plus âgé, il voit mal et agrandit tout. Un document est déjà masqué, et son ancien dentiste est bloqué.",
        expects: "Comprendre en gros caractères ce qui changera, et revenir en arrière sans peine.",
    },
    Persona {
        identifier: "nadia",
        name: "Nadia Benali",
        story: "Aveugle, elle n’utilise que le clavier et un lecteur d’écran. Son dossier est vide\u{a0}: elle ajoute ses propres documents.",
        expects: "Tout faire au clavier, et entendre ce qui vient d’être fait.",
    },
    Persona {
        identifier: "lucie",
        name: "Lucie Marchand",
        story: "Elle ouvre son dossier pour la première fois, et son compagnon regarde par-dessus son épaule.",
        expects: "Choisir ses réglages sans que rien ne soit coché d’avance, et pouvoir s’arrêter à tout moment.",
    },
    Persona {
        identifier: "marie",
        name: "Marie Petit",
        story: "Mère de Zoé (8 ans), de Léo (15 ans) et d’Inès, qui aura bientôt 18 ans. Elle a aussi son propre dossier.",
        expects: "Savoir toujours de qui est le dossier ouvert, et ne rien voir des secrets de Léo.",
    },
    Persona {
        identifier: "paul",
        name: "Paul Petit",
        story: "Père de Léo et d’Inès, séparé de Marie. Il ne représente pas Zoé.",
        expects: "Être prévenu de ce que l’autre parent change.",
    },
    Persona {
        identifier: "agnes",
        name: "Agnès Colin",
        story: "Chargée de la protection de la personne d’Odette Renard, 88 ans.",
        expects: "Activer ou clôturer le dossier d’Odette, et rien d’autre.",
    },
    Persona {
        identifier: "hugues",
        name: "Hugues Morel",
        story: "Chargé de la protection des biens de Marcel Blin, 85 ans.",
        expects: "Apprendre que cette mesure ne donne aucun accès au dossier, et quoi faire.",
    },
];

/// What a fictional professional is there to show, by RPPS number.
pub(super) fn role(rpps: &str) -> &'static str {
    match rpps {
        "10000000017" => "Médecin généraliste, administratrice du dossier de Camille",
        "10000000025" => "Cardiologue de l’équipe de soins",
        "10000000033" => "Auteur de résultats d’analyses",
        "10000000041" => "Dentiste que Bernard a bloqué",
        "10000000058" => "Infirmière hors de l’équipe de soins",
        "10000000090" => "Travailleur social",
        "10000000108" => "Médecin régulateur du SAMU, et médecin d’urgence",
        "10000000124" => "Radiologue de l’équipe de soins",
        _ => "Professionnel de santé",
    }
}
