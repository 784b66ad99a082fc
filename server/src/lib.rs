//! The server: a thin `main` over a library that returns a router, so that tests call the real one.

pub mod clock;
pub mod config;
pub mod directory;
pub mod forms;
pub mod gateway;
mod headers;
mod history_export;
mod history_key;
pub mod history_verification;
pub mod holders;
#[cfg(feature = "lab")]
pub mod lab;
pub mod mail;
mod pages;
pub mod passwords;
pub mod reports;
mod router;
mod sessions;
mod site;
pub mod startup;
mod state;

pub use router::{guarded, router};
pub use site::site;
pub use state::AppState;
