//! The professional's identity, from a token that an OpenID Connect issuer signed. Nothing that decides
//! comes from anywhere else.
//!
//! Software sends the same token with each of its calls, so a second use of a token is no replay. What is used once is the proof
//! that comes with it, signed by the software the token was made for (`client.rs`).

use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header, errors::ErrorKind, jwk::JwkSet,
};
use policy::{Authentication, Channel, Entitlement, Finess, Rpps};
use record::acts::ProfessionalIdentity;
use serde::{Deserialize, Serialize};

use super::client::{Asked, Clients, Proof};

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
    /// The software it was made for.
    #[serde(default)]
    pub azp: String,
    /// The key of that software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
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

/// The key a token is bound to (RFC 9449, section 6.1).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Confirmation {
    /// Its thumbprint (RFC 7638).
    pub jkt: String,
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
    /// A client's key does not say whose it is.
    #[error("a client's key has no `kid`, which is its client identifier")]
    Unnamed,
}

/// The issuer whose tokens are accepted, with its published keys.
#[derive(Clone)]
pub struct Issuer {
    name: Arc<str>,
    keys: Arc<HashMap<String, (DecodingKey, Algorithm)>>,
    clients: Clients,
    refused: Arc<AtomicU64>,
}

/// Why a token is refused: what is counted and logged, and never told to whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenProblem {
    #[error("no token of an issuer")]
    NotAToken,
    #[error("a key that is not published")]
    UnknownKey,
    #[error("a wrong signature")]
    Signature,
    #[error("another issuer, another audience, or claims that make no sense")]
    Claims,
    #[error("a token or a proof that has ended, is not valid yet, or lives too long")]
    NotNow,
    #[error("a client that is not registered, or a token bound to another key")]
    UnknownClient,
    #[error("no proof of the client for this request and this token")]
    Proof,
    #[error("a proof that was used before")]
    Replayed,
}

impl Issuer {
    /// An issuer and its published keys, whose tokens nobody may send yet. Only EdDSA, ES256 and RS256 are used.
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
            clients: Clients::default(),
            refused: Arc::default(),
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

    /// The same, whose tokens these clients may send.
    #[must_use]
    pub fn with_clients(self, clients: Clients) -> Self {
        Self { clients, ..self }
    }

    /// The issuer's name, as tokens carry it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many tokens were refused since the program started.
    pub fn refused_tokens(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// The professional a token names, and the proof of their software, which must not have been used before; nothing when the token
    /// is not one of this issuer's, not now, or not sent by the software it was made for: that is counted.
    pub(crate) fn identify(
        &self,
        token: &str,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Option<(ProfessionalIdentity, Option<Proof>)> {
        let identified = self.check(token, now).and_then(|claims| {
            let proof = self.clients.check(token, &claims, asked, now)?;
            Ok((claims.identity().ok_or(TokenProblem::Claims)?, proof))
        });
        identified.map_err(|problem| self.count(problem)).ok()
    }

    /// Counts a proof that was used before.
    pub(crate) fn count_replay(&self) {
        self.count(TokenProblem::Replayed);
    }

    fn count(&self, problem: TokenProblem) {
        let refused = self.refused.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::warn!(%problem, refused, "a token was refused");
    }

    fn check(&self, token: &str, now: Timestamp) -> Result<Claims, TokenProblem> {
        let header = decode_header(token).map_err(|_| TokenProblem::NotAToken)?;
        let id = header.kid.ok_or(TokenProblem::UnknownKey)?;
        let (key, algorithm) = self.keys.get(&id).ok_or(TokenProblem::UnknownKey)?;
        let mut validation = Validation::new(*algorithm);
        validation.set_issuer(&[&*self.name]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The library reads the system's clock; ours decides, below.
        validation.validate_exp = false;
        let decoded = decode::<Claims>(token, key, &validation).map_err(|error| match error.kind() {
            ErrorKind::InvalidSignature | ErrorKind::InvalidAlgorithm => TokenProblem::Signature,
            _ => TokenProblem::Claims,
        });
        let claims = decoded?.claims;
        let now = now.as_second();
        let alive = claims.iat <= now + LEEWAY
            && now < claims.exp + LEEWAY
            && claims
                .exp
                .checked_sub(claims.iat)
                .is_some_and(|life| life <= LONGEST_LIFE);
        if !alive {
            return Err(TokenProblem::NotNow);
        }
        Ok(claims)
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
            // Whether the organisation is on the list is looked up in the record, at each access.
            authentication: Authentication::from_id(&self.authentication, false)?,
            samu_regulator: self.samu_regulator,
            channel: Channel::from_id(&self.channel)?,
        })
    }
}
