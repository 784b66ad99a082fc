//! Holders who have no account yet: importing them, and what to say of their codes. The file is a CSV read as a stream, batch by batch. A bad row is counted, shown by its line and left; nothing of it is written
//! anywhere, as the file is of people. Codes go to a new file that only its owner reads. Whoever was brought in just before a crash
//! gets theirs from `activation-code`.

use std::{
    fmt,
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;
use jiff::civil::Date;
use record::{
    RecordError, Store,
    acts::{IssuedCode, NewHolder},
    typed::{Ins, Title},
};

use crate::clock::Edge;

/// How many bad rows are shown one by one.
const SHOWN: u64 = 1_000;
/// The columns that the file has.
const COLUMNS: [&str; 4] = ["ins", "last_name", "first_name", "born"];

/// What the person who imports says.
#[derive(Clone, Debug, Args)]
pub struct ImportOptions {
    /// The file of holders.
    pub file: PathBuf,
    /// Where the codes are written, a new file: `ins,code`.
    #[arg(long)]
    pub codes: PathBuf,
    /// How many people go into one transaction.
    #[arg(long, default_value_t = 500, hide = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub batch: u32,
}

/// Why holders are not imported. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, csv::Error),
    /// A column is missing.
    #[error(
        "{0} has no column « {1} »: its first line must be ins,last_name,first_name,born. Nothing was changed."
    )]
    Column(PathBuf, &'static str),
    /// The codes cannot be written.
    #[error("{0} cannot be written: {1}. It must not be there yet: codes are shown once.")]
    Codes(PathBuf, std::io::Error),
    /// The database failed.
    #[error(
        "The database failed: {0}. Run again with another file for the codes: whoever was imported stays."
    )]
    Record(#[from] RecordError),
}

/// A file whose columns have been found.
pub struct HolderFile {
    rows: csv::Reader<File>,
    places: [usize; 4],
    codes: File,
}

impl fmt::Debug for HolderFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HolderFile")
    }
}

impl HolderFile {
    /// Opens it, and makes the file of the codes.
    ///
    /// # Errors
    /// [`ImportError::File`], [`ImportError::Column`] or [`ImportError::Codes`].
    pub fn open(options: &ImportOptions) -> Result<Self, ImportError> {
        let unreadable = |error| ImportError::File(options.file.clone(), error);
        let mut rows = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_path(&options.file)
            .map_err(unreadable)?;
        let header = rows.headers().map_err(unreadable)?;
        let mut places = [0; 4];
        for (place, name) in places.iter_mut().zip(COLUMNS) {
            // Spreadsheets begin a file with a mark that nobody sees.
            let found = header
                .iter()
                .position(|column| column.trim_start_matches('\u{feff}') == name);
            *place = found.ok_or_else(|| ImportError::Column(options.file.clone(), name))?;
        }
        let codes =
            private_file(&options.codes).map_err(|error| ImportError::Codes(options.codes.clone(), error))?;
        Ok(Self { rows, places, codes })
    }
}

/// A new file that only its owner reads.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// How an import ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Whose record awaits activation now.
    pub imported: u64,
    /// Who had one already.
    pub known: u64,
    /// Rows that make no sense.
    pub bad: u64,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} imported, {} already there, {} bad rows",
            self.imported, self.known, self.bad
        )?;
        f.write_str(match self.bad {
            0 => ".",
            1..=SHOWN => ": their lines are above.",
            _ => ": the lines of the first thousand are above.",
        })
    }
}

/// What to say of a code made that day: why it cannot be used at once, or what it leads to. Nothing for most.
pub fn remarks(issued: &IssuedCode, today: Date) -> Vec<String> {
    let mut remarks = Vec::new();
    let last = issued.last_day;
    if let Some(day) = issued.waits_until {
        remarks.push(if day <= last {
            format!("This record is a minor's: the code is worth nothing before {day}, and nothing after {last}.")
        } else {
            format!(
                "This record is a minor's until {day}: the code is worth nothing before, and its last day is {last}. Make another one then."
            )
        });
    }
    if let Some(day) = issued.reopens_until {
        remarks.push(if today <= day {
            format!("This record is closed: whoever uses the code can reopen it, until {day}.")
        } else {
            format!("This record is closed, and could be reopened until {day}: the code opens an account, not the record.")
        });
    }
    remarks
}

/// Brings them in.
///
/// # Errors
/// [`ImportError::Codes`] or [`ImportError::Record`].
pub async fn import(
    store: &Store,
    mut file: HolderFile,
    options: &ImportOptions,
    edge: &Edge,
    mut say: impl FnMut(&str),
) -> Result<ImportReport, ImportError> {
    let mut report = ImportReport::default();
    let mut batch = Vec::new();
    let mut row = csv::ByteRecord::new();
    let size = usize::try_from(options.batch).unwrap_or(usize::MAX);
    loop {
        let line = file.rows.position().line();
        let read = file.rows.read_byte_record(&mut row);
        let more = match read {
            Ok(more) => more,
            Err(error) => return Err(ImportError::File(options.file.clone(), error)),
        };
        if more {
            match holder(&row, file.places, edge.occasion().day) {
                Ok(holder) => batch.push(holder),
                Err(problem) => {
                    report.bad += 1;
                    if report.bad <= SHOWN {
                        say(&format!("line {line}: {problem}"));
                    }
                }
            }
        }
        if batch.len() >= size || !more {
            keep(store, &mut file.codes, options, edge, &mut batch, &mut report).await?;
        }
        if !more {
            return Ok(report);
        }
    }
}

async fn keep(
    store: &Store,
    codes: &mut File,
    options: &ImportOptions,
    edge: &Edge,
    batch: &mut Vec<NewHolder>,
    report: &mut ImportReport,
) -> Result<(), ImportError> {
    let made = store.import_holders(batch, edge.occasion()).await?;
    let mut lines = String::new();
    for (holder, code) in batch.drain(..).zip(made) {
        match code {
            Some(code) => {
                report.imported += 1;
                lines.extend([holder.ins.as_str(), ",", &code, "\n"]);
            }
            None => report.known += 1,
        }
    }
    codes
        .write_all(lines.as_bytes())
        .and_then(|()| codes.flush())
        .map_err(|error| ImportError::Codes(options.codes.clone(), error))
}

/// What is wrong with a row. Nothing of what it holds.
fn holder(row: &csv::ByteRecord, places: [usize; 4], today: Date) -> Result<NewHolder, String> {
    let text = |place: usize| {
        let bytes = row.get(place).ok_or("a column is missing")?;
        std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8")
    };
    let [ins, last_name, first_name, born] = places;
    let name = |place| {
        let name = Title::new(text(place)?).map_err(|_| "a name is blank or too long")?;
        Ok::<_, &str>(name.as_str().to_owned())
    };
    let born: Date = text(born)?
        .parse()
        .map_err(|_| "the birth date is no day; write it as 2008-12-31")?;
    if born > today {
        return Err("the birth date is to come".to_owned());
    }
    Ok(NewHolder {
        ins: Ins::new(text(ins)?).map_err(|problem| problem.to_string())?,
        last_name: name(last_name)?,
        first_name: name(first_name)?,
        born,
    })
}
