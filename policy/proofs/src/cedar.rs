//! The Cedar side: its policies, and a request turned into its terms.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicyId,
    PolicySet, Request, RestrictedExpression as Value,
};

use crate::case::{Action, Author, Case, Document};
use crate::matrix::Matrix;
use crate::paris::Day;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The policies, ready to answer.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    /// For each policy, its place in the rulebook and its rule.
    rows: HashMap<PolicyId, (u32, String)>,
    matrix: Matrix,
}

/// A request in Cedar's terms.
pub struct Question {
    request: Request,
    entities: Entities,
}

impl Cedar {
    /// Parses the policies and reads the matrix.
    ///
    /// # Errors
    /// When either cannot be read, or a policy lacks its annotations.
    pub fn new() -> Result<Self> {
        let policies = PolicySet::from_str(include_str!("rules.cedar"))?;
        let mut rows = HashMap::new();
        for policy in policies.policies() {
            let row = policy
                .annotation("row")
                .ok_or("a policy without its row")?
                .parse()?;
            let rule = policy
                .annotation("rule")
                .ok_or("a policy without its rule")?
                .to_owned();
            rows.insert(policy.id().clone(), (row, rule));
        }
        Ok(Self {
            authorizer: Authorizer::new(),
            policies,
            rows,
            matrix: Matrix::read()?,
        })
    }

