//! The text of a proof: JSON, one value a line (`application/x-ndjson`).
//!
//! For each chain, one line that begins it, then its lines in order, each checkpoint after the line that it signs:
//!
//! ```text
//! {"history":1,"profile":"…","chain":"everyone"}
//! {"hash":"…","line":{"seq":1,"at":…}}
//! {"checkpoint":{"seq":1,"hash":"…","at":…,"key":"…","signature":"…"}}
//! ```
//!
//! What stands after `"line":` up to the last brace is the canonical text of the line, byte for byte.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{chain::Hash, checkpoint::Checkpoint};

/// Longer than any line of a history can be.
pub const LONGEST: usize = 1 << 20;

const BEFORE_HASH: &str = r#"{"hash":""#;
const BEFORE_LINE: &str = r#"","line":"#;
const HASH_LENGTH: usize = 64;

/// One line of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry<'a> {
    /// Begins a chain.
    Chain {
        /// Whose history it is.
        profile: String,
        /// Which of its chains.
        chain: String,
    },
    /// One line of the history.
    Line {
        /// The hash that was kept with it.
        hash: Hash,
        /// Its canonical text.
        body: &'a str,
    },
    /// A signature of the line before.
    Checkpoint(Checkpoint),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beginning {
    history: u8,
    profile: String,
    chain: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    checkpoint: Checkpoint,
}

impl<'a> Entry<'a> {
    /// Reads one line of a proof, without its end of line.
    pub fn read(text: &'a str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix(BEFORE_HASH) {
            let (hash, rest) = rest.split_at_checked(HASH_LENGTH)?;
            let hash = HEXLOWER.decode(hash.as_bytes()).ok()?.try_into().ok()?;
            let body = rest.strip_prefix(BEFORE_LINE)?.strip_suffix('}')?;
            return Some(Self::Line { hash, body });
        }
        if let Ok(Beginning {
            history: 1,
            profile,
            chain,
        }) = serde_json::from_str(text)
        {
            return Some(Self::Chain { profile, chain });
        }
        let Signed { checkpoint } = serde_json::from_str(text).ok()?;
        Some(Self::Checkpoint(checkpoint))
    }

    /// Writes it at the end of a proof, with its end of line.
    ///
    /// # Errors
    /// Never for values that can be written as JSON, as these are.
    pub fn write(&self, to: &mut String) -> Result<(), serde_json::Error> {
        match self {
            Self::Chain { profile, chain } => to.push_str(&serde_json::to_string(&Beginning {
                history: 1,
                profile: profile.clone(),
                chain: chain.clone(),
            })?),
            Self::Line { hash, body } => {
                to.push_str(BEFORE_HASH);
                HEXLOWER.encode_append(hash, to);
                to.extend([BEFORE_LINE, body, "}"]);
            }
            Self::Checkpoint(checkpoint) => to.push_str(&serde_json::to_string(&Signed {
                checkpoint: checkpoint.clone(),
            })?),
        }
        to.push('\n');
        Ok(())
    }
}
