//! `server verify-history`: are the histories of these proofs, or of the database, whole?

use std::{
    fmt,
    fs::File,
    io::{self, BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use clap::Args;
use proof::{Fault, Known, PublicKey, Verified, Verifier, file::Entry};
use record::{RecordError, Store, trace::Audience};
use uuid::Uuid;

/// What to verify.
#[derive(Clone, Debug, Args)]
pub struct VerifyOptions {
    /// Proofs that people exported (`preuve-historique.jsonl`), the oldest first. Without any, the database.
    pub proofs: Vec<PathBuf>,
    /// A public key that may have signed them, as the page of the verification says it. Without any, those of HISTORY_KEY.
    #[arg(long = "key")]
    pub keys: Vec<PublicKey>,
}

/// Why a history is not said to be whole.
#[derive(Debug, thiserror::Error)]
pub enum VerificationError {
    /// The file cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, #[source] io::Error),
    /// A proof is not what it should be.
    #[error("{}: {}", .0.display(), said(.1))]
    Proof(PathBuf, Fault),
    /// Histories of the database are not what they should be.
    #[error("{}", histories(.0))]
    Histories(Vec<(Uuid, Fault)>),
    /// The database failed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// What a person needs to know of a fault.
fn said(fault: &Fault) -> String {
    use proof::FaultKind::{
        BadSignature, CutOff, Edited, Forked, OutOfPlace, UnknownKey, Unreadable, Unsigned,
    };
    let Fault { chain, seq, last, .. } = fault;
    let what = match fault.kind {
        Edited => "it is not the text that was written".to_owned(),
        OutOfPlace => "another line should stand here (one was removed, inserted or moved)".to_owned(),
        Forked if seq == last => "it is not the one that was verified or signed before".to_owned(),
        Forked => format!("one of the lines until {last} is not the one that was verified or signed before"),
        CutOff => "it is missing, and was verified or signed before".to_owned(),
        BadSignature => "its signature is not that of its key".to_owned(),
        UnknownKey => "it is signed by a key that is not expected".to_owned(),
        Unsigned => "nothing signed vouches for it and those after it".to_owned(),
        Unreadable => "this is not a proof".to_owned(),
    };
    format!("chain {chain:?}, line {seq}: {what}")
}

fn histories(faults: &[(Uuid, Fault)]) -> String {
    let lines = faults
        .iter()
        .map(|(profile, fault)| format!("profile {profile}, {}", said(fault)));
    lines.collect::<Vec<_>>().join("\n")
}

/// What was verified, and is whole.
#[derive(Clone, Debug, Default)]
pub struct Report {
    chains: u64,
    lines: i64,
    checkpoints: i64,
}

impl Report {
    fn add(&mut self, verified: &Verified) {
        self.chains += 1;
        self.lines += verified.lines;
        self.checkpoints += verified.checkpoints;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            chains,
            lines,
            checkpoints,
        } = self;
        write!(
            f,
            "Whole: {lines} lines in {chains} chains, {checkpoints} signatures."
        )
    }
}

/// Verifies every history of the database.
///
/// # Errors
/// [`VerificationError::Histories`] names the first bad line of each chain that has one.
pub async fn of_database(store: &Store, keys: &[PublicKey]) -> Result<Report, VerificationError> {
    let mut report = Report::default();
    let mut faults = Vec::new();
    let mut last = Uuid::nil();
    loop {
        let profiles = store.profiles_after(last).await?;
        let Some(next) = profiles.last() else {
            break;
        };
        last = *next;
        for profile in profiles {
            for audience in [Audience::Everyone, Audience::Holder, Audience::Withheld] {
                match store.verify_chain(profile, audience, keys).await? {
                    Ok(verified) => report.add(&verified),
                    Err(fault) => faults.push((profile, fault)),
                }
            }
        }
    }
    if faults.is_empty() {
        Ok(report)
    } else {
        Err(VerificationError::Histories(faults))
    }
}

/// Verifies proofs, the oldest first: each must hold every line of those before it.
///
/// # Errors
/// [`VerificationError`] of the first one that is not whole.
pub fn of_files(proofs: &[PathBuf], keys: &[PublicKey]) -> Result<Report, VerificationError> {
    let mut report = Report::default();
    let mut known: Vec<Known> = Vec::new();
    for path in proofs {
        let (verified, lines) = of_file(path, keys, &known)?;
        for chain in &verified {
            report.add(chain);
            known.retain(|known| known.profile != chain.profile || known.chain != chain.chain);
        }
        known.extend(lines);
    }
    Ok(report)
}

/// Verifies one proof; gives its chains, and what is known of its lines from now on.
fn of_file(
    path: &Path,
    keys: &[PublicKey],
    known: &[Known],
) -> Result<(Vec<Verified>, Vec<Known>), VerificationError> {
    let unread = |error| VerificationError::File(path.to_owned(), error);
    let faulty = |fault| VerificationError::Proof(path.to_owned(), fault);
    let mut file = BufReader::new(File::open(path).map_err(unread)?);
    let mut reader = Verifier::new(keys.to_vec(), known.to_vec());
    let mut lines = Vec::new();
    let mut chain = None;
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line).map_err(unread)? > 0 {
        reader.push(&line).map_err(faulty)?;
        match std::str::from_utf8(&line)
            .ok()
            .and_then(|line| Entry::read(line.trim_end()))
        {
            Some(Entry::Chain { profile, chain: name }) => chain = Some((profile, name, 0)),
            Some(Entry::Line { hash, .. }) => {
                if let Some((profile, name, seq)) = &mut chain {
                    *seq += 1;
                    lines.push(Known {
                        profile: profile.clone(),
                        chain: name.clone(),
                        seq: *seq,
                        hash: data_encoding::HEXLOWER.encode(&hash),
                    });
                }
            }
            Some(Entry::Checkpoint(_)) | None => {}
        }
        line.clear();
    }
    let verified = reader.finish().map_err(faulty)?;
    Ok((verified, lines))
}
