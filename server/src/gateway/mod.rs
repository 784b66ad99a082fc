//! The professionals' gateway, `/gateway/v1`: the only way to the documents for professionals' software.

mod access;
mod problem;
mod routes;
mod token;

pub use token::{AUDIENCE, Claims, Issuer, IssuerError, OrganisationClaim};

pub(crate) use routes::routes;
