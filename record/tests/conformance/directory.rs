//! The directory: who is found by which words, and imports that can be cut, repeated and continued.

use policy::Entitlement;
use record::{
    RecordError, Store,
    acts::{DirectoryPerson, DirectoryPlace, ImportOutcome, ImportProgress, ImportStep},
    queries::{DirectoryQuery, LAST_PAGE_OF_PEOPLE, PEOPLE_PER_PAGE},
    views::DirectoryPage,
};
use rstest::rstest;

use crate::{
    database::{
        Database,
        Engine::{self, Postgres, Sqlite},
    },
    scene::{MARTIN, Scene, start},
};

fn person(number: u64, last: &str, first: &str, profession: &str, town: &str) -> DirectoryPerson {
    DirectoryPerson {
        rpps: format!("{:011}", 20_000_000_000 + number).parse().unwrap(),
        last_name: last.to_owned(),
        first_name: first.to_owned(),
        profession: profession.to_owned(),
        profession_label: String::new(),
        entitlements: Entitlement::from_code(profession).into_iter().collect(),
        specialities: Vec::new(),
        places: vec![place("", town)],
    }
}

fn place(finess: &str, town: &str) -> DirectoryPlace {
    DirectoryPlace {
        finess: finess.to_owned(),
        organisation: if finess.is_empty() {
            String::new()
        } else {
            format!("Maison de santé {town}")
        },
        town: town.to_owned(),
    }
}

/// Five people, two of them hard to spell.
fn people() -> Vec<DirectoryPerson> {
    let mut lefevre = person(1, "Lefèvre", "Zoé", "10", "Saint-Étienne");
    lefevre.specialities = vec!["Cardiologie et maladies vasculaires".to_owned()];
    lefevre.places.push(place("420088882", "Rive-de-Gier"));
    vec![
        lefevre,
        person(2, "Le Goff", "Anne-Marie", "60", "L’Haÿ-les-Roses"),
        person(3, "Lefebvre", "Marie", "70", "Marseille"),
        person(4, "Marie", "Martial", "10", "Martigues"),
        person(5, "Œuvrard", "Noël", "40", "Paris"),
    ]
}

/// Brings people in, so many a batch.
async fn import(store: &Store, file: &[u8], people: &[DirectoryPerson], batch: usize) -> ImportOutcome {
    let begun = store.begin_import(file, start()).await.unwrap();
    let end = bring(store, begun, people, batch).await;
    store.finish_import(end, false, start()).await.unwrap()
}

/// As far as these people: a person is a line of ten bytes.
async fn bring(
    store: &Store,
    mut at: ImportProgress,
    people: &[DirectoryPerson],
    batch: usize,
) -> ImportProgress {
    for some in people.chunks(batch) {
        let read = some.len() as u64;
        let step = ImportStep {
            people: some,
            byte_offset: at.byte_offset + 10 * read,
            line: at.line + read,
            set_aside: 0,
            bad: 1,
        };
        at = store.import_people(at, step).await.unwrap();
    }
    at
}

async fn search(store: &Store, words: &str) -> DirectoryPage {
    search_page(store, words, 1).await
}

async fn search_page(store: &Store, words: &str, page: u32) -> DirectoryPage {
    let query = DirectoryQuery {
        search: words.to_owned(),
        page,
    };
    store.search_directory(&query).await.unwrap()
}

async fn names(store: &Store, words: &str) -> Vec<String> {
    search(store, words)
        .await
        .people
        .into_iter()
        .map(|one| one.name)
        .collect()
}

/// All that the directory keeps, import numbers apart.
async fn kept(database: &Database) -> Vec<String> {
    let columns = [
        "rpps",
        "last_name",
        "first_name",
        "profession",
        "speciality",
        "organisation",
        "organisation_name",
        "town",
        "entitlements",
        "places",
        "words",
        "sort_key",
        "active",
    ];
    let mut all = database.rows("professional", &columns).await;
    all.extend(
        database
            .rows("professional_word", &["word", "sort_key", "rpps"])
            .await,
    );
    all.extend(
        database
            .rows("organisation", &["finess", "name", "town", "words"])
            .await,
    );
    all.sort();
    all
}

