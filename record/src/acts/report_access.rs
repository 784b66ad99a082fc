//! The holder's side reports an access that it doubts (rulebook, section 5). The report is kept with its state.

use policy::TraceAction;
use uuid::Uuid;

use super::{
    acting::{Acting, ActorKey},
    history::local_time,
    visits,
    write_trace::{self, Traced},
};
use crate::{
    Occasion, RecordError, Store,
    sql::{
        access_reports::{self, NewReport, ReportRow},
        traces::{self, VisitKey},
    },
    store::{Tx, in_transaction},
    trace::Audience,
    typed::RequestText,
    views::{AccessReport, ConcernKind, ProfessionalView, ReportState, Visit},
};

/// How many reports are listed, the latest first.
const LISTED: i64 = 200;

/// Names of the states of a report.
const SENT: &str = "sent";
const WITHDRAWN: &str = "withdrawn";
const ANSWERED: &str = "answered";

/// Why an access is doubtful, and what the person writes about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessConcern {
    /// Why.
    pub kind: ConcernKind,
    /// In their words.
    pub text: RequestText,
}

impl Store {
    /// Every report of the record that this person may know of, latest first.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when the profile is not theirs.
    pub async fn list_access_reports(
        &self,
        key: ActorKey,
        occasion: Occasion<'_>,
    ) -> Result<Vec<AccessReport>, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let acting = Acting::read(tx, key, occasion).await?;
            let rows = access_reports::list(tx, key.profile, acting.audiences(), LISTED).await?;
            rows.into_iter().map(view).collect()
        })
    }

    /// Keeps a report, in one transaction with its trace, and gives the visit it is about. The same report, word for word, while
    /// the first one is open, is that one sent twice: it is kept once.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when no such visit exists for this person, [`RecordError::Refused`] when they may not act.
    pub async fn report_access(
        &self,
        key: ActorKey,
        visit: &str,
        concern: &AccessConcern,
        occasion: Occasion<'_>,
    ) -> Result<Visit, RecordError> {
        in_transaction!(self, begin_write, tx => report(tx, key, visit, concern, occasion).await)
    }

    /// Takes a report back. One that is closed already stays as it is.
    ///
    /// # Errors
    /// [`RecordError::NotFound`] when no such report exists for this person.
    pub async fn withdraw_access_report(
        &self,
        key: ActorKey,
        report: Uuid,
        occasion: Occasion<'_>,
    ) -> Result<(), RecordError> {
        in_transaction!(self, begin_write, tx => {
            let acting = Acting::lock(tx, key, occasion).await?;
            let audiences = acting.audiences();
            if !access_reports::exists(tx, key.profile, audiences, report).await? {
                return Err(RecordError::NotFound);
            }
            access_reports::close(tx, key.profile, audiences, report, WITHDRAWN, "", occasion.micros()).await?;
            Ok(())
        })
    }

    /// The reports of every record that nobody has answered, oldest first, for those who answer them.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn open_access_reports(&self) -> Result<Vec<AccessReport>, RecordError> {
        in_transaction!(self, begin_read, tx => {
            let rows = access_reports::open(tx, LISTED).await?;
            rows.into_iter().map(view).collect()
        })
    }

    /// The service answers a report. Says whether there was one to answer.
    ///
    /// # Errors
    /// [`RecordError`] when the database fails.
    pub async fn answer_access_report(
        &self,
        report: Uuid,
        answer: &RequestText,
        occasion: Occasion<'_>,
    ) -> Result<bool, RecordError> {
        in_transaction!(self, begin_write, tx => {
            let Some(profile) = access_reports::profile_of_open(tx, report).await? else {
                return Ok(false);
            };
            let all = [Audience::Everyone, Audience::Holder].map(Audience::as_str);
            let done =
                access_reports::close(tx, profile, all, report, ANSWERED, answer.as_str(), occasion.micros()).await?;
            Ok(done)
        })
    }
}

/// The reports about a visit, latest first.
pub(super) async fn about(
    tx: &mut Tx,
    acting: &Acting,
    visit: &VisitKey,
) -> Result<Vec<AccessReport>, RecordError> {
    let rows = access_reports::about(tx, acting.key.profile, acting.audiences(), visit).await?;
    rows.into_iter().map(view).collect()
}

fn view(row: ReportRow) -> Result<AccessReport, RecordError> {
    let state = match (row.state.as_str(), row.closed_at) {
        (SENT, None) => ReportState::Sent,
        (WITHDRAWN, Some(at)) => ReportState::Withdrawn { at: local_time(at)? },
        (ANSWERED, Some(at)) => ReportState::Answered {
            at: local_time(at)?,
            answer: row.answer,
        },
        _ => return Err(RecordError::Corrupt("access_report.state")),
    };
    let known_by = VisitKey {
        visit_at: row.visit_at,
        rpps: row.rpps.clone(),
    };
    Ok(AccessReport {
        id: row.id,
        visit: visits::place_of(&known_by),
        visit_at: local_time(row.visit_at)?,
        who: ProfessionalView {
            rpps: row.rpps,
            name: row.name,
            profession: row.profession,
            organisation: String::new(),
        },
        kind: ConcernKind::from_id(&row.kind).ok_or(RecordError::Corrupt("access_report.kind"))?,
        text: row.body,
        at: local_time(row.at)?,
        state,
    })
}

async fn report(
    tx: &mut Tx,
    key: ActorKey,
    place: &str,
    concern: &AccessConcern,
    occasion: Occasion<'_>,
) -> Result<Visit, RecordError> {
    let acting = Acting::lock(tx, key, occasion).await?;
    if !acting.viewer().changes_settings() {
        return Err(RecordError::Refused(policy::Refusal::NotAllowed));
    }
    let (known_by, visit) = visits::find(tx, &acting, place).await?;
    let (kind, text) = (concern.kind.id(), concern.text.as_str());
    let already = access_reports::about(tx, key.profile, acting.audiences(), &known_by).await?;
    if already
        .iter()
        .any(|known| known.state == SENT && known.kind == kind && known.body == text)
    {
        return Ok(visit);
    }
    let audience = audience(tx, &acting, &known_by).await?;
    let new = NewReport {
        profile: key.profile,
        id: occasion.chance.id(),
        audience: audience.as_str(),
        visit: &known_by,
        name: &visit.who.name,
        profession: &visit.who.profession,
        kind,
        body: text,
        at: occasion.micros(),
    };
    access_reports::insert(tx, &new).await?;
    let traced = Traced {
        change: Some(kind.to_owned()),
        subject: Some(visit.who.name.clone()),
        ..Traced::by_person(TraceAction::AccessReported, acting.name())
    };
    write_trace::write(tx, key.profile, audience, occasion, traced).await?;
    Ok(visit)
}

/// Who may know of a report: whoever sees any line of its visit.
async fn audience(tx: &mut Tx, acting: &Acting, visit: &VisitKey) -> Result<Audience, RecordError> {
    let everyone = [Audience::Everyone, Audience::Everyone].map(Audience::as_str);
    let profile = acting.key.profile;
    let seen = traces::lines_of_visit(tx, profile, everyone, visit, &visits::oldest(), 1).await?;
    Ok(if seen.is_empty() {
        Audience::Holder
    } else {
        Audience::Everyone
    })
}
