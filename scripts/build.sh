#!/usr/bin/env bash
# Builds the site: WebAssembly, script and style, each compressed and named after its content. With the argument `server` the
# server of the lab too, at the same time: each of the two has moments when it needs one core only.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

site="$ROOT/target/site"
work="$ROOT/target/site-work"

# Eight characters of the content's hash.
hash_of() { sha256sum "$1" | cut -c1-8; }

place() { # file, folder of the site, name
  cp "$1" "$2/$3"
  brotli -f -q 11 -o "$2/$3.br" "$1"
}

# Makes a crate's module ready for browsers, and says what it is called.
module() { # crate, what wasm-opt is told
  target/debug/app-bindgen "target/$WASM_TARGET/wasm-release/$1.wasm" "$work" "$1"
  wasm-opt "$2" -o "$work/$1.opt.wasm" "$work/$1_bg.wasm"
  local name
  name="$1.$(cat "$work/$1.opt.wasm" "$work/$1.js" | sha256sum | cut -c1-8)"
  place "$work/$1.opt.wasm" "$site.new/pkg" "${name}_bg.wasm"
  place "$work/$1.js" "$site.new/pkg" "$name.js"
  echo "$name"
}

assemble() {
  rm -rf "$work" "$site.new"
  mkdir -p "$work" "$site.new/pkg"
  # Comments and indents are for whoever reads the sources.
  cat style/*.css | node -e 'process.stdout.write(require("fs").readFileSync(0, "utf8").replace(/\/\*[^]*?\*\//g, "").replace(/\n\s+/g, "\n"))' >"$work/app.css"
  local app verifier style script session_end
  app="$(module app -Oz)"
  verifier="$(module proof_browser -O3)"
  style="app.$(hash_of "$work/app.css").css"
  script="verify-history.$(hash_of proof/browser/src/verify-history.js).js"
  session_end="session-end.$(hash_of app/src/components/session_end.js).js"
  place "$work/app.css" "$site.new/pkg" "$style"
  place app/src/components/session_end.js "$site.new/pkg" "$session_end"
  place proof/browser/src/verify-history.js "$site.new/pkg" "$script"
  cp -r public/. "$site.new/"
  printf '%s\n' "app: $app" "style: $style" "verifier: $verifier" "script: $script" "session-end: $session_end" >"$site.new/names.txt"
  rm -rf "$site"
  mv "$site.new" "$site"
}

sources() { find app policy proof record style public Cargo.toml Cargo.lock scripts/build.sh -type f -newer "$site/names.txt" 2>/dev/null | grep -v /target/ | head -1; }

is_fresh() { [ -f "$site/names.txt" ] && [ -z "$(sources)" ]; }

compile() {
  cargo build -q -p app-bindgen "$@" &
  is_fresh || cargo build -q -p app -p proof-browser --lib --features app/hydrate --target "$WASM_TARGET" --profile wasm-release
  wait $!
}

case "${1:-}" in
server) step "Building the server and what runs in the browser" compile -p server --features server/lab ;;
*) is_fresh || step "Building what runs in the browser" compile ;;
esac
is_fresh || step "Making it small" assemble
