#!/usr/bin/env bash
# Measures speed and size: one line per figure, its goal beside it (docs/benchmarks.md says what each means).
# The exit status says whether all could be measured, not whether the goals were met: that depends on the machine.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

target="${CARGO_TARGET_DIR:-target}"

# What the processor is that everything is measured on.
one_core() { taskset -c "$(($(nproc) - 1))" "$@"; }

scripts/setup.sh test
command -v valgrind >/dev/null || step "Installing valgrind, which counts instructions" \
  $([ "$(id -u)" = 0 ] || echo sudo) apt-get install -y -q --no-install-recommends valgrind
scripts/build.sh
step "Building the server, optimised" cargo build -q -p server --release --features lab
step "Building what measures pages" cargo build -q --release -p server-bench --features lab
step "Building what measures decisions, Cedar and casbin" cargo bench -q -p policy-proofs --no-run

say "Pages and accesses, and what a parent with a stopwatch could learn, SQLite, one core"
one_core "$target/release/server-bench"

say "Durable accesses, and pages of a history of a million lines, SQLite, then PostgreSQL with its own processes"
cargo build -q --release -p record --features store --example accesses
accesses="$(mktemp -d "$target/accesses.XXXXXX")"
one_core "$target/release/examples/accesses" "sqlite:$accesses/record.sqlite"
eval "$(scripts/postgres.sh start durable)"
trap 'scripts/postgres.sh stop "$TEST_POSTGRES_FOLDER"; rm -rf "$accesses"' EXIT
"$target/release/examples/accesses" "$TEST_POSTGRES_URL"
scripts/postgres.sh stop "$TEST_POSTGRES_FOLDER"
rm -rf "$accesses"
trap - EXIT

say "The directory, a million people, SQLite, one core"
cargo build -q --release -p record --features store --example directory_search
one_core "$target/release/examples/directory_search"

say "Decisions, beside Cedar and casbin, which must agree first"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
rm -rf "$target/criterion"
one_core cargo bench -q -p policy-proofs --bench decide -- --warm-up-time 1 --measurement-time 3 >"$log" 2>&1 || {
  tail -n 40 "$log" >&2
  fail "The decisions could not be compared"
}
node policy/proofs/figures.js "$target/criterion"
policy/proofs/instructions.sh

say "In the browser"
policy/proofs/browser.sh
policy/proofs/size.sh
node server/bench/difference.js "$target/release/server"
node server/bench/verification.js

printf '\nin %d s, on %d cores: %s\n' $((SECONDS - started)) "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
