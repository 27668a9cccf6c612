#!/bin/bash
# Starts PostgreSQL as the public image does: on an empty data directory it
# first creates the cluster, the user and the database of the environment.
set -euo pipefail

# initdb makes the superuser, and the database is made in single-user mode, so
# no server runs, let alone listens, before everything is in place.
# Nothing is synced: the container is killed in tests, never the machine.
initialise() {
  : "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD, the password of the superuser}"
  local user=${POSTGRES_USER:-postgres}
  local database=${POSTGRES_DB:-$user}

  initdb --pgdata="$PGDATA" --no-sync --encoding=UTF8 --locale=C.UTF-8 \
    --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --auth-local=trust --auth-host=scram-sha-256
  if [ "$database" != postgres ]; then
    printf 'CREATE DATABASE "%s"\n' "${database//\"/\"\"}" \
      | postgres --single -j -c fsync=off -D "$PGDATA" postgres
  fi
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
}

# The server refuses to run as root: hand over what it owns, then start again.
become_postgres() {
  install -d -o postgres -g postgres -m 700 "$PGDATA"
  find "$PGDATA" \! -user postgres -exec chown postgres:postgres {} +
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
}

[ "${1:0:1}" != "-" ] || set -- postgres "$@"
if [ "$1" = postgres ]; then
  [ "$(id -u)" != 0 ] || become_postgres "$@"
  [ -s "$PGDATA/PG_VERSION" ] || initialise
fi
exec "$@"
