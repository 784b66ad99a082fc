//! The file of the extraction: opened, recognised, and read row by row.

use std::{
    fs::File,
    io::{BufReader, Read as _, Seek as _},
    path::{Path, PathBuf},
};

use csv::{ByteRecord, Position, Reader, ReaderBuilder};
use record::acts::ImportProgress;
use sha2::{Digest as _, Sha256};

use super::{
    ImportError,
    columns::Columns,
    person::{self, Reading},
};

/// An extraction whose header has been read.
pub struct DirectoryFile {
    path: PathBuf,
    reader: Reader<BufReader<File>>,
    record: ByteRecord,
    columns: Columns,
    hash: Vec<u8>,
    size: u64,
}

/// A row of the file.
pub(super) struct Row {
    /// Where it begins.
    pub(super) byte_offset: u64,
    /// Its line, from 1.
    pub(super) line: u64,
    /// What it says.
    pub(super) reading: Reading,
}

impl DirectoryFile {
    /// Opens a file, and reads its header.
    ///
    /// # Errors
    /// [`ImportError`] when it cannot be read, or is not the extraction.
    pub fn open(path: &Path) -> Result<Self, ImportError> {
        let unreadable = |error| ImportError::File(path.to_owned(), error);
        let mut file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(ImportError::NotAFile(path.to_owned()));
        }
        let (hash, beginning) = hash(&mut file).map_err(unreadable)?;
        if beginning.starts_with(b"PK\x03\x04") || beginning.starts_with(b"\x1f\x8b") {
            return Err(ImportError::Archive(path.to_owned()));
        }
        file.rewind().map_err(unreadable)?;
        let mut reader = ReaderBuilder::new()
            .delimiter(b'|')
            // Names of organisations hold quotation marks of their own.
            .quoting(false)
            .flexible(true)
            .from_reader(BufReader::with_capacity(1 << 18, file));
        let header = reader.byte_headers().map_err(|error| unreadable(error.into()))?;
        let columns = Columns::find(header).map_err(|missing| ImportError::Columns {
            file: path.to_owned(),
            missing,
        })?;
        Ok(Self {
            path: path.to_owned(),
            reader,
            record: ByteRecord::new(),
            columns,
            hash,
            size: metadata.len(),
        })
    }

    /// By what the file is known again.
    pub(super) fn hash(&self) -> &[u8] {
        &self.hash
    }

    /// Goes to where an import was cut.
    pub(super) fn go_to(&mut self, progress: &ImportProgress) -> Result<(), ImportError> {
        let mut position = Position::new();
        position
            .set_byte(progress.byte_offset)
            .set_line(progress.line + 1);
        self.reader.seek(position).map_err(|error| self.unreadable(error))
    }

    /// The next row, until there is none.
    pub(super) fn next(&mut self) -> Result<Option<Row>, ImportError> {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Err(self.unreadable(error)),
        }
        let (byte_offset, line) = self
            .record
            .position()
            .map_or((0, 0), |position| (position.byte(), position.line()));
        Ok(Some(Row {
            byte_offset,
            line,
            reading: person::read(&self.record, &self.columns),
        }))
    }

    /// Where the file ends.
    pub(super) fn end(&self) -> u64 {
        self.size
    }

    /// How much of the file lies before this place.
    pub(super) fn percent(&self, byte_offset: u64) -> u64 {
        byte_offset * 100 / self.size.max(1)
    }

    fn unreadable(&self, error: csv::Error) -> ImportError {
        ImportError::File(self.path.clone(), error.into())
    }
}

/// The hash of a whole file, and how it begins.
fn hash(file: &mut File) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut beginning = Vec::new();
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok((hash.finalize().to_vec(), beginning));
        };
        if beginning.is_empty() {
            beginning.extend(bytes.iter().take(4));
        }
        hash.update(bytes);
    }
}
