//! `server import-directory`: the real program on files like the real extraction, whole, cut and wrong.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use record::{Store, queries::DirectoryQuery, views::DirectoryEntry};
use rstest::rstest;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
};

use crate::database::{
    Database,
    Engine::{self, Postgres, Sqlite},
};

/// The header of the extraction.
const HEADER: &str = "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|\
     Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|\
     Code profession|Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|\
     Code type savoir-faire|Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|\
     Code mode exercice|Libellé mode exercice|Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|\
     Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site|\
     Enseigne commerciale site|Complément destinataire (coord. structure)|\
     Complément point géographique (coord. structure)|Numéro Voie (coord. structure)|\
     Indice répétition voie (coord. structure)|Code type de voie (coord. structure)|\
     Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|\
     Mention distribution (coord. structure)|Bureau cedex (coord. structure)|\
     Code postal (coord. structure)|Code commune (coord. structure)|Libellé commune (coord. structure)|\
     Code pays (coord. structure)|Libellé pays (coord. structure)|Téléphone (coord. structure)|\
     Téléphone 2 (coord. structure)|Télécopie (coord. structure)|Adresse e-mail (coord. structure)|\
     Code département (coord. structure)|Libellé département (coord. structure)|\
     Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|\
     Libellé secteur d'activité|Code section tableau pharmaciens|Libellé section tableau pharmaciens|\
     Code fonction|Libellé fonction|Code genre d'activité|Libellé genre d'activité|";

/// One row, of which only the columns that are read are told.
#[derive(Clone)]
struct Row {
    kind: &'static str,
    rpps: String,
    last: String,
    first: String,
    profession: &'static str,
    label: &'static str,
    category: &'static str,
    speciality: (&'static str, &'static str),
    finess: &'static str,
    organisation: &'static str,
    sign: &'static str,
    town: &'static str,
    function: &'static str,
    activity: &'static str,
}

fn doctor(rpps: &str, last: &str, first: &str, town: &'static str) -> Row {
    Row {
        kind: "8",
        rpps: rpps.to_owned(),
        last: last.to_owned(),
        first: first.to_owned(),
        profession: "10",
        label: "Médecin",
        category: "C",
        speciality: ("SM26", "Médecine générale"),
        finess: "",
        organisation: "",
        sign: "",
        town,
        function: "",
        activity: "GENR01",
    }
}

impl Row {
    /// As it stands in a file with these columns.
    fn line(&self, header: &str) -> String {
        let mut line = String::new();
        for column in header
            .trim_start_matches('\u{feff}')
            .split('|')
            .filter(|name| !name.is_empty())
        {
            let value = match column {
                "Type d'identifiant PP" => self.kind,
                "Identifiant PP" => &self.rpps,
                "Nom d'exercice" => &self.last,
                "Prénom d'exercice" => &self.first,
                "Code profession" => self.profession,
                "Libellé profession" => self.label,
                "Code catégorie professionnelle" => self.category,
                "Code savoir-faire" => self.speciality.0,
                "Libellé savoir-faire" => self.speciality.1,
                "Numéro FINESS site" => self.finess,
                "Raison sociale site" => self.organisation,
                "Enseigne commerciale site" => self.sign,
                "Libellé commune (coord. structure)" => self.town,
                "Code fonction" => self.function,
                "Code genre d'activité" => self.activity,
                "Libellé pays (coord. structure)" => "France",
                _ => "",
            };
            write!(line, "{value}|").unwrap();
        }
        line
    }
}

fn extraction(rows: &[Row]) -> String {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        writeln!(text, "{}", row.line(HEADER)).unwrap();
    }
    text
}

