//! What a parent could learn with a stopwatch: the same pages of two children's records, one of which holds secrets.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use jiff::civil::date;
use policy::{Visibility, VisibilityFlag};
use record::{
    acts::{NewAccount, NewRepresentation, Population},
    views::Role,
};
use serde_json::json;
use server::{
    lab,
    passwords::{self, Password},
};
use uuid::Uuid;

use crate::{
    Failure,
    house::{self, House},
    measure::{goal, line, seconds},
};

/// How many documents the parent sees in each record, and how many more one of them hides.
const SEEN: usize = 40;
const HIDDEN: usize = 40;
/// How many open visits both have had, and how many secret acts one of them has.
const VISITS: usize = 50;
const SECRET_ACTS: usize = 300;
/// How often each page is asked for, in turn.
const ASKED: usize = 1_000;
/// How far from each other the times may be and still be called the same.
const SAME: f64 = 0.05;

const PARENT: &str = "parent";
const WITHOUT: &str = "111069999900146";
const WITH: &str = "111069999900243";

/// What is timed.
const PAGES: [&str; 7] = [
    "accueil",
    "documents",
    "documents?recherche=document",
    "historique",
    "notifications",
    "changement?acte=tout-masquer",
    "exports/historique.json",
];

/// Two children with the same name and the same documents, but for the secrets of one of them.
fn children(hash: &str) -> (Population, [Uuid; 2]) {
    let mut population = Population::default();
    let mut ids = [Uuid::nil(); 2];
    for (place, ins) in [WITHOUT, WITH].into_iter().enumerate() {
        let (mut profile, _, documents) = house::record(SEEN, hash);
        ins.clone_into(&mut profile.ins);
        profile.born = date(2011, 6, 1);
        ids[place] = profile.id;
        population.documents.extend(documents);
        if ins == WITH {
            let (_, _, hidden) = house::record(HIDDEN, hash);
            population
                .documents
                .extend(hidden.into_iter().map(|mut document| {
                    document.profile = profile.id;
                    document.visibility = Visibility::NORMAL.with(VisibilityFlag::HiddenFromRepresentatives);
                    document
                }));
        }
        population.profiles.push(profile);
    }
    population.accounts.push(NewAccount {
        id: Uuid::new_v4(),
        identifier: PARENT.to_owned(),
        password_hash: hash.to_owned(),
        email: String::new(),
        name: "Dominique Mesure".to_owned(),
        represents: ids
            .map(|profile| NewRepresentation {
                profile,
                role: Role::LegalRepresentative,
            })
            .into(),
    });
    (population, ids)
}

/// Times each page of both.
pub(crate) async fn measure(house: &House) -> Result<(), Failure> {
    let hash = passwords::hash(&Password::from(lab::PASSWORD.to_owned()))?;
    let (population, ids) = children(&hash);
    let state = house.state();
    state
        .store
        .install_population(&population, state.edge.clock.now())
        .await?;
    lives(house).await?;
    let cookie = house.signs_in(PARENT).await?;
    for page in PAGES {
        let requests = ids.map(|id| {
            let (cookie, address) = (cookie.clone(), format!("/dossiers/{id}/{page}"));
            move || {
                Request::get(&address)
                    .header(header::HOST, "localhost")
                    .header(header::COOKIE, &cookie)
                    .body(Body::empty())
                    .expect("a request")
            }
        });
        for request in &requests {
            assert_eq!(house.asks(request()).await?.status, StatusCode::OK, "{page}");
        }
        // The first side once more: how far a page is from itself on this machine.
        let sides = [0, 1, 0];
        let mut times = [const { Vec::new() }; 3];
        for asked in 0..ASKED {
            for turn in 0..sides.len() {
                let side = (turn + asked) % sides.len();
                times[side].push(seconds(house.router(), &requests[sides[side]], 1).await?);
            }
        }
        let [without, with, again] = times.map(quick);
        line(
            &format!("A parent’s page, /{page}"),
            &format!(
                "{:.0} µs; with secrets {:.3} times; itself again {:.3}",
                without * 1e6,
                with / without,
                again / without
            ),
            &goal("the same, within 5 %", (with / without - 1.0).abs() <= SAME),
        );
    }
    Ok(())
}

/// The time that one in ten takes at most: what the page itself takes, whatever else the machine was doing.
fn quick(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 10]
}

/// What happens in both, and in secret in one of them.
async fn lives(house: &House) -> Result<(), Failure> {
    let sends = house.software().await?;
    for ins in [WITHOUT, WITH] {
        let care = json!({"ins": ins, "context": {"kind": "care_team"}});
        for _ in 0..VISITS {
            let answer = house.asks(sends("records/open", &care)).await?;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
        }
    }
    let secret = json!({"ins": WITH, "context": {"kind": "care_team"}, "secret": true});
    for _ in 0..SECRET_ACTS {
        let answer = house.asks(sends("documents/search", &secret)).await?;
        assert_eq!(answer.status, StatusCode::OK);
    }
    Ok(())
}
