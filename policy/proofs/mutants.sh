#!/usr/bin/env bash
# Breaks every line of policy/src in turn and fails if the tests of the tables and of the facts do not notice. The laws are left out
# for speed: what the tables already catch need not be caught twice. Needs cargo-mutants. Usage: policy/proofs/mutants.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo mutants --package policy --file 'policy/src/**' --output "${CARGO_TARGET_DIR:-target}" "$@" -- \
  --test facts --test tables --test holder --test notices --test words
