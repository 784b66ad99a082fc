//! Bringing a whole directory in, a batch of people at a time. Each batch is one transaction that also
//! notes how far the file was read, so that an import that was cut goes on from there; and a person is
//! written only where something changed, so that the same file twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use policy::{Entitlement, Rpps};

use super::index_professionals::{
    entitlement_codes, json, name_key, places_json, put_organisations, word_list, words_of,
};
use crate::{
    RecordError, Store,
    sql::directory::{self as sql, DirectoryRow, ImportRow},
    store::{Tx, in_transaction},
};

/// The most places kept of one person: a locum may have hundreds.
const MOST_PLACES: usize = 20;

/// A person as the rows of the file, one after the other, describe them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryPerson {
    /// National identifier.
    pub rpps: Rpps,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Code of the first profession.
    pub profession: String,
    /// Its label in the file.
    pub profession_label: String,
    /// What the rows entitle to, the profession first.
    pub entitlements: Vec<Entitlement>,
    /// Labels of the specialities.
    pub specialities: Vec<String>,
    /// Where they practise.
    pub places: Vec<DirectoryPlace>,
}

/// Somewhere a person practises.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryPlace {
    /// National identifier of the organisation, or nothing.
    pub finess: String,
    /// Its name, or nothing.
    pub organisation: String,
    /// The town, or nothing.
    pub town: String,
}

/// How far an import went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    id: i64,
    /// Where in the file to go on; 0 at the beginning.
    pub byte_offset: u64,
    /// The last line read.
    pub line: u64,
    /// How many people were brought.
    pub people: u64,
    /// How many rows were left out because they are not of the directory's people.
    pub set_aside: u64,
    /// How many rows made no sense.
    pub bad: u64,
}

/// A batch: people, and how far the file was read for them.
#[derive(Clone, Copy, Debug)]
pub struct ImportStep<'a> {
    /// The people of the rows read.
    pub people: &'a [DirectoryPerson],
    /// Where in the file the next row begins.
    pub byte_offset: u64,
    /// The last line read.
    pub line: u64,
    /// Rows left out since the step before.
    pub set_aside: u64,
    /// Rows that made no sense since the step before.
    pub bad: u64,
}

/// How an import ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// All is in; so many people who were not in the file practise no more.
    Finished {
        /// How many have left.
        departed: u64,
    },
    /// More people would have left than the file has: it is not whole. Nobody was marked.
    TooManyDepartures {
        /// How many would have left.
        departed: u64,
    },
}

impl Store {
    /// Begins an import of the file that has this hash, or goes on with the one that was cut.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn begin_import(
        &self,
        file_hash: &[u8],
        now: Timestamp,
    ) -> Result<ImportProgress, RecordError> {
        in_transaction!(self, begin_write, tx => begin(tx, file_hash, now.as_microsecond()).await)
    }

    /// Brings a batch in, and moves the import on: both or neither.
    ///
    /// # Errors
    /// [`RecordError::Stale`] when another import has taken over; nothing was changed.
    pub async fn import_people(
        &self,
        from: ImportProgress,
        step: ImportStep<'_>,
    ) -> Result<ImportProgress, RecordError> {
        in_transaction!(self, begin_write, tx => import(tx, from, step).await)
    }

    /// Ends an import: those whom an earlier import brought, and this one did not, practise no more. With
    /// `accept_departures` even if they are more than the people it brought.
    ///
    /// # Errors
    /// [`RecordError::Stale`] when another import has taken over; nothing was changed.
    pub async fn finish_import(
        &self,
        import: ImportProgress,
        accept_departures: bool,
        now: Timestamp,
    ) -> Result<ImportOutcome, RecordError> {
        in_transaction!(self, begin_write, tx => {
            finish(tx, import, accept_departures, now.as_microsecond()).await
        })
    }
}

async fn begin(tx: &mut Tx, file_hash: &[u8], at: i64) -> Result<ImportProgress, RecordError> {
    if let Some(row) = sql::unfinished_import(tx, file_hash).await? {
        return Ok(progress(&row));
    }
    let id = sql::last_import(tx).await? + 1;
    sql::begin_import(tx, id, file_hash, at).await?;
    Ok(progress(&ImportRow {
        id,
        byte_offset: 0,
        line: 0,
        people: 0,
        set_aside: 0,
        bad: 0,
    }))
}

