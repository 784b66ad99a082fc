//! Fills a directory with a million people who do not exist, then searches it: `search_directory` beside the
//! same query written by hand on the same SQLite file, in one run.
//!
//! `cargo run --release -p record --features store --example directory_search -- [PEOPLE]`

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures, and says what it measured"
)]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use policy::Entitlement;
use record::{
    Store,
    acts::{DirectoryPerson, DirectoryPlace, ImportStep},
    queries::DirectoryQuery,
};
use sqlx::{Connection as _, Row as _, SqliteConnection};

type Failure = Box<dyn std::error::Error>;

const BATCH: u64 = 5_000;
const RUNS: usize = 101;

/// Code, label of a speciality, and how many in a thousand.
const PROFESSIONS: [(&str, &str, u64); 10] = [
    ("60", "", 480),
    ("10", "Médecine générale", 100),
    ("10", "Cardiologie et maladies vasculaires", 30),
    ("10", "Psychiatrie", 40),
    ("10", "Anesthésie-réanimation", 40),
    ("21", "", 70),
    ("70", "", 100),
    ("40", "", 50),
    ("50", "", 30),
    ("91", "", 60),
];

const SYLLABLES: [&str; 24] = [
    "ma", "le", "ro", "du", "gar", "ber", "mi", "che", "lam", "sou", "tin", "ret", "ve", "na", "fon", "pe",
    "cha", "bau", "lin", "det", "mor", "gou", "bla", "ran",
];

const FIRST_NAMES: [&str; 32] = [
    "Marie",
    "Jean",
    "Nathalie",
    "Philippe",
    "Isabelle",
    "Michel",
    "Sylvie",
    "Alain",
    "Catherine",
    "Patrick",
    "Martine",
    "Nicolas",
    "Christine",
    "Christophe",
    "Françoise",
    "Pierre",
    "Valérie",
    "Éric",
    "Sandrine",
    "Laurent",
    "Stéphanie",
    "Julien",
    "Véronique",
    "Olivier",
    "Sophie",
    "Zoé",
    "Céline",
    "Karim",
    "Chantal",
    "Anne-Marie",
    "Émilie",
    "Jean-Paul",
];

const TOWNS: [&str; 16] = [
    "Paris",
    "Marseille",
    "Lyon",
    "Toulouse",
    "Nice",
    "Nantes",
    "Montpellier",
    "Strasbourg",
    "Bordeaux",
    "Lille",
    "Rennes",
    "Reims",
    "Saint-Étienne",
    "Le Havre",
    "Toulon",
    "Villeneuve-d’Ascq",
];

/// A sequence of numbers that is the same at every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// A place among `size`, the first ones far more often: names and towns are so.
    fn skewed(&mut self, size: u64) -> u64 {
        let (one, other) = (self.below(size), self.below(size));
        one * other / size
    }
}

