//! What people see. Pages are plain HTML, made on the server (`ssr`); the browser (`hydrate`) receives
//! only the [`islands`], which run the rules themselves.

#![recursion_limit = "256"]
#![cfg_attr(
    feature = "ssr",
    expect(clippy::needless_pass_by_value, reason = "components own their properties")
)]
#![expect(unreachable_pub, reason = "the component macro writes `pub` on what it makes")]

pub mod address;
pub mod change_request;
pub mod difference;
mod html;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod notice_choices;
pub mod sight;
pub mod texts;

#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod told;
#[cfg(feature = "ssr")]
pub mod visit;

#[cfg(feature = "ssr")]
pub use shell::{Site, VerifierFiles, document};
#[cfg(feature = "ssr")]
pub use told::told_page;

/// Wakes the islands of the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
