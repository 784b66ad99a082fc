//! The walk of the first issue: a patient masks a document, and a doctor's software is refused.

use axum::http::StatusCode;
use jiff::SignedDuration;
use rstest::rstest;
use serde_json::json;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{BIOLOGY, CARON, HADDAD, House, LAMBERT, MARTIN, UNKNOWN, UNTOLD, but, care_team, id, spaced},
};

#[rstest]
#[tokio::test]
async fn a_patient_masks_a_document_and_a_doctor_is_refused(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let list = camille.opens(&camille.documents().await).await;
    assert!(list.shows("24 documents\u{a0}: 24 visibles par les professionnels autorisés, 0 masqué."));
    let address = list.link(BIOLOGY);
    let document = id(&address);

    // A physician of the care team reads it.
    let lambert = house.doctor(LAMBERT).await;
    let read = lambert.reads(document).await;
    assert_eq!(read.status, StatusCode::OK);
    assert_eq!(read.header("content-type"), "application/pdf");
    assert!(read.body.starts_with(b"%PDF-"));
    assert_eq!(lambert.opens(&care_team()).await.status, StatusCode::NO_CONTENT);
    let before = lambert.finds().await;
    assert!(before.contains(&BIOLOGY.to_owned()));

    // Masked.
    house.waits(SignedDuration::from_secs(1));
    let page = camille.opens(&address).await;
    assert_eq!(page.field("visibilite"), "masked");
    let done = camille
        .posts(
            &address,
            &[
                ("visibilite", &page.field("visibilite")),
                ("retour", &page.field("retour")),
            ],
        )
        .await;
    let shown = camille.opens(done.location()).await;
    assert!(shown.shows("est maintenant masqué."));
    assert!(shown.shows("Rendre visible ce document"));
    let list = camille.opens(&camille.documents().await).await;
    assert!(list.shows("23 visibles par les professionnels autorisés, 1 masqué."));

    // The same request now answers as for an unknown document; a search leaves no gap.
    house.waits(SignedDuration::from_secs(1));
    let refused = lambert.reads(document).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(refused.seen(), lambert.reads(UNKNOWN).await.seen());
    let after = lambert.finds().await;
    let expected: Vec<_> = before.iter().filter(|title| *title != BIOLOGY).cloned().collect();
    assert_eq!(after, expected);

    // History shows both attempts, with the reason of the refusal.
    let history = camille.history().await;
    let visible = history.visible();
    let (_, visit) = visible
        .split_once("Olivier Lambert (médecin), Centre d’imagerie du Parc, Lille")
        .expect("his visit is in the history");
    assert!(visit.contains(&spaced(&format!("\u{a0}: a lu «\u{a0}{BIOLOGY}\u{a0}»."))));
    let sentence = format!("\u{a0}: a voulu lire «\u{a0}{BIOLOGY}\u{a0}». Refusé. ");
    let (_, why) = visit
        .split_once(&spaced(&sentence))
        .expect("the refusal is in the history");
    assert!(why.starts_with(&spaced(policy::why(policy::Rule::Masked).first_person())));
    let own = camille.opens(&camille.record("/historique?vue=moi").await).await;
    assert!(own.shows(&format!("Camille Durand a masqué «\u{a0}{BIOLOGY}\u{a0}».")));

    // Its author and the administering doctor still read it.
    for rpps in [HADDAD, MARTIN] {
        let doctor = house.doctor(rpps).await;
        assert_eq!(doctor.reads(document).await.body, read.body);
        assert!(doctor.finds().await.contains(&BIOLOGY.to_owned()));
    }
    assert!(camille.notices().await.shows("Document masqué ouvert"));

    // Visible again.
    let done = camille.unmasks(BIOLOGY).await;
    assert!(
        camille
            .opens(done.location())
            .await
            .shows("est maintenant visible")
    );
    assert_eq!(lambert.reads(document).await.body, read.body);
    assert_eq!(lambert.finds().await, before);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn everything_is_masked_after_a_confirmation(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let address = camille.finds(BIOLOGY).await;
    let all = camille.record("/changement?acte=tout-masquer").await;
    let page = camille.opens(&all).await;
    assert!(page.shows("24 documents vont être masqués."));
    assert!(page.shows("Hélène Martin, médecin administrateur de mon dossier"));
    assert!(!page.shows(UNTOLD));
    let done = camille
        .posts(&all, &[("confirme", &page.field("confirme"))])
        .await;
    let list = camille.opens(done.location()).await;
    assert!(list.shows("C’est fait\u{a0}: 24 documents masqués."));
    let caron = house.doctor(CARON).await;
    assert_eq!(caron.reads(id(&address)).await.status, StatusCode::NOT_FOUND);
    // What is hidden from the patient was not the patient's to mask; the other is his own.
    assert_eq!(caron.finds().await, [UNTOLD, "Passage aux urgences"]);
    let nothing = camille.opens(&all).await;
    assert!(nothing.shows("Tout est déjà masqué. Il n’y a rien à changer."));

    let all = camille.record("/changement?acte=tout-rendre-visible").await;
    let page = camille.opens(&all).await;
    let done = camille
        .posts(&all, &[("confirme", &page.field("confirme"))])
        .await;
    assert!(
        camille
            .opens(done.location())
            .await
            .shows("24 documents rendus visibles.")
    );
    assert_eq!(caron.reads(id(&address)).await.status, StatusCode::OK);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn notices_are_counted_until_they_are_read(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let unread = async || {
        let page = camille.opens(&camille.documents().await).await;
        let visible = page.visible();
        let (before, _) = visible.split_once(" non lue").unwrap_or((" 0", ""));
        before.rsplit(' ').next().unwrap().parse::<u32>().unwrap()
    };
    let before = unread().await;
    let page = camille.notices().await;
    assert!(page.shows("Nouvelle connexion"));
    house.waits(SignedDuration::from_secs(1));
    // One comes while the page is being read.
    let lambert = house.doctor(LAMBERT).await;
    let urgent = json!({"kind": "break_glass", "reason": "Malaise <b>grave</b>"});
    lambert.opens(&but(care_team(), json!({"context": urgent}))).await;
    assert_eq!(unread().await, before + 2);
    let notices = camille.record("/notifications").await;
    let done = camille
        .posts(&notices, &[("jusqua", &page.field("jusqua"))])
        .await;
    let page = camille.opens(done.location()).await;
    assert_eq!(unread().await, 2, "a first access, in an emergency");
    assert!(page.shows("Accès en urgence Non lue"));
    assert!(
        page.shows("Motif\u{a0}: Malaise <b>grave</b>"),
        "shown as it was typed"
    );
    camille
        .posts(&notices, &[("jusqua", &page.field("jusqua"))])
        .await;
    assert_eq!(unread().await, 0);
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_is_hidden_from_the_patient_is_on_no_page(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let camille = house.patient("camille").await;
    let lambert = house.doctor(LAMBERT).await;
    let found = lambert
        .searches(&but(care_team(), json!({"text": "anatomopathologie"})))
        .await
        .json();
    let hidden = found["documents"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(found["documents"][0]["flags"], json!(["hidden_from_patient"]));
    // Another doctor comes for the first time, and reads just that.
    let martin = house.doctor(MARTIN).await;
    assert_eq!(martin.reads(&hidden).await.status, StatusCode::OK);
    for rest in [
        "/documents",
        "/documents?page=2",
        "/documents?recherche=anatomopathologie",
        "/documents?visibilite=masques",
        "/changement?acte=tout-masquer",
        "/historique",
        "/historique?vue=moi",
        "/notifications",
    ] {
        let page = camille.opens(&camille.record(rest).await).await;
        assert_eq!(page.status, StatusCode::OK);
        let text = page.text();
        assert!(
            !text.contains("anatomopathologie\u{a0}»") && !text.contains(UNTOLD),
            "{rest}"
        );
        assert!(!text.contains(&hidden), "{rest}");
    }
    let unknown = camille
        .opens(&camille.record(&format!("/documents/{UNKNOWN}")).await)
        .await;
    let page = camille
        .opens(&camille.record(&format!("/documents/{hidden}")).await)
        .await;
    assert_eq!(page.seen(), unknown.seen());
    house.closes().await;
}
