//! The page where a person chooses their notices, and a form that may be anything.

use axum::http::StatusCode;
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{House, Page},
};

const QUESTIONS: [&str; 4] = [
    "ajout-courriel",
    "modification-courriel",
    "blocage-courriel",
    "blocage-site",
];

/// Every question, answered so.
fn all(answer: &str) -> Vec<(&'static str, &str)> {
    QUESTIONS.map(|question| (question, answer)).to_vec()
}

/// The answers that the page shows.
fn answers(page: &Page) -> Vec<(&'static str, bool)> {
    let text = page.text();
    let chosen = |question: &str, answer: &str| {
        let tag = text
            .split("<input")
            .find(|tag| tag.contains(&format!("id=\"{question}-{answer}\"")))
            .and_then(|tag| tag.split('>').next());
        tag.unwrap().contains("checked")
    };
    QUESTIONS
        .into_iter()
        .filter(|question| chosen(question, "oui") || chosen(question, "non"))
        .map(|question| (question, chosen(question, "oui")))
        .collect()
}

#[rstest]
#[tokio::test]
async fn choices_are_kept_and_sent_twice_change_nothing(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let address = camille.notices().await.link("Préférences de notification");
    let page = camille.opens(&address).await;
    assert!(page.shows("camille@mail.example"));
    assert_eq!(answers(&page), QUESTIONS.map(|question| (question, true)));

    let mut chosen = all("non");
    chosen[3] = ("blocage-site", "oui");
    for _ in 0..2 {
        let done = camille.posts(&address, &chosen).await.location().to_owned();
        let page = camille.opens(&done).await;
        assert!(page.shows("C’est fait : mes préférences sont enregistrées."));
        let expected = [false, false, false, true];
        let expected: Vec<_> = QUESTIONS.into_iter().zip(expected).collect();
        assert_eq!(answers(&page), expected);
    }
    let own = camille.record("/historique?vue=moi").await;
    let history = camille.opens(&own).await.visible();
    assert_eq!(history.matches("a choisi ses notifications").count(), 1);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_form_that_makes_no_sense_comes_back(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let address = camille.record("/notifications/preferences").await;
    let long = "oui".repeat(1_000);
    let wrong = |value| {
        let mut fields = all("non");
        fields[1].1 = value;
        fields
    };
    let mut doubled = all("non");
    doubled.push(("modification-courriel", "oui"));
    let mut missing = all("non");
    missing.remove(1);
    for fields in [
        wrong(""),
        wrong("OUI"),
        wrong("1"),
        wrong("<script>alert(1)</script>"),
        wrong(&long),
        doubled,
        missing,
    ] {
        let page = camille.posts(&address, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = page.text();
        assert!(
            text.contains("href=\"#modification-courriel-oui\""),
            "the summary leads to it"
        );
        assert!(
            text.contains("id=\"modification-courriel-erreur\""),
            "and the message is beside it"
        );
        assert_eq!(text.matches("Choisissez oui ou non.").count(), 2);
        assert!(!text.contains("alert(1)"));
        // What was answered is kept on the page, and nowhere else.
        let kept = ["ajout-courriel", "blocage-courriel", "blocage-site"].map(|question| (question, false));
        assert_eq!(answers(&page), kept);
        let saved = camille.opens(&address).await;
        assert_eq!(answers(&saved), QUESTIONS.map(|question| (question, true)));
    }
    // A field that the page does not have switches nothing.
    let mut more = all("oui");
    more.push(("first_access", "non"));
    assert_eq!(camille.posts(&address, &more).await.status, StatusCode::SEE_OTHER);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nobody_sees_or_changes_anothers(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let nadia = house.patient("nadia").await;
    let address = camille.record("/notifications/preferences").await;
    for page in [
        nadia.opens(&address).await,
        nadia.posts(&address, &all("non")).await,
        nadia.posts(&address, &[]).await,
    ] {
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!page.text().contains("camille@"));
    }
    let page = camille.opens(&address).await;
    assert_eq!(answers(&page), QUESTIONS.map(|question| (question, true)));
    house.closes().await;
}
