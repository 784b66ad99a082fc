//! Who may do what: every route of the router, by every kind of person, in every state: a golden table. A route without a row fails.

use std::fmt::Write as _;

use axum::{body::Body, http::Method};
use jiff::SignedDuration;
use rstest::rstest;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    house::{Browser, House},
    representatives::{PAULE, imported, record_of},
    routes::{FALLBACKS, ROUTES, paths},
};

/// Someone, and the record whose addresses they try.
struct Someone<'a> {
    who: &'static str,
    browser: Browser<'a>,
    record: String,
    /// What they send to open their record, if they have a letter.
    letter: Option<String>,
}

/// What each address answers to someone: reading it, then sending its form.
async fn answers(someone: &Someone<'_>, path: &str, fields: &str) -> String {
    let address = path
        .replace("/changement", "/changement?acte=tout-masquer")
        .replace("/dossiers/{profile}", &someone.record)
        .replace("{document}", crate::house::UNKNOWN)
        .replace("{visit}", "jamais")
        .replace("{report}", crate::house::UNKNOWN)
        .replace("{rpps}", crate::house::LAMBERT)
        .replace("{code}", "0000-0000-0000-0000");
    let mut statuses = Vec::new();
    for method in [Method::GET, Method::POST] {
        let request = someone.browser.request(method, &address);
        let answer = someone
            .browser
            .sends(request.body(Body::from(fields.to_owned())).unwrap())
            .await;
        statuses.push(answer.status.as_u16().to_string());
    }
    statuses.join(" ")
}

/// Rows of a table: one for each route that is about a record or about signing in.
async fn table(house: &House, people: &[Someone<'_>]) -> String {
    let mut table = format!("{:<62}", "route (GET POST)");
    for someone in people {
        write!(table, " {:<22}", someone.who).unwrap();
    }
    table.push('\n');
    for path in paths(house) {
        let row = ROUTES.iter().find(|(known, _)| *known == path);
        let (path, fields) = row.unwrap_or_else(|| panic!("{path} has no row"));
        // What ends a session or begins another is in the table of routes.
        if FALLBACKS.contains(path) || ["/connexion", "/deconnexion"].contains(path) {
            continue;
        }
        // Each form of these would end what the next row needs.
        let fields = if path.ends_with("/protection") {
            "acte=cloturer"
        } else {
            fields
        };
        write!(table, "{path:<62}").unwrap();
        for someone in people {
            let letter = someone.letter.as_deref().filter(|_| *path == "/activation");
            write!(
                table,
                " {:<22}",
                answers(someone, path, letter.unwrap_or(fields)).await
            )
            .unwrap();
        }
        table.push('\n');
    }
    let lines: Vec<_> = table.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Someone whom an import brought in, who holds their letter and refuses a record, and a holder who should not be able to sign in yet.
async fn before_activation(house: &House, engine: Engine) -> (Someone<'_>, (Browser<'_>, String)) {
    let code = imported(house, PAULE).await;
    let nadia = house.patient("nadia").await;
    let own = nadia.record("").await;
    house
        .database
        .execute(
            "UPDATE profile SET state = 'awaiting_activation' WHERE first_name IN ('Nadia', 'Odette', 'Marcel')"
                .to_owned(),
        )
        .await;
    let sql = format!(
        "SELECT {} FROM profile WHERE ins = '{PAULE}'",
        crate::non_interference::text_of(engine, "id")
    );
    let id = house.database.texts(sql).await.remove(0);
    let imported = Someone {
        who: "imported, with letter",
        browser: house.browser(),
        record: format!("/dossiers/{id}"),
        letter: Some(format!(
            "ins={PAULE}&code={code}&identifiant=&mot_de_passe=&choix=refuser"
        )),
    };
    (imported, (nadia, own))
}

#[rstest]
#[tokio::test]
async fn every_route_answers_each_person_as_the_table_says(#[values(Sqlite, Postgres)] engine: Engine) {
    let house = House::opens(engine).await;
    let marie = house.patient("marie").await;
    let (leo, zoe) = (
        record_of(&marie, "Léo Petit").await,
        record_of(&marie, "Zoé Petit").await,
    );
    let ines = record_of(&marie, "Inès Petit").await;
    let agnes = house.patient("agnes").await;
    let hugues = house.patient("hugues").await;
    let camille = house.patient("camille").await;
    let own = camille.record("").await;
    let bernard = house.patient("bernard").await;
    let closed = bernard.record("").await;
    let address = format!("{closed}/cloturer");
    let password = [("mot_de_passe", server::lab::PASSWORD)];
    bernard.posts(&address, &password).await.location();
    let odette = record_of(&agnes, "Odette Renard").await;
    let marcel = record_of(&hugues, "Marcel Blin").await;
    let someone = |who, browser, record: &String| Someone {
        who,
        browser,
        record: record.clone(),
        letter: None,
    };
    let people = [
        someone("signed out", house.browser(), &leo),
        someone("holder", camille, &own),
        someone("another holder", house.patient("camille").await, &leo),
        someone("parent", marie, &leo),
        someone("second parent", house.patient("paul").await, &leo),
        someone("parent of another", house.patient("paul").await, &zoe),
        someone("guardian of person", agnes, &odette),
        someone("guardian of property", hugues, &marcel),
        someone("holder, closed", bernard, &closed),
    ];
    let today = table(&house, &people).await;
    drop(people);
    house.waits(SignedDuration::from_hours(20 * 24));
    let number = record::typed::Ins::new("208129999900730").unwrap();
    let store = &house.state.store;
    let letter = store
        .issue_activation_code(&number, house.state.edge.occasion())
        .await
        .unwrap()
        .code;
    let grown = house.browser();
    let fields = [
        ("ins", number.as_str()),
        ("code", &letter),
        ("identifiant", "ines"),
        ("mot_de_passe", "un long mot de passe"),
        ("choix", "ouvrir"),
    ];
    grown.posts("/activation", &fields).await.location();
    let people = [
        someone("former parent", house.patient("marie").await, &ines),
        someone("came of age", grown, &ines),
    ];
    let later = table(&house, &people).await;
    drop(people);
    let (imported, nadia) = before_activation(&house, engine).await;
    let people = [
        imported,
        someone("holder, awaiting", nadia.0, &nadia.1),
        someone("guardian of person", house.patient("agnes").await, &odette),
        someone("guardian of property", house.patient("hugues").await, &marcel),
    ];
    let waiting = table(&house, &people).await;
    drop(people);
    insta::assert_snapshot!(
        "who_may_do_what",
        format!(
            "{today}\n\nAfter the 18th birthday\n\n{later}\n\nWhile the record awaits activation\n\n{waiting}\n"
        )
    );
    house.closes().await;
}
