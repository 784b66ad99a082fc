#!/usr/bin/env bash
# Installs what `make run` needs; with the argument `test` what `make test` needs too; with `mutants` or `wasm` only what breaks the
# rules in turn, or runs their tests compiled to WebAssembly.
# Safe to run twice: what is there is left alone.
set -euo pipefail
source "$(dirname "$0")/env.sh"
cd "$ROOT"

want="${1:-run}"
mkdir -p "$TOOLS/bin"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "Root rights are needed for: $*" "Install it yourself, or run this once as root."; fi
}

apt_updated=
debian_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "These are missing, and this is not a Debian machine: ${missing[*]}" "Install them with your system's package manager."
  if [ -z "$apt_updated" ]; then
    step "Refreshing Debian's package lists" as_root apt-get update -q
    apt_updated=yes
  fi
  step "Installing from Debian: ${missing[*]}" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

has_wasm_target() {
  command -v rustc >/dev/null && [ -n "$(ls "$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib/"libstd-*.rlib 2>/dev/null)" ]
}

# Where rustup cannot fetch the target, its standard library is built once from Debian's own Rust source.
wasm_std_from_source() {
  local work built
  work="$(mktemp -d)"
  mkdir "$work/src"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >"$work/Cargo.toml"
  : >"$work/src/lib.rs"
  (cd "$work" && RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$work/target" \
    cargo build --release --target $WASM_TARGET -Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test)
  built="$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib"
  as_root mkdir -p "$built"
  as_root cp "$work/target/$WASM_TARGET/release/deps/"*.rlib "$built/"
  rm -rf "$work"
}

rust_toolchain() {
  has_wasm_target && return
  if command -v rustup >/dev/null; then
    say "Asking rustup for the WebAssembly target"
    if timeout 120 rustup target add $WASM_TARGET >/dev/null 2>&1 && has_wasm_target; then return; fi
    echo "  rustup cannot fetch it here; using Debian's Rust instead"
  fi
  debian_packages rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web lld-22
  local tool
  for tool in cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do
    [ -x "/usr/bin/$tool" ] && ln -sf "/usr/bin/$tool" "$TOOLS/bin/$tool"
  done
  hash -r
  has_wasm_target || step "Building Rust's standard library for WebAssembly (about a minute)" wasm_std_from_source
}

node_packages() {
  command -v npm >/dev/null || debian_packages nodejs npm
  cmp -s package-lock.json node_modules/.installed-lock && return
  step "Installing the npm packages (wasm-opt, Playwright)" npm ci --no-audit --no-fund
  cp package-lock.json node_modules/.installed-lock
}

cargo_tool() { # crate version program, and what else cargo install is told
  [ "$(cat "$TOOLS/$3.version" 2>/dev/null)" = "$2" ] && return
  # Unoptimised: it runs for a second, and compiles in a third of the time.
  step "Compiling $1 $2 (some minutes, once)" \
    env CARGO_TARGET_DIR="$ROOT/target/tools" cargo install "$1" --version "$2" "${@:4}" --debug --force --root "$TOOLS"
  echo "$2" >"$TOOLS/$3.version"
}

python_tool() { # package version
  [ "$(cat "$TOOLS/$1.version" 2>/dev/null)" = "$2" ] && [ -x "$TOOLS/$1/bin/$1" ] && return
  python3 -c 'import ensurepip' 2>/dev/null || debian_packages python3-venv
  rm -rf "${TOOLS:?}/$1"
  step "Installing $1 $2 from PyPI" sh -c 'python3 -m venv "$0/$1" && "$0/$1/bin/pip" install -q "$1==$2"' "$TOOLS" "$1" "$2"
  echo "$2" >"$TOOLS/$1.version"
}

# Playwright films with a program that it would download: it is given Debian's, under the name it looks for.
films() {
  local revision
  revision="$(node -p "require('./node_modules/playwright-core/browsers.json').browsers.find((one) => one.name === 'ffmpeg').revision")"
  mkdir -p "$PLAYWRIGHT_BROWSERS_PATH/ffmpeg-$revision"
  ln -sf "$(command -v ffmpeg)" "$PLAYWRIGHT_BROWSERS_PATH/ffmpeg-$revision/ffmpeg-linux"
}

command -v cc >/dev/null || debian_packages build-essential
rust_toolchain

# These are about `policy` alone: no browser, no database, no page.
case "$want" in
mutants)
  cargo_tool cargo-mutants 27.1.0 cargo-mutants --locked
  exit
  ;;
wasm)
  command -v node >/dev/null || debian_packages nodejs npm
  cargo_tool wasm-bindgen-cli "$(locked_version wasm-bindgen)" wasm-bindgen-test-runner
  exit
  ;;
esac

command -v brotli >/dev/null || debian_packages brotli
node_packages

if [ "$want" = test ]; then
  command -v "$CHROMIUM" >/dev/null || debian_packages chromium-headless-shell
  command -v ffmpeg >/dev/null || (debian_packages ffmpeg) || echo "  Without it the tasks leave no film; everything else is tested."
  ! command -v ffmpeg >/dev/null || films
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || debian_packages postgresql
  command -v curl >/dev/null || debian_packages curl
  cargo_tool cargo-deny 0.20.2 cargo-deny --locked
  python_tool schemathesis 4.32.5
fi
