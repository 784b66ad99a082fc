//! The twelve tasks in sessions with participants: each is prepared, walked on its shortest way, and found to have succeeded, which it
//! had not at the beginning. What is measured is kept, whatever happens.

use axum::http::{Method, StatusCode};
use clap::Parser as _;
use http_body_util::BodyExt as _;
use rstest::rstest;
use server::{
    AppState,
    config::Config,
    lab::{self, LabClock},
};
use tower::ServiceExt as _;

use crate::{
    database::Engine::{self, Sqlite},
    house::{House, Page},
    lab_tester::Tester,
};

const CAMILLE: &str = "/dossiers/00000001-0000-4000-9e37-79b97f4a7c15";
const BERNARD: &str = "/dossiers/00000001-0000-4001-bc6e-f372fe94f82a";
const LEO: &str = "00000001-0000-4006-8c62-3af8783354e7";
/// His prescription for asthma.
const ASTHMA: &str = "00000003-0000-49e5-b079-7edaa4eb4054";
const PARTICIPANT: &str = "/lab/participer/seance-p01";
const SEANCE: &str = "/lab/seances/P01";
const MARTIN: &str = "10000000017";
const NGUYEN: &str = "10000000025";
const ROUSSEL: &str = "10000000041";
const FONTAINE: &str = "10000000058";

const TASKS: [&str; 12] = [
    "cacher-un-document",
    "tout-cacher-puis-rendre",
    "cacher-a-un-medecin",
    "bloquer-avant-une-visite",
    "debloquer",
    "urgences",
    "medecin-administrateur",
    "qui-a-lu",
    "signaler-un-acces",
    "historique-de-l-enfant",
    "rouvrir",
    "expliquer-l-urgence",
];

/// A session has begun.
async fn moderator(house: &House) -> Tester<'_> {
    let moderator = house.tester();
    let begun = moderator
        .posts("/lab/seances", &[("code", "p01"), ("accord", "oui")])
        .await;
    assert_eq!(begun.location(), SEANCE);
    moderator
}

async fn proposes(moderator: &Tester<'_>, task: &str) {
    let proposed = moderator
        .posts(SEANCE, &[("etape", "lancer"), ("tache", task)])
        .await;
    assert_eq!(proposed.location(), SEANCE);
}

impl Tester<'_> {
    /// Sends a form, and shows the page it leads to.
    async fn does(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        self.follows(self.posts(address, fields).await).await
    }

    /// Opens the page of a change from this link, and confirms it.
    async fn confirms(&self, page: &Page, link: &str) -> Page {
        let address = page.link_to_part(link);
        let asked = self.opens(&address).await;
        assert_eq!(asked.status, StatusCode::OK);
        self.does(&address, &[("confirme", &asked.field("confirme"))])
            .await
    }
}

impl Page {
    /// The first address of a link that has this in it.
    fn link_to_part(&self, part: &str) -> String {
        let page = self.text().replace("&amp;", "&");
        let found = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .find(|address| address.contains(part));
        found
            .unwrap_or_else(|| panic!("no link with {part} in {}", self.visible()))
            .to_owned()
    }
}

