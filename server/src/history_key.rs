//! The key that signs histories: made at the first start, kept in a file that nobody else reads.

use std::{fs, io, path::Path};

use data_encoding::HEXLOWER;
use record::Signer;

/// The signer whose keys are in this file, which is made if it is not there.
///
/// # Errors
/// When the file cannot be read or made, or holds something else.
pub(crate) fn load(file: &Path) -> io::Result<Signer> {
    match read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(file)?;
            read(file)
        }
        signer => signer,
    }
}

/// The signer whose keys are in this file.
///
/// # Errors
/// When the file cannot be read, or holds something else.
pub(crate) fn read(file: &Path) -> io::Result<Signer> {
    let text = fs::read_to_string(file)?;
    Signer::from_text(&text).map_err(|problem| io::Error::new(io::ErrorKind::InvalidData, problem))
}

/// Makes the file, whole or not at all. Of two servers that start at once, one makes it and both use it.
fn make(file: &Path) -> io::Result<()> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // Only its owner can read it (`tempfile`).
    let written = tempfile::NamedTempFile::new_in(folder)?;
    fs::write(written.path(), HEXLOWER.encode(&secret) + "\n")?;
    written.as_file().sync_all()?;
    match written.persist_noclobber(file) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_kept_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data/history.key");
        let made = load(&file).unwrap();
        assert_eq!(made.public_keys(), load(&file).unwrap().public_keys());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(folder.path().join("data")).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_key_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("history.key");
        fs::write(&file, "not a key\n").unwrap();
        assert_eq!(load(&file).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(fs::read_to_string(&file).unwrap(), "not a key\n");
    }
}
