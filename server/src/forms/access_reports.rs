//! Reporting a doubtful access, and taking the report back.

use app::{address, visit::FormProblem};
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use record::{
    acts::AccessConcern,
    typed::{LONGEST_REQUEST, RequestText, TextProblem},
    views::{ConcernKind, SettingsChange},
};

use super::{
    documents::too_long,
    fields::{self, Fields},
    sent::Sent,
};
use crate::AppState;

/// Keeps a report; leads to the reports, or to blocking the professional when that was asked for too.
pub(crate) async fn report_access(State(state): State<AppState>, sent: Sent) -> Response {
    let concern = match checked(&sent.fields) {
        Ok(concern) => concern,
        Err(Some(problem)) => return sent.again(&state, Some(problem)).await,
        Err(None) => return fields::unreadable(),
    };
    match state
        .store
        .report_access(sent.key(), sent.named("visit"), &concern, state.edge.occasion())
        .await
    {
        Ok(visit) => {
            let reports = address::access_reports(sent.profile);
            let wants_block = sent.fields.one("bloquer") == Some("oui") && !visit.blocked;
            let next = match visit.who.rpps.parse().ok().filter(|_| wants_block) {
                Some(rpps) => address::change(sent.profile, &SettingsChange::Block(rpps), &reports),
                None => format!("{reports}?fait=signale"),
            };
            Redirect::to(&next).into_response()
        }
        Err(error) => sent.failed(&state, error, "a report could not be kept").await,
    }
}

/// The concern that the form describes, or all that is wrong with it; `None` for a form that no page of ours sends.
fn checked(fields: &Fields) -> Result<AccessConcern, Option<FormProblem>> {
    let typed = fields.one("texte").ok_or(None)?;
    let reason = fields.one("raison").unwrap_or_default();
    let mut problem = FormProblem::default();
    problem.typed.insert("raison", reason.to_owned());
    problem.typed.insert("texte", typed.to_owned());
    let block = fields.one("bloquer").unwrap_or_default();
    problem.typed.insert("bloquer", block.to_owned());
    let mut wrong = |field: &'static str, message: String| problem.messages.push((field, message));
    let kind = ConcernKind::from_id(reason);
    if kind.is_none() {
        wrong(
            "raison-unknown",
            "Choisissez pourquoi cet accès vous paraît douteux.".to_owned(),
        );
    }
    let text = RequestText::new(typed);
    match &text {
        Ok(text) if text.is_blank() && kind == Some(ConcernKind::Other) => {
            wrong("texte", "Écrivez quelle est cette autre raison.".to_owned());
        }
        Ok(_) => {}
        Err(TextProblem::TooLong(excess)) => wrong("texte", too_long("Ce texte", LONGEST_REQUEST, *excess)),
        Err(TextProblem::Blank) => wrong("texte", "Écrivez quelque chose.".to_owned()),
    }
    match (kind, text) {
        (Some(kind), Ok(text)) if problem.messages.is_empty() => Ok(AccessConcern { kind, text }),
        _ => Err(Some(problem)),
    }
}

/// Takes a report back. One that is closed already stays as it is, and the page says where it stands.
pub(crate) async fn withdraw_access_report(State(state): State<AppState>, sent: Sent) -> Response {
    let Ok(report) = sent.named("report").parse() else {
        return sent.again(&state, None).await;
    };
    match state
        .store
        .withdraw_access_report(sent.key(), report, state.edge.occasion())
        .await
    {
        Ok(()) => {
            Redirect::to(&format!("{}?fait=retire", address::access_reports(sent.profile))).into_response()
        }
        Err(error) => {
            sent.failed(&state, error, "a report could not be taken back")
                .await
        }
    }
}
