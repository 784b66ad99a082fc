//! Every SQL statement of the product. The text is common to SQLite and PostgreSQL; where it is not,
//! the two stand side by side. Nothing here decides anything.

pub(crate) mod access_reports;
pub(crate) mod accounts;
pub(crate) mod activation;
pub(crate) mod allow_list;
pub(crate) mod changes;
pub(crate) mod checkpoints;
pub(crate) mod directory;
pub(crate) mod document_requests;
pub(crate) mod documents;
#[cfg(feature = "lab")]
pub(crate) mod emptying;
pub(crate) mod idempotent_acts;
pub(crate) mod invitations;
pub(crate) mod notice_preferences;
pub(crate) mod notices;
pub(crate) mod outbox;
pub(crate) mod population;
pub(crate) mod professionals;
pub(crate) mod profiles;
pub(crate) mod sections;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod traces;
pub(crate) mod used_proofs;
