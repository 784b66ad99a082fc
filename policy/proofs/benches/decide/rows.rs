//! The tables of the rulebook as rows of casbin, the first that holds deciding. Only the effect can be asked of it, not the rule.

use std::error::Error;

use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use policy_proofs::case::{Action, Author, Case};
use policy_proofs::matrix::Matrix;
use serde::Serialize;

const MODEL: &str = "
[request_definition]
r = f

[policy_definition]
p = condition, eft

[policy_effect]
e = priority(p_eft) || deny

[matchers]
m = eval(p.condition)
";

const READING: [(&str, &str); 22] = [
    (r#"["closed", "opposed"].contains(r.f.state)"#, "deny"),
    (
        r#"["cpe", "software_certificate"].contains(r.f.authentication) || (r.f.authentication == "air_simplifie" && (!r.f.air_allow_listed || r.f.channel == "web_ps"))"#,
        "deny",
    ),
    ("r.f.suspended", "deny"),
    ("!r.f.opens_something", "deny"),
    (r#"r.f.context == "break_glass" && r.f.reason == """#, "deny"),
    ("r.f.secret && !r.f.minor", "deny"),
    ("r.f.secret && r.f.emergency", "deny"),
    (r#"r.f.author == r.f.rpps && r.f.context != "none""#, "allow"),
    ("r.f.blocked.contains(r.f.rpps)", "deny"),
    ("r.f.blocked_organisations.contains(r.f.organisation)", "deny"),
    (
        r#"r.f.administrators.contains(r.f.rpps) && r.f.entitlements.contains("10") && r.f.context != "none""#,
        "allow",
    ),
    (r#"r.f.context == "samu" && !r.f.samu_regulator"#, "deny"),
    (r#"r.f.context == "samu" && !r.f.samu"#, "deny"),
    (r#"r.f.context == "break_glass" && !r.f.break_glass"#, "deny"),
    ("r.f.professionals_opposed && !r.f.emergency", "deny"),
    (r#"r.f.context == "none""#, "deny"),
    ("r.f.has_type && !r.f.opened", "deny"),
    ("r.f.masked && r.f.emergency && !r.f.masked_documents", "deny"),
    ("r.f.masked && r.f.emergency", "allow"),
    ("r.f.masked", "deny"),
    ("r.f.emergency", "allow"),
    (
        r#"["care_team", "declared_consent"].contains(r.f.context)"#,
        "allow",
    ),
];

const DEPOSITING: [(&str, &str); 12] = [
    (r#"["closed", "opposed"].contains(r.f.state)"#, "deny"),
    (
        r#"r.f.channel == "web_ps" && ["air_simplifie", "software_certificate"].contains(r.f.authentication)"#,
        "deny",
    ),
    ("r.f.deceased", "deny"),
    ("!r.f.ins_qualified", "deny"),
    (
        r#"r.f.channel == "web_ps" && r.f.blocked.contains(r.f.rpps)"#,
        "deny",
    ),
    (
        r#"r.f.channel == "web_ps" && r.f.blocked_organisations.contains(r.f.organisation)"#,
        "deny",
    ),
    ("r.f.opposition_recorded", "deny"),
    (
        "(r.f.secret || r.f.hidden_from_representatives) && !r.f.minor",
        "deny",
    ),
    ("r.f.hidden_from_patient && r.f.masked", "deny"),
    ("r.f.secret && !r.f.hidden_from_representatives", "deny"),
    ("r.f.duplicate", "deny"),
    ("true", "allow"),
];

/// The two tables, ready to answer.
pub(crate) struct Casbin {
    reading: Enforcer,
    depositing: Enforcer,
}

/// A request as the rows read it.
#[derive(Clone, Hash, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the rows read plain fields")]
pub(crate) struct Facts {
    deposit: bool,
    state: &'static str,
    minor: bool,
    deceased: bool,
    ins_qualified: bool,
    professionals_opposed: bool,
    blocked: Vec<String>,
    blocked_organisations: Vec<String>,
    administrators: Vec<String>,
    samu: bool,
    break_glass: bool,
    masked_documents: bool,
    rpps: String,
    organisation: String,
    entitlements: Vec<String>,
    opens_something: bool,
    suspended: bool,
    samu_regulator: bool,
    authentication: &'static str,
    air_allow_listed: bool,
    channel: &'static str,
    context: &'static str,
    emergency: bool,
    reason: String,
    secret: bool,
    author: String,
    has_type: bool,
    opened: bool,
    masked: bool,
    hidden_from_patient: bool,
    hidden_from_representatives: bool,
    opposition_recorded: bool,
    duplicate: bool,
}

impl Casbin {
    pub(crate) fn new() -> Result<Self, Box<dyn Error>> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let enforcer = |rows: &'static [(&str, &str)]| {
            runtime.block_on(async {
                let model = DefaultModel::from_str(MODEL).await?;
                let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
                for (condition, effect) in rows {
                    enforcer
                        .add_policy(vec![(*condition).to_owned(), (*effect).to_owned()])
                        .await?;
                }
                Ok::<_, casbin::Error>(enforcer)
            })
        };
        Ok(Self {
            reading: enforcer(&READING)?,
            depositing: enforcer(&DEPOSITING)?,
        })
    }

    pub(crate) fn permits(&self, facts: &Facts) -> bool {
        let enforcer = if facts.deposit {
            &self.depositing
        } else {
            &self.reading
        };
        enforcer
            .enforce((facts.clone(),))
            .expect("every row can be evaluated")
    }
}

impl Facts {
    pub(crate) fn of(case: &Case, matrix: &Matrix) -> Self {
        let (profile, requester) = (&case.profile, &case.requester);
        let (year, month, day) = case.today();
        let (born_year, born_month, born_day) = profile.born;
        let emergency = profile.emergency;
        let document = match &case.action {
            Action::Read { document } | Action::Deposit { document, .. } => Some(document),
            Action::Open | Action::ReadSection { .. } => None,
        };
        let row = match &case.action {
            Action::Read { document } => Some(document.code.as_str()),
            Action::ReadSection {
                section: "advance_directives",
            } => Some("EXPPAT_3"),
            Action::ReadSection {
                section: "vaccinations",
            } => Some("11369-6"),
            Action::ReadSection {
                section: "health_history",
            } => Some("REMB"),
            Action::Open | Action::ReadSection { .. } | Action::Deposit { .. } => None,
        };
        let has = |flag: &str| document.is_some_and(|document| document.flags.contains(&flag));
        let masked_section = match &case.action {
            Action::ReadSection { section } => profile.masked_sections.contains(section),
            _ => false,
        };
        let author = match (&case.action, document) {
            (Action::Read { .. }, Some(document)) => document.author.clone(),
            _ => None,
        };
        let (opposition_recorded, duplicate) = match case.action {
            Action::Deposit {
                opposition_recorded,
                duplicate,
                ..
            } => (opposition_recorded, duplicate),
            _ => (false, false),
        };
        Self {
            deposit: matches!(case.action, Action::Deposit { .. }),
            state: profile.state,
            minor: (year, month, day) < (born_year + 18, born_month, born_day),
            deceased: profile.deceased,
            ins_qualified: profile.ins_qualified,
            professionals_opposed: profile.professionals_opposed,
            blocked: profile.blocked.clone(),
            blocked_organisations: profile.blocked_organisations.clone(),
            administrators: profile.administrators.clone(),
            samu: emergency.is_none_or(|answers| answers.samu),
            break_glass: emergency.is_none_or(|answers| answers.break_glass),
            masked_documents: emergency.is_none_or(|answers| answers.masked_documents),
            rpps: requester.rpps.clone(),
            organisation: requester.organisation.clone().unwrap_or_default(),
            entitlements: requester.entitlements.clone(),
            opens_something: requester
                .entitlements
                .iter()
                .any(|code| matrix.opens_something(code)),
            suspended: requester.suspended,
            samu_regulator: requester.samu_regulator,
            authentication: requester.authentication,
            air_allow_listed: requester.air_allow_listed,
            channel: case.channel,
            context: case.context.kind,
            emergency: matches!(case.context.kind, "samu" | "break_glass"),
            reason: case.context.reason.unwrap_or_default().trim().to_owned(),
            secret: case.secret,
            author: author.and_then(|Author { rpps, .. }| rpps).unwrap_or_default(),
            has_type: row.is_some(),
            opened: row.is_some_and(|row| {
                matrix
                    .readers(row)
                    .any(|code| requester.entitlements.iter().any(|held| held == code))
            }),
            masked: has("masked_to_professionals") || masked_section,
            hidden_from_patient: has("hidden_from_patient"),
            hidden_from_representatives: has("hidden_from_representatives"),
            opposition_recorded,
            duplicate,
        }
    }
}