/// The shortest way, from the page that the participant begins at; gives what they answer to the questions of the task.
async fn walks(who: &Tester<'_>, task: &str, first: &Page) -> Vec<(&'static str, String)> {
    match task {
        "cacher-un-document" => {
            let documents = who.opens(&format!("{CAMILLE}/documents")).await;
            let biology = documents.link(crate::house::BIOLOGY);
            who.does(&biology, &[("visibilite", "masked")]).await;
        }
        "tout-cacher-puis-rendre" => {
            let documents = who.opens(&format!("{CAMILLE}/documents")).await;
            let hidden = who.confirms(&documents, "acte=tout-masquer").await;
            who.confirms(&hidden, "acte=annuler").await;
        }
        "cacher-a-un-medecin" => {
            let all = who.opens(&format!("{CAMILLE}/professionnels")).await;
            who.confirms(&all, &format!("acte=bloquer&rpps={NGUYEN}")).await;
        }
        "bloquer-avant-une-visite" => {
            who.opens(&format!("{CAMILLE}/professionnels")).await;
            let found = who
                .opens(&format!("{CAMILLE}/professionnels?recherche=Fontaine"))
                .await;
            who.confirms(&found, &format!("acte=bloquer&rpps={FONTAINE}"))
                .await;
        }
        "debloquer" => {
            let all = who.opens(&format!("{BERNARD}/professionnels")).await;
            who.confirms(&all, &format!("acte=debloquer&rpps={ROUSSEL}"))
                .await;
        }
        "urgences" => {
            who.opens(&format!("{CAMILLE}/urgences")).await;
            let sent = who
                .opens(&format!(
                    "{CAMILLE}/urgences?envoi=1&samu=oui&autres=non&masques=oui"
                ))
                .await;
            let address = sent.location().to_owned();
            let asked = who.opens(&address).await;
            who.does(&address, &[("confirme", &asked.field("confirme"))])
                .await;
        }
        "medecin-administrateur" => {
            who.opens(&format!("{BERNARD}/professionnels")).await;
            let found = who
                .opens(&format!("{BERNARD}/professionnels?recherche=Martin"))
                .await;
            let martin = who
                .opens(&found.link_to_part(&format!("/professionnels/{MARTIN}")))
                .await;
            let named = who.confirms(&martin, "acte=nommer-administrateur").await;
            who.confirms(&named, "acte=retirer-administrateur").await;
        }
        "qui-a-lu" => {
            who.opens(&format!("{CAMILLE}/historique")).await;
            return vec![("qui", NGUYEN.to_owned()), ("titre", "care_team".to_owned())];
        }
        "signaler-un-acces" => {
            let history = who.opens(&format!("{CAMILLE}/historique")).await.text();
            // The one of Yves Caron.
            let (_, caron) = history.split_once("Malaise, personne inconsciente").unwrap();
            let (before, _) = caron.split_once("/signaler\"").unwrap();
            let (_, address) = before.rsplit_once("href=\"").unwrap();
            let address = format!("{address}/signaler");
            who.opens(&address).await;
            who.does(
                &address,
                &[("raison", "no_emergency"), ("texte", "J’étais chez moi.")],
            )
            .await;
        }
        "historique-de-l-enfant" => {
            who.opens(&first.link_to_part(LEO)).await;
            return vec![("qui", MARTIN.to_owned()), ("quoi", ASTHMA.to_owned())];
        }
        "rouvrir" => {
            who.does(&format!("{CAMILLE}/rouvrir"), &[]).await;
        }
        "expliquer-l-urgence" => {
            who.opens(&format!("{BERNARD}/voir-comme")).await;
            who.opens(&format!("{BERNARD}/voir-comme?qui=10&situation=urgence"))
                .await;
            return [("visible", "oui"), ("masque", "oui"), ("hors-urgence", "non")]
                .map(|(name, answer)| (name, answer.to_owned()))
                .into();
        }
        _ => panic!("no such task: {task}"),
    }
    Vec::new()
}

#[tokio::test]
async fn each_task_succeeds_on_its_shortest_way_and_not_before() {
    let house = House::opens(Sqlite).await;
    let moderator = moderator(&house).await;
    let mut measured = Vec::new();
    for task in TASKS {
        proposes(&moderator, task).await;
        let page = moderator.opens(SEANCE).await;
        assert!(page.shows("n’a pas encore commencé"), "{task}");
        let checks = page.shows("Le dossier dit : pas encore réussie");
        let asks = page.shows("se vérifie par les réponses");
        assert!(checks || asks, "{task}: {}", page.visible());

        let participant = house.tester();
        let page = participant.opens(PARTICIPANT).await;
        assert!(page.shows("Votre tâche"));
        assert!(
            !page.text().contains("href=\"/lab\""),
            "it does not lead to the lab"
        );
        let first = participant.does(PARTICIPANT, &[]).await;
        assert_eq!(first.status, StatusCode::OK, "{task}");
        let answers = walks(&participant, task, &first).await;

        let page = moderator.opens(SEANCE).await;
        if checks {
            assert!(
                page.shows("Le dossier dit : la tâche est réussie"),
                "{task}: {}",
                page.visible()
            );
        }
        let fields: Vec<(&str, &str)> = [("etape", "fin"), ("issue", "seul"), ("erreurs", "1")]
            .into_iter()
            .chain(answers.iter().map(|(name, answer)| (*name, answer.as_str())))
            .collect();
        let page = moderator.does(SEANCE, &fields).await;
        assert!(
            page.shows("Le dossier dit : réussie"),
            "{task}: {}",
            page.visible()
        );
        measured.push(page.visible());
        // The right answers are those of the rules; whoever knows nothing is not right.
        let fields = [
            ("etape", "reponses"),
            ("facilite", "6"),
            ("soins", "ne-sait-pas"),
            ("urgence", "oui"),
        ];
        let page = moderator.does(SEANCE, &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{task}: {}", page.visible());
        assert!(page.shows("Proposer une tâche"), "{task}: {}", page.visible());
    }
    // A way of so many pages shows so many pages: the optimum is what was walked.
    let csv = moderator.opens("/lab/seances/resultats.csv").await.text();
    let lines: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(';').collect())
        .collect();
    assert_eq!(lines.len(), 12, "{csv}");
    for line in &lines {
        assert_eq!(line[0], "P01");
        assert_eq!(line[3..5], ["Réussie sans aide", "oui"], "{line:?}");
        assert_eq!(line[6], line[7], "pages and optimum: {line:?}");
        assert_eq!(line[8..10], ["1", "6"]);
    }
    // In an emergency: what was hidden is not read by this doctor, unless masked documents are shown; what is blocked never is.
    let right: Vec<&str> = lines.iter().map(|line| line[10]).collect();
    let asked: Vec<&str> = lines.iter().map(|line| line[11]).collect();
    assert_eq!(
        asked,
        ["2", "2", "2", "2", "2", "2", "2", "0", "0", "0", "2", "0"]
    );
    assert_eq!(
        right,
        ["1", "1", "0", "0", "1", "0", "1", "0", "0", "0", "1", "0"]
    );
    house.closes().await;
}

