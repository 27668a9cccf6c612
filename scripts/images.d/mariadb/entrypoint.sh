#!/bin/bash
# Starts MariaDB as the public image does: on an empty data directory it first
# creates the database and the accounts of the environment, each of which may
# be named MARIADB_... or MYSQL_...
set -euo pipefail

readonly data=/var/lib/mysql
readonly template=/usr/local/share/mariadb-template

# These options are fixed when the data directory is made, so the template,
# made without them, is of no use to a server that is given one of them.
readonly fixed_at_creation='lower.case.table.names|innodb.(page.size|data.file.path|data.home.dir|undo)'

fail() {
  echo "entrypoint: $*" >&2
  exit 1
}

# Runs SQL (standard input) in the server's bootstrap mode, in which it opens
# no socket of any kind, so that nobody connects to it by mistake. Grants are
# loaded only on request there.
bootstrap() {
  { echo 'FLUSH PRIVILEGES;'; cat; } | "$@" --bootstrap --skip-log-bin
}

make_data_directory() {
  local directory=$1
  shift
  mariadb-install-db --user=mysql --datadir="$directory" --skip-test-db \
    --auth-root-authentication-method=normal --skip-name-resolve "$@" >/dev/null
}

make_template() {
  make_data_directory "$template"
  # Like the public image: named time zones work.
  { echo 'USE mysql;'; mariadb-tzinfo-to-sql --skip-write-binlog /usr/share/zoneinfo 2>/dev/null; } \
    | bootstrap mariadbd --datadir="$template"
}

fill_data_directory() {
  if grep -qE -e "$fixed_at_creation" <<< "$*"; then
    make_data_directory "$data" "${@:2}"
  else
    cp -a --sparse=always "$template/." "$data/"
  fi
}

# A value of the environment under either of its names.
setting() {
  local one=MARIADB_$1 other=MYSQL_$1
  printf '%s' "${!one:-${!other:-}}"
}

# A value as an SQL string, and a name as an SQL identifier.
quoted() { local v=${1//\\/\\\\}; printf "'%s'" "${v//\'/\'\'}"; }
# shellcheck disable=SC2016  # the backquotes are SQL's
named() { printf '`%s`' "${1//\`/\`\`}"; }

accounts_sql() {
  local database user root_password user_password name
  database=$(setting DATABASE)
  user=$(setting USER)
  root_password=$(quoted "$(setting ROOT_PASSWORD)")
  user_password=$(quoted "$(setting PASSWORD)")

  # A new data directory has roots without a password for 127.0.0.1, ::1 and the
  # name of the machine, all of which would come before root@'%'.
  echo "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost';"
  echo "DELETE FROM mysql.proxies_priv WHERE Host <> 'localhost';"
  echo "FLUSH PRIVILEGES;"

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
  # The public image has root from anywhere and from the local socket.
  echo "CREATE USER 'root'@'%' IDENTIFIED BY $root_password;"
  echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
  echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $root_password;"
}

initialise() {
  if [ -z "$(setting ROOT_PASSWORD)$(setting ALLOW_EMPTY_PASSWORD)${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD:-}" ]; then
    fail "set MARIADB_ROOT_PASSWORD (or MARIADB_ALLOW_EMPTY_ROOT_PASSWORD)"
  fi
  [ "$(setting USER)" != root ] || fail "MARIADB_USER is for another account than root"
  fill_data_directory "$@"
  accounts_sql | bootstrap "$@"
}

[ "${1:0:1}" != "-" ] || set -- mariadbd "$@"
case $1 in
  make-template) make_template; exit ;;
  mariadbd)
    # A mounted directory may come as root's.
    [ "$(stat -c %U "$data")" = mysql ] || chown mysql:mysql "$data"
    [ -d "$data/mysql" ] || initialise "$@" ;;
esac
exec "$@"
