//! Who the fictional people are, for whoever tries the product or watches somebody try it: a story, and what they may expect.

/// Someone to be.
#[derive(Debug)]
pub(super) struct Persona {
    /// What they type to sign in; blank for somebody who cannot yet.
    pub identifier: &'static str,
    /// First and last name.
    pub name: &'static str,
    /// Their story.
    pub story: &'static str,
    /// What they may expect of the product.
    pub expects: &'static str,
}

/// The people there are to be.
pub(super) const PERSONAS: [Persona; 9] = [
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
        identifier: "",
        name: "Inès Petit",
        story: "Elle aura 18 ans dans vingt jours, et n’a pas encore de compte. Avancez l’horloge d’un mois, puis donnez-lui le code ci-dessous\u{a0}: \
                elle ouvre son dossier à l’adresse /activation.",
        expects: "Découvrir que ses parents n’y entrent plus, et décider ce qu’elle garde de leurs réglages.",
    },
    Persona {
        identifier: "agnes",
        name: "Agnès Colin",
        story: "Chargée de la protection de la personne d’Odette Renard, 88 ans, dont le dossier est ouvert, et de Lucien Masson, 80 ans, dont \
                le dossier attend d’être activé. Il ne lui faut aucun code\u{a0}: elle choisit son dossier, déclare avoir recherché son avis, puis l’active.",
        expects: "Activer ou clôturer ces dossiers, et rien d’autre.",
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
        "10000000017" => {
            "Médecin généraliste, administratrice du dossier de Camille\u{a0}: lit tout chez elle, même masqué"
        }
        "10000000025" => "Cardiologue de l’équipe de soins, déjà venue chez Camille",
        "10000000033" => "Biologiste, auteur des analyses\u{a0}: lit toujours ce qu’il a écrit",
        "10000000041" => "Dentiste ordinaire pour Camille, auteur bloqué chez Bernard",
        "10000000058" => "Infirmière hors de l’équipe de soins, à bloquer avant sa visite",
        "10000000066" => "Pharmacien",
        "10000000074" => "Masseuse-kinésithérapeute",
        "10000000082" => "Sage-femme",
        "10000000090" => "Travailleur social, par son rôle\u{a0}: presque rien ne lui est ouvert",
        "10000000108" => "Médecin régulateur du SAMU",
        "10000000116" => "Orthophoniste",
        "10000000124" => "Radiologue de l’équipe de soins",
        "10000000132" => {
            "Médecin urgentiste, hors du SAMU\u{a0}: entre par le bris de glace, avec un motif. Absente de l’annuaire"
        }
        "10000000140" => "Secrétaire d’hôpital\u{a0}: sans profession de soin, elle dépose, et ne lit rien",
        _ => "Professionnel de santé",
    }
}