#[tokio::test]
async fn wrong_answers_do_not_succeed() {
    let house = House::opens(Sqlite).await;
    let moderator = moderator(&house).await;
    for (task, answers) in [
        ("qui-a-lu", vec![]),
        ("qui-a-lu", vec![("qui", "10000000108"), ("titre", "care_team")]),
        ("qui-a-lu", vec![("qui", NGUYEN), ("titre", "samu")]),
        (
            "historique-de-l-enfant",
            vec![("qui", MARTIN), ("quoi", "ne-sait-pas")],
        ),
        (
            "expliquer-l-urgence",
            vec![("visible", "oui"), ("masque", "non"), ("hors-urgence", "non")],
        ),
    ] {
        proposes(&moderator, task).await;
        let mut fields = vec![("etape", "fin"), ("issue", "echec")];
        fields.extend(answers);
        let page = moderator.does(SEANCE, &fields).await;
        assert!(
            page.shows("Le dossier dit : pas réussie"),
            "{task}: {}",
            page.visible()
        );
        moderator
            .does(SEANCE, &[("etape", "reponses"), ("facilite", "aucune")])
            .await;
    }
    house.closes().await;
}

#[tokio::test]
async fn results_survive_a_closed_tab_a_reset_and_a_new_start() {
    let house = House::opens(Sqlite).await;
    let moderator = moderator(&house).await;
    proposes(&moderator, "cacher-un-document").await;
    let participant = house.tester();
    participant.opens(PARTICIPANT).await;
    participant.does(PARTICIPANT, &[]).await;
    let documents = participant.opens(&format!("{CAMILLE}/documents")).await;
    let biology = documents.link(crate::house::BIOLOGY);
    drop(participant);
    // The tab is closed; on another device, they go on.
    let again = house.tester();
    assert!(again.opens(PARTICIPANT).await.text().contains(">Reprendre<"));
    again.does(PARTICIPANT, &[]).await;
    assert!(moderator.opens(SEANCE).await.shows("3 pages vues jusqu’ici"));
    again.does(&biology, &[("visibilite", "masked")]).await;
    // The world of someone else begins again: theirs does not.
    moderator.posts("/lab/reinitialiser", &[]).await;
    assert!(moderator.opens(SEANCE).await.shows("la tâche est réussie"));
    let ended = [("etape", "fin"), ("issue", "aide"), ("erreurs", "2")];
    assert!(
        moderator
            .does(SEANCE, &ended)
            .await
            .shows("Le dossier dit : réussie")
    );
    // Sent twice, it is kept once.
    let twice = moderator.posts(SEANCE, &ended).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.shows("Aucune tâche n’est en cours"));
    // Its own world begins again, and the server too: the results are in a file.
    again.posts("/lab/reinitialiser", &[]).await;
    let page = moderator.opens("/lab/seances/resultats").await;
    assert!(
        page.shows("0 sans aide, 1 avec aide, 0 en échec, sur 1"),
        "{}",
        page.visible()
    );
    assert!(page.shows("Erreurs comptées : 2."));
    assert!(page.text().contains("role=\"img\""), "charts say what they show");
    // Another server on the same folder: the session is there, its world too, with its clock.
    again
        .posts("/lab/horloge", &[("instant", "2027-03-02T12:00")])
        .await;
    let data = house.database.folder().join("data");
    let arguments = ["server".as_ref(), "--lab-data".as_ref(), data.as_os_str()];
    let config = Config::parse_from(arguments);
    let (store, edge) = (&house.state.store, &house.state.edge);
    let (issuer, lab) = lab::start(&config, store, edge, LabClock::default())
        .await
        .unwrap();
    let state = AppState {
        issuer,
        lab: lab.clone(),
        ..house.state.clone()
    };
    let restarted = server::router(state);
    for (address, said) in [
        ("/lab/seances/resultats", "1 avec aide, 0 en échec, sur 1"),
        ("/lab", "2 mars 2027"),
    ] {
        let request = again.request(Method::GET, address, &[]);
        let answer = restarted.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let page = answer.into_body().collect().await.unwrap().to_bytes();
        let page = String::from_utf8_lossy(&page).replace(['\u{a0}', '\u{202f}'], " ");
        assert!(page.contains(said), "{page}");
    }
    lab.close().await;
    house.closes().await;
}

