//! Reports of doubtful accesses, for those who answer them: `server answer-report`.

use app::texts;
use clap::Args;
use record::{
    RecordError, Store,
    typed::{RequestText, TextProblem},
    views::AccessReport,
};
use uuid::Uuid;

use crate::clock::Edge;

/// Which report, and the answer.
#[derive(Clone, Debug, Args)]
pub struct AnswerOptions {
    /// The report, as the list names it.
    #[arg(requires = "answer")]
    pub report: Option<Uuid>,
    /// What the person reads, in French.
    pub answer: Option<String>,
}

/// Why a report was not answered. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// It is not there, or not open.
    #[error(
        "No open report {0}: it was answered, or taken back. `server answer-report` lists the open ones. Nothing was changed."
    )]
    NotOpen(Uuid),
    /// The answer cannot be kept.
    #[error("The answer cannot be kept: {0}. Nothing was changed.")]
    Answer(#[from] TextProblem),
    /// The database failed.
    #[error("The database failed: {0}")]
    Record(#[from] RecordError),
}

/// Answers one, or lists those that are open. Gives what to say of it.
///
/// # Errors
/// [`AnswerError`], one variant per cause.
pub async fn answer(store: &Store, edge: &Edge, options: &AnswerOptions) -> Result<String, AnswerError> {
    let (Some(report), Some(answer)) = (options.report, &options.answer) else {
        return Ok(list(&store.open_access_reports().await?));
    };
    let answer = RequestText::new(answer)?;
    if answer.is_blank() {
        return Err(TextProblem::Blank.into());
    }
    if !store
        .answer_access_report(report, &answer, edge.occasion())
        .await?
    {
        return Err(AnswerError::NotOpen(report));
    }
    Ok(format!(
        "{report} is answered. The person reads it in « Mes signalements »."
    ))
}

/// The open ones, oldest first. Whose record it is, is not said.
fn list(open: &[AccessReport]) -> String {
    let Some(oldest) = open.first() else {
        return "No open report.".to_owned();
    };
    let reports = open.iter().map(|report| {
        let who = texts::named(&report.who.name, &report.who.profession);
        let words = report.text.lines().map(|line| format!("\n    {line}"));
        format!(
            "\n{}\n  sent {}, about {who}, {}, who came {}\n  {}{}\n",
            report.id,
            report.at.strftime("%F %R"),
            report.who.rpps,
            report.visit_at.strftime("%F %R"),
            texts::concern(report.kind),
            words.collect::<String>(),
        )
    });
    format!(
        "Open reports: {}, oldest first.\n{}\nTo answer: server answer-report {} \"…\"",
        open.len(),
        reports.collect::<String>(),
        oldest.id,
    )
}
