#!/usr/bin/env bash
# Everything that must pass. Ends with a count; the exit status says whether all did.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

passed=0
failed=0
log="$(mktemp)"
cluster=

finish() {
  [ -z "$cluster" ] || scripts/postgres.sh stop "$cluster"
  rm -f "$log"
}
trap finish EXIT

# check "what it checks" command… : one check, counted as one.
check() {
  local title="$1" began=$SECONDS
  shift
  say "$title"
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    printf '  passed in %d s\n' $((SECONDS - began))
  else
    failed=$((failed + 1))
    tail -n 60 "$log"
    printf '  ✗ failed: %s\n' "$title"
  fi
}

# Adds up what the test runner says it passed and failed.
count() {
  local sums
  sums="$(awk "$1" "$log")"
  passed=$((passed + ${sums% *}))
  failed=$((failed + ${sums#* }))
}

scripts/setup.sh test

check "Formatting" cargo fmt --all --check
check "Clippy, warnings denied" cargo clippy -q --workspace --all-targets --features server/lab -- -D warnings
check "Clippy without the lab" cargo clippy -q -p server -- -D warnings
check "Without the lab, none of its routes" cargo test -q -p server --test without_lab
check "Dependencies: bans, licences, sources" cargo deny --log-level error check bans licenses sources
check "The rules, compiled to WebAssembly" policy/proofs/wasm.sh

scripts/build.sh

check "The gateway against its own contract" scripts/schemathesis.sh --phases examples,coverage

say "Rust tests, on SQLite and on a PostgreSQL cluster of our own"
started_cluster="$(scripts/postgres.sh start)"
cluster="$(sed -n 's/^TEST_POSTGRES_FOLDER=//p' <<<"$started_cluster")"
TEST_POSTGRES_URL="$(sed -n 's/^TEST_POSTGRES_URL=//p' <<<"$started_cluster")"
export TEST_POSTGRES_URL
if cargo test --workspace --features server/lab --no-fail-fast 2>&1 | tee "$log" | grep -E '^(test result|test .*FAILED|failures:|error|---- )'; then :; fi
rust_status=0
grep -qE '^error' "$log" && rust_status=1
count '/^test result:/ { p += $4; f += $6 } END { print p + 0, f + 0 }'
# A crate that does not compile runs no test, and must not pass for that.
[ "$rust_status" = 0 ] || { failed=$((failed + 1)); tail -n 60 "$log"; }

say "Browser tests"
playwright test --reporter=dot,./end2end/support/report.ts >"$log" 2>&1 || true
tail -n 200 "$log"
grep -qE '^ +[0-9]+ passed' "$log" || failed=$((failed + 1))
count '/^ +[0-9]+ passed/ { p += $1 } /^ +[0-9]+ (failed|flaky|did not run|interrupted)/ { f += $1 } END { print p + 0, f + 0 }'

printf '\nin %d s\n%d passed, %d failed\n' $((SECONDS - started)) "$passed" "$failed"
[ "$failed" = 0 ]
