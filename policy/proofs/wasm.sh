#!/usr/bin/env bash
# The tests of the crate, compiled to WebAssembly and run by node. Usage: policy/proofs/wasm.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/env.sh"
cd "$ROOT"
scripts/setup.sh wasm

# The laws go through millions of combinations: the runner's usual 20 seconds are not enough.
export WASM_BINDGEN_TEST_TIMEOUT=600
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
cargo test --package policy --target wasm32-unknown-unknown --tests "$@"
