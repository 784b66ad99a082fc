//! Checkpoints: the place and hash of a line, signed with Ed25519 (RFC 8032).

use std::fmt;

use data_encoding::HEXLOWER_PERMISSIVE;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::chain::Hash;

/// A public key, 64 hexadecimal characters when written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(#[serde(with = "hex32")] [u8; 32]);

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl std::str::FromStr for PublicKey {
    type Err = KeyProblem;

    fn from_str(text: &str) -> Result<Self, KeyProblem> {
        bytes_of(text).map(Self)
    }
}

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key is 64 hexadecimal characters")]
pub struct KeyProblem;

fn bytes_of(text: &str) -> Result<[u8; 32], KeyProblem> {
    let bytes = HEXLOWER_PERMISSIVE
        .decode(text.trim().as_bytes())
        .map_err(|_| KeyProblem)?;
    bytes.try_into().map_err(|_| KeyProblem)
}

/// The key that signs, and the earlier ones whose signatures still count.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
    public: Vec<PublicKey>,
}

/// Never shows the secret.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

impl Signer {
    /// From secret keys, one a line, 64 hexadecimal characters each: the first one signs, those below it did before.
    ///
    /// # Errors
    /// [`KeyProblem`] when a line is something else, or there is none.
    pub fn from_text(text: &str) -> Result<Self, KeyProblem> {
        let keys: Vec<SigningKey> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| bytes_of(line).map(|secret| SigningKey::from_bytes(&secret)))
            .collect::<Result<_, _>>()?;
        let public = keys
            .iter()
            .map(|key| PublicKey(key.verifying_key().to_bytes()))
            .collect();
        let key = keys.into_iter().next().ok_or(KeyProblem)?;
        Ok(Self { key, public })
    }

    /// The keys by which its checkpoints are recognised, the present one first.
    pub fn public_keys(&self) -> &[PublicKey] {
        &self.public
    }

    /// Signs the last line of a chain. `at` is when, in UTC microseconds.
    pub fn sign(&self, profile: &str, chain: &str, seq: i64, hash: Hash, at: i64) -> Checkpoint {
        let signature = self.key.sign(message(profile, chain, seq, &hash, at).as_bytes());
        Checkpoint {
            seq,
            hash,
            at,
            key: PublicKey(self.key.verifying_key().to_bytes()),
            signature: signature.to_bytes(),
        }
    }
}

/// The signed place and hash of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The place of the line in its chain, from 1.
    pub seq: i64,
    /// The hash of the line.
    #[serde(with = "hex32")]
    pub hash: Hash,
    /// When it was signed, in UTC microseconds.
    pub at: i64,
    /// By which key.
    pub key: PublicKey,
    /// The signature of [`message`].
    #[serde(with = "hex64")]
    pub signature: [u8; 64],
}

impl Checkpoint {
    /// Whether the signature is that of its key, for this chain of this profile.
    pub fn is_signed(&self, profile: &str, chain: &str) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.key.0) else {
            return false;
        };
        let signed = message(profile, chain, self.seq, &self.hash, self.at);
        key.verify_strict(signed.as_bytes(), &Signature::from_bytes(&self.signature))
            .is_ok()
    }
}

/// What is signed: a name for the format, then each value on a line of its own.
fn message(profile: &str, chain: &str, seq: i64, hash: &Hash, at: i64) -> String {
    let hash = data_encoding::HEXLOWER.encode(hash);
    format!("history-checkpoint/1\n{profile}\n{chain}\n{seq}\n{hash}\n{at}\n")
}

macro_rules! hexadecimal {
    ($name:ident, $size:literal) => {
        /// Bytes written as hexadecimal characters.
        mod $name {
            use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

            pub(super) fn serialize<S: Serializer>(bytes: &[u8; $size], to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&data_encoding::HEXLOWER.encode(bytes))
            }

            pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; $size], D::Error> {
                let text = String::deserialize(from)?;
                data_encoding::HEXLOWER
                    .decode(text.as_bytes())
                    .ok()
                    .and_then(|bytes| bytes.try_into().ok())
                    .ok_or_else(|| D::Error::custom("not as many hexadecimal characters as it needs"))
            }
        }
    };
}
hexadecimal!(hex32, 32);
hexadecimal!(hex64, 64);

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    #[test]
    fn the_key_is_that_of_rfc_8032() {
        let signer = Signer::from_text(SECRET).unwrap();
        assert_eq!(
            signer.public_keys()[0].to_string(),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
    }

    #[test]
    fn a_signature_is_for_one_line_of_one_chain_of_one_profile() {
        let signer = Signer::from_text(SECRET).unwrap();
        let checkpoint = signer.sign("p", "everyone", 64, [7; 32], 5);
        assert!(checkpoint.is_signed("p", "everyone"));
        assert!(!checkpoint.is_signed("q", "everyone"));
        assert!(!checkpoint.is_signed("p", "holder"));
        for other in [
            Checkpoint {
                seq: 65,
                ..checkpoint.clone()
            },
            Checkpoint {
                hash: [8; 32],
                ..checkpoint.clone()
            },
            Checkpoint {
                at: 6,
                ..checkpoint.clone()
            },
            Checkpoint {
                signature: [0; 64],
                ..checkpoint.clone()
            },
            Checkpoint {
                key: PublicKey([0; 32]),
                ..checkpoint.clone()
            },
        ] {
            assert!(!other.is_signed("p", "everyone"), "{other:?}");
        }
        let written = serde_json::to_string(&checkpoint).unwrap();
        assert_eq!(serde_json::from_str::<Checkpoint>(&written).unwrap(), checkpoint);
    }

    #[test]
    fn keys_are_read_one_a_line() {
        let other = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
        let signer = Signer::from_text(&format!("{other}\n\n{SECRET}\n")).unwrap();
        assert_eq!(signer.public_keys().len(), 2);
        let checkpoint = signer.sign("p", "everyone", 1, [0; 32], 0);
        assert_eq!(checkpoint.key, signer.public_keys()[0]);
        for wrong in [
            "",
            "\n",
            "abcd",
            &SECRET[1..],
            &format!("{SECRET}00"),
            &SECRET.replace('9', "g"),
        ] {
            assert_eq!(Signer::from_text(wrong).unwrap_err(), KeyProblem, "{wrong}");
        }
        assert!(!format!("{signer:?}").contains(&other[..8]));
    }
}
