//! What pages say before a decision and after it: whom it refuses, who still reads, what stays, what was done.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, Browser, CARON, House, LAMBERT, Page},
};

/// The organisation of the SAMU.
const SAMU: &str = "590099032";

/// Confirms the change of this address; gives the page after it.
async fn makes(who: &Browser<'_>, change: &str) -> Page {
    let address = who.record(&format!("/changement?acte={change}")).await;
    let seen = who.opens(&address).await.field("confirme");
    let done = who.posts(&address, &[("confirme", &seen)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.visible());
    who.opens(done.location()).await
}

#[rstest]
#[tokio::test]
async fn an_administrator_whose_organisation_is_blocked_is_not_said_to_read(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    makes(&camille, &format!("nommer-administrateur&rpps={CARON}")).await;
    let home = camille.record("/accueil").await;
    assert!(
        camille
            .opens(&home)
            .await
            .shows("Yves Caron : tous mes documents")
    );
    makes(&camille, &format!("bloquer-etablissement&finess={SAMU}")).await;
    let doctor = house.doctor(CARON).await;
    assert_eq!(
        doctor.opens(&crate::house::care_team()).await.status,
        StatusCode::NOT_FOUND
    );
    let seen = camille.opens(&home).await;
    assert!(
        seen.shows("Hélène Martin : tous mes documents"),
        "{}",
        seen.visible()
    );
    assert!(
        !seen.shows("Yves Caron : tous mes documents"),
        "{}",
        seen.visible()
    );
    let caron = camille.record(&format!("/professionnels/{CARON}")).await;
    let caron = camille.opens(&caron).await;
    assert!(
        caron.shows(
            "Mais aujourd’hui ce médecin ne peut pas ouvrir mon dossier : j’ai bloqué son établissement."
        ),
        "{}",
        caron.visible()
    );
    let mask = camille.record("/changement?acte=tout-masquer").await;
    assert!(
        camille
            .opens(&mask)
            .await
            .shows("Yves Caron, médecin administrateur : non, son établissement est bloqué")
    );
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nobody_knows_whom_that_would_block(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    for change in [
        "bloquer&rpps=99999999999",
        "bloquer-etablissement&finess=999999999",
    ] {
        let address = camille.record(&format!("/changement?acte={change}")).await;
        assert_eq!(
            camille.opens(&address).await.status,
            StatusCode::NOT_FOUND,
            "{change}"
        );
        let sent = camille.posts(&address, &[("confirme", "x")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{change}");
    }
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn whom_a_block_refuses_in_an_emergency_is_said_before_and_after(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let home = camille.record("/accueil").await;
    assert!(!camille.opens(&home).await.shows("refusés même en urgence"));
    let block = format!("bloquer-etablissement&finess={SAMU}");
    let before = camille
        .opens(&camille.record(&format!("/changement?acte={block}")).await)
        .await;
    assert!(
        before.shows("même en urgence. S’il a un SAMU"),
        "{}",
        before.visible()
    );
    assert!(before.shows("En urgence, le SAMU (SAMU, hôpital Saint-Roch"));
    let after = makes(&camille, &block).await;
    assert!(after.shows("même en urgence, SAMU compris."));
    for page in ["/accueil", "/urgences", "/faire-le-point?etape=2"] {
        let page = camille.opens(&camille.record(page).await).await;
        assert!(
            page.shows("refusés même en urgence, SAMU compris : SAMU, hôpital Saint-Roch"),
            "{}",
            page.visible()
        );
    }
    let caron = camille
        .opens(&camille.record(&format!("/professionnels/{CARON}")).await)
        .await;
    assert!(
        caron.shows("Établissement bloqué") && !caron.shows("Autorisé"),
        "{}",
        caron.visible()
    );
    let people = camille.opens(&camille.record("/professionnels").await).await;
    assert!(people.shows("par son nom, mais des établissements entiers"));
    let one = camille
        .opens(
            &camille
                .record(&format!("/changement?acte=bloquer&rpps={LAMBERT}"))
                .await,
        )
        .await;
    assert!(one.shows("n’ouvrira plus mon dossier, même en urgence."));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn who_still_reads_is_said_of_all_that_closes(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    for (change, title) in [
        ("fermer-aux-professionnels", "Qui pourra encore lire mon dossier"),
        (
            "masquer-rubrique&rubrique=vaccinations",
            "Qui pourra encore lire cette rubrique",
        ),
        ("tout-masquer", "Qui pourra encore lire ces documents"),
    ] {
        let page = camille
            .opens(&camille.record(&format!("/changement?acte={change}")).await)
            .await;
        assert!(page.shows(title), "{change}: {}", page.visible());
        assert!(page.shows("médecin administrateur de mon dossier"), "{change}");
        assert!(page.shows("En urgence seulement"), "{change}");
        assert_eq!(
            page.shows("Le professionnel qui a écrit un document"),
            !change.contains("rubrique")
        );
        assert!(page.shows("Ne rien changer"));
    }
    let closed = makes(&camille, "fermer-aux-professionnels").await;
    assert!(closed.shows(
        "chacun relit seulement ce qu’il a écrit. Les médecins administrateurs lisent tout. En urgence : oui"
    ));
    let documents = camille.opens(&camille.documents().await).await;
    assert!(documents.shows("chacun relit seulement ce qu’il a écrit"));
    assert!(!documents.shows("visibles par les professionnels autorisés"));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_default_is_not_called_a_choice(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let lucie = house.patient("lucie").await;
    let first = lucie.opens("/").await;
    let page = lucie
        .opens(&first.location().replace("/bienvenue", "/voir-comme"))
        .await;
    assert!(page.shows("ce qui est permis l’est par défaut, ce n’est pas mon choix"));
    let camille = house.patient("camille").await;
    let page = camille.opens(&camille.finds(BIOLOGY).await).await;
    assert!(!page.shows("j’ai permis cet accès"), "{}", page.visible());
    camille.masks(BIOLOGY).await;
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn nothing_ticked_is_said_on_the_list(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let list = format!("{}?recherche=sang", camille.documents().await);
    let back = app::address::encode(&list);
    let asked = camille
        .opens(
            &camille
                .record(&format!("/changement?retour={back}&acte=masquer"))
                .await,
        )
        .await;
    assert_eq!(asked.location(), format!("{list}&choix=aucun"));
    let page = camille.opens(&format!("{list}&choix=aucun")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.shows("Cochez au moins un document."));
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn a_request_that_no_page_answers_gets_the_look_of_the_site_and_a_way_back(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let list = camille.documents().await;
    for (address, body, status) in [
        (list.clone(), "a=b".to_owned(), StatusCode::METHOD_NOT_ALLOWED),
        (
            camille.finds(BIOLOGY).await,
            "a=b".to_owned(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            camille.finds(BIOLOGY).await,
            "a".repeat(1_100_000),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let request = camille
            .request(Method::POST, &address)
            .header(header::REFERER, format!("https://exemple.fr{list}?page=1"))
            .header(header::ACCEPT_ENCODING, "br");
        let page = camille.sends(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(page.status, status);
        assert!(page.text().contains("/pkg/app.0123abcd.css"), "{}", page.text());
        assert!(
            page.header("content-security-policy")
                .contains("style-src 'self'")
        );
        assert_eq!(
            page.link("Revenir à la page précédente"),
            format!("{list}?page=1")
        );
        assert!(page.shows("Mon dossier, mes choix"));
    }
    house.closes().await;
}
