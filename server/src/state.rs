//! What every handler may use.

use app::Site;
use record::Store;

use crate::{clock::Edge, gateway::Issuer, mail::Bell, passwords::Passwords};

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The record.
    pub store: Store,
    /// Time and chance.
    pub edge: Edge,
    /// Checks passwords.
    pub passwords: Passwords,
    /// How the site is served.
    pub site: Site,
    /// Whose tokens the gateway accepts.
    pub issuer: Issuer,
    /// Where people reach the site, when it is known.
    pub public_origin: Option<String>,
    /// Tells that there may be e-mails to send.
    pub bell: Bell,
    /// What the lab adds.
    #[cfg(feature = "lab")]
    pub lab: crate::lab::Lab,
}

impl AppState {
    /// Whether people reach the site over https.
    pub(crate) fn is_secure(&self) -> bool {
        self.public_origin
            .as_deref()
            .is_some_and(|origin| origin.starts_with("https://"))
    }
}
