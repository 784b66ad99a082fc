#!/usr/bin/env bash
# Breaks every line of policy/src in turn and fails if the tests do not notice. The laws are left out for speed: what the tables
# already catch need not be caught twice. Usage: policy/proofs/mutants.sh [cargo-mutants option…]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/env.sh"
cd "$ROOT"
scripts/setup.sh mutants

# Each mutant is compiled anew: what only a debugger reads would take most of that.
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=1
tests=()
for test in facts tables holder notices words; do tests+=("--cargo-arg=--test=$test"); done
cargo mutants --package policy --file 'policy/src/**' --output "${CARGO_TARGET_DIR:-target}" "${tests[@]}" "$@"
