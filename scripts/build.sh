#!/usr/bin/env bash
# Builds the site: WebAssembly, script and style, each compressed and named after its content.
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
  wasm-bindgen --target web --no-typescript --out-dir "$work" --out-name app \
    "target/$WASM_TARGET/wasm-release/app.wasm"
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

if [ ! -f "$site/names.txt" ] || [ -n "$(sources)" ]; then
  step "Building what runs in the browser" \
    cargo build -q -p app --lib --features hydrate --target "$WASM_TARGET" --profile wasm-release
  step "Making it small" assemble
fi
