//! The professional's software. It is registered by its public key, and signs each of its requests with it (DPoP, RFC 9449): a token
//! that was stolen is of no use without the key, and a request that was overheard cannot be sent again.

use std::{collections::HashMap, path::Path, sync::Arc};

use axum::http::{HeaderMap, Method, Uri, header};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{Jwk, JwkSet, ThumbprintHash},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::token::{Claims, IssuerError, TokenProblem};

/// How long a proof may be on its way, in seconds.
const LONGEST_WAY: i64 = 60;
/// How far two honest clocks may differ, in seconds.
const LEEWAY: i64 = 30;
/// The longest identifier of a proof, in bytes.
const LONGEST_ID: usize = 128;

/// Software that is registered, by its client identifier: the claim `azp` of its tokens. With the thumbprint of its public key
/// (RFC 7638); the lab's own has none.
#[derive(Clone, Debug, Default)]
pub struct Clients(Arc<HashMap<String, Option<String>>>);

/// What a proof says (RFC 9449, section 4.2).
#[derive(Debug, Serialize, Deserialize)]
pub struct ProofClaims {
    /// Its identifier, used once.
    pub jti: String,
    /// The method of the request.
    pub htm: String,
    /// The address of the request, without its query.
    pub htu: String,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// The SHA-256 of the token, in base64url.
    pub ath: String,
}

/// A proof that is right in itself; it must not have been used before.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Proof {
    /// SHA-256 over the client and the identifier of the proof.
    pub(crate) hash: [u8; 32],
    /// From when on it would be refused for its age.
    pub(crate) until: Timestamp,
}

/// A request, as its proof must name it.
pub(crate) struct Asked<'a> {
    /// How.
    pub(crate) method: &'a Method,
    /// Where, as it was sent.
    pub(crate) uri: &'a Uri,
    /// With what.
    pub(crate) headers: &'a HeaderMap,
    /// Where people reach the site, when that is known.
    pub(crate) origin: Option<&'a str>,
}

impl Clients {
    /// The registered software: the `kid` of each key is its client identifier.
    ///
    /// # Errors
    /// [`IssuerError::Key`] when a key has no identifier or no thumbprint.
    pub fn new(registered: &JwkSet) -> Result<Self, IssuerError> {
        let mut clients = HashMap::new();
        for key in &registered.keys {
            let id = key.common.key_id.clone().ok_or(IssuerError::Unnamed)?;
            clients.insert(id, Some(key.thumbprint(ThumbprintHash::SHA256)?));
        }
        Ok(Self(Arc::new(clients)))
    }

    /// As [`Clients::new`], from a file; without one, no software is registered.
    ///
    /// # Errors
    /// [`IssuerError`], one variant per cause.
    pub fn from_file(file: Option<&Path>) -> Result<Self, IssuerError> {
        match file {
            Some(file) => Self::new(&serde_json::from_str(&std::fs::read_to_string(file)?)?),
            None => Ok(Self::default()),
        }
    }

    /// The same, and one that needs no proof: the lab's.
    #[cfg(feature = "lab")]
    pub(crate) fn and_bearer(self, id: &str) -> Self {
        let mut clients = Arc::unwrap_or_clone(self.0);
        clients.insert(id.to_owned(), None);
        Self(Arc::new(clients))
    }

    /// Whether the software that a token was made for is the one that sends it. What is left to check is that the proof was never
    /// used: nothing when the client needs none.
    pub(super) fn check(
        &self,
        token: &str,
        claims: &Claims,
        asked: &Asked<'_>,
        now: Timestamp,
    ) -> Result<Option<Proof>, TokenProblem> {
        let Some(registered) = self.0.get(&claims.azp).ok_or(TokenProblem::UnknownClient)? else {
            return Ok(None);
        };
        let bound = claims.cnf.as_ref().map(|confirmation| &confirmation.jkt);
        if bound != Some(registered) {
            return Err(TokenProblem::UnknownClient);
        }
        // A token bound to a key is not a bearer token, and must not pass for one.
        let scheme = asked
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.as_bytes().get(..5));
        if !scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"DPoP ")) {
            return Err(TokenProblem::Proof);
        }
        let mut sent = asked.headers.get_all("dpop").iter();
        let (Some(proof), None) = (sent.next(), sent.next()) else {
            return Err(TokenProblem::Proof);
        };
        let proof = proof.to_str().map_err(|_| TokenProblem::Proof)?;
        let said = signed_by(proof, registered).ok_or(TokenProblem::Proof)?;
        let right = said.htm == asked.method.as_str()
            && asked.is_at(&said.htu)
            && said.ath == BASE64URL_NOPAD.encode(&Sha256::digest(token))
            && (1..=LONGEST_ID).contains(&said.jti.len());
        if !right {
            return Err(TokenProblem::Proof);
        }
        let until = said.iat.saturating_add(LONGEST_WAY);
        let now = now.as_second();
        if said.iat > now + LEEWAY || now >= until {
            return Err(TokenProblem::NotNow);
        }
        let mut hash = Sha256::new();
        hash.update(registered);
        hash.update([0]);
        hash.update(&said.jti);
        Ok(Some(Proof {
            hash: hash.finalize().into(),
            until: Timestamp::from_second(until).map_err(|_| TokenProblem::NotNow)?,
        }))
    }
}

impl Asked<'_> {
    /// Whether a proof made for this address was made for this request. Behind a proxy only the public origin tells the host.
    fn is_at(&self, address: &str) -> bool {
        let Ok(named) = address.parse::<Uri>() else {
            return false;
        };
        let host = match self.origin {
            Some(origin) => origin.split_once("://").map(|(_, host)| host),
            None => self.headers.get(header::HOST).and_then(|host| host.to_str().ok()),
        };
        named.path() == self.uri.path()
            && named.query().is_none()
            && named.authority().map(axum::http::uri::Authority::as_str) == host
            && self
                .origin
                .is_none_or(|origin| origin.split_once("://").map(|(scheme, _)| scheme) == named.scheme_str())
    }
}

/// What a proof says, when the key of this thumbprint signed it.
fn signed_by(proof: &str, thumbprint: &str) -> Option<ProofClaims> {
    let header = decode_header(proof).ok()?;
    let is_proof = header.typ.as_deref() == Some("dpop+jwt");
    let is_signed = matches!(header.alg, Algorithm::EdDSA | Algorithm::ES256);
    let key: Jwk = header.jwk.filter(|_| is_proof && is_signed)?;
    if key.thumbprint(ThumbprintHash::SHA256).ok()? != thumbprint {
        return None;
    }
    let mut validation = Validation::new(header.alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let decoded = decode(proof, &DecodingKey::from_jwk(&key).ok()?, &validation).ok()?;
    Some(decoded.claims)
}