#[rstest]
#[tokio::test]
async fn what_makes_no_sense_is_said_and_nothing_is_lost(#[values(Sqlite)] engine: Engine) {
    let house = House::opens(engine).await;
    let tester = house.tester();
    for (fields, why) in [
        (
            vec![("code", "Paul"), ("accord", "oui")],
            "Le code est la lettre P",
        ),
        (
            vec![("code", "../P01"), ("accord", "oui")],
            "Le code est la lettre P",
        ),
        (vec![("code", "P01")], "Sans l’accord de la personne"),
    ] {
        let page = tester.posts("/lab/seances", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.shows(why) && page.shows("Aucune séance n’a commencé"),
            "{}",
            page.visible()
        );
        assert_eq!(page.field("code"), fields[0].1);
    }
    for address in [
        "/lab/seances/P99",
        "/lab/seances/x",
        "/lab/taches/rien",
        "/lab/participer/seance-p99",
    ] {
        assert_eq!(
            tester.opens(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let moderator = moderator(&house).await;
    let again = moderator
        .posts("/lab/seances", &[("code", "P01"), ("accord", "oui")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    for (fields, why) in [
        (
            vec![("etape", "lancer"), ("tache", "rien")],
            "Choisissez une tâche",
        ),
        (
            vec![("etape", "fin"), ("issue", "seul")],
            "Aucune tâche n’est en cours",
        ),
        (
            vec![("etape", "reponses"), ("facilite", "6")],
            "Aucune question n’attend",
        ),
        (
            vec![("etape", "questionnaire"), ("sus-1", "5")],
            "Il manque des réponses",
        ),
        (vec![("etape", "effacer")], "Rien n’a été effacé"),
        (vec![], "Je ne sais pas quoi faire"),
    ] {
        let page = moderator.posts(SEANCE, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.shows(why), "{}", page.visible());
    }
    proposes(&moderator, "debloquer").await;
    for (fields, why) in [
        (vec![("etape", "fin")], "Dites comment la tâche s’est terminée"),
        (
            vec![("etape", "fin"), ("issue", "seul"), ("erreurs", "beaucoup")],
            "nombre entier",
        ),
        (
            vec![("etape", "fin"), ("issue", "seul"), ("erreurs", "-1")],
            "nombre entier",
        ),
        (
            vec![("etape", "lancer"), ("tache", "urgences")],
            "Une tâche est déjà en cours",
        ),
    ] {
        let page = moderator.posts(SEANCE, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.shows(why), "{}", page.visible());
    }
    // The participant's page says when there is nothing to do, and is nobody's elsewhere.
    moderator.posts(SEANCE, &[("etape", "annuler")]).await;
    let waits = tester.opens(PARTICIPANT).await;
    assert!(waits.shows("va vous proposer une tâche"));
    assert_eq!(tester.posts(PARTICIPANT, &[]).await.location(), PARTICIPANT);
    // The whole questionnaire, then everything is erased, as the participant asks.
    let names: Vec<String> = (1..=10).map(|place| format!("sus-{place}")).collect();
    let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "4")).collect();
    fields.push(("etape", "questionnaire"));
    assert!(moderator.does(SEANCE, &fields).await.shows("50,0 sur 100"));
    let erased = moderator
        .posts(SEANCE, &[("etape", "effacer"), ("sur", "oui")])
        .await;
    assert_eq!(erased.location(), "/lab/seances");
    assert!(
        moderator
            .opens("/lab/seances")
            .await
            .shows("Aucune séance pour le moment")
    );
    house.closes().await;
}

#[tokio::test]
async fn a_task_is_tried_alone_in_ones_own_world() {
    let house = House::opens(Sqlite).await;
    let tester = house.tester_of("essai").await;
    let list = tester.opens("/lab/taches").await;
    for task in TASKS {
        assert!(list.text().contains(&format!("/lab/taches/{task}\"")), "{task}");
    }
    let address = "/lab/taches/qui-a-lu";
    assert!(
        tester
            .opens(address)
            .await
            .shows("Pas encore préparée dans ce monde")
    );
    assert!(
        tester
            .does(address, &[("acte", "preparer")])
            .await
            .shows("La tâche est préparée")
    );
    let answered = format!("{address}?qui={NGUYEN}&titre=care_team");
    assert!(tester.opens(&answered).await.shows("Où elle en est Réussie"));
    assert!(tester.opens(address).await.shows("Pas encore réussie"));
    let begun = tester.does(address, &[("acte", "commencer")]).await;
    assert!(begun.shows("Dossier de Camille Durand"));
    let nonsense = tester.posts(address, &[("acte", "rien")]).await;
    assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
    house.closes().await;
}
