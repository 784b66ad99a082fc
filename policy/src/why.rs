//! Why: each rule in the words of the people it concerns, and each article with its subject.
//!
//! The first person speaks of one's own profile, the third of another's, by their first name; no gender, and the first name
//! never after *de*, which would need an elision. The professional's sentence never says more than [`Rule::disclosure`] lets them know.

use alloc::string::String;

use crate::refusal::Refusal;
use crate::rule::Rule;

/// Where the first name goes in a sentence of the third person.
const FIRST_NAME: &str = "{prénom}";

/// What a professional is told of everything that must look as if it did not exist.
pub const ABSENT: &str = "Ce document ou ce dossier n’existe pas, ou n’est pas accessible.";

/// A sentence for the person concerned, in both voices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    first: &'static str,
    third: &'static str,
}

impl Sentence {
    /// In the first person, for one's own profile.
    pub fn first_person(self) -> &'static str {
        self.first
    }

    /// In the third person, for the profile of someone who has this first name.
    pub fn third_person(self, first_name: &str) -> String {
        self.third.replace(FIRST_NAME, first_name)
    }
}

/// Why a rule decides as it does, for the person concerned.
#[expect(clippy::too_many_lines, reason = "one arm for each rule")]
pub fn why(rule: Rule) -> Sentence {
    let (first, third) = match rule {
        Rule::ProfileClosed => (
            "Mon profil n’est pas ouvert : aucun professionnel ne peut y lire ni y ajouter un document.",
            "Le profil n’est pas ouvert pour {prénom} : aucun professionnel ne peut y lire ni y ajouter un document.",
        ),
        Rule::AuthenticationInsufficient => (
            "Ce professionnel s’est connecté d’une façon qui n’est pas assez sûre. Sa demande a été refusée pour me protéger.",
            "Ce professionnel s’est connecté d’une façon qui n’est pas assez sûre. Sa demande a été refusée pour protéger {prénom}.",
        ),
        Rule::SuspendedProfessional => (
            "Ce professionnel n’a plus le droit de consulter les dossiers, car il en a fait un mauvais usage. Il n’a rien pu lire dans le mien.",
            "Ce professionnel n’a plus le droit de consulter les dossiers, car il en a fait un mauvais usage. Il n’a rien pu lire concernant {prénom}.",
        ),
        Rule::NoReadingEntitlement => (
            "Son métier ne lui permet de lire aucun document, ni chez moi ni chez quelqu’un d’autre.",
            "Son métier ne lui permet de lire aucun document, ni pour {prénom} ni pour quelqu’un d’autre.",
        ),
        Rule::ReasonMissing => (
            "Ce professionnel a parlé d’une urgence sans dire laquelle. Il n’a rien pu lire dans mon dossier.",
            "Ce professionnel a parlé d’une urgence sans dire laquelle. Il n’a rien pu lire concernant {prénom}.",
        ),
        Rule::NotAMinor => (
            "Ce secret n’existe que pour les moins de 18 ans. J’ai 18 ans ou plus : la demande a été refusée.",
            "Ce secret n’existe que pour les moins de 18 ans. {prénom} a 18 ans ou plus : la demande a été refusée.",
        ),
        Rule::SecretNotInEmergency => (
            "Un accès en urgence ne peut pas rester secret : il est toujours annoncé. La demande a été refusée.",
            "Un accès en urgence ne peut pas rester secret, même pour {prénom} : il est toujours annoncé. La demande a été refusée.",
        ),
        Rule::Author => (
            "Ce professionnel a écrit ce document. Il peut toujours le retrouver, même si je masque le document ou si je bloque ce professionnel.",
            "Ce professionnel a écrit ce document. Il peut toujours le retrouver, même si {prénom} masque le document ou bloque ce professionnel.",
        ),
        Rule::BlockedProfessional => (
            "J’ai bloqué ce professionnel : sa demande a été refusée. Il ne retrouve que les documents qu’il a écrits.",
            "Ce professionnel a été bloqué pour protéger {prénom} : sa demande a été refusée. Il ne retrouve que les documents qu’il a écrits.",
        ),
        Rule::BlockedOrganisation => (
            "J’ai bloqué l’établissement où travaille ce professionnel : sa demande a été refusée. Il ne retrouve que les documents qu’il a écrits.",
            "L’établissement où travaille ce professionnel a été bloqué pour protéger {prénom} : sa demande a été refusée. Il ne retrouve que les documents qu’il a écrits.",
        ),
        Rule::Administrator => (
            "J’ai nommé ce médecin administrateur : il peut lire tous mes documents, même ceux que j’ai masqués.",
            "Ce médecin a été nommé administrateur : il peut lire tous les documents concernant {prénom}, même ceux qui sont masqués.",
        ),
        Rule::NotSamuRegulator => (
            "Ce professionnel a utilisé l’accès réservé aux médecins du SAMU, mais il n’en fait pas partie. Sa demande a été refusée.",
            "Ce professionnel a utilisé l’accès réservé aux médecins du SAMU, mais il n’en fait pas partie. Sa demande concernant {prénom} a été refusée.",
        ),
        Rule::SamuOpposed => (
            "J’ai choisi de ne pas ouvrir mon dossier au SAMU.",
            "Les réglages faits pour {prénom} n’ouvrent pas le dossier au SAMU.",
        ),
        Rule::BreakGlassOpposed => (
            "J’ai choisi de ne pas ouvrir mon dossier aux autres professionnels en cas d’urgence.",
            "Les réglages faits pour {prénom} n’ouvrent pas le dossier aux autres professionnels en cas d’urgence.",
        ),
        Rule::ProfessionalsOpposed => (
            "J’ai fermé mon dossier à tous les professionnels. Restent seulement les administrateurs que j’ai nommés, et les urgences si je les autorise.",
            "Le dossier a été fermé à tous les professionnels pour protéger {prénom}. Restent seulement les administrateurs nommés, et les urgences si elles sont autorisées.",
        ),
        Rule::NoLegalBasis => (
            "Ce professionnel n’a pas dit qu’il me soignait, ni que j’étais d’accord. Il n’a rien pu lire.",
            "Ce professionnel n’a pas dit qu’il soignait {prénom}, ni qu’un accord lui avait été donné. Il n’a rien pu lire.",
        ),
        Rule::Matrix => (
            "Son métier ne lui permet pas de lire ce type de document dans mon dossier.",
            "Son métier ne lui permet pas de lire ce type de document concernant {prénom}.",
        ),
        Rule::MaskedEvenInEmergency => (
            "J’ai masqué ces informations, et j’ai choisi qu’elles restent masquées même en cas d’urgence.",
            "Ces informations sont masquées, et les réglages faits pour {prénom} les gardent masquées même en cas d’urgence.",
        ),
        Rule::EmergencyMasked => (
            "C’était une urgence. Mes réglages permettent alors de lire aussi ce qui est masqué.",
            "C’était une urgence. Les réglages faits pour {prénom} permettent alors de lire aussi ce qui est masqué.",
        ),
        Rule::Masked => (
            "J’ai masqué ces informations : ce professionnel ne peut pas les lire.",
            "Ces informations sont masquées pour protéger {prénom} : ce professionnel ne peut pas les lire.",
        ),
        Rule::Emergency => (
            "C’était une urgence. Mes réglages permettent alors de lire mon dossier.",
            "C’était une urgence. Les réglages faits pour {prénom} permettent alors de lire le dossier.",
        ),
        Rule::CareTeam => (
            "Ce professionnel fait partie de l’équipe qui me soigne. Il peut lire ce que son métier lui ouvre, sauf ce que j’ai masqué.",
            "Ce professionnel fait partie de l’équipe qui soigne {prénom}. Il peut lire ce que son métier lui ouvre, sauf ce qui est masqué.",
        ),
        Rule::DeclaredConsent => (
            "Ce professionnel a déclaré que j’étais d’accord pour qu’il lise mon dossier. Si c’est faux, je peux le signaler au 34 22.",
            "Ce professionnel a déclaré qu’il avait l’accord nécessaire pour {prénom}. Si c’est faux, on peut le signaler au 34 22.",
        ),
        Rule::Deceased => (
            "Un dossier ne reçoit plus de document après un décès.",
            "Plus aucun document ne peut être ajouté pour {prénom} après son décès.",
        ),
        Rule::InsNotQualified => (
            "Mon identité nationale de santé n’est pas encore vérifiée. En attendant, aucun document ne peut être ajouté : il pourrait concerner quelqu’un d’autre.",
            "L’identité nationale de santé n’est pas encore vérifiée pour {prénom}. En attendant, aucun document ne peut être ajouté : il pourrait concerner quelqu’un d’autre.",
        ),
        Rule::DepositOpposed => (
            "J’ai refusé l’ajout de ce document : il n’a pas été enregistré.",
            "L’ajout de ce document a été refusé pour {prénom} : il n’a pas été enregistré.",
        ),
        Rule::FlagsNotCombinable => (
            "Deux réglages de ce document ne vont pas ensemble. La demande a été refusée.",
            "Deux réglages de ce document concernant {prénom} ne vont pas ensemble. La demande a été refusée.",
        ),
        Rule::SecretDepositVisible => (
            "Pendant une connexion secrète, un document doit rester caché aux représentants légaux. Celui-ci ne l’était pas : il n’a pas été ajouté.",
            "Pendant une connexion secrète, un document concernant {prénom} doit rester caché aux représentants légaux. Celui-ci ne l’était pas : il n’a pas été ajouté.",
        ),
        Rule::DuplicateDeposit => (
            "Ce professionnel avait déjà envoyé ce document : il n’a pas été ajouté une deuxième fois.",
            "Ce professionnel avait déjà envoyé ce document pour {prénom} : il n’a pas été ajouté une deuxième fois.",
        ),
        Rule::Deposit => (
            "Les professionnels ajoutent à mon dossier les documents utiles à ma santé.",
            "Les professionnels ajoutent au dossier les documents utiles pour soigner {prénom}.",
        ),
        Rule::NotTheAuthor => (
            "Ce professionnel n’a pas le droit de faire cela avec ce document : il n’en est pas l’auteur.",
            "Ce professionnel n’a pas le droit de faire cela avec ce document concernant {prénom} : il n’en est pas l’auteur.",
        ),
    };
    Sentence { first, third }
}