/// So many people with one to three rows each, the same at every call.
fn crowd(size: u32) -> Vec<Row> {
    const LAST: [&str; 7] = [
        "MARTIN",
        "LE GOFF",
        "N'DIAYE",
        "DUPONT-ÉLOY",
        "ZOLA",
        "DA SILVA",
        "ŒUVRARD",
    ];
    const FIRST: [&str; 5] = ["Anne", "JEAN-PAUL", "Zoé", "Inès", "Karim"];
    const TOWNS: [&str; 4] = [
        "LILLE",
        "PARIS 15E ARRONDISSEMENT",
        "Saint-Étienne",
        "VILLENEUVE-D'ASCQ",
    ];
    let mut rows = Vec::new();
    for number in 0..size as usize {
        let one = doctor(
            &format!("{}", 20_000_000_000 + number),
            LAST[number % LAST.len()],
            FIRST[number % FIRST.len()],
            TOWNS[number % TOWNS.len()],
        );
        for further in 0..number % 3 {
            rows.push(Row {
                town: TOWNS[(number + further + 1) % TOWNS.len()],
                ..one.clone()
            });
        }
        rows.push(one);
    }
    rows
}

fn write(database: &Database, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = database.folder().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The program, told to import this file.
fn program(database: &Database, file: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command
        .env_clear()
        .env("DATABASE_URL", database.url())
        .arg("import-directory")
        .arg(file)
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Imports, and gives what is said at the end and on the way.
async fn imports(database: &Database, file: &Path, options: &[&str]) -> (String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = program(database, file, options).output().await.unwrap();
    let (said, on_the_way) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert_eq!(status.code(), Some(0), "{on_the_way}");
    (said, on_the_way)
}

/// Is refused, in one line for the person who imports.
async fn refuses(database: &Database, file: &Path, options: &[&str]) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = program(database, file, options).output().await.unwrap();
    let message = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{message}");
    assert!(stdout.is_empty());
    let last = message.lines().last().unwrap().to_owned();
    assert!(last.starts_with("✗ "), "{message}");
    last
}

async fn found(store: &Store, words: &str) -> Vec<DirectoryEntry> {
    let query = DirectoryQuery {
        search: words.to_owned(),
        page: 1,
    };
    store.search_directory(&query).await.unwrap().people
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
    all.extend(database.rows("organisation", &["finess", "name", "town"]).await);
    all.sort();
    all
}

#[tokio::test]
async fn rows_of_every_kind_become_the_people_they_are() {
    let database = Database::fresh(Sqlite).await;
    let one = doctor("20000000001", "LE GOFF", "ANNE-MARIE", "VILLENEUVE-D'ASCQ");
    let rows = [
        one.clone(),
        // A second speciality and a second place of the same person.
        Row {
            speciality: ("SM04", "Cardiologie et maladies vasculaires"),
            finess: "590064044",
            organisation: "CHU \"LES TILLEULS\"",
            town: "LILLE",
            ..one
        },
        Row {
            speciality: ("SM25", "Médecine du travail"),
            ..doctor("20000000002", "ZOLA", "Émile", "Paris")
        },
        Row {
            function: "FON-29",
            ..doctor("20000000003", "Hugo", "Victor", "Paris")
        },
        Row {
            category: "E",
            ..doctor("20000000004", "SAND", "George", "Nohant")
        },
        Row {
            profession: "60",
            category: "E",
            ..doctor("20000000005", "Musset", "Alfred", "Paris")
        },
        Row {
            profession: "99",
            label: "Acteur du système de santé",
            activity: "GENR08",
            speciality: ("", ""),
            sign: "Plateforme Vauban",
            finess: "pas un FINESS",
            ..doctor("20000000006", "Verne", "Jules", "Nantes")
        },
        Row {
            kind: "0",
            ..doctor("599999999", "ADELI", "Ancienne", "Lille")
        },
        Row {
            profession: "ZZ",
            label: "Métier nouveau",
            ..doctor("20000000007", "Neuf", "Tout", "")
        },
    ];
    let file = write(&database, "tout.txt", extraction(&rows));
    let (said, on_the_way) = imports(&database, &file, &[]).await;
    assert_eq!(
        said,
        "7 people imported from 10 lines; 0 bad rows; 1 rows set aside (no RPPS number); 0 people who left marked \
         as inactive.\n"
    );
    assert!(on_the_way.is_empty(), "{on_the_way}");
    let store = Store::connect(database.url()).await.unwrap();
    let goff = &found(&store, "goff cardiologie generale lille ascq").await[0];
    assert_eq!(goff.name, "Anne-Marie Le Goff");
    assert_eq!(
        goff.speciality,
        "Médecine générale; Cardiologie et maladies vasculaires"
    );
    let towns: Vec<_> = goff.places.iter().map(|place| place.town.as_str()).collect();
    assert_eq!(towns, ["Villeneuve-d'Ascq", "Lille"]);
    assert_eq!(goff.places[1].organisation, "CHU \"LES TILLEULS\"");
    assert_eq!(goff.places[1].finess, "590064044");
    for (name, entitlements) in [
        ("goff", vec!["10"]),
        ("zola", vec!["10-TRAVAIL"]),
        ("hugo", vec!["10-TRAVAIL"]),
        ("sand", vec!["G16-10"]),
        // There is no student of that profession in the matrix: they open nothing.
        ("musset", vec![]),
        ("verne", vec!["99", "GENR08"]),
        ("nouveau", vec![]),
    ] {
        assert_eq!(found(&store, name).await[0].entitlements, entitlements, "{name}");
    }
    let verne = &found(&store, "verne").await[0];
    assert_eq!(
        (
            verne.places[0].finess.as_str(),
            verne.places[0].organisation.as_str()
        ),
        ("", "Plateforme Vauban")
    );
    assert!(found(&store, "adeli").await.is_empty());
    store.close().await;
    database.remove().await;
}

#[tokio::test]
async fn columns_are_read_by_name_in_any_order() {
    let database = Database::fresh(Sqlite).await;
    let columns: Vec<_> = HEADER.split('|').filter(|name| !name.is_empty()).rev().collect();
    let header = format!("\u{feff}{}", columns.join("|"));
    // No separator at the end of the header; carriage returns; an empty line.
    let rows = format!(
        "{header}\r\n{}\r\n\r\n",
        doctor("20000000001", "Zola", "Émile", "Paris").line(&header)
    );
    let file = write(&database, "ordre.txt", rows);
    let (said, _) = imports(&database, &file, &[]).await;
    assert!(said.starts_with("1 people imported"), "{said}");
    let store = Store::connect(database.url()).await.unwrap();
    assert_eq!(found(&store, "zola emile paris").await.len(), 1);
    store.close().await;
    database.remove().await;
}

#[tokio::test]
async fn bad_rows_are_counted_and_shown_and_the_others_come_in() {
    let database = Database::fresh(Sqlite).await;
    let good = |number| doctor(number, "Zola", "Émile", "Paris").line(HEADER).into_bytes();
    let mut latin = good("20000000003");
    let place = latin.iter().position(|byte| *byte == 0xc3).unwrap();
    drop(latin.splice(place..place + 2, [0xc9]));
    let lines = [
        HEADER.as_bytes().to_vec(),
        good("20000000001"),
        b"8|2000".to_vec(),
        [good("20000000002"), b"x|".to_vec()].concat(),
        latin,
        good("2000000000x"),
        doctor("20000000004", " ", "Émile", "Paris")
            .line(HEADER)
            .into_bytes(),
        Row {
            profession: "",
            ..doctor("20000000005", "Zola", "", "")
        }
        .line(HEADER)
        .into_bytes(),
        doctor("20000000006", &"Z".repeat(2_000), "", "")
            .line(HEADER)
            .into_bytes(),
        good("20000000007"),
    ];
    let file = write(&database, "fautes.txt", lines.join(&b'\n'));
    let (said, on_the_way) = imports(&database, &file, &["--batch", "1"]).await;
    assert!(
        said.starts_with("2 people imported from 10 lines; 7 bad rows; "),
        "{said}"
    );
    let reasons: Vec<_> = on_the_way
        .lines()
        .filter(|line| line.starts_with("Line "))
        .collect();
    assert_eq!(
        reasons,
        [
            "Line 3: 2 columns instead of 56.",
            "Line 4: 58 columns instead of 56.",
            "Line 5: it is not UTF-8 text.",
            "Line 6: the RPPS number does not have 11 digits.",
            "Line 7: the last name is missing.",
            "Line 8: the code of the profession is missing.",
            "Line 9: a column has more than 1000 bytes.",
        ]
    );
    database.remove().await;
}

#[rstest]
#[tokio::test]
async fn killed_in_the_middle_it_goes_on_and_twice_changes_nothing(
    #[values(Sqlite, Postgres)] engine: Engine,
) {
    let text = extraction(&crowd(6_000));
    let whole = Database::fresh(engine).await;
    let file = write(&whole, "whole.txt", &text);
    imports(&whole, &file, &[]).await;
    let expected = kept(&whole).await;
    assert_eq!(
        whole
            .texts("SELECT rpps FROM professional".to_owned())
            .await
            .len(),
        6_000
    );

    let cut = Database::fresh(engine).await;
    let file = write(&cut, "cut.txt", &text);
    let mut child = program(&cut, &file, &["--batch", "20"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    for _ in 0..5 {
        let line = lines.next_line().await.unwrap().unwrap();
        assert!(line.contains(" %: "), "{line}");
    }
    child.kill().await.unwrap();
    let before = cut.texts("SELECT rpps FROM professional".to_owned()).await.len();
    assert!((1..6_000).contains(&before), "it was in the middle: {before}");
    let (said, on_the_way) = imports(&cut, &file, &[]).await;
    assert!(on_the_way.starts_with("Going on from line "), "{on_the_way}");
    assert!(
        said.starts_with("6000 people imported from 12001 lines; 0 bad rows"),
        "{said}"
    );
    assert_eq!(kept(&cut).await, expected);

    let (said, on_the_way) = imports(&cut, &file, &[]).await;
    assert!(!on_the_way.contains("Going on"), "{on_the_way}");
    assert!(said.starts_with("6000 people imported"), "{said}");
    assert_eq!(kept(&cut).await, expected);
    cut.remove().await;
    whole.remove().await;
}

#[tokio::test]
async fn people_who_left_are_inactive_unless_the_file_is_not_whole() {
    let database = Database::fresh(Sqlite).await;
    let everyone = crowd(10);
    imports(&database, &write(&database, "1.txt", extraction(&everyone)), &[]).await;
    let inactive = || database.texts("SELECT rpps FROM professional WHERE NOT active".to_owned());
    let (said, _) = imports(
        &database,
        &write(&database, "2.txt", extraction(&everyone[2..])),
        &[],
    )
    .await;
    assert!(
        said.ends_with("1 people who left marked as inactive.\n"),
        "{said}"
    );
    assert_eq!(inactive().await, ["20000000000"]);
    let part = write(&database, "3.txt", extraction(&crowd(3)));
    let message = refuses(&database, &part, &[]).await;
    assert!(
        message.contains("The file has 3 people, and 7 of those imported before are not in it"),
        "{message}"
    );
    assert!(
        inactive().await.is_empty(),
        "the one who was in the file is back, nobody else was touched"
    );
    let (said, _) = imports(&database, &part, &["--accept-departures"]).await;
    assert!(
        said.ends_with("7 people who left marked as inactive.\n"),
        "{said}"
    );
    database.remove().await;
}

#[tokio::test]
async fn what_is_not_the_extraction_is_refused_and_touches_nothing() {
    let database = Database::fresh(Sqlite).await;
    let lacking = HEADER
        .replace("Code genre d'activité|", "")
        .replace("Identifiant PP|Identification", "Identification");
    for (file, said) in [
        (
            write(&database, "vide.txt", ""),
            "its first line lacks « Type d'identifiant PP », « Identifiant PP »",
        ),
        (
            write(&database, "autre.csv", "a;b;c\n1;2;3\n"),
            "is not the extraction",
        ),
        (
            write(&database, "ancien.txt", format!("{lacking}\n")),
            "its first line lacks « Identifiant PP », « Code genre d'activité ». Nothing was changed.",
        ),
        (
            write(&database, "archive.zip", b"PK\x03\x04 etc"),
            "is an archive. Unzip it",
        ),
        (database.folder().to_owned(), "is not a file"),
        (database.folder().join("absent.txt"), "cannot be read"),
    ] {
        let message = refuses(&database, &file, &[]).await;
        assert!(message.contains(said), "{message}");
    }
    assert!(
        !database.folder().join("record.sqlite").exists(),
        "nothing was touched"
    );
    let output = program(&database, Path::new("x"), &["--vite"])
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "a wrong option is told apart");
    database.remove().await;
}
