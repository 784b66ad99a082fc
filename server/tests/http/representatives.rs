//! People who act for others: whose record a page is, who is told of what, and when a representation ends.

use std::fmt::Write as _;

use jiff::SignedDuration;
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{Browser, House, Page, spaced},
};

const SECRET: &str = "Consultation\u{a0}: contraception";

/// The address of someone's record, as this person finds it in the choice of records.
pub(crate) async fn record_of(browser: &Browser<'_>, name: &str) -> String {
    let choice = browser.opens("/profils").await;
    let page = choice.text();
    let (before, _) = page
        .split_once(&format!("<strong>{name}</strong>"))
        .unwrap_or_else(|| panic!("no record of {name} in {}", choice.visible()));
    let (_, href) = before.rsplit_once("href=\"").unwrap();
    let home = href.split('"').next().unwrap();
    home.rsplit_once('/').unwrap().0.to_owned()
}

/// Every page of a record that is opened by its address alone.
pub(crate) const PAGES: [&str; 17] = [
    "/accueil",
    "/ajouter-un-document",
    "/bienvenue",
    "/changement?acte=tout-masquer",
    "/cloturer",
    "/documents",
    "/essayer",
    "/faire-le-point?etape=1",
    "/faire-le-point?etape=6",
    "/historique",
    "/historique?vue=moi",
    "/notifications",
    "/notifications/preferences",
    "/professionnels",
    "/reglages",
    "/signalements",
    "/urgences",
];

