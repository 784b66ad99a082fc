//! The proof that a history is whole.
//!
//! Each line of a history carries `SHA-256(hash of the line before ‖ its canonical text)`, the first one following 32 zero bytes
//! ([`chain`]). At set intervals, and whenever the history is exported, the place and hash of the last line are signed with Ed25519
//! ([`checkpoint`]). A proof is a text of both ([`file`]), which this crate reads again ([`Verifier`]): on a server, or in a browser as
//! WebAssembly (`proof-browser`). `docs/history-proof.md` describes the format for whoever would verify without our code.
//!
//! What each part finds: the chain, a line edited, removed, inserted or moved; the signatures, a chain rewritten from some line on by
//! whoever holds the database and not the key; what was kept from an earlier verification ([`Known`]), an end cut off or a second
//! history told instead, even by whoever holds the key.

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable
)]

pub mod chain;
pub mod checkpoint;
pub mod file;
mod verifier;

pub use chain::{Hash, chain_hash};
pub use checkpoint::{Checkpoint, KeyProblem, PublicKey, Signer};
pub use verifier::{Chain, Fault, FaultKind, Known, Verified, Verifier};
