//! A professional's software at the door: who it says is there, the profile it asks for, and the trace
//! that every attempt leaves.

use policy::{
    AccessContext, Action, Authentication, Channel, Decision, Disclosure, DocumentFacts, Entitlement,
    EntitlementSet, Finess, Parameters, ProfessionalAct, ProfileFacts, Request, Requester, Rpps, Rule,
    TraceAction, Visibility, VisibilityFlag,
};

use super::{allow_organisation, known_facts, write_trace};
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
    /// How they signed in. Whether an organisation's own two factors are accepted is looked up when they come.
    pub authentication: Authentication,
    /// An emergency regulation physician of the SAMU.
    pub samu_regulator: bool,
    /// Through what they work.
    pub channel: Channel,
}

impl ProfessionalIdentity {
    /// Whether it is a member of staff, or software, that deposits for the professional in charge.
    pub fn is_staff(&self) -> bool {
        matches!(
            self.authentication,
            Authentication::Cpe | Authentication::SoftwareCertificate
        )
    }
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
    /// The key of this request was used for another one; nothing was done.
    KeyReused,
}

impl From<Decision> for GatewayRefusal {
    fn from(decision: Decision) -> Self {
        match decision.disclosure() {
            Disclosure::Told => Self::Told(decision.rule()),
            Disclosure::AsAbsent => Self::Absent,
        }
    }
}

/// What an attempt is about.
#[derive(Default)]
pub(crate) struct About {
    /// The document as the history names it; nothing when none was stored.
    pub document: Option<TracedDocument>,
    /// The document as it was.
    pub before: Option<DocumentFacts>,
    /// The document as it is afterwards, or would have been.
    pub after: Option<DocumentFacts>,
    /// Which flag was changed.
    pub change: Option<String>,
    /// The section, or the professional in charge.
    pub subject: Option<String>,
}

impl About {
    /// A document that the act leaves as it is.
    pub(crate) fn document(row: &DocumentRow) -> Result<Self, RecordError> {
        let facts = known_facts::document_facts(row)?;
        Ok(Self {
            document: Some(TracedDocument {
                id: row.id,
                title: row.title.clone(),
            }),
            before: Some(facts),
            after: Some(facts),
            ..Self::default()
        })
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
        let authentication = match professional.authentication {
            Authentication::AirSimplifie { .. } => Authentication::AirSimplifie {
                allow_listed: allow_organisation::is_allowed(tx, professional.organisation, occasion.day)
                    .await?,
            },
            other => other,
        };
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
            authentication,
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

    /// Who may see what is written about this access (rulebook, sections 4 and 6).
    fn audience(&self, event: TraceAction, decision: Decision, about: &About) -> Audience {
        let flags = about
            .after
            .or(about.before)
            .map_or(Visibility::NORMAL, |document| document.visibility);
        // It would tell the representatives that the minor objected.
        let is_refused_deposit = event.is_deposit() && !decision.is_permit();
        if flags.contains(VisibilityFlag::HiddenFromPatient) {
            Audience::Withheld
        } else if self.access.secret
            || is_refused_deposit
            || flags.contains(VisibilityFlag::HiddenFromRepresentatives)
        {
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
        about: About,
    ) -> Result<(), RecordError> {
        let audience = self.audience(event, decision, &about);
        let (before, after) = (about.before, about.after);
        let rule = decision.rule().id();
        let trace = self
            .write(tx, audience, event, !decision.is_permit(), rule, about)
            .await?;
        // What was asked for was so already: there is nothing to tell.
        let changes_flags = matches!(
            event,
            TraceAction::VisibilityChanged | TraceAction::VisibilityRestored
        );
        if changes_flags && decision.is_permit() && before == after {
            return Ok(());
        }
        let known = match audience {
            Audience::Everyone => true,
            Audience::Holder => !self.facts.is_minor(self.occasion.day),
            Audience::Withheld => false,
        };
        let told = if known { trace } else { without_its_document(trace) };
        self.tell(tx, event, decision, (before, after), &told).await
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
        self.write(tx, Audience::Holder, event, true, rule, About::default())
            .await?;
        Ok(())
    }

    async fn write(
        &self,
        tx: &mut Tx,
        audience: Audience,
        event: TraceAction,
        denied: bool,
        rule: &str,
        about: About,
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
            change: about.change,
            document: about.document,
            count: None,
            subject: about.subject,
            change_id: None,
            undone: None,
            chosen: None,
            sections: None,
        };
        write_trace::write(tx, self.profile.id, audience, self.occasion, traced).await
    }

    /// Tells the people concerned, as the rules say.
    async fn tell(
        &self,
        tx: &mut Tx,
        action: TraceAction,
        decision: Decision,
        (before, after): (Option<DocumentFacts>, Option<DocumentFacts>),
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
        let act = ProfessionalAct {
            action,
            decision,
            emergency: self.access.context.is_emergency(),
            secret,
            first,
            before,
            after,
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
