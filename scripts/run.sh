#!/usr/bin/env bash
# Everything a new user needs: set-up, build, and the server on 127.0.0.1.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

[ -f target/site/names.txt ] || say "First run: eight to twenty minutes on two cores, most of it compiling. The next ones take seconds."
scripts/setup.sh run
scripts/build.sh server
printf '  ready after %d s\n\n' $((SECONDS - started))
exec target/debug/server
