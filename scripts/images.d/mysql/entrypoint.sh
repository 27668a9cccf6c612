#!/bin/bash
# Starts MySQL as the public image does: on an empty data directory it first
# creates the database and the accounts of the environment.
set -euo pipefail

readonly data=/var/lib/mysql
readonly template=/usr/local/share/mysql-template
readonly setup_socket=/var/run/mysqld/setup.sock

# These options are fixed when the data directory is made, so the template,
# made without them, is of no use to a server that is given one of them.
readonly fixed_at_creation='lower.case.table.names|innodb.(page.size|data.file.path|data.home.dir|undo.directory)'

fail() {
  echo "entrypoint: $*" >&2
  exit 1
}

client() {
  mysql --no-defaults --socket="$setup_socket" --user=root "$@"
}

# Runs SQL (standard input) on a server that listens on a private socket only,
# so that nobody connects to it by mistake. Not synced: only the container is
# killed in tests, never the machine.
with_private_server() {
  "$@" --skip-networking --mysqlx=OFF --skip-log-bin --socket="$setup_socket" \
    --innodb-flush-log-at-trx-commit=0 &
  local server=$!
  until client --execute='SELECT 1' >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || fail "the server ended during the set-up"
    sleep 0.05
  done
  # SHUTDOWN comes from the same session: root may have a password by then.
  { cat; echo; echo 'SHUTDOWN;'; } | client --database=mysql
  wait "$server"
}

make_template() {
  install -d -o mysql -g mysql -m 750 "$template"
  mysqld --initialize-insecure --datadir="$template"
  # Like the public image: named time zones work.
  mysql_tzinfo_to_sql /usr/share/zoneinfo 2>/dev/null \
    | with_private_server mysqld --datadir="$template"
  # Each server makes an identity and keys of its own at its first start.
  rm -f "$template"/auto.cnf "$template"/*.pem
}

fill_data_directory() {
  if grep -qE -e "$fixed_at_creation" <<< "$*"; then
    "$@" --initialize-insecure
  else
    cp -a --sparse=always "$template/." "$data/"
  fi
}

# A value as an SQL string, and a name as an SQL identifier.
quoted() { local v=${1//\\/\\\\}; printf "'%s'" "${v//\'/\'\'}"; }
# shellcheck disable=SC2016  # the backquotes are SQL's
named() { printf '`%s`' "${1//\`/\`\`}"; }

accounts_sql() {
  local database=${MYSQL_DATABASE:-} user=${MYSQL_USER:-}
  local root_password user_password name
  root_password=$(quoted "${MYSQL_ROOT_PASSWORD:-}")
  user_password=$(quoted "${MYSQL_PASSWORD:-}")

  if [ -n "$database" ]; then
    echo "CREATE DATABASE IF NOT EXISTS $(named "$database");"
  fi
  if [ -n "$user" ]; then
    name="$(quoted "$user")@'%'"
    echo "CREATE USER $name IDENTIFIED BY $user_password;"
    if [ -n "$database" ]; then
      # In a GRANT, _ and % in the name of a database are wildcards.
      local pattern=${database//_/\\_}
      echo "GRANT ALL ON $(named "${pattern//%/\\%}").* TO $name;"
    fi
  fi
  echo "CREATE USER 'root'@'%' IDENTIFIED BY $root_password;"
  echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $root_password;"
}

initialise() {
  if [ -z "${MYSQL_ROOT_PASSWORD:-}${MYSQL_ALLOW_EMPTY_PASSWORD:-}" ]; then
    fail "set MYSQL_ROOT_PASSWORD (or MYSQL_ALLOW_EMPTY_PASSWORD)"
  fi
  [ "${MYSQL_USER:-}" != root ] || fail "MYSQL_USER is for another account than root"
  fill_data_directory "$@"
  accounts_sql | with_private_server "$@"
}

[ "${1:0:1}" != "-" ] || set -- mysqld "$@"
case $1 in
  make-template) make_template; exit ;;
  mysqld)
    # A mounted directory may come as root's.
    [ "$(stat -c %U "$data")" = mysql ] || chown mysql:mysql "$data"
    [ -d "$data/mysql" ] || initialise "$@" ;;
esac
exec "$@"
