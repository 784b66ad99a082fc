#!/usr/bin/env bash
# Compares the crate with the Cedar policies on many drawn cases, and says how often each rule was reached. Built as `make test` builds it,
# so that Cedar is not compiled a second time. Usage: [CASES=1000000] policy/proofs/compare.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/env.sh"
cd "$ROOT"

POLICY_CASES="${CASES:-1000000}" cargo test --workspace --features server/lab --test against_cedar -- --nocapture
