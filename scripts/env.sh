# Sourced by every script: where the repository is and which tools it uses.
# Nothing here installs anything; that is scripts/setup.sh.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Compiled tools are shared by every clone on this machine.
TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/espace-confidentialite"
WASM_TARGET=wasm32-unknown-unknown

# Our own tools come first. When the WebAssembly target could only be had from
# Debian's Rust, setup.sh has put links to that toolchain in there too.
export PATH="$TOOLS/bin:$ROOT/node_modules/.bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"

# Chromium without its own windows: the same browser for pages, in little more than half of the processor's time.
export CHROMIUM="${CHROMIUM:-/usr/bin/chromium-headless-shell}"
# Where Playwright looks for the program that films: no browser is ever downloaded there.
export PLAYWRIGHT_BROWSERS_PATH="$TOOLS/playwright"

started=$SECONDS

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }

fail() {
  printf '\n✗ %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# step "what it does, for a person" command…
# Keeps the command's output for when it fails, and says every 20 s that it is still alive.
step() {
  local title="$1" log began=$SECONDS pid beat
  shift
  log="$(mktemp)"
  say "$title"
  "$@" >"$log" 2>&1 &
  pid=$!
  (while sleep 20 && kill -0 "$pid" 2>/dev/null; do
    printf '  … %d s\n' $((SECONDS - began))
  done) &
  beat=$!
  if wait "$pid"; then
    kill "$beat" 2>/dev/null && wait "$beat" 2>/dev/null || true
    printf '  done in %d s\n' $((SECONDS - began))
    rm -f "$log"
  else
    kill "$beat" 2>/dev/null && wait "$beat" 2>/dev/null || true
    tail -n 40 "$log" >&2
    rm -f "$log"
    fail "Failed: $title"
  fi
}

# The version of a crate in Cargo.lock.
locked_version() {
  awk -v want="\"$1\"" '$1 == "name" { found = ($3 == want) } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
}