#[rstest]
#[tokio::test]
async fn everyone_is_found_by_the_beginning_of_each_word(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let store = Store::connect(database.url()).await.unwrap();
    import(&store, b"a", &people(), 2).await;
    for (words, found) in [
        ("lefevre", vec!["Zoé Lefèvre"]),
        ("  LEFÈVRE   zoe ", vec!["Zoé Lefèvre"]),
        ("lef", vec!["Marie Lefebvre", "Zoé Lefèvre"]),
        // The order is that of the word found, then of names.
        ("le", vec!["Anne-Marie Le Goff", "Marie Lefebvre", "Zoé Lefèvre"]),
        ("legoff", vec!["Anne-Marie Le Goff"]),
        ("goff annemarie", vec!["Anne-Marie Le Goff"]),
        ("marie le", vec!["Anne-Marie Le Goff", "Marie Lefebvre"]),
        // Two of their words begin so: they are listed once.
        ("mar marti", vec!["Martial Marie"]),
        (
            "mar",
            vec!["Anne-Marie Le Goff", "Marie Lefebvre", "Martial Marie"],
        ),
        ("cardio st", vec![]),
        ("cardio saint etienne", vec!["Zoé Lefèvre"]),
        ("medecin rive de gier", vec!["Zoé Lefèvre"]),
        ("l'hay", vec!["Anne-Marie Le Goff"]),
        ("infirmier HAY ROSES", vec!["Anne-Marie Le Goff"]),
        ("oeuvrard", vec!["Noël Œuvrard"]),
        // As people say it: the woman's form, the usual name, the title before the name.
        ("infirmière hay", vec!["Anne-Marie Le Goff"]),
        ("chirurgienne", vec!["Noël Œuvrard"]),
        ("cardiologue", vec!["Zoé Lefèvre"]),
        ("dr lefèvre", vec!["Zoé Lefèvre"]),
        ("le docteur Zoé Lefèvre", vec!["Zoé Lefèvre"]),
        ("dr", vec![]),
        ("20000000005", vec!["Noël Œuvrard"]),
        ("200000 paris", vec!["Noël Œuvrard"]),
        ("chirurgien dentiste", vec!["Noël Œuvrard"]),
        ("medecin paris", vec![]),
        ("efevre", vec![]),
        ("", vec![]),
        (" -- %_ '", vec![]),
        ("%", vec![]),
    ] {
        assert_eq!(names(&store, words).await, found, "{words}");
    }
    // Organisations too, by name, town or number, on the first page only.
    for (words, found) in [
        ("maison rive de gier", 1),
        ("SANTÉ gier", 1),
        ("420088882", 1),
        ("ma", 0),
        ("hopital", 0),
        ("maison lille", 0),
        ("m s r d g", 0),
        ("%%%", 0),
        ("", 0),
    ] {
        let page = search(&store, words).await;
        let names: Vec<_> = page
            .organisations
            .iter()
            .map(|place| &place.organisation)
            .collect();
        assert_eq!(names, vec!["Maison de santé Rive-de-Gier"; found], "{words}");
    }
    assert!(search_page(&store, "420088882", 2).await.organisations.is_empty());
    assert_eq!(
        names(&store, &"marie ".repeat(5_000)).await,
        ["Anne-Marie Le Goff", "Marie Lefebvre", "Martial Marie"],
    );
    let page = search(&store, "zoe").await;
    let found = &page.people[0];
    assert_eq!(found.profession, "Médecin");
    assert_eq!(found.speciality, "Cardiologie et maladies vasculaires");
    assert_eq!(found.entitlements, ["10"]);
    assert_eq!(found.places.len(), 2);
    assert_eq!(found.places[1].organisation, "Maison de santé Rive-de-Gier");
    assert!(found.active && !page.more);
    assert_eq!(store.find_in_directory("20000000001").await.unwrap(), *found);
    assert!(matches!(
        store.find_in_directory("20000000009").await,
        Err(RecordError::NotFound)
    ));
    store.close().await;
    database.remove().await;
}

#[rstest]
#[tokio::test]
async fn pages_give_everyone_once_in_order_of_names(#[values(Sqlite, Postgres)] engine: Engine) {
    let database = Database::fresh(engine).await;
    let store = Store::connect(database.url()).await.unwrap();
    let last_page = u64::from(LAST_PAGE_OF_PEOPLE * PEOPLE_PER_PAGE);
    let everyone: Vec<_> = (0..last_page + 5)
        .map(|number| {
            let letters =
                [number / 26 % 26, number % 26].map(|n| char::from(b'a' + u8::try_from(n).unwrap()));
            person(
                number,
                &format!("Dupont{}{}", letters[0], letters[1]),
                "Paul",
                "50",
                "Lille",
            )
        })
        .collect();
    import(&store, b"a", &everyone, 200).await;
    let mut listed = Vec::new();
    for page in 1..=LAST_PAGE_OF_PEOPLE {
        let found = search_page(&store, "lille sage", page).await;
        assert_eq!((found.page, found.more), (page, page < LAST_PAGE_OF_PEOPLE));
        assert_eq!(found.people.len(), PEOPLE_PER_PAGE as usize);
        listed.extend(found.people.into_iter().map(|one| (one.name, one.rpps)));
    }
    assert!(listed.is_sorted());
    listed.dedup();
    assert_eq!(listed.len() as u64, last_page);
    assert_eq!(search_page(&store, "lille sage", 0).await.page, 1);
    assert_eq!(
        search_page(&store, "lille sage", u32::MAX).await.page,
        LAST_PAGE_OF_PEOPLE
    );
    store.close().await;
    database.remove().await;
}

