//! What every request of the gateway declares: whose record, on what legal basis.

use policy::AccessContext;
use record::acts::{GatewayAccess, ProfessionalIdentity};
use serde::Deserialize;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Whose record, and why.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct AccessBody {
    /// National health identity of the person.
    ins: String,
    /// The legal basis.
    context: ContextBody,
    /// A secret connection, on a minor's record only.
    #[serde(default)]
    secret: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum ContextBody {
    CareTeam,
    DeclaredConsent,
    None,
    Samu {
        #[serde(default)]
        reason: String,
    },
    BreakGlass {
        #[serde(default)]
        reason: String,
    },
}

impl AccessBody {
    /// The access that the rules are asked about; an explanation when it is not one.
    pub(crate) fn of<'a>(
        &'a self,
        professional: &'a ProfessionalIdentity,
    ) -> Result<GatewayAccess<'a>, &'static str> {
        let context = match &self.context {
            ContextBody::CareTeam => AccessContext::CareTeam,
            ContextBody::DeclaredConsent => AccessContext::DeclaredConsent,
            ContextBody::None => AccessContext::None,
            ContextBody::Samu { reason } => AccessContext::Samu {
                reason: readable(reason)?,
            },
            ContextBody::BreakGlass { reason } => AccessContext::BreakGlass {
                reason: readable(reason)?,
            },
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

/// A reason that can be shown to the person concerned.
fn readable(reason: &str) -> Result<&str, &'static str> {
    if reason.chars().count() > LONGEST_REASON {
        Err("context.reason: 500 caractères au plus")
    } else if reason.chars().any(|c| c.is_control() && c != '\n') {
        Err("context.reason: caractères de contrôle interdits")
    } else {
        Ok(reason)
    }
}
