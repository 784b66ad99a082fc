//! The built scripts and styles: where they are, and what they are called.

use std::path::Path;

use app::{Site, VerifierFiles};
use leptos::config::LeptosOptions;

/// The names of the built files. They hold a hash of their content (`target/site/names.txt`), so that a
/// browser may keep them for ever; without that file the plain names of `cargo leptos watch` are used.
pub fn site(root: &Path) -> Site {
    let built = std::fs::read_to_string(root.join("names.txt")).unwrap_or_default();
    let named = |kind: &str| {
        built
            .lines()
            .find_map(|line| line.strip_prefix(kind))
            .map(str::trim)
    };
    let options = LeptosOptions::builder()
        .output_name(named("app:").unwrap_or("app"))
        .site_root(root.to_string_lossy())
        .site_pkg_dir("pkg")
        .build();
    let verifier = named("verifier:").unwrap_or("proof");
    Site {
        options,
        verifier: VerifierFiles {
            script: format!("/pkg/{}", named("script:").unwrap_or("verify-history.js")),
            module: format!("/pkg/{verifier}.js"),
            wasm: format!("/pkg/{verifier}_bg.wasm"),
        },
        session_end: format!("/pkg/{}", named("session-end:").unwrap_or("session_end.js")),
        style: format!("/pkg/{}", named("style:").unwrap_or("app.css")),
    }
}
