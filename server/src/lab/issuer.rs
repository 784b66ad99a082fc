//! A small issuer of professionals' tokens, with a key of its own.

use std::{fs, io, path::Path};

use jsonwebtoken::{
    Algorithm, EncodingKey, Header, encode,
    jwk::{Jwk, JwkSet},
};

use super::{LabError, population::LabProfessional};
use crate::{
    AppState,
    gateway::{AUDIENCE, Claims, Clients, Issuer, IssuerError, OrganisationClaim},
};

const KEY_ID: &str = "lab";
/// The software of the lab, which needs no key of its own: a tester's `curl` is that too.
const CLIENT: &str = "lab";
/// An Ed25519 private key in PKCS #8 is this, then its 32 bytes (RFC 8410).
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];
/// Life of a token, in seconds.
const LIFE: i64 = 1_800;

/// The issuer, whose key is made at first start and kept in the folder.
pub(super) fn load(
    folder: &Path,
    name: &str,
    clients: Option<&Path>,
) -> Result<(Issuer, EncodingKey), LabError> {
    let file = folder.join("lab-issuer.key");
    let seed = seed(&file).map_err(|cause| LabError::Key(file, cause))?;
    let key = EncodingKey::from_ed_der(&[PKCS8.as_slice(), &seed].concat());
    let mut published = Jwk::from_encoding_key(&key, Algorithm::EdDSA).map_err(IssuerError::from)?;
    published.common.key_id = Some(KEY_ID.to_owned());
    let published = JwkSet {
        keys: vec![published],
    };
    let clients = Clients::from_file(clients)?.and_bearer(CLIENT);
    Ok((Issuer::new(name, &published)?.with_clients(clients), key))
}

fn seed(file: &Path) -> io::Result<[u8; 32]> {
    if let Some(seed) = fs::read(file).ok().and_then(|bytes| bytes.try_into().ok()) {
        return Ok(seed);
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, seed)?;
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(seed)
}

/// A token for this professional.
pub(super) fn token(state: &AppState, professional: &LabProfessional) -> Option<String> {
    let now = state.edge.clock.now().as_second();
    let claims = Claims {
        iss: state.issuer.name().to_owned(),
        aud: AUDIENCE.to_owned(),
        azp: CLIENT.to_owned(),
        cnf: None,
        sub: professional.rpps.to_owned(),
        iat: now,
        exp: now + LIFE,
        name: format!("{} {}", professional.first_name, professional.last_name),
        entitlements: vec![professional.profession.to_owned()],
        organisation: Some(OrganisationClaim {
            finess: professional.finess.to_owned(),
            name: format!("{}, {}", professional.organisation, professional.town),
        }),
        authentication: "pro_sante_connect".to_owned(),
        samu_regulator: professional.samu_regulator,
        channel: "lps".to_owned(),
    };
    let header = Header {
        kid: Some(KEY_ID.to_owned()),
        ..Header::new(Algorithm::EdDSA)
    };
    encode(&header, &claims, &state.lab.key).ok()
}
