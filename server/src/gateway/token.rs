//! The professional's identity, from a token that an OpenID Connect issuer signed. Nothing that decides
//! comes from anywhere else.

use std::{collections::HashMap, path::Path, sync::Arc};

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use policy::{Authentication, Channel, Entitlement, Finess, Rpps};
use record::acts::ProfessionalIdentity;
use serde::{Deserialize, Serialize};

/// Who tokens must be made for.
pub const AUDIENCE: &str = "dmp-gateway";
/// How far two honest clocks may differ, in seconds.
const LEEWAY: i64 = 30;
/// The longest life of a token, in seconds.
const LONGEST_LIFE: i64 = 3_600;

/// What a token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// The issuer.
    pub iss: String,
    /// Who it is for: [`AUDIENCE`].
    pub aud: String,
    /// National identifier (RPPS) of the professional.
    pub sub: String,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// First and last name.
    pub name: String,
    /// Codes of the professions, activities and roles, the profession first.
    pub entitlements: Vec<String>,
    /// The organisation they act for.
    #[serde(default)]
    pub organisation: Option<OrganisationClaim>,
    /// How they signed in: `cps`, `e_cps`, `pro_sante_connect`…
    pub authentication: String,
    /// An emergency regulation physician of the SAMU.
    #[serde(default)]
    pub samu_regulator: bool,
    /// `lps` or `web_ps`.
    pub channel: String,
}

/// The organisation of a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrganisationClaim {
    /// National identifier (FINESS).
    pub finess: String,
    /// Name and town.
    pub name: String,
}

/// Why the issuer's keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// The file cannot be read.
    #[error("the file of published keys cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// It is not a JWKS.
    #[error("the file of published keys is not a JWKS: {0}")]
    Format(#[from] serde_json::Error),
    /// A key of it cannot be used.
    #[error("a published key cannot be used: {0}")]
    Key(#[from] jsonwebtoken::errors::Error),
}

/// The issuer whose tokens are accepted, with its published keys.
#[derive(Clone)]
pub struct Issuer {
    name: Arc<str>,
    keys: Arc<HashMap<String, (DecodingKey, Algorithm)>>,
}

impl Issuer {
    /// An issuer and its published keys. Only EdDSA, ES256 and RS256 are used.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when a key cannot be used.
    pub fn new(name: &str, published: &JwkSet) -> Result<Self, IssuerError> {
        use jsonwebtoken::jwk::KeyAlgorithm;
        let mut keys = HashMap::new();
        for key in &published.keys {
            let algorithm = match key.common.key_algorithm {
                Some(KeyAlgorithm::EdDSA) => Algorithm::EdDSA,
                Some(KeyAlgorithm::ES256) => Algorithm::ES256,
                Some(KeyAlgorithm::RS256) => Algorithm::RS256,
                _ => continue,
            };
            if let Some(id) = &key.common.key_id {
                keys.insert(id.clone(), (DecodingKey::from_jwk(key)?, algorithm));
            }
        }
        Ok(Self {
            name: name.into(),
            keys: Arc::new(keys),
        })
    }

    /// As [`Issuer::new`], from a file; without one, nobody is let in.
    ///
    /// # Errors
    /// [`IssuerError`], one variant per cause.
    pub fn from_file(name: &str, file: Option<&Path>) -> Result<Self, IssuerError> {
        let published = match file {
            Some(file) => serde_json::from_str(&std::fs::read_to_string(file)?)?,
            None => JwkSet { keys: Vec::new() },
        };
        Self::new(name, &published)
    }

    /// The issuer's name, as tokens carry it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The professional a token names; nothing when it is not one of this issuer's, or not now.
    pub(crate) fn identify(&self, token: &str, now: Timestamp) -> Option<ProfessionalIdentity> {
        let id = decode_header(token).ok()?.kid?;
        let (key, algorithm) = self.keys.get(&id)?;
        let mut validation = Validation::new(*algorithm);
        validation.set_issuer(&[&*self.name]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The library reads the system's clock; ours decides, below.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, key, &validation).ok()?.claims;
        let now = now.as_second();
        let alive = claims.iat <= now + LEEWAY
            && now < claims.exp + LEEWAY
            && claims
                .exp
                .checked_sub(claims.iat)
                .is_some_and(|life| life <= LONGEST_LIFE);
        if alive { claims.identity() } else { None }
    }
}

impl Claims {
    fn identity(self) -> Option<ProfessionalIdentity> {
        let rpps: Rpps = self.sub.parse().ok()?;
        let organisation: Option<Finess> = match &self.organisation {
            Some(organisation) => Some(organisation.finess.parse().ok()?),
            None => None,
        };
        Some(ProfessionalIdentity {
            rpps,
            name: self.name.chars().filter(|c| !c.is_control()).take(200).collect(),
            entitlements: self
                .entitlements
                .iter()
                .filter_map(|code| Entitlement::from_code(code))
                .collect(),
            organisation,
            organisation_name: self
                .organisation
                .map(|organisation| organisation.name)
                .unwrap_or_default(),
            authentication: Authentication::from_id(&self.authentication, false)?,
            samu_regulator: self.samu_regulator,
            channel: Channel::from_id(&self.channel)?,
        })
    }
}
