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

assemble() {
  rm -rf "$work" "$site.new"
  mkdir -p "$work" "$site.new/pkg"
  target/debug/app-bindgen "target/$WASM_TARGET/wasm-release/app.wasm" "$work" app
  wasm-opt -Oz -o "$work/app.opt.wasm" "$work/app_bg.wasm"
  cat style/*.css >"$work/app.css"
  local app style
  app="app.$(cat "$work/app.opt.wasm" "$work/app.js" | sha256sum | cut -c1-8)"
  style="app.$(hash_of "$work/app.css").css"
  place "$work/app.opt.wasm" "$site.new/pkg" "${app}_bg.wasm"
  place "$work/app.js" "$site.new/pkg" "$app.js"
  place "$work/app.css" "$site.new/pkg" "$style"
  cp -r public/. "$site.new/"
  printf 'app: %s\nstyle: %s\n' "$app" "$style" >"$site.new/names.txt"
  rm -rf "$site"
  mv "$site.new" "$site"
}

sources() { find app policy record style public Cargo.toml Cargo.lock scripts/build.sh -type f -newer "$site/names.txt" 2>/dev/null | grep -v /target/ | head -1; }

is_fresh() { [ -f "$site/names.txt" ] && [ -z "$(sources)" ]; }

compile() {
  cargo build -q -p app-bindgen "$@" &
  is_fresh || cargo build -q -p app --lib --features hydrate --target "$WASM_TARGET" --profile wasm-release
  wait $!
}

case "${1:-}" in
server) step "Building the server and what runs in the browser" compile -p server --features server/lab ;;
*) is_fresh || step "Building what runs in the browser" compile ;;
esac
is_fresh || step "Making it small" assemble
