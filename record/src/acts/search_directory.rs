//! Finding a professional in the directory, whoever they are and whether they ever came or not. It is
//! public: nothing here depends on who asks.

use super::known_facts::profession_label;
use crate::{
    RecordError, Store,
    normalise::words,
    queries::{DirectoryQuery, LAST_PAGE_OF_PEOPLE, PEOPLE_PER_PAGE},
    sql::directory::{self as sql, DirectoryRow, ORGANISATION_WORDS, OTHER_WORDS, Wanted},
    store::{Tx, in_transaction},
    views::{DirectoryEntry, DirectoryPage, PlaceView},
};

/// The longest search that is taken into account, in characters.
const LONGEST: usize = 200;

/// What people say before a name, which is not the name.
const TITLES: [&str; 9] = [
    "dr",
    "docteur",
    "docteure",
    "pr",
    "professeur",
    "professeure",
    "m",
    "mme",
    "monsieur",
];

/// How many organisations a search shows; a town more narrows them.
const MOST_ORGANISATIONS: i64 = 10;

/// The shortest word by which organisations are looked for, in characters.
const SHORTEST_OF_ORGANISATION: usize = 3;

/// A word with this many lines is as frequent as any: it is not worth counting further.
const FREQUENT: i64 = 10_000;

impl Store {
    /// One page of the people whom every word of the search fits. A blank search finds nobody.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn search_directory(&self, query: &DirectoryQuery) -> Result<DirectoryPage, RecordError> {
        in_transaction!(self, begin_read, tx => search(tx, query).await)
    }

    /// Someone of the directory, by number.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the directory does not have them.
    pub async fn find_in_directory(&self, rpps: &str) -> Result<DirectoryEntry, RecordError> {
        in_transaction!(self, begin_read, tx => match sql::find(tx, rpps).await? {
            Some(row) => entry(row),
            None => Err(RecordError::NotFound),
        })
    }
}

async fn search(tx: &mut Tx, query: &DirectoryQuery) -> Result<DirectoryPage, RecordError> {
    let page = query.page.clamp(1, LAST_PAGE_OF_PEOPLE);
    let asked: String = query.search.chars().take(LONGEST).collect();
    let asked = beginnings(&asked);
    let organisations = if page == 1 {
        organisations(tx, &asked).await?
    } else {
        Vec::new()
    };
    let Some((leading, others)) = leading(tx, asked).await? else {
        return Ok(DirectoryPage {
            people: Vec::new(),
            organisations,
            page,
            more: false,
        });
    };
    let below = below(&leading);
    let mut wanted = Wanted {
        from: &leading,
        below: &below,
        others: [""; OTHER_WORDS],
    };
    for (place, word) in wanted.others.iter_mut().zip(&others) {
        *place = word;
    }
    let limit = i64::from(PEOPLE_PER_PAGE);
    // One more than the page shows: whether there is a next one.
    let mut rows = sql::search(tx, &wanted, limit + 1, i64::from(page - 1) * limit).await?;
    let per_page = usize::try_from(PEOPLE_PER_PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > per_page && page < LAST_PAGE_OF_PEOPLE;
    rows.truncate(per_page);
    let people = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
    Ok(DirectoryPage {
        people,
        organisations,
        page,
        more,
    })
}

/// Organisations that every word fits, when there are not too many of them to choose from.
async fn organisations(tx: &mut Tx, asked: &[String]) -> Result<Vec<PlaceView>, RecordError> {
    let mut wanted = [""; ORGANISATION_WORDS];
    // A word too many could only find fewer; a letter or two would find them all.
    let too_short = asked
        .iter()
        .all(|word| word.chars().count() < SHORTEST_OF_ORGANISATION);
    if too_short || asked.len() > ORGANISATION_WORDS {
        return Ok(Vec::new());
    }
    for (place, word) in wanted.iter_mut().zip(asked) {
        *place = word;
    }
    let rows = sql::search_organisations(tx, wanted, MOST_ORGANISATIONS).await?;
    Ok(rows
        .into_iter()
        .map(|row| PlaceView {
            finess: row.finess,
            organisation: row.name,
            town: row.town,
        })
        .collect())
}

/// The words to look for: without titles, nor those that another one begins with, which say nothing more.
fn beginnings(asked: &str) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    let mut asked = words(asked);
    if asked.iter().any(|word| !TITLES.contains(&word.as_str())) {
        asked.retain(|word| !TITLES.contains(&word.as_str()));
    }
    for word in asked {
        if wanted.iter().any(|other| other.starts_with(&word)) {
            continue;
        }
        wanted.retain(|other| !word.starts_with(other.as_str()));
        wanted.push(word);
    }
    wanted.truncate(OTHER_WORDS + 1);
    wanted
}

/// The rarest word, which leads the search, and the others.
async fn leading(tx: &mut Tx, mut words: Vec<String>) -> Result<Option<(String, Vec<String>)>, RecordError> {
    let mut rarest = 0;
    if words.len() > 1 {
        let mut fewest = None;
        for (place, word) in words.iter().enumerate() {
            let lines = sql::count_words(tx, word, &below(word), FREQUENT).await?;
            // Of two frequent words the longer one is likely the rarer.
            let weight = (lines, usize::MAX - word.len());
            if fewest.is_none_or(|fewest| weight < fewest) {
                fewest = Some(weight);
                rarest = place;
            }
        }
    }
    if words.is_empty() {
        return Ok(None);
    }
    let leading = words.remove(rarest);
    Ok(Some((leading, words)))
}

/// The end of the range of the words that begin so: no word has this last character.
fn below(word: &str) -> String {
    format!("{word}\u{10ffff}")
}

/// A person as a page shows them.
pub(crate) fn entry(row: DirectoryRow) -> Result<DirectoryEntry, RecordError> {
    let places: Vec<(String, String, String)> =
        serde_json::from_str(&row.places).map_err(|_| RecordError::Corrupt("professional.places"))?;
    Ok(DirectoryEntry {
        name: format!("{} {}", row.first_name, row.last_name),
        profession: profession_label(&row.profession).to_owned(),
        speciality: row.speciality,
        entitlements: row.entitlements.split_whitespace().map(str::to_owned).collect(),
        places: places
            .into_iter()
            .map(|(finess, organisation, town)| PlaceView {
                finess,
                organisation,
                town,
            })
            .collect(),
        active: row.active,
        rpps: row.rpps,
    })
}
