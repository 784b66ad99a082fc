//! Whatever is asked, the pages give each document the person may see exactly once.

use std::sync::atomic::{AtomicU32, Ordering};

use policy::{DocumentType, Visibility, VisibilityFlag};
use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any},
    sample::select,
    test_runner::{Config, TestRunner},
};
use record::{
    acts::{ActorKey, NewAccount, NewDocument, NewProfile, Population},
    queries::{DOCUMENTS_PER_PAGE, DocumentQuery, DocumentSort},
};
use rstest::rstest;
use uuid::Uuid;

use crate::{
    database::Engine::{self, Postgres, Sqlite},
    scene::{CAMILLE, HADDAD, NGUYEN, Scene, at, document, start},
};

const TYPES: [&str; 4] = ["11502-2", "11488-4", "57833-6", "DOCPAT01"];
/// With many equal titles, dates and authors: an order must not lose those that are alike.
const TITLES: [&str; 4] = ["analyse", "analyse de sang", "bilan", "zone"];

fn documents() -> impl Strategy<Value = Vec<NewDocument>> {
    let one = (
        select(&TYPES[..]),
        select(&TITLES[..]),
        select(vec![None, Some(HADDAD), Some(NGUYEN)]),
        0..4_i64,
        select(vec![
            Visibility::NORMAL,
            Visibility::NORMAL.with(VisibilityFlag::MaskedToProfessionals),
            Visibility::NORMAL.with(VisibilityFlag::HiddenFromPatient),
            Visibility::NORMAL.with(VisibilityFlag::HiddenFromRepresentatives),
        ]),
        any::<u128>(),
    );
    let one = one.prop_map(|(type_code, title, author, days, visibility, id)| {
        let id = Uuid::from_u128(id);
        let mut new = document(CAMILLE, id, type_code, title, author, days);
        new.visibility = visibility;
        new
    });
    vec(one, 0..70)
}

fn queries() -> impl Strategy<Value = DocumentQuery> {
    (
        select(vec!["", "", "sang", "ANALYSE", "zone", "rien"]),
        option::of(select(&TYPES[..])),
        option::of(any::<bool>()),
        select(vec![
            DocumentSort::Newest,
            DocumentSort::Oldest,
            DocumentSort::Title,
            DocumentSort::Author,
        ]),
        (option::of(0..4_i64), option::of(0..4_i64)),
        Just(1),
    )
        .prop_map(|(search, code, masked, sort, (from, to), page)| DocumentQuery {
            search: search.to_owned(),
            category: code.map_or_else(String::new, |code| category(code).to_owned()),
            masked,
            organisation: String::new(),
            from: from.map(day),
            to: to.map(day),
            sort,
            page,
        })
}

/// The day of a document that is so many days old.
fn day(days: i64) -> jiff::civil::Date {
    document(CAMILLE, Uuid::nil(), TYPES[0], TITLES[0], None, days).dated
}

fn category(code: &str) -> &'static str {
    DocumentType::from_code(code).unwrap().category().code()
}

/// What the query asks for, told without any SQL.
fn is_asked_for(new: &NewDocument, query: &DocumentQuery) -> bool {
    !new.visibility.contains(VisibilityFlag::HiddenFromPatient)
        && new.title.contains(&query.search.to_lowercase())
        && (query.category.is_empty() || category(&new.type_code) == query.category)
        && query
            .masked
            .is_none_or(|masked| new.visibility.is_masked() == masked)
        && query.from.is_none_or(|from| new.dated >= from)
        && query.to.is_none_or(|to| new.dated <= to)
}

/// A person nobody else is, with these documents.
fn someone(number: u32, mut documents: Vec<NewDocument>) -> (ActorKey, Population) {
    let key = ActorKey {
        account: Uuid::from_u128(0xa0_0000 + u128::from(number)),
        profile: Uuid::from_u128(0xb0_0000 + u128::from(number)),
    };
    for document in &mut documents {
        document.profile = key.profile;
    }
    let population = Population {
        accounts: vec![NewAccount {
            id: key.account,
            identifier: format!("someone {number}"),
            password_hash: String::new(),
            email: String::new(),
            name: String::new(),
            represents: vec![record::acts::NewRepresentation::holder(key.profile)],
        }],
        profiles: vec![NewProfile {
            id: key.profile,
            ins: format!("2{number:014}"),
            last_name: "Durand".to_owned(),
            first_name: "Camille".to_owned(),
            born: jiff::civil::date(1980, 5, 1),
            administrators: Vec::new(),
            blocked: Vec::new(),
        }],
        documents,
        ..Population::default()
    };
    (key, population)
}

#[rstest]
fn every_document_is_on_one_page_and_one_only(#[values(Sqlite, Postgres)] engine: Engine) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scene = runtime.block_on(Scene::begin(engine));
    let people = AtomicU32::new(0);
    let config = Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    };
    let check = |(documents, query): (Vec<NewDocument>, DocumentQuery)| {
        let mut expected: Vec<Uuid> = documents
            .iter()
            .filter(|new| is_asked_for(new, &query))
            .map(|new| new.id)
            .collect();
        let (key, population) = someone(people.fetch_add(1, Ordering::SeqCst), documents);
        let given = runtime.block_on(async {
            scene
                .store
                .install_population(&population, start())
                .await
                .unwrap();
            all_pages(&scene, key, query).await
        });
        let mut once = given.clone();
        once.sort();
        expected.sort();
        assert_eq!(once, expected);
        Ok(())
    };
    TestRunner::new(config)
        .run(&(documents(), queries()), check)
        .unwrap();
    runtime.block_on(scene.end());
}

/// The documents of every page, in order.
async fn all_pages(scene: &Scene, key: ActorKey, query: DocumentQuery) -> Vec<Uuid> {
    let mut given = Vec::new();
    let mut page = 1;
    loop {
        let asked = DocumentQuery {
            page,
            ..query.clone()
        };
        let shown = scene
            .store
            .list_documents(key, &asked, at(start()))
            .await
            .unwrap();
        assert_eq!(shown.page, page);
        assert!(shown.documents.len() <= DOCUMENTS_PER_PAGE as usize);
        assert!(shown.documents.is_sorted_by(|one, next| match query.sort {
            DocumentSort::Newest => one.dated >= next.dated,
            DocumentSort::Oldest => one.dated <= next.dated,
            DocumentSort::Title => one.title <= next.title,
            DocumentSort::Author => last_name(&one.author.name) <= last_name(&next.author.name),
        }));
        given.extend(shown.documents.iter().map(|document| document.id));
        if page == shown.pages {
            assert_eq!(shown.matching, given.len() as u64);
            return given;
        }
        assert_eq!(
            shown.documents.len(),
            DOCUMENTS_PER_PAGE as usize,
            "only the last page is short"
        );
        page += 1;
    }
}

fn last_name(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or_default()
}
