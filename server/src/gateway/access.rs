//! What every request of the gateway declares: whose record, on what legal basis.

use policy::AccessContext;
use record::acts::{GatewayAccess, ProfessionalIdentity};
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use utoipa::ToSchema;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Whose record, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub(crate) struct AccessBody {
    /// National health identity of the person.
    #[schema(example = "280059999900182")]
    ins: String,
    /// The legal basis.
    #[schema(example = json!({"kind": "care_team"}))]
    context: ContextBody,
    /// A secret connection, on a minor's record only.
    #[serde(default)]
    secret: bool,
}

/// On what legal basis one comes. Not an enum with its `kind` inside: that one would take the number of a kind for its name.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContextBody {
    kind: ContextKind,
    /// Why, in an emergency; never blank for `break_glass`.
    #[serde(default, deserialize_with = "readable")]
    #[schema(max_length = 500)]
    reason: String,
}

/// The end of a body: a field that it should not have is an error. A misspelt `secret` must not open a record openly. (The
/// library cannot refuse unknown fields of a body made of several parts.)
#[derive(Clone, Debug)]
pub(super) struct NothingElse;

impl<'de> Deserialize<'de> for NothingElse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Empty;

        impl<'de> Visitor<'de> for Empty {
            type Value = NothingElse;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("rien d’autre")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NothingElse, A::Error> {
                match map.next_entry::<String, IgnoredAny>()? {
                    Some((field, _)) => Err(A::Error::custom(format!("champ inconnu\u{a0}: {field}"))),
                    None => Ok(NothingElse),
                }
            }
        }

        deserializer.deserialize_map(Empty)
    }
}

/// Opening a record.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OpenBody {
    #[serde(flatten)]
    pub(super) access: AccessBody,
    #[serde(flatten)]
    #[schema(ignore)]
    _rest: NothingElse,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ContextKind {
    /// Member of the care team.
    CareTeam,
    /// The person's consent, declared.
    DeclaredConsent,
    /// Nothing declared.
    None,
    /// Emergency call centre.
    Samu,
    /// An immediate risk to a person unable to express their will.
    BreakGlass,
}

impl AccessBody {
    /// The access that the rules are asked about; an explanation when it is not one.
    pub(crate) fn of<'a>(
        &'a self,
        professional: &'a ProfessionalIdentity,
    ) -> Result<GatewayAccess<'a>, &'static str> {
        let reason = self.context.reason.as_str();
        if reason.chars().count() > LONGEST_REASON {
            return Err("context.reason: 500 caractères au plus");
        }
        let context = match self.context.kind {
            ContextKind::CareTeam => AccessContext::CareTeam,
            ContextKind::DeclaredConsent => AccessContext::DeclaredConsent,
            ContextKind::None => AccessContext::None,
            ContextKind::Samu => AccessContext::Samu { reason },
            ContextKind::BreakGlass => AccessContext::BreakGlass { reason },
        };
        // No person has a number with anything else in it: looked for as it is, found nowhere.
        let is_number = self.ins.len() <= 20 && self.ins.chars().all(|c| c.is_ascii_alphanumeric());
        let ins = if is_number { self.ins.as_str() } else { "" };
        Ok(GatewayAccess {
            professional,
            ins,
            context,
            secret: self.secret,
        })
    }
}

/// A reason that can be shown to the person concerned, without what nobody sees or what turns the text around.
fn readable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let reason = String::deserialize(deserializer)?;
    if reason.chars().any(|c| c.is_control() && c != '\n') {
        return Err(D::Error::custom(
            "context.reason: caractères de contrôle interdits",
        ));
    }
    let lines: Vec<_> = reason.lines().map(record::typed::readable).collect();
    Ok(lines.join("\n"))
}