/// What the professional is told of the decision.
pub fn why_for_professional(rule: Rule) -> &'static str {
    match rule {
        Rule::ProfileClosed
        | Rule::BlockedProfessional
        | Rule::BlockedOrganisation
        | Rule::SamuOpposed
        | Rule::BreakGlassOpposed
        | Rule::ProfessionalsOpposed
        | Rule::Matrix
        | Rule::MaskedEvenInEmergency
        | Rule::Masked
        | Rule::NotTheAuthor => ABSENT,
        Rule::AuthenticationInsufficient => {
            "Votre moyen d’authentification ne suffit pas pour cette action par ce canal. Connectez-vous avec une carte CPS, une e-CPS ou Pro Santé Connect."
        }
        Rule::SuspendedProfessional => {
            "Votre droit de consultation est suspendu au niveau national. La suspension vaut pour tous les dossiers."
        }
        Rule::NoReadingEntitlement => {
            "Aucune de vos professions ou activités n’ouvre la consultation dans la matrice d’habilitation. Vous pouvez toujours déposer des documents."
        }
        Rule::ReasonMissing => {
            "Un accès en urgence doit indiquer son motif : le risque immédiat pour une personne qui ne peut pas exprimer sa volonté."
        }
        Rule::NotAMinor => {
            "La connexion secrète et l’invisibilité aux représentants légaux sont réservées aux dossiers de mineurs."
        }
        Rule::SecretNotInEmergency => {
            "Un accès en urgence est toujours notifié : il ne peut pas se faire par une connexion secrète."
        }
        Rule::Author => "Vous êtes l’auteur de ce document.",
        Rule::Administrator => {
            "Vous êtes médecin administrateur de ce dossier : vous accédez à tous les documents, y compris masqués."
        }
        Rule::NotSamuRegulator => "L’accès « SAMU » est réservé aux médecins régulateurs.",
        Rule::NoLegalBasis => {
            "Pour consulter ce dossier, vous devez prendre en charge la personne dans son équipe de soins ou avoir recueilli son consentement."
        }
        Rule::EmergencyMasked => {
            "Accès en urgence : les informations masquées vous sont ouvertes. Cet accès est tracé et la personne en est informée."
        }
        Rule::Emergency => "Accès en urgence. Cet accès est tracé et la personne en est informée.",
        Rule::CareTeam => {
            "Vous faites partie de l’équipe de soins : le consentement de la personne est présumé."
        }
        Rule::DeclaredConsent => "Le consentement de la personne a été déclaré.",
        Rule::Deceased => "La personne est décédée : son dossier ne peut plus recevoir de document.",
        Rule::InsNotQualified => {
            "L’identité nationale de santé (INS) n’est pas qualifiée : le dossier ne peut pas recevoir de document."
        }
        Rule::DepositOpposed => "Une opposition à ce dépôt est enregistrée : le document n’a pas été déposé.",
        Rule::FlagsNotCombinable => {
            "L’invisibilité au patient et le masquage aux professionnels ne peuvent pas être combinés."
        }
        Rule::SecretDepositVisible => {
            "Par une connexion secrète, un document doit être déposé invisible aux représentants légaux."
        }
        Rule::DuplicateDeposit => "Vous avez déjà déposé ce document.",
        Rule::Deposit => "Le document est déposé dans le dossier.",
    }
}