fn syllables(mut number: u64) -> String {
    let mut word = String::new();
    let base = SYLLABLES.len() as u64;
    for _ in 0..3 {
        word.push_str(
            SYLLABLES
                .get(usize::try_from(number % base).unwrap_or(0))
                .unwrap_or(&""),
        );
        number /= base;
    }
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

fn pick<T: Copy + Default>(list: &[T], place: u64) -> T {
    usize::try_from(place)
        .ok()
        .and_then(|place| list.get(place))
        .copied()
        .unwrap_or_default()
}

fn person(number: u64, numbers: &mut Numbers) -> Result<DirectoryPerson, Failure> {
    let mut share = numbers.below(1_000);
    let (code, speciality, _) = PROFESSIONS
        .into_iter()
        .find(|(.., part)| share.checked_sub(*part).map(|rest| share = rest).is_none())
        .unwrap_or_default();
    let town = match numbers.skewed(4_000) {
        place @ 0..16 => pick(&TOWNS, place).to_owned(),
        place => format!("{}-sur-{}", syllables(place), syllables(place * 31)),
    };
    Ok(DirectoryPerson {
        rpps: format!("{:011}", 20_000_000_000 + number)
            .parse()
            .map_err(|_| "rpps")?,
        last_name: syllables(numbers.skewed(13_824)),
        first_name: pick(&FIRST_NAMES, numbers.skewed(32)).to_owned(),
        profession: code.to_owned(),
        profession_label: String::new(),
        entitlements: Entitlement::from_code(code).into_iter().collect(),
        specialities: if speciality.is_empty() {
            Vec::new()
        } else {
            vec![speciality.to_owned()]
        },
        places: vec![DirectoryPlace {
            town,
            ..DirectoryPlace::default()
        }],
    })
}

async fn fill(store: &Store, size: u64) -> Result<Duration, Failure> {
    let started = Instant::now();
    let mut numbers = Numbers(7);
    let mut at = store.begin_import(b"made up", Timestamp::UNIX_EPOCH).await?;
    let mut number = 0;
    while number < size {
        let end = (number + BATCH).min(size);
        let people = (number..end)
            .map(|one| person(one, &mut numbers))
            .collect::<Result<Vec<_>, _>>()?;
        let step = ImportStep {
            people: &people,
            byte_offset: end,
            line: end,
            set_aside: 0,
            bad: 0,
        };
        at = store.import_people(at, step).await?;
        number = end;
    }
    store.finish_import(at, false, Timestamp::UNIX_EPOCH).await?;
    Ok(started.elapsed())
}

/// The page as someone would write it who knows the tables, and which word is the rarest.
async fn by_hand(connection: &mut SqliteConnection, words: &[&str]) -> Result<Vec<String>, Failure> {
    const SQL: &str = "SELECT p.rpps, p.last_name, p.first_name, p.profession, p.speciality, p.entitlements, \
         p.places, p.active FROM professional_word w CROSS JOIN professional p ON p.rpps = w.rpps \
         WHERE w.word >= $1 AND w.word < $2 AND p.words LIKE $3 AND p.words LIKE $4 \
         ORDER BY w.word, w.sort_key, w.rpps LIMIT 21";
    let like = |place| {
        words
            .get(place)
            .map_or("%".to_owned(), |word| format!("% {word}%"))
    };
    let first = words.first().copied().unwrap_or_default();
    let rows = sqlx::query(SQL)
        .bind(first)
        .bind(format!("{first}\u{10ffff}"))
        .bind(like(1))
        .bind(like(2))
        .fetch_all(connection)
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Without the index of words: what reading every row costs.
async fn by_reading_all(connection: &mut SqliteConnection, words: &[&str]) -> Result<usize, Failure> {
    const SQL: &str = "SELECT rpps, last_name, first_name, profession, speciality, entitlements, places, active \
         FROM professional WHERE words LIKE $1 AND words LIKE $2 AND words LIKE $3 ORDER BY sort_key, rpps LIMIT 21";
    let like = |place| {
        words
            .get(place)
            .map_or("%".to_owned(), |word| format!("% {word}%"))
    };
    let rows = sqlx::query(SQL)
        .bind(like(0))
        .bind(like(1))
        .bind(like(2))
        .fetch_all(connection)
        .await?;
    Ok(rows.len())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let size = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |size| size.parse())?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("directory.sqlite");
    let url = format!("sqlite:{}", file.display());
    let store = Store::connect(&url).await?;
    let took = fill(&store, size).await?;
    println!(
        "{size} people imported in {:.1} s, {} MB",
        took.as_secs_f64(),
        file.metadata()?.len() / 1_000_000
    );
    let mut connection = SqliteConnection::connect(&url).await?;
    println!(
        "{:<34} {:>6} {:>12} {:>12} {:>7} {:>14}",
        "search", "found", "act", "by hand", "ratio", "every row"
    );
    // For the query by hand, the rarest word first.
    for (asked, words) in [
        ("malero", vec!["malero"]),
        ("Malero Zoé", vec!["malero", "zoe"]),
        ("zoé infirmier lil", vec!["lil", "zoe", "infirmier"]),
        (
            "médecin cardio Villeneuve",
            vec!["villeneuve", "cardio", "medecin"],
        ),
        ("mal", vec!["mal"]),
        ("médecin", vec!["medecin"]),
        ("20000123456", vec!["20000123456"]),
        ("pharmacien nulle part", vec!["nulle", "part", "pharmacien"]),
    ] {
        let query = DirectoryQuery {
            search: asked.to_owned(),
            page: 1,
        };
        let (mut acts, mut hands, mut found) = (Vec::new(), Vec::new(), 0);
        for _ in 0..RUNS {
            let started = Instant::now();
            let page = store.search_directory(&query).await?;
            acts.push(started.elapsed());
            found = page.people.len();
            let started = Instant::now();
            by_hand(&mut connection, &words).await?;
            hands.push(started.elapsed());
        }
        let started = Instant::now();
        by_reading_all(&mut connection, &words).await?;
        let all = started.elapsed();
        let (act, hand) = (median(acts).as_secs_f64(), median(hands).as_secs_f64());
        println!(
            "{asked:<34} {found:>6} {:>9.3} ms {:>9.3} ms {:>7.2} {:>11.1} ms",
            act * 1e3,
            hand * 1e3,
            act / hand,
            all.as_secs_f64() * 1e3
        );
    }
    connection.close().await?;
    store.close().await;
    Ok(())
}
