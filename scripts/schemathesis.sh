#!/usr/bin/env bash
# Tries the professional gateway against its own contract: a fresh server with the lab, and schemathesis (PyPI), which sends it requests of every
# kind, well and badly made. An unexpected status, a crash or an answer that the contract does not have is a failure.
#   scripts/schemathesis.sh [options of schemathesis run]
# `make test` installs schemathesis, and tries the examples and the bounds of each field (seconds); without options it draws requests too (minutes).
# The same requests each time: schemathesis draws nothing at random and keeps no example from one run to the next.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

schemathesis="$TOOLS/schemathesis/bin/schemathesis"
[ -x "$schemathesis" ] || fail "schemathesis is not installed" "scripts/setup.sh test installs it."
cargo build -q -p app-bindgen -p server --features server/lab

folder="$(mktemp -d)"
mkdir -p "$folder/site/pkg"
server=
finish() {
  [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT

mkfifo "$folder/said"
LOG=error PORT=0 DATABASE_URL="sqlite:$folder/record.sqlite" SITE_ROOT="$folder/site" LAB_DATA="$folder/data" HISTORY_KEY="$folder/data/history.key" \
  target/debug/server >"$folder/said" &
server=$!
# Its first line says where it listens, once it does. What it says next has a reader too.
exec 3<"$folder/said"
read -r _ at _ <&3 || { echo "The server did not start." >&2; exit 1; }

# Dr Lambert, of the care team.
token="$(curl -fsS -X POST "$at/lab/jetons/10000000124")"
cd "$folder"
"$schemathesis" run "$at/gateway/v1/openapi.json" \
  --header "Authorization: Bearer $token" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,unsupported_method,allow_header_conformance,missing_required_header,negative_data_rejection \
  --phases examples,coverage,fuzzing --max-examples 20 \
  --generation-deterministic --seed 1 --continue-on-failure "$@"
