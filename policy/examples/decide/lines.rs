//! From lines to answers: one answer per line, in order, whatever the line holds.

use std::fmt;
use std::io::{self, BufReader, Read, Write};

use policy::{Decision, decide};
use serde::Serialize;

use crate::contract;
use crate::moment::Paris;

/// A line longer than this is refused without being kept in memory. A request with a thousand blocked professionals takes 15 kB.
pub(crate) const LONGEST_LINE: usize = 1 << 20;

/// Why the run stopped before the end of its input.
#[derive(Debug)]
pub(crate) enum Failure {
    Input(io::Error),
    Output(io::Error),
    NoTimeZone,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => write!(f, "cannot read the requests: {error}"),
            Self::Output(error) => write!(f, "cannot write the decisions: {error}"),
            Self::NoTimeZone => f.write_str("no rules for the time zone Europe/Paris"),
        }
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Decided {
        effect: &'static str,
        rule: &'static str,
        articles: &'static [&'static str],
    },
    Refused {
        error: String,
    },
}

impl From<Decision> for Answer {
    fn from(decision: Decision) -> Self {
        Self::Decided {
            effect: decision.effect().id(),
            rule: decision.rule().id(),
            articles: decision.articles(),
        }
    }
}

/// Answers every line of the input.
pub(crate) fn answer(mut input: BufReader<impl Read>, mut output: impl Write) -> Result<(), Failure> {
    let paris = Paris::new().ok_or(Failure::NoTimeZone)?;
    let mut line = Vec::new();
    while let Some(length) = next_line(&mut input, &mut line).map_err(Failure::Input)? {
        let answer = if length > LONGEST_LINE {
            Answer::Refused {
                error: format!("line too long: more than {LONGEST_LINE} bytes"),
            }
        } else {
            answer_one(&line, &paris)
        };
        write_line(&mut output, &answer).map_err(Failure::Output)?;
        // Nothing more to read for now: whoever waits for this answer gets it.
        if input.buffer().is_empty() {
            output.flush().map_err(Failure::Output)?;
        }
    }
    output.flush().map_err(Failure::Output)
}

fn answer_one(line: &[u8], paris: &Paris) -> Answer {
    match contract::read(line, paris) {
        Ok(case) => decide(&case.request()).into(),
        Err(error) => Answer::Refused {
            error: error.to_string(),
        },
    }
}

fn write_line(output: &mut impl Write, answer: &Answer) -> io::Result<()> {
    serde_json::to_writer(&mut *output, answer)?;
    output.write_all(b"\n")
}

/// Reads the next line without its end, keeping no more than the longest allowed; returns its whole length, `None` at the end of the input.
fn next_line(input: &mut BufReader<impl Read>, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    use std::io::BufRead;

    line.clear();
    let mut length = 0;
    let mut started = false;
    loop {
        let available = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            available => available?,
        };
        if available.is_empty() {
            return Ok(started.then_some(length));
        }
        started = true;
        let (part, end) = match available.split_inclusive(|byte| *byte == b'\n').next() {
            Some(part) => (part, part.ends_with(b"\n")),
            None => (available, false),
        };
        let consumed = part.len();
        let text = part.strip_suffix(b"\n").unwrap_or(part);
        length += text.len();
        if length <= LONGEST_LINE {
            line.extend_from_slice(text);
        }
        input.consume(consumed);
        if end {
            return Ok(Some(length));
        }
    }
}
