//! People who act for others: whose record a page is, who is told of what, and when a representation ends.

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