#[rstest]
#[tokio::test]
async fn the_same_people_twice_or_cut_in_any_way_are_the_same_directory(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let whole = Database::fresh(engine).await;
    let store = Store::connect(whole.url()).await.unwrap();
    import(&store, b"a", &people(), 100).await;
    let expected = kept(&whole).await;
    import(&store, b"a", &people(), 1).await;
    assert_eq!(kept(&whole).await, expected, "twice");
    store.close().await;
    whole.remove().await;

    // A person whose rows stand far apart is united, and an import that was cut goes on.
    let cut = Database::fresh(engine).await;
    let store = Store::connect(cut.url()).await.unwrap();
    let mut apart = people();
    let mut later = apart[0].clone();
    later.places.remove(0);
    apart[0].places.remove(1);
    apart.push(later);
    let begun = store.begin_import(b"b", start()).await.unwrap();
    bring(&store, begun, &apart[..4], 2).await;
    store.close().await;
    let store = Store::connect(cut.url()).await.unwrap();
    let again = store.begin_import(b"b", start()).await.unwrap();
    assert_eq!(
        (again.byte_offset, again.line, again.people, again.bad),
        (40, 4, 4, 2)
    );
    // The beginning moved on: whoever still holds it changes nothing.
    let step = ImportStep {
        people: &apart[..1],
        byte_offset: 90,
        line: 9,
        set_aside: 0,
        bad: 0,
    };
    assert!(matches!(
        store.import_people(begun, step).await,
        Err(RecordError::Stale)
    ));
    let end = bring(&store, again, &apart[4..], 1).await;
    assert_eq!((end.people, end.bad), (5, 4));
    assert_eq!(
        store.finish_import(end, false, start()).await.unwrap(),
        ImportOutcome::Finished { departed: 0 }
    );
    assert_eq!(kept(&cut).await, expected, "cut");
    // Once it has ended, the same file begins anew.
    assert_eq!(store.begin_import(b"b", start()).await.unwrap().byte_offset, 0);
    store.close().await;
    cut.remove().await;
}

#[rstest]
#[tokio::test]
async fn people_who_left_are_inactive_and_those_who_changed_are_found_anew(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let database = Database::fresh(engine).await;
    let store = Store::connect(database.url()).await.unwrap();
    import(&store, b"a", &people(), 100).await;
    let mut next = people();
    next.remove(2);
    next[0] = person(1, "Durand-Lefèvre", "Zoé", "10", "Lyon");
    assert_eq!(
        import(&store, b"b", &next, 2).await,
        ImportOutcome::Finished { departed: 1 }
    );
    assert!(!search(&store, "lefebvre").await.people[0].active);
    assert_eq!(names(&store, "durandlefevre lyon").await, ["Zoé Durand-Lefèvre"]);
    for gone in ["zoe etienne", "zoe cardio", "zoe gier"] {
        assert!(names(&store, gone).await.is_empty(), "{gone}");
    }
    // A file that is not whole takes nobody away.
    let begun = store.begin_import(b"c", start()).await.unwrap();
    let end = bring(&store, begun, &next[..1], 1).await;
    assert_eq!(
        store.finish_import(end, false, start()).await.unwrap(),
        ImportOutcome::TooManyDepartures { departed: 3 }
    );
    assert!(search(&store, "goff").await.people[0].active);
    assert_eq!(
        store.finish_import(end, true, start()).await.unwrap(),
        ImportOutcome::Finished { departed: 3 }
    );
    assert!(!search(&store, "goff").await.people[0].active);
    // Who comes back practises again.
    import(&store, b"a", &people(), 100).await;
    assert!(search(&store, "goff").await.people[0].active);
    store.close().await;
    database.remove().await;
}

#[rstest]
#[tokio::test]
async fn those_whom_no_import_brought_are_found_and_stay(#[values(Sqlite, Postgres)] engine: Engine) {
    let scene = Scene::begin(engine).await;
    assert_eq!(names(&scene.store, "martin hel lille").await, ["Hélène Martin"]);
    scene
        .database
        .execute(format!(
            "UPDATE professional SET suspended = TRUE WHERE rpps = '{MARTIN}'"
        ))
        .await;
    assert_eq!(
        import(&scene.store, b"a", &people(), 100).await,
        ImportOutcome::Finished { departed: 0 }
    );
    assert_eq!(names(&scene.store, "martin hel lille").await, ["Hélène Martin"]);
    // An import that has them does not lift what suspends them.
    let mut martin = people();
    martin[0].rpps = MARTIN.parse().unwrap();
    import(&scene.store, b"b", &martin, 100).await;
    let suspended = format!("SELECT rpps FROM professional WHERE rpps = '{MARTIN}' AND suspended");
    assert_eq!(scene.database.texts(suspended).await.len(), 1);
    // A database of before there were words gets them.
    scene.database.alter("DELETE FROM professional_word").await;
    scene.database.alter("UPDATE professional SET words = ''").await;
    assert!(names(&scene.store, "haddad").await.is_empty());
    scene.store.index_professionals().await.unwrap();
    assert_eq!(names(&scene.store, "haddad karim 10000").await, ["Karim Haddad"]);
    scene.end().await;
}
