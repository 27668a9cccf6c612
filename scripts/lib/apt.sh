# shellcheck shell=bash
# Debian packages for the scripts that need some. Sourced, never run.

# Whether this machine takes packages from apt, and we may install them.
can_install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

# The lists are fetched once for a process, and what apt says is shown only
# where it failed.
APT_UPDATED=${APT_UPDATED:-}
refresh_package_lists() {
  [ -z "$APT_UPDATED" ] || return 0
  quietly apt-get update || return 1
  APT_UPDATED=yes
}

install_packages() {
  refresh_package_lists || return 1
  DEBIAN_FRONTEND=noninteractive quietly apt-get install -y --no-install-recommends "$@"
}

# Runs a command; shows its output, on standard error, only if it fails.
quietly() {
  local log status=0
  log=$(mktemp) || return 1
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" != 0 ]; then
    echo "failed ($status): $*" >&2
    tail -n 40 "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}
