#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for tests: nothing of it outlives `stop`.
#   scripts/postgres.sh start        makes it, and prints TEST_POSTGRES_URL=… and TEST_POSTGRES_FOLDER=…
#   scripts/postgres.sh start durable  the same, and what is committed is on the disk, as in service
#   scripts/postgres.sh stop FOLDER  stops it and removes the folder
# It listens on a socket in its own folder only: no port to find, and nobody else can reach it.
set -euo pipefail

programs="$(dirname "$(command -v /usr/lib/postgresql/*/bin/initdb initdb 2>/dev/null | tail -n 1)")"
[ -x "$programs/initdb" ] || { echo "PostgreSQL is not installed: apt-get install postgresql" >&2; exit 1; }

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start() {
  local folder options=(max_connections=300)
  folder="$(mktemp -d /tmp/postgres-test.XXXXXX)"
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
  # Ordinary tests do not pull the plug: without fsync they take a third of the time.
  [ "${1:-}" = durable ] || options+=(fsync=off synchronous_commit=off full_page_writes=off)
  if ! {
    as_postgres "$programs/initdb" --pgdata "$folder/data" --username postgres --auth trust \
      --encoding UTF8 --locale C.UTF-8 --no-sync &&
      printf '%s\n' "listen_addresses = ''" "unix_socket_directories = '$folder'" \
        "${options[@]}" \
        | as_postgres tee -a "$folder/data/postgresql.conf" &&
      # Without -l the server would keep our output open, and whoever reads it would wait for ever.
      as_postgres "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w start
  } >"$folder.start" 2>&1; then
    cat "$folder.start" "$folder/log" >&2 || true
    rm -rf "$folder" "$folder.start"
    exit 1
  fi
  rm -f "$folder.start"
  printf 'TEST_POSTGRES_URL=postgres://postgres@localhost/postgres?host=%s\n' "$folder"
  printf 'TEST_POSTGRES_FOLDER=%s\n' "$folder"
}

stop() {
  case "$1" in
    /tmp/postgres-test.*) ;;
    *) echo "Not one of our clusters: $1" >&2; exit 1 ;;
  esac
  as_postgres "$programs/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null || true
  rm -rf "$1"
}

case "${1:-}" in
  start) start "${2:-}" ;;
  stop) stop "${2:?the folder that start printed}" ;;
  *) echo "usage: $0 start [durable] | stop FOLDER" >&2; exit 2 ;;
esac
