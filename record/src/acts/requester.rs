//! A professional's software at the door: who it says is there, the profile it asks for, and the trace
//! that every attempt leaves.

use policy::{
    AccessContext, Action, Authentication, Channel, Decision, Disclosure, Entitlement, EntitlementSet,
    Finess, Parameters, ProfessionalAct, ProfileFacts, Request, Requester, Rpps, Rule, TraceAction,
};

use super::{known_facts, write_trace};
use crate::{
    Occasion, RecordError,
    sql::{
        documents::DocumentRow,
        professionals,
        profiles::{self, ProfileRow},
        settings,
    },
    store::Tx,
    trace::{Audience, Trace, TracedDocument, TracedProfessional},
    views::Flags,
};

/// A professional as the verified token describes them. Nothing here comes from the request itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfessionalIdentity {
    /// National identifier.
    pub rpps: Rpps,
    /// First and last name.
    pub name: String,
    /// What they are entitled by, the profession first.
    pub entitlements: Vec<Entitlement>,
    /// The organisation they act for.
    pub organisation: Option<Finess>,
    /// Its name and town, as the history shows them.
    pub organisation_name: String,
    /// How they signed in.
    pub authentication: Authentication,
    /// An emergency regulation physician of the SAMU.
    pub samu_regulator: bool,
    /// Through what they work.
    pub channel: Channel,
}

/// One access, as the request declares it.
#[derive(Clone, Copy, Debug)]
pub struct GatewayAccess<'a> {
    /// Who asks.
    pub professional: &'a ProfessionalIdentity,
    /// The national health identity asked for.
    pub ins: &'a str,
    /// On what legal basis.
    pub context: AccessContext<'a>,
    /// A secret connection.
    pub secret: bool,
}

/// What a professional's software is told when the answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayRefusal {
    /// As if it did not exist.
    Absent,
    /// The rule, which the requester may know.
    Told(Rule),
}

impl From<Decision> for GatewayRefusal {
    fn from(decision: Decision) -> Self {
        match decision.disclosure() {
            Disclosure::Told => Self::Told(decision.rule()),
            Disclosure::AsAbsent => Self::Absent,
        }
    }
}

/// The facts of one access, loaded under the profile's lock.
pub(crate) struct Entry<'a> {
    pub access: GatewayAccess<'a>,
    pub occasion: Occasion<'a>,
    pub profile: ProfileRow,
    pub facts: ProfileFacts,
    requester: Requester,
}

impl<'a> Entry<'a> {
    /// Loads and locks; nothing when no profile has this identity.
    pub(crate) async fn load(
        tx: &mut Tx,
        access: GatewayAccess<'a>,
        occasion: Occasion<'a>,
    ) -> Result<Option<Self>, RecordError> {
        let Some(row) = profiles::lock_by_ins(tx, access.ins).await? else {
            return Ok(None);
        };
        let facts = known_facts::profile_facts(tx, &row).await?;
        let professional = access.professional;
        let known = professionals::find(tx, &professional.rpps.to_string()).await?;
        let requester = Requester {
            rpps: professional.rpps,
            organisation: professional.organisation,
            entitlements: professional
                .entitlements
                .iter()
                .copied()
                .collect::<EntitlementSet>(),
            suspended: known.is_some_and(|known| known.suspended),
            samu_regulator: professional.samu_regulator,
            authentication: professional.authentication,
        };
        Ok(Some(Self {
            access,
            occasion,
            profile: row,
            facts,
            requester,
        }))
    }