async fn finish(
    tx: &mut Tx,
    import: ImportProgress,
    accept_departures: bool,
    at: i64,
) -> Result<ImportOutcome, RecordError> {
    let departed = u64::try_from(sql::count_departed(tx, import.id).await?).unwrap_or_default();
    if departed > import.people && !accept_departures {
        return Ok(ImportOutcome::TooManyDepartures { departed });
    }
    if !sql::finish_import(tx, import.id, at).await? {
        return Err(RecordError::Stale);
    }
    sql::deactivate_departed(tx, import.id).await?;
    Ok(ImportOutcome::Finished { departed })
}

fn progress(row: &ImportRow) -> ImportProgress {
    let natural = |number| u64::try_from(number).unwrap_or_default();
    ImportProgress {
        id: row.id,
        byte_offset: natural(row.byte_offset),
        line: natural(row.line),
        people: natural(row.people),
        set_aside: natural(row.set_aside),
        bad: natural(row.bad),
    }
}

async fn import(
    tx: &mut Tx,
    from: ImportProgress,
    step: ImportStep<'_>,
) -> Result<ImportProgress, RecordError> {
    let mut brought: BTreeMap<String, DirectoryRow> = BTreeMap::new();
    for person in step.people {
        let new = row(person, from.id)?;
        match brought.get_mut(&new.rpps) {
            Some(row) => *row = united(row, &new)?,
            None => {
                brought.insert(new.rpps.clone(), new);
            }
        }
    }
    let numbers: Vec<[&str; 1]> = brought.keys().map(|rpps| [rpps.as_str()]).collect();
    let known = sql::known(tx, &json(&numbers)?).await?;
    let known: BTreeMap<&str, &DirectoryRow> = known.iter().map(|row| (row.rpps.as_str(), row)).collect();
    let mut work = Work::default();
    for (rpps, new) in &brought {
        work.add(new, known.get(rpps.as_str()).copied())?;
    }
    work.write(tx, from.id).await?;
    let signed = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let to = ImportRow {
        id: from.id,
        byte_offset: signed(step.byte_offset),
        line: signed(step.line),
        people: signed(from.people + work.people),
        set_aside: signed(from.set_aside + step.set_aside),
        bad: signed(from.bad + step.bad),
    };
    if !sql::advance_import(tx, &to, signed(from.byte_offset)).await? {
        return Err(RecordError::Stale);
    }
    Ok(progress(&to))
}

/// What a batch has to write.
#[derive(Default)]
struct Work {
    /// People this import had not brought yet.
    people: u64,
    changed: Vec<DirectoryRow>,
    unchanged: Vec<String>,
    added_words: BTreeSet<(String, i64, String)>,
    removed_words: BTreeSet<(String, i64, String)>,
}

impl Work {
    fn add(&mut self, new: &DirectoryRow, known: Option<&DirectoryRow>) -> Result<(), RecordError> {
        let Some(known) = known else {
            self.people += 1;
            self.added_words.extend(lines(new));
            self.changed.push(new.clone());
            return Ok(());
        };
        let new = if known.import_id == new.import_id {
            // Rows of theirs stood earlier in the same file.
            united(known, new)?
        } else {
            self.people += 1;
            new.clone()
        };
        if *known
            == (DirectoryRow {
                import_id: known.import_id,
                ..new.clone()
            })
        {
            self.unchanged.push(new.rpps);
            return Ok(());
        }
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (lines(known).collect(), lines(&new).collect());
        self.removed_words.extend(before.difference(&after).cloned());
        self.added_words.extend(after.difference(&before).cloned());
        self.changed.push(new);
        Ok(())
    }

    async fn write(&self, tx: &mut Tx, import: i64) -> Result<(), RecordError> {
        if !self.removed_words.is_empty() {
            sql::remove_words(tx, &json(&self.removed_words)?).await?;
        }
        if !self.changed.is_empty() {
            put_people(tx, &self.changed, import).await?;
        }
        if !self.added_words.is_empty() {
            sql::add_words(tx, &json(&self.added_words)?).await?;
        }
        if !self.unchanged.is_empty() {
            let numbers: Vec<[&String; 1]> = self.unchanged.iter().map(|rpps| [rpps]).collect();
            sql::mark_seen(tx, &json(&numbers)?, import).await?;
        }
        Ok(())
    }
}

