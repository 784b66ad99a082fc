//! The record: what is kept, and every act upon it.
//!
//! Without features this crate is only the [`views`] that pages show, the [`queries`] that people
//! make and the [`effects`] of a change on others: plain values that a browser may hold. The feature `store` adds the acts (one file each, in
//! [`acts`]) and the SQL behind them. Time and chance come in as arguments ([`Occasion`]).

#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unreachable
)]

pub mod effects;
pub mod queries;
pub mod views;

#[cfg(feature = "store")]
pub mod acts;
#[cfg(feature = "store")]
pub mod content;
#[cfg(feature = "store")]
mod error;
#[cfg(feature = "store")]
mod normalise;
#[cfg(feature = "store")]
mod occasion;
#[cfg(feature = "store")]
mod sql;
#[cfg(feature = "store")]
mod store;
#[cfg(feature = "store")]
pub mod trace;
#[cfg(feature = "store")]
pub mod typed;

#[cfg(feature = "store")]
pub use error::RecordError;
#[cfg(feature = "store")]
pub use occasion::{Chance, Occasion};
#[cfg(feature = "store")]
pub use proof::{KeyProblem, Signer};
#[cfg(feature = "store")]
pub use store::{ConnectError, Store};
