//! What the lab keeps in files: written whole or not at all.

use std::{fs, io, io::Write as _, path::Path};

use serde::{Serialize, de::DeserializeOwned};
use tempfile::NamedTempFile;

/// Writes this value as JSON. Whoever reads the file at any time, a power cut included, finds the value before or this one.
pub(super) fn write(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut written = NamedTempFile::new_in(folder)?;
    written.write_all(&serde_json::to_vec_pretty(value)?)?;
    written.as_file().sync_all()?;
    written.persist(file)?;
    Ok(())
}

/// Reads it again; nothing when there is no such file.
pub(super) fn read<T: DeserializeOwned>(file: &Path) -> io::Result<Option<T>> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The names of the files with this ending in a folder, without the ending, in order.
pub(super) fn names(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if let Some(name) = name.to_str().and_then(|name| name.strip_suffix(ending)) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