#[rstest]
#[tokio::test]
async fn a_parent_chooses_whose_record_to_open(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    assert_eq!(marie.opens("/").await.location(), "/profils");
    let choice = marie.opens("/profils").await.visible();
    for said in [
        "Marie Petit c’est votre dossier",
        "Zoé Petit vous êtes son représentant légal",
        "Léo Petit vous êtes son représentant légal",
    ] {
        assert!(choice.contains(said), "{choice}");
    }
    let own = marie
        .opens(&format!("{}/accueil", record_of(&marie, "Marie Petit").await))
        .await;
    assert!(own.shows("Dossier de Marie Petit Changer de dossier"));
    assert!(own.shows("Mon dossier en un coup d’œil"));
    let leo = marie
        .opens(&format!("{}/accueil", record_of(&marie, "Léo Petit").await))
        .await;
    assert!(leo.shows("Dossier de Léo Petit – vous êtes son représentant légal Changer de dossier"));
    assert!(leo.shows("Le dossier de Léo en un coup d’œil"));
    // Whoever has one record of their own has nothing to choose.
    let camille = house.patient("camille").await;
    assert!(
        !camille
            .opens(&camille.documents().await)
            .await
            .shows("Changer de dossier")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn the_record_of_another_is_told_in_the_third_person(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let (own, ines) = (
        record_of(&marie, "Marie Petit").await,
        record_of(&marie, "Inès Petit").await,
    );
    for page in PAGES {
        let told = marie.opens(&format!("{ines}{page}")).await;
        assert_eq!(told.status, 200, "{page}");
        let words = told
            .visible()
            .replace("Me déconnecter", "")
            // Names of parts of the service.
            .replace("Mon espace santé", "")
            .replace("Mon histoire de santé", "")
            .replace(app::texts::NAME, "");
        for word in words.split(|c: char| !c.is_alphabetic() && c != '’') {
            let lower = word.to_lowercase();
            let first_person = ["je", "mon", "ma", "mes", "moi", "mien", "mienne"].contains(&lower.as_str())
                || lower.starts_with("j’")
                || lower.starts_with("m’");
            assert!(!first_person, "{page} says « {word} »: {words}");
        }
        assert!(told.shows("Inès"), "{page}");
        let said = marie.opens(&format!("{own}{page}")).await;
        assert_eq!(said.status, 200, "{page}");
        assert!(!said.shows("de Marie en") && !said.shows("d’Inès"), "{page}");
    }
    // Elided before a vowel.
    assert!(
        marie
            .opens(&format!("{ines}/documents"))
            .await
            .shows("Documents d’Inès")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_one_parent_does_is_told_to_the_other_by_name(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let paul = house.patient("paul").await;
    let leo = record_of(&marie, "Léo Petit").await;
    assert_eq!(record_of(&paul, "Léo Petit").await, leo);
    let said = spaced("Marie Petit pour Léo Petit a fermé le dossier à tous les professionnels");
    assert!(
        !paul
            .opens(&format!("{leo}/notifications"))
            .await
            .visible()
            .contains(&said)
    );
    confirms(
        &marie,
        &format!("{leo}/changement?acte=fermer-aux-professionnels"),
    )
    .await;
    for page in ["/historique?vue=moi", "/notifications"] {
        let page = paul.opens(&format!("{leo}{page}")).await.visible();
        assert!(page.contains(&said), "{page}");
    }
    // Zoé is not his to see, nor is Marie’s own record: as what does not exist.
    for other in ["Zoé Petit", "Marie Petit"] {
        let theirs = record_of(&marie, other).await;
        let unknown = paul
            .opens(&format!("/dossiers/{}/documents", crate::house::UNKNOWN))
            .await;
        let refused = paul.opens(&format!("{theirs}/documents")).await;
        assert_eq!(refused.seen(), unknown.seen());
    }
    house.closes().await;
}

/// Confirms the change of this address.
pub(crate) async fn confirms(browser: &Browser<'_>, address: &str) -> Page {
    let asked = browser.opens(address).await;
    assert_eq!(asked.status, 200, "{}", asked.visible());
    let answer = browser
        .posts(address, &[("confirme", &asked.field("confirme"))])
        .await;
    answer.location();
    // What is done next is done later.
    browser.house.waits(SignedDuration::from_secs(1));
    answer
}

#[rstest]
#[tokio::test]
async fn at_midnight_of_the_birthday_a_parent_is_nobody(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let ines = record_of(&marie, "Inès Petit").await;
    let documents = format!("{ines}/documents");
    assert!(!marie.opens(&documents).await.shows(SECRET));
    let open = format!("{ines}/changement?acte=tout-masquer");
    // It is ten o'clock in Paris, and her birthday is in twenty days. One second before midnight she is a minor.
    house.waits(SignedDuration::from_hours(19 * 24 + 14));
    let marie = house.patient("marie").await;
    house.waits(SignedDuration::from_secs(-1));
    let form = marie.opens(&open).await;
    assert_eq!(form.status, 200);
    let confirmed = form.field("confirme");
    house.waits(SignedDuration::from_secs(1));
    let unknown = marie
        .opens(&format!("/dossiers/{}/documents", crate::house::UNKNOWN))
        .await;
    assert_eq!(marie.opens(&documents).await.seen(), unknown.seen());
    // The page left open before midnight confirms nothing.
    let late = marie.posts(&open, &[("confirme", &confirmed)]).await;
    assert_eq!(late.status, 404);
    assert!(!marie.opens("/profils").await.shows("Inès"));
    house.closes().await;
}

/// The link that the page of a new invitation shows, this once.
fn invitation_link(page: &Page) -> String {
    assert_eq!(page.status, 200, "{}", page.visible());
    let text = page.text();
    // Whole, as it is sent to someone.
    let (_, link) = text.split_once(">http://localhost/invitations/").unwrap();
    format!("/invitations/{}", link.split('<').next().unwrap())
}

async fn invites(browser: &Browser<'_>, record: &str, name: &str) -> String {
    let address = format!("{record}/representants");
    invitation_link(
        &browser
            .posts(&address, &[("acte", "inviter"), ("nom", name)])
            .await,
    )
}

#[rstest]
#[tokio::test]
async fn the_second_parent_is_invited_and_accepts_once(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let (marie, paul) = (house.patient("marie").await, house.patient("paul").await);
    let camille = house.patient("camille").await;
    let zoe = record_of(&marie, "Zoé Petit").await;
    let page = format!("{zoe}/representants");
    // Blank: the form comes back, and says so.
    let blank = marie.posts(&page, &[("acte", "inviter"), ("nom", " ")]).await;
    assert_eq!(blank.status, 422);
    assert!(blank.shows("Écrivez son prénom et son nom."));
    let link = invites(&marie, &zoe, "paul  PETIT").await;
    assert!(
        !marie.opens(&page).await.text().contains(&link),
        "it is shown once"
    );
    let kept = house
        .database
        .texts("SELECT invited FROM invitation".to_owned())
        .await;
    assert_eq!(kept, ["paul PETIT"]);
    // There is room for one.
    let full = marie
        .posts(&page, &[("acte", "inviter"), ("nom", "Camille Durand")])
        .await;
    assert_eq!(full.status, 409);
    // Somebody else finds nothing, as with a code that was never made; nor does whoever invited.
    let unknown = camille.opens("/invitations/0000-0000-0000-0000").await;
    assert!(unknown.shows("Cette invitation n’est pas valable") && unknown.shows("Rien n’a été changé."));
    let same = |page: &Page| {
        let page = page.seen();
        let (before, rest) = page.split_once("value=\"/invitations/").unwrap();
        let (_, after) = rest.split_once('"').unwrap();
        format!("{before}{after}")
    };
    for other in [&camille, &marie] {
        let answer = other.opens(&link).await;
        assert_eq!(answer.status, 404);
        assert_eq!(same(&answer), same(&unknown));
        let answer = other.posts(&link, &[("reponse", "accepter")]).await;
        assert_eq!(answer.status, 404);
    }
    // Signed out, one signs in first and comes back.
    let signed_out = house.browser().opens(&link).await;
    assert!(signed_out.location().contains("suite=%2Finvitations%2F"));
    assert!(paul.opens(&link).await.shows("Représenter Zoé Petit"));
    let accepted = paul.posts(&link, &[("reponse", "accepter")]).await;
    assert!(
        paul.opens(accepted.location())
            .await
            .shows("vous êtes maintenant son représentant légal")
    );
    assert_eq!(
        paul.posts(&link, &[("reponse", "accepter")]).await.status,
        404,
        "twice"
    );
    assert_eq!(record_of(&paul, "Zoé Petit").await, zoe);
    assert!(
        marie
            .opens(&format!("{zoe}/notifications"))
            .await
            .shows("Paul Petit a accepté de représenter Zoé")
    );
    // Either may leave; the last one stays.
    let unsure = marie.posts(&page, &[("acte", "quitter")]).await;
    assert_eq!(unsure.status, 422);
    assert!(unsure.shows("Cochez d’abord la case."));
    let leave = [("acte", "quitter"), ("certain", "oui")];
    let left = marie.posts(&page, &leave).await;
    assert!(
        marie
            .opens(left.location())
            .await
            .shows("vous ne représentez plus cette personne")
    );
    assert_eq!(marie.opens(&page).await.status, 404);
    assert_eq!(paul.posts(&page, &leave).await.status, 409);
    assert!(
        paul.opens(&format!("{zoe}/notifications"))
            .await
            .shows("Marie Petit pour Zoé Petit ne représente plus Zoé")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nobody_invites_themselves_or_accepts_their_own_invitation(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let zoe = record_of(&marie, "Zoé Petit").await;
    let page = format!("{zoe}/representants");
    let kept = async |sql: &str| house.database.texts(sql.to_owned()).await;
    for own in ["Marie Petit", " marie  PETIT "] {
        let refused = marie.posts(&page, &[("acte", "inviter"), ("nom", own)]).await;
        assert_eq!(refused.status, 422);
        assert!(
            refused.shows(
                "C’est votre propre nom. Écrivez celui de l’autre représentant légal. Rien n’a été changé."
            ),
            "{}",
            refused.visible()
        );
        assert!(refused.text().contains("id=\"nom-erreur\""));
        assert_eq!(spaced(&refused.field("nom")).to_lowercase().trim(), "marie petit");
    }
    assert!(kept("SELECT invited FROM invitation").await.is_empty());
    assert!(
        !marie
            .opens(&format!("{zoe}/historique?vue=moi"))
            .await
            .shows("a invité")
    );
    // One made before that was refused is no more worth.
    let link = invites(&marie, &zoe, "Paul Petit").await;
    house
        .database
        .execute("UPDATE invitation SET invited = 'Marie Petit'".to_owned())
        .await;
    assert_eq!(marie.opens(&link).await.status, 404);
    let accepted = marie.posts(&link, &[("reponse", "accepter")]).await;
    assert_eq!(accepted.status, 404);
    assert_eq!(kept("SELECT state FROM invitation").await, ["pending"]);
    let id = marie.opens(&page).await.field("invitation");
    let anew = marie
        .posts(&page, &[("acte", "renouveler"), ("invitation", &id)])
        .await;
    assert_eq!(anew.status, 422, "{}", anew.visible());
    assert_eq!(kept("SELECT state FROM invitation").await, ["pending"]);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_invitation_opened_in_another_account_leads_to_ones_own(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let zoe = record_of(&marie, "Zoé Petit").await;
    let link = invites(&marie, &zoe, "Paul Petit").await;
    let shared = house.patient("camille").await;
    let wrong = shared.opens(&link).await;
    assert!(
        wrong.text().contains("Changer de compte</button>"),
        "{}",
        wrong.visible()
    );
    assert_eq!(wrong.field("suite"), link);
    let left = shared.posts("/deconnexion", &[("suite", &link)]).await;
    let asked = shared.opens(left.location()).await;
    assert!(asked.shows("Vous êtes déconnecté."), "{}", asked.visible());
    let here = [
        ("identifiant", "paul"),
        ("mot_de_passe", server::lab::PASSWORD),
        ("suite", &asked.field("suite")),
    ];
    let back = shared.posts("/connexion", &here).await;
    assert_eq!(back.location(), link);
    assert!(shared.opens(&link).await.shows("Représenter Zoé Petit"));
    // Nowhere else.
    for elsewhere in ["https://exemple.fr/", "//exemple.fr/invitations/x", "/lab"] {
        let left = shared.posts("/deconnexion", &[("suite", elsewhere)]).await;
        assert_eq!(left.location(), "/connexion?fin=deconnexion", "{elsewhere}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn an_invitation_expires_is_refused_cancelled_and_made_anew(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let zoe = record_of(&house.patient("marie").await, "Zoé Petit").await;
    let marie = house.patient("marie").await;
    let first = invites(&marie, &zoe, "Paul Petit").await;
    house.waits(SignedDuration::from_hours(7 * 24));
    let (marie, paul) = (house.patient("marie").await, house.patient("paul").await);
    assert_eq!(paul.opens(&first).await.status, 404, "expired");
    let page = format!("{zoe}/representants");
    let shown = marie.opens(&page).await;
    assert!(shown.shows("Expirée depuis le"));
    let id = shown.field("invitation");
    let renewed = marie
        .posts(&page, &[("acte", "renouveler"), ("invitation", &id)])
        .await;
    let second = invitation_link(&renewed);
    assert_eq!(
        paul.opens(&first).await.status,
        404,
        "the old link stays worth nothing"
    );
    assert_eq!(paul.opens(&second).await.status, 200);
    let id = marie.opens(&page).await.field("invitation");
    marie
        .posts(&page, &[("acte", "annuler"), ("invitation", &id)])
        .await
        .location();
    assert_eq!(paul.opens(&second).await.status, 404, "cancelled");
    assert_eq!(
        marie
            .posts(&page, &[("acte", "annuler"), ("invitation", &id)])
            .await
            .status,
        409
    );
    let third = invites(&marie, &zoe, "Paul Petit").await;
    let refused = paul.posts(&third, &[("reponse", "refuser")]).await;
    assert!(
        paul.opens(refused.location())
            .await
            .shows("Votre refus est enregistré.")
    );
    assert_eq!(
        paul.posts(&third, &[("reponse", "accepter")]).await.status,
        404,
        "refused"
    );
    assert!(!paul.opens("/profils").await.shows("Zoé"));
    assert!(
        marie
            .opens(&format!("{zoe}/notifications"))
            .await
            .shows("Paul Petit a refusé de représenter Zoé")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_setting_that_the_other_parent_changed_says_so(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let (marie, paul) = (house.patient("marie").await, house.patient("paul").await);
    let leo = record_of(&marie, "Léo Petit").await;
    let change = format!("{leo}/changement?acte=fermer-aux-professionnels");
    // Both have the page of the same change before them.
    let late = paul.opens(&change).await.field("confirme");
    confirms(&marie, &change).await;
    for page in ["/reglages", "/accueil"] {
        assert!(
            paul.opens(&format!("{leo}{page}"))
                .await
                .shows("Modifié par Marie Petit le 23 novembre 2026 à 10 h 00.")
        );
        assert!(
            marie
                .opens(&format!("{leo}{page}"))
                .await
                .shows("Modifié par vous le")
        );
    }
    confirms(
        &marie,
        &format!("{leo}/changement?acte=rouvrir-aux-professionnels"),
    )
    .await;
    confirms(&marie, &format!("{leo}/changement?acte=tout-masquer")).await;
    let stale = paul.posts(&change, &[("confirme", &late)]).await;
    assert_eq!(stale.status, 409);
    let undo = paul
        .opens(&format!("{leo}/reglages"))
        .await
        .link("Annuler ce changement");
    confirms(&paul, &undo).await;
    assert!(
        marie
            .opens(&format!("{leo}/reglages"))
            .await
            .shows("Modifié par Paul Petit")
    );
    // On one's own record nobody else acts.
    let camille = house.patient("camille").await;
    camille.masks(crate::house::BIOLOGY).await;
    assert!(
        !camille
            .opens(&camille.record("/reglages").await)
            .await
            .shows("Modifié par")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn guardians_do_what_the_law_lets_them(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let (agnes, hugues) = (house.patient("agnes").await, house.patient("hugues").await);
    let (odette, marcel) = (
        record_of(&agnes, "Odette Renard").await,
        record_of(&hugues, "Marcel Blin").await,
    );
    for page in PAGES {
        assert_eq!(
            agnes.opens(&format!("{odette}{page}")).await.status,
            404,
            "{page}"
        );
    }
    let act = [("acte", "cloturer"), ("avis", "oui")];
    let page = format!("{marcel}/protection");
    let told = hugues.opens(&page).await;
    assert!(
        told.shows("ne donne aucun droit") && told.shows("Que faire ?"),
        "{}",
        told.visible()
    );
    assert!(!told.text().contains("Clôturer le dossier"));
    assert_eq!(hugues.posts(&page, &act).await.status, 403);
    let page = format!("{odette}/protection");
    let undeclared = agnes.posts(&page, &act[..1]).await;
    assert_eq!(undeclared.status, 422);
    assert!(undeclared.shows("Déclarez d’abord que vous avez recherché l’avis"));
    // Of a record that waits to be activated, she does that first.
    let lucien = record_of(&agnes, "Lucien Masson").await;
    let page = format!("{lucien}/protection");
    assert_eq!(agnes.posts(&page, &act).await.status, 403, "nothing to close yet");
    assert!(
        agnes
            .opens(&page)
            .await
            .shows("Ce dossier n’est pas encore activé.")
    );
    agnes
        .posts(&page, &[("acte", "activer"), ("avis", "oui")])
        .await
        .location();
    agnes.posts(&page, &act).await.location();
    assert!(agnes.opens(&page).await.shows("Ce dossier est clôturé"));
    // Reopening is the person's.
    assert_eq!(
        agnes
            .posts(&page, &[("acte", "activer"), ("avis", "oui")])
            .await
            .status,
        403
    );
    // Nobody else has that page.
    let unknown = format!("/dossiers/{}/protection", crate::house::UNKNOWN);
    assert_eq!(
        hugues.opens(&page).await.seen(),
        hugues.opens(&unknown).await.seen()
    );
    assert_eq!(hugues.posts(&page, &act).await.status, 404);
    house.closes().await;
}

const INES: &str = "208129999900730";

async fn code(house: &House, ins: &str) -> String {
    let ins = record::typed::Ins::new(ins).unwrap();
    house
        .state
        .store
        .issue_activation_code(&ins, house.state.edge.occasion())
        .await
        .unwrap()
        .code
}

fn opening<'a>(ins: &'a str, code: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("ins", ins),
        ("code", code),
        ("identifiant", "inès.petit"),
        ("mot_de_passe", "un long mot de passe"),
        ("choix", "ouvrir"),
    ]
}

#[rstest]
#[tokio::test]
async fn she_comes_of_age_and_finds_what_had_been_hidden(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let ines = record_of(&marie, "Inès Petit").await;
    assert!(
        marie
            .opens(&format!("{ines}/notifications"))
            .await
            .shows("Majorité dans moins de 30 jours")
    );
    confirms(
        &marie,
        &format!("{ines}/changement?acte=fermer-aux-professionnels"),
    )
    .await;
    let key = code(&house, INES).await;
    // A minor does not sign in, whatever she holds.
    let early = house.browser().posts("/activation", &opening(INES, &key)).await;
    assert_eq!(early.status, 422);
    house.waits(SignedDuration::from_hours(19 * 24 + 14));
    let browser = house.browser();
    assert_eq!(
        browser
            .posts("/activation", &opening(INES, &key))
            .await
            .location(),
        "/"
    );
    assert_eq!(browser.opens("/").await.location(), format!("{ines}/mes-18-ans"));
    let review = browser.opens(&format!("{ines}/mes-18-ans")).await;
    assert!(review.shows(SECRET), "{}", review.visible());
    // What was decided for her still holds, and she sees who decided.
    assert!(
        browser
            .opens(&format!("{ines}/reglages"))
            .await
            .shows("Mon dossier est fermé à tous les professionnels")
    );
    let history = browser.opens(&format!("{ines}/historique?vue=moi")).await;
    assert!(
        history.shows("Marie Petit pour Inès Petit a fermé le dossier"),
        "{}",
        history.visible()
    );
    assert!(
        browser
            .opens(&format!("{ines}/notifications"))
            .await
            .shows("j’ai 18 ans depuis le 13 décembre 2026")
    );
    // Those who represented her are told that they no longer do, by e-mail: the site no longer knows them. And of nothing since.
    assert_eq!(
        mails(&house, "coming_of_age").await,
        ["marie@mail.example", "paul@mail.example"]
    );
    assert_eq!(
        mails(&house, "coming_of_age_soon").await,
        ["marie@mail.example", "paul@mail.example"]
    );
    let before = mails(&house, "privacy_setting_changed").await;
    confirms(
        &browser,
        &format!("{ines}/changement?acte=rouvrir-aux-professionnels"),
    )
    .await;
    assert_eq!(mails(&house, "privacy_setting_changed").await, before);
    browser.posts(&format!("{ines}/mes-18-ans"), &[]).await.location();
    assert_eq!(browser.opens("/").await.location(), format!("{ines}/accueil"));
    // The code has been used.
    let again = house.browser().posts("/activation", &opening(INES, &key)).await;
    assert_eq!(again.status, 422);
    house.closes().await;
}

/// To whom e-mails of this kind are or would be sent, in order of their addresses.
async fn mails(house: &House, kind: &str) -> Vec<String> {
    let lines = house.browser().opens("/lab/courriels.json").await.json();
    let of_kind = lines
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["kind"] == kind);
    let mut to: Vec<_> = of_kind
        .map(|line| line["to"].as_str().unwrap().to_owned())
        .collect();
    to.sort();
    to
}

#[rstest]
#[tokio::test]
async fn a_record_that_a_parent_closed_before_is_hers_to_reopen(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let paul = house.patient("paul").await;
    let ines = record_of(&paul, "Inès Petit").await;
    paul.posts(
        &format!("{ines}/cloturer"),
        &[("mot_de_passe", server::lab::PASSWORD)],
    )
    .await
    .location();
    assert!(
        paul.opens(&format!("{ines}/accueil"))
            .await
            .shows("Voir tous les dossiers que vous pouvez ouvrir")
    );
    house.waits(SignedDuration::from_hours(19 * 24 + 14));
    let key = code(&house, INES).await;
    let browser = house.browser();
    assert_eq!(
        browser
            .posts("/activation", &opening(INES, &key))
            .await
            .location(),
        "/"
    );
    let closed = browser.opens(&format!("{ines}/accueil")).await;
    assert!(
        closed.shows("Il a été clôturé le 23 novembre 2026 par Paul Petit."),
        "{}",
        closed.visible()
    );
    // For the thirty days that are left to anyone who closes theirs.
    browser.posts(&format!("{ines}/rouvrir"), &[]).await.location();
    assert!(
        browser
            .opens(&format!("{ines}/documents"))
            .await
            .shows("Mes documents")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn majority_begins_at_midnight_in_paris_whatever_the_night(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let ines = record_of(&house.patient("marie").await, "Inès Petit").await;
    let page = format!("{ines}/documents");
    for (born, midnight) in [
        // The night that has twenty-three hours, and the next.
        ("2009-03-28", "2027-03-27T23:00:00Z"),
        ("2009-03-29", "2027-03-28T22:00:00Z"),
        // The night that has twenty-five, and the next.
        ("2009-10-31", "2027-10-30T22:00:00Z"),
        ("2009-11-01", "2027-10-31T23:00:00Z"),
        // On 1 March, when the year has no 29 February.
        ("2012-02-29", "2030-02-28T23:00:00Z"),
    ] {
        house
            .database
            .execute(format!("UPDATE profile SET born = '{born}' WHERE ins = '{INES}'"))
            .await;
        house.waits_until(midnight);
        house.waits(SignedDuration::from_mins(-5));
        let marie = house.patient("marie").await;
        house.waits(SignedDuration::from_secs(5 * 60 - 1));
        assert_eq!(marie.opens(&page).await.status, 200, "{born}: a second before");
        house.waits(SignedDuration::from_secs(1));
        assert_eq!(marie.opens(&page).await.status, 404, "{born}: at midnight");
    }
    let letter = code(&house, INES).await;
    house.waits(SignedDuration::from_secs(-1));
    let early = house
        .browser()
        .posts("/activation", &opening(INES, &letter))
        .await;
    assert_eq!(early.status, 422, "she is a minor for one second more");
    house.waits(SignedDuration::from_secs(1));
    house
        .browser()
        .posts("/activation", &opening(INES, &letter))
        .await
        .location();
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn thirty_days_before_a_first_of_march_it_is_told(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let born = "UPDATE profile SET born = '2012-02-29' WHERE ins = ";
    house.database.execute(format!("{born}'{INES}'")).await;
    let told = async |kind| {
        let store = &house.state.store;
        store
            .tell_comings_of_age(house.state.edge.occasion())
            .await
            .unwrap();
        mails(&house, kind).await.len()
    };
    for (moment, kind, number) in [
        ("2030-01-29T22:59:59Z", "coming_of_age_soon", 0),
        ("2030-01-29T23:00:00Z", "coming_of_age_soon", 2),
        ("2030-02-28T22:59:59Z", "coming_of_age", 0),
        ("2030-02-28T23:00:00Z", "coming_of_age", 2),
        ("2030-03-02T09:00:00Z", "coming_of_age", 2),
    ] {
        house.waits_until(moment);
        assert_eq!(told(kind).await, number, "{kind}, {moment}");
    }
    house.closes().await;
}

/// A holder brought in by an import, and the code of their letter.
pub(crate) async fn imported(house: &House, ins: &str) -> String {
    let holder = record::acts::NewHolder {
        ins: record::typed::Ins::new(ins).unwrap(),
        last_name: "Roy".to_owned(),
        first_name: "Paule".to_owned(),
        born: jiff::civil::date(1999, 11, 2),
    };
    let codes = house
        .state
        .store
        .import_holders(&[holder], house.state.edge.occasion())
        .await
        .unwrap();
    codes[0].clone().unwrap()
}

/// Someone whom an import brings in, and someone else who refuses a record.
pub(crate) const PAULE: &str = "199119999900470";
const REFUSES: &str = "193071234500159";

#[rstest]
#[tokio::test]
async fn professionals_in_each_state_of_a_record(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    imported(&house, PAULE).await;
    let letter = imported(&house, REFUSES).await;
    let refusal = [
        ("ins", REFUSES),
        ("code", &letter),
        ("identifiant", ""),
        ("mot_de_passe", ""),
        ("choix", "refuser"),
    ];
    house.browser().posts("/activation", &refusal).await.location();
    let bernard = house.patient("bernard").await;
    let closing = bernard.record("/cloturer").await;
    bernard
        .posts(&closing, &[("mot_de_passe", server::lab::PASSWORD)])
        .await
        .location();
    let lambert = house.doctor(crate::house::LAMBERT).await;
    let states = [
        ("awaiting", PAULE),
        ("active", crate::house::CAMILLE),
        ("opposed", REFUSES),
        ("closed", crate::house::BERNARD),
        ("never was", "199119999900965"),
    ];
    let mut table = format!("{:<42}", "what a physician of the care team asks");
    for (state, _) in states {
        write!(table, " {state:<10}").unwrap();
    }
    table.push('\n');
    let mut deposits = Vec::new();
    for (_, ins) in states {
        let content = crate::gateway_writing::pdf(ins);
        let said = serde_json::json!({"ins": ins, "context": {"kind": "care_team"}, "type": "11488-4",
            "title": "Compte rendu", "dated": "2026-11-22", "sha256": crate::gateway_writing::sha256(&content)});
        deposits.push(lambert.deposits(&said, &content).await);
    }
    let asks: [(&str, &str, serde_json::Value); 8] = [
        ("opens", "records/open", serde_json::json!({})),
        (
            "opens, in an emergency",
            "records/open",
            serde_json::json!({"context": {"kind": "break_glass", "reason": "Malaise"}}),
        ),
        (
            "opens, with consent",
            "records/open",
            serde_json::json!({"context": {"kind": "declared_consent"}}),
        ),
        ("searches", "documents/search", serde_json::json!({})),
        (
            "reads a section",
            "sections/read",
            serde_json::json!({"section": "vaccinations"}),
        ),
        (
            "reads what they deposited",
            "documents/read",
            serde_json::json!({"document": "theirs"}),
        ),
        (
            "masks it for the holder",
            "documents/mask",
            serde_json::json!({"document": "theirs"}),
        ),
        (
            "deletes it",
            "documents/delete",
            serde_json::json!({"document": "theirs"}),
        ),
    ];
    let mut row = |name: &str, statuses: Vec<u16>| {
        write!(table, "{name:<42}").unwrap();
        for status in statuses {
            write!(table, " {status:<10}").unwrap();
        }
        table.push('\n');
    };
    row(
        "deposits",
        deposits.iter().map(|answer| answer.status.as_u16()).collect(),
    );
    for (name, act, more) in asks {
        let mut statuses = Vec::new();
        for ((_, ins), deposited) in states.iter().zip(&deposits) {
            let mut more = more.clone();
            if more["document"] == "theirs" {
                more["document"] = if deposited.status == 201 {
                    deposited.json()["id"].clone()
                } else {
                    crate::house::UNKNOWN.into()
                };
            }
            let care = serde_json::json!({"ins": ins, "context": {"kind": "care_team"}});
            let request = crate::house::but(care, more).to_string();
            statuses.push(lambert.sends(act, request).await.status.as_u16());
        }
        row(name, statuses);
    }
    let lines: Vec<_> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("professionals_by_state", lines.join("\n"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn guessing_in_parallel_gains_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    house.waits(SignedDuration::from_hours(20 * 24));
    let right = code(&house, INES).await;
    let ins = record::typed::Ins::new(INES).unwrap();
    let wanted = record::acts::Activation::Open {
        identifier: "devin",
        password_hash: "x",
    };
    let guess = |code: &'static str| {
        house
            .state
            .store
            .activate(&ins, code, wanted, house.state.edge.occasion())
    };
    let many = std::iter::repeat_with(|| guess("0000-0000-0000-0000")).take(12);
    for answer in futures_util::future::join_all(many).await {
        assert_eq!(answer.unwrap(), record::acts::Activated::Unknown);
    }
    let tries = house
        .database
        .texts("SELECT CAST(tries AS TEXT) FROM activation_code".to_owned())
        .await;
    assert_eq!(tries, ["5"], "five were compared, and not one more");
    let late = house.browser().posts("/activation", &opening(INES, &right)).await;
    let unknown = house
        .browser()
        .posts("/activation", &opening("280059999900182", &right))
        .await;
    assert_eq!(late.status, 422);
    // Known and unknown answer alike.
    let same = |page: &Page| page.seen().replace(INES, "INS").replace("280059999900182", "INS");
    assert_eq!(same(&late), same(&unknown));
    // A wrong key is said before anything is looked up.
    let wrong = house
        .browser()
        .posts("/activation", &opening("280059999900183", &right))
        .await;
    assert!(wrong.shows("Ce numéro n’est pas le bon"));
    let anew = code(&house, INES).await;
    house
        .browser()
        .posts("/activation", &opening(INES, &anew))
        .await
        .location();
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn imported_holders_open_their_record_or_refuse_it(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let file = house.database.folder().join("holders.csv");
    let rows = "\u{feff}ins,last_name,first_name,born\n\
        280059999900182,Durand,Camille,1980-05-01\n\
        278029999900135,Petit,Marie,1978-02-31\n\
        199119999900456,Roy,Paule,1999-11-02\n\
        199119999900459,Roy,Paule,1999-11-02\n\
        trop,court\n\
        193071234500138,Aubry,,1993-07-14\n";
    let key = |body: &str| format!("{body}{:02}", 97 - body.parse::<u64>().unwrap() % 97);
    let (paule, refuses) = (key("1991199999004"), key("1930712345001"));
    let rows = rows.replace("199119999900456", &paule) + &format!("{refuses},Aubry,Lise,1993-07-14\n");
    std::fs::write(&file, rows).unwrap();
    let options = server::holders::ImportOptions {
        file,
        codes: house.database.folder().join("codes.csv"),
        batch: 2,
    };
    let mut said = Vec::new();
    let opened = server::holders::HolderFile::open(&options).unwrap();
    let report = server::holders::import(&house.state.store, opened, &options, &house.state.edge, |line| {
        said.push(line.to_owned());
    });
    let report = report.await.unwrap();
    assert_eq!((report.imported, report.known, report.bad), (2, 1, 4), "{said:?}");
    assert!(
        said[0].starts_with("line 3: the birth date is no day"),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|line| line.contains("the key of the INS is wrong")),
        "{said:?}"
    );
    assert!(
        !said.concat().contains("Roy") && !said.concat().contains("1991199"),
        "nothing of what rows hold"
    );
    let codes = std::fs::read_to_string(&options.codes).unwrap();
    let code = |ins: &str| {
        let line = codes.lines().find(|line| line.starts_with(ins)).unwrap();
        line.split_once(',').unwrap().1.to_owned()
    };
    assert!(
        server::holders::HolderFile::open(&options).is_err(),
        "codes are not written over"
    );
    // Awaiting activation: professionals read and deposit already.
    let doctor = house.doctor(crate::house::LAMBERT).await;
    let at = |ins: &str| serde_json::json!({"ins": ins, "context": {"kind": "care_team"}});
    assert_eq!(doctor.opens(&at(&paule)).await.status, 204, "awaiting");
    let refusal = [
        ("ins", refuses.as_str()),
        ("code", &code(&refuses)),
        ("identifiant", ""),
        ("mot_de_passe", ""),
        ("choix", "refuser"),
    ];
    assert_eq!(
        house.browser().posts("/activation", &refusal).await.location(),
        "/activation?fait=refuse"
    );
    let gone = doctor.opens(&at(&refuses)).await;
    assert_eq!(
        gone.status,
        doctor.opens(&at("199119999900999")).await.status,
        "opposed is as absent"
    );
    assert_ne!(gone.status, 204);
    let browser = house.browser();
    let taken = browser
        .posts(
            "/activation",
            &[
                ("ins", &paule),
                ("code", &code(&paule)),
                ("identifiant", "Camille"),
                ("mot_de_passe", "un long mot de passe"),
                ("choix", "ouvrir"),
            ],
        )
        .await;
    assert!(
        taken.shows("Cet identifiant est déjà pris"),
        "{}",
        taken.visible()
    );
    browser
        .posts("/activation", &opening(&paule, &code(&paule)))
        .await
        .location();
    assert!(browser.opens("/").await.location().ends_with("/bienvenue"));
    house.closes().await;
}
