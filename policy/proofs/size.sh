#!/usr/bin/env bash
# What the crate adds to a WebAssembly module, after wasm-opt and brotli: with it, less without it.
# Needs the wasm32-unknown-unknown target, wasm-opt (npm package binaryen) and node. Usage: policy/proofs/size.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

modules="${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/wasm-release/examples"
small="$(mktemp)"
trap 'rm -f "$small"' EXIT

cargo build --quiet --profile wasm-release --target wasm32-unknown-unknown -p policy --example size --example size_baseline

size() {
  wasm-opt -Oz "$modules/$1.wasm" -o "$small"
  node -e 'const { readFileSync } = require("fs"); const { brotliCompressSync } = require("zlib");
    console.log(brotliCompressSync(readFileSync(process.argv[1])).length)' "$small"
}

with="$(size size)"
without="$(size size_baseline)"
added=$((with - without))
node --input-type=module -e 'import { line } from "./policy/proofs/line.js"; const [added, more] = process.argv.slice(1).map(Number);
  line("The crate in WebAssembly, after brotli", `${added} bytes (${more} in all)`, "≤ 25 kB", added <= 25_000);' "$added" "$with"
