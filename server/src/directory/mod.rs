//! Importing the directory of professionals: the open extraction `PS_LibreAcces_Personne_activite`, read as a
//! stream. A bad row is counted, shown and left; a file that is not the extraction is refused before anything
//! is touched.

mod columns;
mod file;
mod person;
mod spelling;

use std::{fmt, path::PathBuf};

use clap::Args;
use jiff::Timestamp;
use record::{
    RecordError, Store,
    acts::{DirectoryPerson, ImportOutcome, ImportProgress, ImportStep},
};

use crate::clock::{Clock as _, SystemClock};

pub use file::DirectoryFile;
use person::{Activity, Reading};

/// How many bad rows are shown one by one.
const SHOWN: u64 = 1_000;

/// What the person who imports says.
#[derive(Clone, Debug, Args)]
pub struct ImportOptions {
    /// The extraction, unzipped.
    pub file: PathBuf,
    /// Marks those who left as inactive even if they are more than the people of the file.
    #[arg(long)]
    pub accept_departures: bool,
    /// How many people go into one transaction.
    #[arg(long, default_value_t = 5_000, hide = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub batch: u32,
}

/// Why a directory is not imported. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, std::io::Error),
    /// It is not a plain file.
    #[error("{0} is not a file. Give the extraction itself, unzipped: it is read twice.")]
    NotAFile(PathBuf),
    /// It is an archive.
    #[error("{0} is an archive. Unzip it, and give the file PS_LibreAcces_Personne_activite_….txt.")]
    Archive(PathBuf),
    /// The header is not that of the extraction.
    #[error(
        "{file} is not the extraction PS_LibreAcces_Personne_activite: its first line lacks {list}. Nothing was changed.",
        list = .missing.iter().map(|name| format!("« {name} »")).collect::<Vec<_>>().join(", ")
    )]
    Columns {
        /// The file.
        file: PathBuf,
        /// The columns that are not there.
        missing: Vec<&'static str>,
    },
    /// Another import took over.
    #[error("Another import has begun meanwhile. What was imported stays; let the other one end.")]
    Overtaken,
    /// The file is not whole.
    #[error(
        "The file has {people} people, and {departed} of those imported before are not in it: it is likely not whole. \
         Nobody was marked as inactive. If it is right, run again with --accept-departures."
    )]
    TooManyDepartures {
        /// People of the file.
        people: u64,
        /// People who would be marked.
        departed: u64,
    },
    /// The database failed.
    #[error("The database failed: {0}. Run again: the import goes on where it was.")]
    Record(RecordError),
}

impl From<RecordError> for ImportError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Stale => Self::Overtaken,
            error => Self::Record(error),
        }
    }
}

/// How an import went.
#[derive(Clone, Copy, Debug)]
pub struct ImportReport {
    progress: ImportProgress,
    departed: u64,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ImportProgress {
            line,
            people,
            set_aside,
            bad,
            ..
        } = self.progress;
        write!(
            f,
            "{people} people imported from {line} lines; {bad} bad rows; {set_aside} rows set aside (no RPPS number); \
             {} people who left marked as inactive.",
            self.departed
        )
    }
}

/// Imports the file, or goes on with an import of it that was cut. `say` is told how it goes on.
///
/// # Errors
/// [`ImportError`], one variant per cause. What was imported stays.
pub async fn import(
    store: &Store,
    mut file: DirectoryFile,
    options: &ImportOptions,
    mut say: impl FnMut(String),
) -> Result<ImportReport, ImportError> {
    let begun = store.begin_import(file.hash(), now()).await?;
    if begun.byte_offset > 0 {
        say(format!("Going on from line {}.", begun.line + 1));
        file.go_to(&begun)?;
    }
    let mut batch = Batch::new(begun);
    let mut told = 0;
    while let Some(row) = file.next()? {
        if batch.people.len() >= options.batch as usize && !batch.is_of_last(&row.reading) {
            batch.write(store, row.byte_offset).await?;
            let percent = file.percent(row.byte_offset);
            if percent > told {
                told = percent;
                say(format!(
                    "{percent} %: {} people, {} lines",
                    batch.progress.people, batch.progress.line
                ));
            }
        }
        batch.line = row.line;
        match row.reading {
            Reading::Activity(activity) => batch.add(*activity),
            Reading::SetAside => batch.set_aside += 1,
            Reading::Bad(reason) => {
                batch.bad += 1;
                let shown = batch.progress.bad + batch.bad;
                if shown <= SHOWN {
                    say(format!("Line {}: {reason}.", row.line));
                }
                if shown == SHOWN + 1 {
                    say(format!(
                        "More than {SHOWN} bad rows: the others are only counted."
                    ));
                }
            }
        }
    }
    batch.write(store, file.end()).await?;
    let progress = batch.progress;
    match store
        .finish_import(progress, options.accept_departures, now())
        .await?
    {
        ImportOutcome::Finished { departed } => Ok(ImportReport { progress, departed }),
        ImportOutcome::TooManyDepartures { departed } => Err(ImportError::TooManyDepartures {
            people: progress.people,
            departed,
        }),
    }
}

/// When it happens: an import is an edge of its own.
fn now() -> Timestamp {
    SystemClock.now()
}

/// The rows read since the last transaction.
struct Batch {
    progress: ImportProgress,
    people: Vec<DirectoryPerson>,
    line: u64,
    set_aside: u64,
    bad: u64,
}

impl Batch {
    fn new(progress: ImportProgress) -> Self {
        Self {
            people: Vec::new(),
            line: progress.line,
            set_aside: 0,
            bad: 0,
            progress,
        }
    }

    /// Whether a row is about the person read last: a person goes in whole.
    fn is_of_last(&self, reading: &Reading) -> bool {
        match reading {
            Reading::Activity(activity) => self.people.last().is_some_and(|last| last.rpps == activity.rpps),
            Reading::SetAside | Reading::Bad(_) => true,
        }
    }

    fn add(&mut self, activity: Activity) {
        match self.people.last_mut() {
            Some(last) if last.rpps == activity.rpps => activity.add_to(last),
            _ => self.people.push(activity.into_person()),
        }
    }

    async fn write(&mut self, store: &Store, byte_offset: u64) -> Result<(), ImportError> {
        let step = ImportStep {
            people: &self.people,
            byte_offset,
            line: self.line,
            set_aside: self.set_aside,
            bad: self.bad,
        };
        self.progress = store.import_people(self.progress, step).await?;
        self.people.clear();
        self.set_aside = 0;
        self.bad = 0;
        Ok(())
    }
}