/// Why a change is refused, for the person who asked for it.
pub fn why_refused(refusal: Refusal) -> Sentence {
    let (first, third) = match refusal {
        Refusal::NotAllowed => (
            "Mes droits ne me permettent pas de faire cela.",
            "Ce changement n’est pas possible pour {prénom} avec les droits actuels.",
        ),
        Refusal::WrongState => (
            "L’état de mon profil ne permet pas de faire cela.",
            "L’état du profil ne permet pas de faire cela pour {prénom}.",
        ),
        Refusal::GracePeriodOver => (
            "Le délai pour rouvrir mon profil est passé.",
            "Le délai pour rouvrir le profil est passé pour {prénom}.",
        ),
        Refusal::OpinionNotSought => (
            "Il faut d’abord déclarer que mon avis a été demandé.",
            "Il faut d’abord déclarer que l’avis a été demandé à {prénom}.",
        ),
        Refusal::DocumentNotFound => (
            "Ce document n’est pas dans mon profil.",
            "Ce document n’est pas dans le profil consulté pour {prénom}.",
        ),
        Refusal::NotOwnDocument => (
            "Je ne peux supprimer que les documents ajoutés depuis mon profil. Pour celui-ci, je peux demander à son auteur de le corriger ou de le supprimer.",
            "On ne peut supprimer que les documents ajoutés depuis le profil. Pour celui-ci, on peut demander à son auteur de le corriger ou de le supprimer pour {prénom}.",
        ),
        Refusal::AdministratorCannotBeBlocked => (
            "Ce professionnel est administrateur : je dois d’abord lui retirer ce rôle pour le bloquer. Les deux peuvent se faire en une seule fois.",
            "Ce professionnel est administrateur pour {prénom} : il faut d’abord lui retirer ce rôle pour le bloquer. Les deux peuvent se faire en une seule fois.",
        ),
        Refusal::AdministratorNotPhysician => (
            "Je ne peux nommer administrateur qu’un médecin.",
            "Seul un médecin peut être nommé administrateur pour {prénom}.",
        ),
        Refusal::AdministratorNotActive => (
            "Ce médecin n’exerce plus : je ne peux pas le nommer administrateur.",
            "Ce médecin n’exerce plus : il ne peut pas être nommé administrateur pour {prénom}.",
        ),
        Refusal::AdministratorBlocked => (
            "J’ai bloqué ce médecin : je dois d’abord le débloquer pour le nommer administrateur.",
            "Ce médecin est bloqué : il faut d’abord le débloquer pour le nommer administrateur pour {prénom}.",
        ),
    };
    Sentence { first, third }
}

