//! Writing a line at the end of its chain. Whoever calls this holds the profile's lock.

use policy::{ProfileFacts, ProfileState, Recipient, TraceAction};
use proof::chain::{GENESIS, Hash, INTERVAL, chain_hash};
use uuid::Uuid;

use super::{known_facts, queue_email, visits};
use crate::{
    Occasion, RecordError,
    normalise::normalise,
    sql::{
        checkpoints, notices,
        profiles::ProfileRow,
        traces::{self, NewTrace},
    },
    store::Tx,
    trace::{Audience, Trace, TracedDocument, TracedProfessional},
};

/// What is traced, before it has its place and its time.
pub(crate) struct Traced {
    pub event: TraceAction,
    pub denied: bool,
    pub rule: String,
    pub professional: Option<TracedProfessional>,
    pub person: Option<String>,
    pub change: Option<String>,
    pub document: Option<TracedDocument>,
    pub count: Option<u64>,
    pub subject: Option<String>,
    pub change_id: Option<Uuid>,
    pub undone: Option<String>,
    pub chosen: Option<String>,
    pub sections: Option<u64>,
}

impl Traced {
    /// An act of someone on the patient's side.
    pub(crate) fn by_person(event: TraceAction, person: String) -> Self {
        Self {
            event,
            denied: false,
            rule: String::new(),
            professional: None,
            person: Some(person),
            change: None,
            document: None,
            count: None,
            subject: None,
            change_id: None,
            undone: None,
            chosen: None,
            sections: None,
        }
    }
}

/// Appends the line to the profile's chain for this audience, and gives it back as written.
pub(crate) async fn write(
    tx: &mut Tx,
    profile: Uuid,
    audience: Audience,
    occasion: Occasion<'_>,
    traced: Traced,
) -> Result<Trace, RecordError> {
    let trace = Trace {
        // Its place is given at the end of the chain.
        seq: 0,
        at: occasion.micros(),
        event: traced.event.id().to_owned(),
        denied: traced.denied,
        rule: traced.rule,
        professional: traced.professional,
        person: traced.person,
        change: traced.change,
        document: traced.document,
        count: traced.count,
        subject: traced.subject,
        change_id: traced.change_id,
        undone: traced.undone,
        chosen: traced.chosen,
        sections: traced.sections,
    };
    append(tx, profile, audience, occasion, trace).await
}

/// Writes the lines about a document that waited for nobody's eyes again, each with its own time, where those who now see
/// the document read them. They stay where they were, so that both chains are whole.
pub(crate) async fn tell_what_waited(
    tx: &mut Tx,
    profile: Uuid,
    document: Uuid,
    occasion: Occasion<'_>,
    audience: impl Fn(&Trace) -> Audience,
) -> Result<(), RecordError> {
    let waiting = traces::about(tx, profile, Audience::Withheld.as_str(), &document.to_string()).await?;
    for body in waiting {
        let trace: Trace = serde_json::from_str(&body).map_err(|_| RecordError::Corrupt("trace.body"))?;
        let audience = audience(&trace);
        append(tx, profile, audience, occasion, trace).await?;
    }
    Ok(())
}

/// Puts a line at the end of a chain, and gives it back with its place. Every so many lines, a checkpoint is signed.
async fn append(
    tx: &mut Tx,
    profile: Uuid,
    audience: Audience,
    occasion: Occasion<'_>,
    trace: Trace,
) -> Result<Trace, RecordError> {
    let (last, previous) = traces::head(tx, profile, audience.as_str())
        .await?
        .unwrap_or((0, GENESIS.to_vec()));
    let trace = Trace {
        seq: last + 1,
        ..trace
    };
    let body = serde_json::to_string(&trace).map_err(|_| RecordError::Corrupt("trace"))?;
    let hash = chain_hash(&previous, &body);
    let visit_at = visits::begun(tx, profile, audience, &trace).await?;
    traces::insert(
        tx,
        &NewTrace {
            profile,
            audience: audience.as_str(),
            seq: trace.seq,
            at: trace.at,
            professional: trace.professional.is_some(),
            rpps: trace
                .professional
                .as_ref()
                .map_or("", |professional| professional.rpps.as_str()),
            event: &trace.event,
            denied: trace.denied,
            emergency: trace
                .professional
                .as_ref()
                .is_some_and(TracedProfessional::is_emergency),
            document: &trace
                .document
                .as_ref()
                .map_or_else(String::new, |document| document.id.to_string()),
            visit_at,
            search_text: &searched(&trace),
            body: &body,
            hash: &hash,
        },
    )
    .await?;
    if trace.seq % INTERVAL == 0 {
        sign(tx, profile, audience, occasion, trace.seq, hash).await?;
    }
    Ok(trace)
}

/// Signs the last line of a chain, and keeps the checkpoint.
pub(crate) async fn sign(
    tx: &mut Tx,
    profile: Uuid,
    audience: Audience,
    occasion: Occasion<'_>,
    seq: i64,
    hash: Hash,
) -> Result<(), RecordError> {
    let chain = audience.as_str();
    let checkpoint = occasion
        .signer
        .sign(&profile.to_string(), chain, seq, hash, occasion.micros());
    let body = serde_json::to_string(&checkpoint).map_err(|_| RecordError::Corrupt("checkpoint"))?;
    checkpoints::insert(tx, profile, chain, seq, &body).await?;
    Ok(())
}

/// What a line is found by.
fn searched(trace: &Trace) -> String {
    let professional = trace.professional.as_ref().map(|who| {
        let reason = who.reason.as_deref().unwrap_or_default();
        [&who.name, &who.profession, &who.organisation, reason].join(" ")
    });
    let words = [
        professional.unwrap_or_default(),
        trace
            .document
            .as_ref()
            .map_or_else(String::new, |document| document.title.clone()),
        trace.subject.clone().unwrap_or_default(),
    ];
    normalise(&words.join(" "))
}

/// Tells the people concerned, as the rules say, what a line is about: on the site, and by e-mail through the outbox.
pub(crate) async fn notify(
    tx: &mut Tx,
    profile: &ProfileRow,
    occasion: Occasion<'_>,
    event: &policy::Event,
    about: &Trace,
) -> Result<(), RecordError> {
    let facts = ProfileFacts::new(ProfileState::Active, known_facts::born(profile)?);
    let minor = facts.is_minor(occasion.day);
    let body = serde_json::to_string(about).map_err(|_| RecordError::Corrupt("notice"))?;
    // One event may bring several: a microsecond apart, they keep their order.
    for (at, notice) in (occasion.micros()..).zip(policy::notices(event, minor)) {
        // On a minor's profile the holder does not sign in yet; what is for them alone waits for them.
        let audience = if minor && !notice.audience.contains(Recipient::LegalRepresentatives) {
            Audience::Holder
        } else {
            Audience::Everyone
        };
        let id = occasion.chance.id();
        notices::insert(tx, profile.id, id, audience.as_str(), at, notice.kind.id(), &body).await?;
        queue_email::queue(tx, profile, occasion, notice, id, audience).await?;
    }
    Ok(())
}
