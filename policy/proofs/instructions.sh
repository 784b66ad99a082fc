#!/usr/bin/env bash
# How many instructions a decision takes: two counted runs, one longer than the other, subtracted so that the preparation cancels out.
# Needs valgrind. Usage: policy/proofs/instructions.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo build --quiet --release -p policy-proofs --example instructions
program="${CARGO_TARGET_DIR:-target}/release/examples/instructions"

counted() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" 2>&1 | awk '/Collected/ { print $4 }'
}

for what in mix record; do
  each="$("$program" "$what" 0 2>&1)"
  short="$(counted "$what" 10)"
  long="$(counted "$what" 110)"
  case "$what" in mix) said="decide, mean over the mix, counted" ;; *) said="Each document of a record, counted" ;; esac
  awk -v what="$said" -v each="$each" -v short="$short" -v long="$long" \
    'BEGIN { printf "  %-48s %.1f instructions\n", what, (long - short) / (100 * each) }'
done
