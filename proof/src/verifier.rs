//! Reading a history again: is every line as it was written, where it was written, and is that the history that was signed?

use serde::{Deserialize, Serialize};

use crate::{
    chain::{self, GENESIS, Hash, chain_hash},
    checkpoint::{Checkpoint, PublicKey},
    file::{self, Entry},
};

/// What an earlier verification of a chain kept: a line that must still be there, and by which keys it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Whose history.
    pub profile: String,
    /// Which of its chains.
    pub chain: String,
    /// The place of the line.
    pub seq: i64,
    /// Its hash, in hexadecimal characters.
    pub hash: String,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// The line is not the text that was written, or does not follow the line before it.
    Edited,
    /// Another line should stand here: one was removed, inserted or moved.
    OutOfPlace,
    /// The line is not the one that was signed, or that was verified before: the history was told again from here on, or from a line
    /// before it.
    Forked,
    /// The history ends before this line, which was signed, or verified before.
    CutOff,
    /// The signature is not that of the key it names.
    BadSignature,
    /// It is signed by a key that is not one of those expected.
    UnknownKey,
    /// Nothing signed vouches for the lines from here to the end.
    Unsigned,
    /// This is not a proof, or not of this profile.
    Unreadable,
}

/// The first line that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{chain}: line {seq}: {kind:?}")]
pub struct Fault {
    /// In which chain; blank when that cannot be told.
    pub chain: String,
    /// The place of the line, from 1. For [`FaultKind::Forked`] the first line that may be another: the lines before it are vouched for.
    pub seq: i64,
    /// The last line that may be the first wrong one: `seq` itself where that is known exactly.
    pub last: i64,
    /// What is wrong with it.
    pub kind: FaultKind,
    /// When the last line before it that is sure was written, in UTC microseconds.
    pub sure_until: Option<i64>,
}

/// A chain that is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Which chain.
    pub chain: String,
    /// Whose.
    pub profile: String,
    /// How many lines it has.
    pub lines: i64,
    /// The hash of its last line, in hexadecimal characters.
    pub head: String,
    /// How many signatures were verified.
    pub checkpoints: i64,
    /// The last line that a signature vouches for.
    pub signed: i64,
}

/// One chain while it is read.
#[derive(Debug)]
pub struct Chain {
    profile: String,
    name: String,
    lines: i64,
    head: Hash,
    checkpoints: i64,
    signed: i64,
    /// Lines that must be there, by place, the next one last.
    known: Vec<(i64, Hash)>,
    /// When the last line was written.
    at: Option<i64>,
    /// The last line that a signature or an earlier verification vouches for, and when it was written.
    vouched: (i64, Option<i64>),
}

impl Chain {
    /// A chain of which nothing was read yet. What is known of other chains is left aside.
    pub fn new(profile: &str, name: &str, known: &[Known]) -> Self {
        let mut known: Vec<(i64, Hash)> = known
            .iter()
            .filter(|known| known.profile == profile && known.chain == name)
            .filter_map(|known| {
                let hash = data_encoding::HEXLOWER.decode(known.hash.as_bytes()).ok()?;
                Some((known.seq, hash.try_into().ok()?))
            })
            .collect();
        known.sort_unstable_by(|one, other| other.cmp(one));
        Self {
            profile: profile.to_owned(),
            name: name.to_owned(),
            lines: 0,
            head: GENESIS,
            checkpoints: 0,
            signed: 0,
            known,
            at: None,
            vouched: (0, None),
        }
    }

    /// Reads the next line: its canonical text, and the hash that was kept with it.
    ///
    /// # Errors
    /// The [`Fault`] of this line.
    pub fn line(&mut self, body: &str, hash: &[u8]) -> Result<(), Fault> {
        self.lines += 1;
        let at = match chain::place(body) {
            Some((place, at)) if place == self.lines => at,
            _ => return Err(self.fault(FaultKind::OutOfPlace)),
        };
        let computed = chain_hash(&self.head, body);
        if computed.as_slice() != hash {
            return Err(self.fault(FaultKind::Edited));
        }
        self.head = computed;
        while let Some((_, hash)) = self.known.pop_if(|(seq, _)| *seq <= self.lines) {
            if hash != self.head {
                return Err(self.forked());
            }
            self.vouched = (self.lines, Some(at));
        }
        self.at = Some(at);
        Ok(())
    }

    /// Reads a checkpoint of the line that was read last.
    ///
    /// # Errors
    /// The [`Fault`] that it shows.
    pub fn checkpoint(&mut self, checkpoint: &Checkpoint, keys: &[PublicKey]) -> Result<(), Fault> {
        if !keys.contains(&checkpoint.key) {
            return Err(self.fault_at(checkpoint.seq, FaultKind::UnknownKey));
        }
        if !checkpoint.is_signed(&self.profile, &self.name) {
            return Err(self.fault_at(checkpoint.seq, FaultKind::BadSignature));
        }
        if checkpoint.seq > self.lines {
            return Err(self.fault_at(self.lines + 1, FaultKind::CutOff));
        }
        if checkpoint.seq < self.lines {
            return Err(self.fault_at(checkpoint.seq, FaultKind::OutOfPlace));
        }
        if checkpoint.hash != self.head {
            return Err(self.forked());
        }
        self.checkpoints += 1;
        self.signed = self.lines;
        self.vouched = (self.lines, self.at);
        Ok(())
    }

    /// There are no more lines. What was verified before must have been among them.
    ///
    /// # Errors
    /// The [`Fault`] of an end that was cut off.
    pub fn end(self) -> Result<Verified, Fault> {
        if !self.known.is_empty() {
            return Err(self.fault_at(self.lines + 1, FaultKind::CutOff));
        }
        Ok(Verified {
            lines: self.lines,
            head: data_encoding::HEXLOWER.encode(&self.head),
            checkpoints: self.checkpoints,
            signed: self.signed,
            chain: self.name,
            profile: self.profile,
        })
    }

