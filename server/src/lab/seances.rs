//! Sessions with participants: what is kept of each, in a file of its own. No name, no face: a code.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::files;

/// Where sessions are.
pub(super) const SEANCES: &str = "/lab/seances";
/// Where participants are; the name of their world follows.
pub(super) const PARTICIPANT: &str = "/lab/participer";

/// A session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Seance {
    /// As P01.
    pub code: String,
    /// When the participant agreed to take part.
    pub agreed_at: Timestamp,
    /// The task under way.
    pub running: Option<Running>,
    /// The tasks that have ended, in order.
    pub tasks: Vec<Run>,
    /// Ten answers from 1 to 5, once they are given.
    pub usability: Vec<u8>,
}

/// A task under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Running {
    /// Which.
    pub task: String,
    /// When it began: when the participant did, or else when it was proposed.
    pub began_at: Timestamp,
    /// Whether the participant has begun.
    pub begun: bool,
    /// The pages seen since.
    pub pages: u32,
}

/// How a task ended, as the moderator saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// Without help.
    Alone,
    /// With help.
    Helped,
    /// Not at all.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub(super) const ALL: [Self; 3] = [Self::Alone, Self::Helped, Self::Failed];

    /// Its value in a form.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Alone => "seul",
            Self::Helped => "aide",
            Self::Failed => "echec",
        }
    }

    /// Its words.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Alone => "Réussie sans aide",
            Self::Helped => "Réussie avec de l’aide",
            Self::Failed => "Échouée ou abandonnée",
        }
    }

    /// The outcome of this value.
    pub(super) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.id() == id)
    }
}

/// A task that has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Run {
    /// Which.
    pub task: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What the record said when it ended.
    pub succeeded: bool,
    /// How long it took.
    pub seconds: i64,
    /// The pages seen.
    pub pages: u32,
    /// Those of the shortest way.
    pub optimum: u32,
    /// The errors that the moderator counted.
    pub errors: u32,
    /// What was asked about who can read, with the right answer at that moment.
    pub understanding: Vec<Understanding>,
    /// Whether the questions after the task have been answered.
    pub asked: bool,
    /// From 1 (very difficult) to 7 (very easy), if it was answered.
    pub ease: Option<u8>,
}

/// One question about who can read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Understanding {
    /// Its name in the form.
    pub name: String,
    /// The question.
    pub question: String,
    /// What the rules answer.
    pub right: String,
    /// What the participant answered; nothing yet.
    pub given: Option<String>,
}

impl Understanding {
    /// Whether the participant was right.
    pub(super) fn is_right(&self) -> bool {
        self.given.as_ref() == Some(&self.right)
    }
}

impl Seance {
    /// The task whose questions wait for their answers.
    pub(super) fn waiting(&self) -> Option<&Run> {
        self.tasks.last().filter(|run| !run.asked)
    }

    /// How many of the questions about who can read were answered rightly, of how many.
    pub(super) fn understood(&self) -> (usize, usize) {
        let asked = || self.tasks.iter().flat_map(|run| &run.understanding);
        (
            asked().filter(|asked| asked.is_right()).count(),
            asked().filter(|asked| asked.given.is_some()).count(),
        )
    }
}

/// A code such as P01: a letter and two or three digits, so that nobody writes a name.
pub(super) fn code(typed: &str) -> Option<String> {
    let typed = typed.trim().to_ascii_uppercase();
    let digits = typed.strip_prefix('P')?;
    let good = (2..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    good.then_some(typed)
}

/// Every session, in files.
pub(super) struct Seances {
    folder: PathBuf,
    /// One change at a time.
    changing: Mutex<()>,
}

impl Seances {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            changing: Mutex::default(),
        }
    }

    fn file(&self, code: &str) -> PathBuf {
        self.folder.join(format!("{code}.json"))
    }

    /// The session of this code.
    pub(super) fn read(&self, code: &str) -> io::Result<Option<Seance>> {
        files::read(&self.file(code))
    }

    /// Every session, by code.
    pub(super) fn all(&self) -> io::Result<Vec<Seance>> {
        let mut seances = Vec::new();
        for code in files::names(&self.folder, ".json")? {
            seances.extend(self.read(&code)?);
        }
        Ok(seances)
    }

    /// Keeps a new session; `false` when there is one of that code already, which stays as it is.
    pub(super) fn add(&self, seance: &Seance) -> io::Result<bool> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.file(&seance.code).exists() {
            return Ok(false);
        }
        files::write(&self.file(&seance.code), seance)?;
        Ok(true)
    }

    /// Changes a session, and gives it as it is then; nothing when there is none.
    pub(super) fn change(&self, code: &str, change: impl FnOnce(&mut Seance)) -> io::Result<Option<Seance>> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut seance) = self.read(code)? else {
            return Ok(None);
        };
        change(&mut seance);
        files::write(&self.file(code), &seance)?;
        Ok(Some(seance))
    }

    /// Erases a session, as a participant may ask.
    pub(super) fn erase(&self, code: &str) -> io::Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        std::fs::remove_file(self.file(code))
    }

    /// Counts a page that this participant saw while a task of theirs is under way.
    pub(super) fn page_shown(&self, code: &str) {
        let counted = self.change(code, |seance| {
            if let Some(running) = &mut seance.running
                && running.begun
            {
                running.pages = running.pages.saturating_add(1);
            }
        });
        if let Err(error) = counted {
            tracing::error!(%error, "a page that a participant saw could not be counted");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_is_no_name() {
        assert_eq!(code(" p01 ").as_deref(), Some("P01"));
        assert_eq!(code("P123").as_deref(), Some("P123"));
        for wrong in ["", "P1", "P1234", "Paul", "01", "P0é", "../P01"] {
            assert_eq!(code(wrong), None, "{wrong}");
        }
    }
}
