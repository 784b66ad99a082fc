#!/usr/bin/env bash
# How long Chromium takes to say what a professional may read of 10,000 documents: the crate as pages receive it (same profile, same
# wasm-opt). Needs the wasm32-unknown-unknown target, wasm-bindgen, wasm-opt, Playwright and Debian's chromium. Usage: policy/proofs/browser.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

target="${CARGO_TARGET_DIR:-target}"
made="$target/browser"

cargo build --quiet --profile wasm-release --target wasm32-unknown-unknown -p policy --example browser
wasm-bindgen --target web --no-typescript --out-dir "$made" "$target/wasm32-unknown-unknown/wasm-release/examples/browser.wasm"
wasm-opt -Oz "$made/browser_bg.wasm" -o "$made/browser_bg.wasm"
node policy/proofs/browser.js "$made"