    /// The request the rules are asked.
    pub(crate) fn request(&self, action: Action) -> Request<'_> {
        Request {
            on: self.occasion.day,
            profile: &self.facts,
            requester: &self.requester,
            channel: self.access.professional.channel,
            context: self.access.context,
            secret: self.access.secret,
            action,
            parameters: &Parameters::CURRENT,
        }
    }

    /// Who may see what is written about this access (rulebook, sections 4 and 6). What an unknown
    /// document was is not known, so its line is kept from representatives.
    fn audience(&self, document: Option<&DocumentRow>) -> Audience {
        let flags = document
            .and_then(|row| Flags::from_bits(row.visibility))
            .unwrap_or_default()
            .visibility();
        if flags.contains(policy::VisibilityFlag::HiddenFromPatient) {
            Audience::Withheld
        } else if self.access.secret || flags.contains(policy::VisibilityFlag::HiddenFromRepresentatives) {
            Audience::Holder
        } else {
            Audience::Everyone
        }
    }

    /// Writes the line of this attempt, and the notices it brings.
    pub(crate) async fn trace(
        &self,
        tx: &mut Tx,
        event: TraceAction,
        decision: Decision,
        document: Option<&DocumentRow>,
    ) -> Result<(), RecordError> {
        let audience = self.audience(document);
        let rule = decision.rule().id();
        let trace = self
            .write(tx, audience, event, !decision.is_permit(), rule, document)
            .await?;
        let known = match audience {
            Audience::Everyone => true,
            Audience::Holder => !self.facts.is_minor(self.occasion.day),
            Audience::Withheld => false,
        };
        let told = if known { trace } else { without_its_document(trace) };
        self.tell(tx, event, decision, document, &told).await
    }

    /// Writes the line of an attempt on a document that is not there. What it was, if it ever was, is not
    /// known, so the line is for the holder alone.
    pub(crate) async fn trace_absent(
        &self,
        tx: &mut Tx,
        event: TraceAction,
        refusal: Option<Decision>,
    ) -> Result<(), RecordError> {
        let rule = refusal.map_or("", |decision| decision.rule().id());
        self.write(tx, Audience::Holder, event, true, rule, None).await?;
        Ok(())
    }

    async fn write(
        &self,
        tx: &mut Tx,
        audience: Audience,
        event: TraceAction,
        denied: bool,
        rule: &str,
        document: Option<&DocumentRow>,
    ) -> Result<Trace, RecordError> {
        let professional = self.access.professional;
        let reason = match self.access.context {
            AccessContext::BreakGlass { reason } | AccessContext::Samu { reason } => {
                Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty())
            }
            _ => None,
        };
        let traced = write_trace::Traced {
            event,
            denied,
            rule: rule.to_owned(),
            professional: Some(TracedProfessional {
                rpps: professional.rpps.to_string(),
                name: professional.name.clone(),
                profession: professional
                    .entitlements
                    .first()
                    .map_or("Professionnel", |entitlement| entitlement.label())
                    .to_owned(),
                organisation: professional.organisation_name.clone(),
                channel: professional.channel.id().to_owned(),
                context: self.access.context.id().to_owned(),
                reason,
                secret: self.access.secret,
            }),
            person: None,
            change: None,
            document: document.map(|row| TracedDocument {
                id: row.id,
                title: row.title.clone(),
            }),
            count: None,
            subject: None,
            change_id: None,
        };
        write_trace::write(tx, self.profile.id, audience, self.occasion, traced).await
    }

    /// Tells the people concerned, as the rules say.
    async fn tell(
        &self,
        tx: &mut Tx,
        action: TraceAction,
        decision: Decision,
        document: Option<&DocumentRow>,
        trace: &Trace,
    ) -> Result<(), RecordError> {
        let secret = self.access.secret;
        let consulted = decision.is_permit() && action.is_consultation() && !secret;
        let rpps = self.requester.rpps.to_string();
        let first = consulted && profiles::meet(tx, self.profile.id, &rpps, self.occasion.micros()).await?;
        let welcome = matches!(
            decision.rule(),
            Rule::CareTeam | Rule::DeclaredConsent | Rule::Administrator
        );
        if consulted && welcome && !self.facts.authorised.contains(self.requester.rpps) {
            settings::set_authorised(tx, self.profile.id, &rpps, true, self.occasion.micros()).await?;
        }
        let facts = document.map(known_facts::document_facts).transpose()?;
        let act = ProfessionalAct {
            action,
            decision,
            emergency: self.access.context.is_emergency(),
            secret,
            first,
            before: facts,
            after: facts,
        };
        let event = policy::Event::Professional(act);
        write_trace::notify(tx, &self.profile, self.occasion, &event, trace).await
    }
}

/// An access, for people who must be told that someone came, and may not know of the document read.
fn without_its_document(trace: Trace) -> Trace {
    Trace {
        event: TraceAction::RecordOpened.id().to_owned(),
        rule: String::new(),
        document: None,
        ..trace
    }
}
