#!/usr/bin/env bash
# How long Chromium takes to say what a professional may read of 10,000 documents: the crate as pages receive it (same profile, same
# wasm-opt). Needs the wasm32-unknown-unknown target, wasm-opt, Playwright and Debian's chromium-headless-shell. Usage: policy/proofs/browser.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

target="${CARGO_TARGET_DIR:-target}"
made="$target/browser"

cargo build --quiet --profile wasm-release --target wasm32-unknown-unknown -p policy --example browser
cargo build --quiet -p app-bindgen
"$target/debug/app-bindgen" "$target/wasm32-unknown-unknown/wasm-release/examples/browser.wasm" "$made" browser
wasm-opt -Oz "$made/browser_bg.wasm" -o "$made/browser_bg.wasm"
node policy/proofs/browser.js "$made"
