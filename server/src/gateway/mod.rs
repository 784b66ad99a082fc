//! The professionals' gateway, `/gateway/v1`: the only way to the documents for professionals' software.

mod access;
mod caller;
mod client;
mod key;
mod problem;
mod reading;
mod routes;
mod token;
mod upload;
mod writing;

pub use client::{Clients, ProofClaims};
pub use token::{AUDIENCE, Claims, Confirmation, Issuer, IssuerError, OrganisationClaim};

pub(crate) use routes::{routes, takes_files};