    /// The matrix.
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// Every rule the policies name.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rows.values().map(|(_, rule)| rule.as_str())
    }

    /// The decision, and the rule the rulebook would cite among the reasons Cedar gives.
    ///
    /// # Errors
    /// When a policy cannot be evaluated, or no policy applies: the rulebook has an answer to everything.
    pub fn decide(&self, question: &Question) -> Result<(bool, &str)> {
        let response = self
            .authorizer
            .is_authorized(&question.request, &self.policies, &question.entities);
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(error.to_string().into());
        }
        let reason = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.rows.get(id))
            .min();
        let (_, rule) = reason.ok_or("no policy applies")?;
        Ok((response.decision() == Decision::Allow, rule))
    }

    /// Only whether Cedar permits, as the benchmark compares it.
    pub fn permits(&self, question: &Question) -> bool {
        self.authorizer
            .is_authorized(&question.request, &self.policies, &question.entities)
            .decision()
            == Decision::Allow
    }

    /// The request in Cedar's terms.
    ///
    /// # Errors
    /// When a value cannot be written in them.
    pub fn question(&self, case: &Case) -> Result<Question> {
        let principal = professional(&case.requester.rpps)?;
        let (action, resource) = match &case.action {
            Action::Open => (
                "open",
                Entity::new_no_attrs(uid("Record", "record")?, HashSet::new()),
            ),
            Action::Read { document } => ("read", self.document(document)?),
            Action::ReadSection { section } => ("read_section", self.section(case, section)?),
            Action::Deposit { document, .. } => ("deposit", self.document(document)?),
        };
        let action = uid("Action", action)?;
        let request = Request::new(
            principal.clone(),
            action.clone(),
            resource.uid(),
            Self::context(case)?,
            None,
        )?;
        let consult = uid("Action", "consult")?;
        let mut entities = vec![self.requester(case, principal)?, resource];
        let parents = if action == uid("Action", "deposit")? {
            HashSet::new()
        } else {
            HashSet::from([consult])
        };
        entities.push(Entity::new_no_attrs(action, parents));
        Ok(Question {
            request,
            entities: Entities::from_entities(entities, None)?,
        })
    }

    fn requester(&self, case: &Case, principal: EntityUid) -> Result<Entity> {
        let requester = &case.requester;
        let mut attributes = HashMap::from([
            ("entitlements", strings(requester.entitlements.iter())),
            (
                "opens_something",
                flag(
                    requester
                        .entitlements
                        .iter()
                        .any(|code| self.matrix.opens_something(code)),
                ),
            ),
            ("suspended", flag(requester.suspended)),
            ("samu_regulator", flag(requester.samu_regulator)),
            ("authentication", string(requester.authentication)),
            ("air_allow_listed", flag(requester.air_allow_listed)),
        ]);
        if let Some(organisation) = &requester.organisation {
            attributes.insert("organisation", string(organisation));
        }
        entity(principal, attributes)
    }

    fn document(&self, document: &Document) -> Result<Entity> {
        let has = |name: &str| flag(document.flags.contains(&name));
        let mut attributes = HashMap::from([
            ("readers", strings(self.matrix.readers(&document.code))),
            ("masked", has("masked_to_professionals")),
            ("hidden_from_patient", has("hidden_from_patient")),
            ("hidden_from_representatives", has("hidden_from_representatives")),
        ]);
        if let Some(Author { rpps: Some(rpps), .. }) = &document.author {
            attributes.insert("author", Value::new_entity_uid(professional(rpps)?));
        }
        entity(uid("Document", "document")?, attributes)
    }

    fn section(&self, case: &Case, section: &str) -> Result<Entity> {
        let mut attributes =
            HashMap::from([("masked", flag(case.profile.masked_sections.contains(&section)))]);
        let row = match section {
            "advance_directives" => Some("EXPPAT_3"),
            "vaccinations" => Some("11369-6"),
            "health_history" => Some("REMB"),
            _ => None,
        };
        if let Some(row) = row {
            attributes.insert("readers", strings(self.matrix.readers(row)));
        }
        entity(uid("Section", section)?, attributes)
    }

    fn context(case: &Case) -> Result<Context> {
        let profile = &case.profile;
        let people = |list: &[String]| -> Result<Value> {
            let people: Result<Vec<_>> = list
                .iter()
                .map(|rpps| Ok(Value::new_entity_uid(professional(rpps)?)))
                .collect();
            Ok(Value::new_set(people?))
        };
        // Until the holder has answered, everything is permitted (P1).
        let (samu, break_glass, masked) = profile.emergency.map_or((true, true, true), |answers| {
            (answers.samu, answers.break_glass, answers.masked_documents)
        });
        let emergency = record([
            ("samu", flag(samu)),
            ("break_glass", flag(break_glass)),
            ("masked_documents", flag(masked)),
        ])?;
        let profile = record([
            ("state", string(profile.state)),
            ("born", date(profile.born)?),
            ("deceased", flag(profile.deceased)),
            ("ins_qualified", flag(profile.ins_qualified)),
            ("professionals_opposed", flag(profile.professionals_opposed)),
            ("blocked", people(&profile.blocked)?),
            (
                "blocked_organisations",
                strings(profile.blocked_organisations.iter()),
            ),
            ("administrators", people(&profile.administrators)?),
            ("emergency", emergency),
        ])?;
        let (opposition_recorded, duplicate) = match case.action {
            Action::Deposit {
                opposition_recorded,
                duplicate,
                ..
            } => (opposition_recorded, duplicate),
            _ => (false, false),
        };
        let reason: String = case
            .context
            .reason
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        Ok(Context::from_pairs([
            ("today".to_owned(), date(case.today())?),
            ("profile".to_owned(), profile),
            ("channel".to_owned(), string(case.channel)),
            ("kind".to_owned(), string(case.context.kind)),
            ("reason".to_owned(), string(&reason)),
            ("secret".to_owned(), flag(case.secret)),
            ("opposition_recorded".to_owned(), flag(opposition_recorded)),
            ("duplicate".to_owned(), flag(duplicate)),
        ])?)
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid> {
    Ok(EntityUid::from_type_name_and_id(
        EntityTypeName::from_str(kind)?,
        EntityId::new(id),
    ))
}

fn professional(rpps: &str) -> Result<EntityUid> {
    uid("Professional", rpps)
}

fn entity(uid: EntityUid, attributes: HashMap<&str, Value>) -> Result<Entity> {
    let attributes = attributes
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Ok(Entity::new(uid, attributes, HashSet::new())?)
}

fn record<const N: usize>(fields: [(&str, Value); N]) -> Result<Value> {
    let fields: BTreeMap<String, Value> = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Ok(Value::new_record(fields)?)
}

fn date((year, month, day): Day) -> Result<Value> {
    record([
        ("year", Value::new_long(year)),
        ("month", Value::new_long(month)),
        ("day", Value::new_long(day)),
    ])
}

fn flag(value: bool) -> Value {
    Value::new_bool(value)
}

fn string(value: &str) -> Value {
    Value::new_string(value.to_owned())
}

fn strings(values: impl Iterator<Item = impl AsRef<str>>) -> Value {
    Value::new_set(values.map(|value| string(value.as_ref())))
}