/// What an article of the *Code de la santé publique* is about; `None` for one that no rule cites.
pub fn subject(article: &str) -> Option<&'static str> {
    ARTICLES
        .iter()
        .find(|(cited, _)| *cited == article)
        .map(|(_, subject)| *subject)
}

/// Every article cited, with its subject.
pub const ARTICLES: [(&str, &str); 17] = [
    ("L.1110-12", "l’équipe de soins"),
    ("L.1111-8-1", "l’identité nationale de santé"),
    (
        "L.1111-13-1",
        "l’espace numérique de santé et le secret demandé par un mineur",
    ),
    (
        "L.1111-14",
        "la création et la clôture du dossier médical partagé",
    ),
    ("L.1111-15", "le dépôt de documents par les professionnels"),
    ("L.1111-16", "l’accès du médecin traitant"),
    (
        "L.1111-17",
        "l’accès des professionnels, en urgence ou avec un consentement",
    ),
    ("L.1111-18", "l’interdiction des accès abusifs"),
    ("L.1470-3", "les moyens d’identification électronique"),
    ("R.1111-43", "l’information de la personne sur les accès"),
    (
        "R.1111-46",
        "les conditions de consultation, la matrice d’habilitation et le blocage",
    ),
    ("R.1111-47", "l’opposition au dépôt d’un document"),
    ("R.1111-48", "les accès en urgence et leur refus"),
    ("R.1111-49", "le masquage et les droits de l’auteur"),
    ("R.1111-53", "les documents rendus invisibles au patient"),
    ("R.1111-54", "le médecin administrateur"),
    ("D.1110-3-1", "le consentement hors de l’équipe de soins"),
];
