//! The professionals' gateway, `/gateway/v1`: the only way to the documents for professionals' software.

mod access;
mod caller;
mod key;
mod problem;
mod reading;
mod routes;
mod token;
mod upload;
mod writing;

pub use token::{AUDIENCE, Claims, Issuer, IssuerError, OrganisationClaim};

pub(crate) use routes::{routes, takes_files};
