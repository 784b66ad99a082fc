//! Passwords: never printed, never long enough to be an attack, hashed and checked away from the threads
//! that serve pages, with the same work for an unknown identifier as for a known one.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// The longest password, in bytes. Longer ones are wrong without being hashed.
const LONGEST: usize = 1_024;
/// How many may wait for a core before the server says it is busy.
const QUEUE: usize = 64;

/// OWASP's second choice of argon2id parameters (2023): 19 MiB, two passes, one lane; about 26 ms.
fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(19 * 1_024, 2, 1, None).map_err(|_| PasswordError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What someone typed as a password.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(typed)
    }
}

impl Password {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a password could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many are waiting already.
    #[error("too many passwords to check")]
    Busy,
    /// A hash could not be made or read.
    #[error("password hash")]
    Hash,
}

/// Checks passwords, as many at once as there are cores.
#[derive(Clone)]
pub struct Passwords {
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    unknown: Arc<str>,
}

impl Passwords {
    /// Prepares the hash that unknown identifiers are checked against.
    ///
    /// # Errors
    /// [`PasswordError::Hash`] when hashing does not work on this machine.
    pub fn new() -> Result<Self, PasswordError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            cores: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(QUEUE)),
            unknown: hash(&Password("identifiant inconnu".to_owned()))?.into(),
        })
    }

    /// Whether this is the password of the hash; with no hash the same work is done, and the answer is no.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] when too many are waiting, [`PasswordError::Hash`] when the stored hash makes
    /// no sense.
    pub async fn verify(&self, password: Password, stored: Option<String>) -> Result<bool, PasswordError> {
        let _place = self
            .queue
            .clone()
            .try_acquire_owned()
            .map_err(|_| PasswordError::Busy)?;
        let core = self
            .cores
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Busy)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.unknown.to_string());
        tokio::task::spawn_blocking(move || {
            let _core = core;
            let hash = PasswordHash::new(&stored).map_err(|_| PasswordError::Hash)?;
            let short_enough = password.0.len() <= LONGEST;
            let typed = if short_enough { password.0.as_bytes() } else { &[] };
            let matches = argon2()?.verify_password(typed, &hash).is_ok();
            Ok(matches && known && short_enough)
        })
        .await
        .map_err(|_| PasswordError::Hash)?
    }
}

/// The argon2id hash of a password, in PHC form, with a random salt. Blocks for some 26 ms.
///
/// # Errors
/// [`PasswordError::Hash`] when hashing does not work on this machine.
pub fn hash(password: &Password) -> Result<String, PasswordError> {
    let hash = argon2()?
        .hash_password(password.0.as_bytes())
        .map_err(|_| PasswordError::Hash)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_is_right() {
        let passwords = Passwords::new().unwrap();
        let stored = hash(&Password("un bon mot de passe".into())).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify = |typed: &str, stored: Option<String>| passwords.verify(Password(typed.into()), stored);
        assert!(verify("un bon mot de passe", Some(stored.clone())).await.unwrap());
        assert!(!verify("un mauvais", Some(stored.clone())).await.unwrap());
        assert!(!verify(&"x".repeat(LONGEST + 1), Some(stored)).await.unwrap());
        assert!(!verify("identifiant inconnu", None).await.unwrap());
    }

    #[tokio::test]
    async fn a_full_queue_says_so_at_once() {
        let passwords = Passwords::new().unwrap();
        let _all = passwords
            .queue
            .clone()
            .acquire_many_owned(u32::try_from(QUEUE).unwrap())
            .await
            .unwrap();
        let answer = passwords.verify(Password::default(), None).await;
        assert!(matches!(answer, Err(PasswordError::Busy)));
    }

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(format!("{:?}", Password("secret".into())), "Password(…)");
    }
}