    /// How many lines were read.
    pub fn lines(&self) -> i64 {
        self.lines
    }

    fn fault(&self, kind: FaultKind) -> Fault {
        self.fault_at(self.lines, kind)
    }

    fn fault_at(&self, seq: i64, kind: FaultKind) -> Fault {
        Fault {
            chain: self.name.clone(),
            seq,
            last: seq,
            kind,
            sure_until: self.at,
        }
    }

    /// The line is whole, but another one was vouched for: they part somewhere after the last one that agreed.
    fn forked(&self) -> Fault {
        let (vouched, sure_until) = self.vouched;
        Fault {
            last: self.lines,
            sure_until,
            ..self.fault_at(vouched + 1, FaultKind::Forked)
        }
    }
}

/// A proof while it is read, by pieces of any size.
#[derive(Debug)]
pub struct Verifier {
    keys: Vec<PublicKey>,
    known: Vec<Known>,
    profile: Option<String>,
    rest: Vec<u8>,
    chain: Option<Chain>,
    verified: Vec<Verified>,
}

impl Verifier {
    /// Of a proof signed by one of these keys. What is `known` must be found in it.
    pub fn new(keys: Vec<PublicKey>, known: Vec<Known>) -> Self {
        Self {
            keys,
            known,
            profile: None,
            rest: Vec::new(),
            chain: None,
            verified: Vec::new(),
        }
    }

    /// Of this profile, and of no other.
    #[must_use]
    pub fn of_profile(mut self, profile: &str) -> Self {
        self.profile = Some(profile.to_owned());
        self
    }

    /// Reads the next piece.
    ///
    /// # Errors
    /// The first [`Fault`]; nothing more needs to be read then.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), Fault> {
        let mut pieces = piece.split_inclusive(|byte| *byte == b'\n');
        if !self.rest.is_empty()
            && let Some(first) = pieces.next()
        {
            let mut line = std::mem::take(&mut self.rest);
            line.extend_from_slice(first);
            self.piece(&line)?;
        }
        for line in pieces {
            self.piece(line)?;
        }
        Ok(())
    }

    /// How many lines of the history were read.
    pub fn lines(&self) -> i64 {
        let ended: i64 = self.verified.iter().map(|chain| chain.lines).sum();
        ended + self.chain.as_ref().map_or(0, Chain::lines)
    }

    /// There is no more to read. Every chain must be signed to its last line, and what is known must have been found.
    ///
    /// # Errors
    /// The [`Fault`] of an end that is missing.
    pub fn finish(mut self) -> Result<Vec<Verified>, Fault> {
        if !self.rest.is_empty() {
            return Err(self.unreadable());
        }
        self.end_chain()?;
        // Of another person's history, this proof says nothing.
        let told = |known: &&Known| self.verified.iter().any(|chain| chain.profile == known.profile);
        let is_there = |known: &&Known| {
            let same = |chain: &Verified| chain.profile == known.profile && chain.chain == known.chain;
            self.verified.iter().any(same)
        };
        if let Some(missing) = self.known.iter().filter(told).find(|known| !is_there(known)) {
            return Err(Fault {
                chain: missing.chain.clone(),
                seq: 1,
                last: 1,
                kind: FaultKind::CutOff,
                sure_until: None,
            });
        }
        if self.verified.is_empty() {
            return Err(self.unreadable());
        }
        Ok(self.verified)
    }

    /// A whole line of the proof, or the beginning of one.
    fn piece(&mut self, line: &[u8]) -> Result<(), Fault> {
        if line.len() > file::LONGEST {
            return Err(self.unreadable());
        }
        let Some(line) = line.strip_suffix(b"\n") else {
            self.rest = line.to_vec();
            return Ok(());
        };
        let Some(entry) = std::str::from_utf8(line).ok().and_then(Entry::read) else {
            return Err(self.unreadable());
        };
        match (entry, &mut self.chain) {
            (Entry::Chain { profile, chain }, _) => {
                self.end_chain()?;
                if self.profile.as_ref().is_some_and(|expected| *expected != profile) {
                    return Err(self.unreadable());
                }
                let twice = |ended: &Verified| ended.profile == profile && ended.chain == chain;
                if self.verified.iter().any(twice) {
                    return Err(self.unreadable());
                }
                self.chain = Some(Chain::new(&profile, &chain, &self.known));
                Ok(())
            }
            (Entry::Line { hash, body }, Some(chain)) => chain.line(body, &hash),
            (Entry::Checkpoint(checkpoint), Some(chain)) => chain.checkpoint(&checkpoint, &self.keys),
            (_, None) => Err(self.unreadable()),
        }
    }

    fn end_chain(&mut self) -> Result<(), Fault> {
        let Some(chain) = self.chain.take() else {
            return Ok(());
        };
        let verified = chain.end()?;
        if verified.signed < verified.lines {
            return Err(Fault {
                chain: verified.chain,
                seq: verified.signed + 1,
                last: verified.signed + 1,
                kind: FaultKind::Unsigned,
                sure_until: None,
            });
        }
        self.verified.push(verified);
        Ok(())
    }

    fn unreadable(&self) -> Fault {
        let chain = self.chain.as_ref();
        let seq = chain.map_or(1, |chain| chain.lines + 1);
        Fault {
            chain: chain.map_or_else(String::new, |chain| chain.name.clone()),
            seq,
            last: seq,
            kind: FaultKind::Unreadable,
            sure_until: chain.and_then(|chain| chain.at),
        }
    }
}

#[cfg(test)]
mod tests;
