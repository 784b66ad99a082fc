//! The words by which a professional is found, for people whom no import brought.

use std::collections::{BTreeMap, BTreeSet};

use policy::Entitlement;
use serde::Serialize;

use super::known_facts::profession_label;
use crate::{
    RecordError, Store,
    normalise::{sort_key, words},
    sql::directory::{self as sql, DirectoryRow},
    store::{Tx, in_transaction},
};

/// How many people one transaction takes.
const BATCH: i64 = 1_000;

impl Store {
    /// Gives their words to the professionals who have none: they were put in before there were any.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn index_professionals(&self) -> Result<(), RecordError> {
        while in_transaction!(self, begin_write, tx => index_some(tx).await)? {}
        while in_transaction!(self, begin_write, tx => index_organisations(tx).await)? {}
        Ok(())
    }
}

/// Gives words to some of those who have none; `false` when nobody is left.
pub(crate) async fn index_some(tx: &mut Tx) -> Result<bool, RecordError> {
    let rows = sql::without_words(tx, BATCH).await?;
    if rows.is_empty() {
        return Ok(false);
    }
    let mut people = Vec::with_capacity(rows.len());
    let mut lines = BTreeSet::new();
    let mut organisations: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in &rows {
        let words = words_of_row(row);
        let key = name_key(&row.last_name, &row.first_name);
        lines.extend(words.iter().map(|word| (word.clone(), key, row.rpps.clone())));
        let place = (
            row.organisation.clone(),
            row.organisation_name.clone(),
            row.town.clone(),
        );
        let entitlements: Vec<_> = Entitlement::from_code(&row.profession).into_iter().collect();
        let codes = entitlement_codes(&entitlements);
        let places = places_json(std::slice::from_ref(&place))?;
        people.push((&row.rpps, word_list(&words), key, codes, places));
        let (finess, name, town) = place;
        if !finess.is_empty() {
            organisations.entry(finess).or_insert((name, town));
        }
    }
    sql::set_words(tx, &json(&people)?).await?;
    sql::add_words(tx, &json(&lines)?).await?;
    put_organisations(tx, &organisations).await?;
    Ok(true)
}

/// Gives words to some of the organisations that have none; `false` when none is left.
async fn index_organisations(tx: &mut Tx) -> Result<bool, RecordError> {
    let rows = sql::organisations_without_words(tx, BATCH).await?;
    let organisations: BTreeMap<_, _> = rows
        .into_iter()
        .map(|row| (row.finess, (row.name, row.town)))
        .collect();
    put_organisations(tx, &organisations).await?;
    Ok(!organisations.is_empty())
}

/// Keeps organisations, by number, with their name and town, and the words of both.
pub(crate) async fn put_organisations(
    tx: &mut Tx,
    organisations: &BTreeMap<String, (String, String)>,
) -> Result<(), RecordError> {
    let list: Vec<_> = organisations
        .iter()
        .map(|(finess, (name, town))| {
            let all: BTreeSet<String> = [name, town, finess]
                .into_iter()
                .flat_map(|text| words(text))
                .collect();
            (finess, name, town, word_list(&all))
        })
        .collect();
    if !list.is_empty() {
        sql::put_organisations(tx, &json(&list)?).await?;
    }
    Ok(())
}

fn words_of_row(row: &DirectoryRow) -> BTreeSet<String> {
    let callings = [profession_label(&row.profession), row.speciality.as_str()];
    let others = [row.town.as_str(), row.rpps.as_str()];
    words_of(&row.last_name, &row.first_name, callings, others)
}

/// Every word of these texts; a name in several words is also found when it is written as one, and a calling (profession or
/// speciality) by what people call those who have it.
pub(crate) fn words_of<'a>(
    last_name: &str,
    first_name: &str,
    callings: impl IntoIterator<Item = &'a str>,
    others: impl IntoIterator<Item = &'a str>,
) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = others.into_iter().flat_map(words).collect();
    for word in callings.into_iter().flat_map(words) {
        all.extend(usual_names(&word));
        all.insert(word);
    }
    for name in [last_name, first_name] {
        let parts = words(name);
        all.insert(parts.concat());
        all.extend(parts);
    }
    all.remove("");
    all
}

/// How a word of a calling ends, and how those who have it are called: women, whom the labels leave out, and the usual name of the
/// specialists of a field.
const USUAL_ENDS: [(&str, &[&str]); 13] = [
    ("logie", &["logue"]),
    ("iatrie", &["iatre"]),
    ("chirurgie", &["chirurgien", "chirurgienne"]),
    ("anesthesie", &["anesthesiste"]),
    ("reanimation", &["reanimateur", "reanimatrice"]),
    ("generale", &["generaliste"]),
    ("oncologie", &["cancerologue"]),
    ("laryngologie", &["orl"]),
    ("orthopedique", &["orthopediste"]),
    ("ier", &["iere"]),
    ("ien", &["ienne"]),
    ("ateur", &["atrice"]),
    ("sseur", &["sseuse"]),
];

fn usual_names(word: &str) -> Vec<String> {
    USUAL_ENDS
        .iter()
        .filter_map(|(end, usual)| Some((word.strip_suffix(end)?, usual)))
        .flat_map(|(start, usual)| usual.iter().map(move |usual| format!("{start}{usual}")))
        .collect()
}

/// The words as they are kept: sorted, each between spaces.
pub(crate) fn word_list(words: &BTreeSet<String>) -> String {
    let mut list = String::from(" ");
    for word in words {
        list.push_str(word);
        list.push(' ');
    }
    list
}

/// By what people are sorted: last name, then first name.
pub(crate) fn name_key(last_name: &str, first_name: &str) -> i64 {
    sort_key(&format!("{last_name} {first_name}"))
}

pub(crate) fn entitlement_codes(entitlements: &[Entitlement]) -> String {
    let codes: Vec<_> = entitlements
        .iter()
        .map(|entitlement| entitlement.code())
        .collect();
    codes.join(" ")
}

pub(crate) fn places_json(places: &[(String, String, String)]) -> Result<String, RecordError> {
    let real: Vec<_> = places
        .iter()
        .filter(|(finess, name, town)| !(finess.is_empty() && name.is_empty() && town.is_empty()))
        .collect();
    json(&real)
}

/// A list as a bulk statement takes it.
pub(crate) fn json<T: Serialize + ?Sized>(list: &T) -> Result<String, RecordError> {
    serde_json::to_string(list).map_err(|_| RecordError::Corrupt("list"))
}