/// The lines of the index of words for a person.
fn lines(row: &DirectoryRow) -> impl Iterator<Item = (String, i64, String)> {
    row.words
        .split_whitespace()
        .map(|word| (word.to_owned(), row.sort_key, row.rpps.clone()))
}

async fn put_people(tx: &mut Tx, people: &[DirectoryRow], import: i64) -> Result<(), RecordError> {
    let list: Vec<_> = people
        .iter()
        .map(|row| {
            (
                (&row.rpps, &row.last_name, &row.first_name, &row.profession),
                (
                    &row.speciality,
                    &row.organisation,
                    &row.organisation_name,
                    &row.town,
                ),
                (&row.entitlements, &row.places, &row.words, row.sort_key),
            )
        })
        .map(|((a, b, c, d), (e, f, g, h), (i, j, k, l))| (a, b, c, d, e, f, g, h, i, j, k, l))
        .collect();
    sql::put_people(tx, &json(&list)?, import).await?;
    let mut organisations = BTreeMap::new();
    for row in people {
        for (finess, name, town) in places(row)? {
            if !finess.is_empty() {
                organisations.insert(finess, (name, town));
            }
        }
    }
    put_organisations(tx, &organisations).await
}

/// The places of a row, as `(finess, name, town)`.
fn places(row: &DirectoryRow) -> Result<Vec<(String, String, String)>, RecordError> {
    serde_json::from_str(&row.places).map_err(|_| RecordError::Corrupt("professional.places"))
}

/// A person as they are kept.
fn row(person: &DirectoryPerson, import_id: i64) -> Result<DirectoryRow, RecordError> {
    let rpps = person.rpps.to_string();
    let places: Vec<_> = person
        .places
        .iter()
        .take(MOST_PLACES)
        .map(|place| {
            (
                place.finess.clone(),
                place.organisation.clone(),
                place.town.clone(),
            )
        })
        .collect();
    let (organisation, organisation_name, town) = places.first().cloned().unwrap_or_default();
    let labels = person.entitlements.iter().map(|entitlement| entitlement.label());
    let towns = places.iter().map(|(_, _, town)| town.as_str());
    let callings = labels
        .chain([person.profession_label.as_str()])
        .chain(person.specialities.iter().map(String::as_str));
    let others = towns.chain([rpps.as_str()]);
    Ok(DirectoryRow {
        words: word_list(&words_of(&person.last_name, &person.first_name, callings, others)),
        sort_key: name_key(&person.last_name, &person.first_name),
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        profession: person.profession.clone(),
        speciality: person.specialities.join(SPECIALITIES),
        organisation,
        organisation_name,
        town,
        active: true,
        entitlements: entitlement_codes(&person.entitlements),
        places: places_json(&places)?,
        import_id,
        rpps,
    })
}

/// What stands between two specialities.
const SPECIALITIES: &str = "; ";

/// The same person read at two places of one file: the first says who they are, both say what they do.
fn united(first: &DirectoryRow, second: &DirectoryRow) -> Result<DirectoryRow, RecordError> {
    fn both<'a>(first: &'a str, second: &'a str, between: &str) -> Vec<&'a str> {
        let mut all: Vec<&str> = Vec::new();
        for one in first.split(between).chain(second.split(between)) {
            if !one.is_empty() && !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }
    let mut all = places(first)?;
    for place in places(second)? {
        if all.len() < MOST_PLACES && !all.contains(&place) {
            all.push(place);
        }
    }
    let (organisation, organisation_name, town) = all.first().cloned().unwrap_or_default();
    let words = both(&first.words, &second.words, " ")
        .into_iter()
        .map(str::to_owned)
        .collect();
    Ok(DirectoryRow {
        speciality: both(&first.speciality, &second.speciality, SPECIALITIES).join(SPECIALITIES),
        entitlements: both(&first.entitlements, &second.entitlements, " ").join(" "),
        words: word_list(&words),
        places: places_json(&all)?,
        organisation,
        organisation_name,
        town,
        import_id: second.import_id,
        active: true,
        ..first.clone()
    })
}
