# shellcheck shell=bash
# shellcheck disable=SC2034  # ENGINE_REASON is for the caller to read
# A container engine for the integration tests. Sourced, never run.
#
#   ensure_engine    0: an engine answers, and the environment suits it.
#                    1: there is none; ENGINE_REASON says why in one line.
#   remove_stray_containers    what killed test runs left, where Ryuk is off.

# shellcheck source=scripts/lib/apt.sh
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

# The label on images that were built here, whose value is the recipe's hash.
BUILT_HERE_LABEL=dataaccess.recipe

# The oldest API that Testcontainers speaks unless it is told otherwise.
TESTCONTAINERS_API=1.44

ENGINE_REASON=

ensure_engine() {
  ENGINE_REASON=
  engine_answers || set_up_engine || return 1
  adapt_to_engine
}

engine_answers() {
  command -v docker >/dev/null 2>&1 && timeout 20 docker info >/dev/null 2>&1
}

# Testcontainers reads these. Each is set only where the engine needs it, and
# never over a value that is there already.
adapt_to_engine() {
  local api
  api=$(docker version --format '{{.Server.APIVersion}}' 2>/dev/null) || api=
  if [ -n "$api" ] && older_than "$api" "$TESTCONTAINERS_API"; then
    export DOCKER_API_VERSION=${DOCKER_API_VERSION:-$api}
  fi
  if uses_images_built_here; then
    # No registry, so no image of Ryuk either, which removes the containers of
    # a test run that was killed: see remove_stray_containers.
    export TESTCONTAINERS_RYUK_DISABLED=${TESTCONTAINERS_RYUK_DISABLED:-true}
    case ${DOCKER_HOST:-unix://} in
      unix://*) export TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-127.0.0.1} ;;
    esac
  fi
}

# Where Ryuk is off, a test run that is killed leaves its containers running.
# Removes all that Testcontainers made: not while other tests run here.
remove_stray_containers() {
  local strays
  [ "${TESTCONTAINERS_RYUK_DISABLED:-}" = true ] || return 0
  mapfile -t strays < <(docker ps --all --quiet --filter label=org.testcontainers=true)
  [ ${#strays[@]} -eq 0 ] || docker rm --force --volumes "${strays[@]}" >/dev/null
}

uses_images_built_here() {
  [ -n "$(docker image ls --quiet --filter "label=$BUILT_HERE_LABEL" 2>/dev/null)" ]
}

older_than() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

set_up_engine() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    ENGINE_REASON="no container engine answers at DOCKER_HOST ($DOCKER_HOST)"
    return 1
  fi
  if ! can_install_packages; then
    ENGINE_REASON="no container engine answers (docker info), and one can be set up only as root on Debian or Ubuntu"
    return 1
  fi
  install_engine && start_dockerd
}

install_engine() {
  local packages=(docker.io iptables debootstrap)
  if command -v dockerd >/dev/null 2>&1 && command -v docker >/dev/null 2>&1; then
    return 0
  fi
  echo "engine: installing ${packages[*]}"
  refresh_package_lists || true
  # Newer releases have the client in a package of its own.
  if apt-cache show docker-cli >/dev/null 2>&1; then
    packages+=(docker-cli)
  fi
  if ! install_packages "${packages[@]}"; then
    ENGINE_REASON="the container engine could not be installed (apt-get install ${packages[*]})"
    return 1
  fi
}

# By hand, since no service manager need be running (in a container, or where
# packages are kept from starting services), and in a session of its own, so
# that it outlives the script and its terminal.
start_dockerd() {
  local log pid='' started=$SECONDS
  log=$(mktemp "${TMPDIR:-/tmp}/dockerd.XXXXXX.log")
  if is_running dockerd /var/run/docker.pid; then
    echo "engine: waiting for the dockerd that is starting"
  else
    remove_leftovers
    echo "engine: starting dockerd (log: $log)"
    pid=$(setsid nohup dockerd >"$log" 2>&1 </dev/null & echo $!)
  fi
  while ! engine_answers; do
    if [ -n "$pid" ] && ! is_alive "$pid"; then
      engine_failed "dockerd ended" "$log"
      return 1
    fi
    if [ $((SECONDS - started)) -ge 60 ]; then
      engine_failed "dockerd did not answer within 60 s" "$log"
      return 1
    fi
    sleep 0.2
  done
  echo "engine: dockerd answers after $((SECONDS - started)) s"
}

engine_failed() {
  ENGINE_REASON="$1 (log: $2)"
  tail -n 20 "$2" >&2
}

# What a killed dockerd leaves behind. Its pid file, or that of its containerd,
# may name a process that is by now some other program: dockerd would then
# think itself, or its containerd, running. And it takes the socket of a system
# containerd for a running one.
remove_leftovers() {
  is_running dockerd /var/run/docker.pid || rm -f /var/run/docker.pid
  is_running containerd /var/run/docker/containerd/containerd.pid \
    || rm -f /var/run/docker/containerd/containerd.pid
  grep -q ' /run/containerd/containerd.sock$' /proc/net/unix \
    || rm -f /run/containerd/containerd.sock
}

# Whether the process named in a pid file is there and is that program.
is_running() {
  local program=$1 pid
  pid=$(cat "$2" 2>/dev/null) || return 1
  is_alive "$pid" && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$program" ]
}

# A dead process may stay in the table, in a container whose first process
# collects no children; but it has no program any more.
is_alive() {
  readlink "/proc/$1/exe" >/dev/null 2>&1
}
