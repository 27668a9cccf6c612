# shellcheck shell=bash
# shellcheck disable=SC2034  # IMAGES_REASON is for the caller to read
# The database images of the integration tests. Sourced, never run.
#
#   ensure_images [--rebuild] [postgres|mysql|mariadb|pgbouncer]...
#       0: the images named (none: all) are there, and the environment suits them.
#       1: they are not; IMAGES_REASON says why in one line.
#
# An image that is missing is pulled. Where no registry answers, it is built
# from Debian's packages, from the recipe in images.d/. An image that was built
# here is built anew once its recipe has changed; --rebuild does so with all,
# and with the Debian systems underneath.

# shellcheck source=scripts/lib/engine.sh
. "$(dirname "${BASH_SOURCE[0]}")/engine.sh"

RECIPES=$(cd "$(dirname "${BASH_SOURCE[0]}")/../images.d" && pwd)
BASE_IMAGE=dataaccess-base
PULL_SECONDS=600

declare -A IMAGE_OF=([postgres]=postgres:18 [mysql]=mysql:9.7 [mariadb]=mariadb:11.8 [pgbouncer]=edoburu/pgbouncer:v1.25.1-p0)
declare -A SUITE_OF=([postgres]=sid [mysql]=sid [mariadb]=trixie [pgbouncer]=sid)
declare -A SERVER_OF=([postgres]=postgres [mysql]=mysqld [mariadb]=mariadbd [pgbouncer]=pgbouncer)

IMAGES_REASON=

ensure_images() {
  local rebuild='' names=() name missing=()
  IMAGES_REASON=
  for name in "$@"; do
    case $name in
      --rebuild) rebuild=yes ;;
      postgres | mysql | mariadb | pgbouncer) names+=("$name") ;;
      *) IMAGES_REASON="no such image: $name (there are postgres, mysql, mariadb and pgbouncer)"; return 1 ;;
    esac
  done
  [ ${#names[@]} -gt 0 ] || names=(postgres mysql mariadb pgbouncer)

  for name in "${names[@]}"; do
    if [ -n "$rebuild" ] || ! image_is_current "$name"; then
      missing+=("$name")
    fi
  done
  if [ ${#missing[@]} -gt 0 ]; then
    pull_or_build "$rebuild" "${missing[@]}" || return 1
  fi
  adapt_to_engine
}

# Pulled: any will do. Built here: only from the recipe as it is now.
image_is_current() {
  local recipe
  recipe=$(docker image inspect --format "{{index .Config.Labels \"$BUILT_HERE_LABEL\"}}" \
    "${IMAGE_OF[$1]}" 2>/dev/null) || return 1
  [ -z "$recipe" ] || [ "$recipe" = '<no value>' ] || [ "$recipe" = "$(recipe_hash "$1")" ]
}

recipe_hash() {
  cat "$RECIPES/$1"/* | sha256sum | cut -c 1-16
}

pull_or_build() {
  local rebuild=$1 name to_build=() registry=yes
  shift
  for name in "$@"; do
    if [ "$registry" = yes ]; then
      pull_image "$name" && continue
      registry_answered || registry=no
    fi
    to_build+=("$name")
  done
  [ ${#to_build[@]} -eq 0 ] || build_images "$rebuild" "${to_build[@]}"
}

PULL_ERROR=
pull_image() {
  local started=$SECONDS image=${IMAGE_OF[$1]}
  echo "images: pulling $image"
  if PULL_ERROR=$(timeout "$PULL_SECONDS" docker pull --quiet "$image" 2>&1 >/dev/null); then
    echo "images: $image is here (pulled in $((SECONDS - started)) s)"
  else
    echo "images: $image cannot be pulled: ${PULL_ERROR##*$'\n'}"
    return 1
  fi
}

# A registry that says an image is not there may well have the next; of one
# that says nothing at all, the next image need not be asked.
registry_answered() {
  grep -qiE 'manifest.*(unknown|not found)|repository does not exist' <<< "$PULL_ERROR"
}

build_images() {
  local rebuild=$1 name suites=() jobs=()
  shift
  if ! can_build_images; then
    IMAGES_REASON="the images cannot be pulled, and can be built only as root on Debian"
    return 1
  fi
  if ! command -v debootstrap >/dev/null 2>&1 && ! install_packages debootstrap; then
    IMAGES_REASON="debootstrap could not be installed"
    return 1
  fi
  mapfile -t suites < <(for name in "$@"; do echo "${SUITE_OF[$name]}"; done | sort -u)

  # Side by side: half of the work is unpacking, which keeps one core busy.
  for name in "${suites[@]}"; do
    build_base "$rebuild" "$name" &
    jobs+=($!)
  done
  all_succeeded "${jobs[@]}" || { IMAGES_REASON="a Debian system could not be made"; return 1; }
  jobs=()
  for name in "$@"; do
    build_image "$name" &
    jobs+=($!)
  done
  all_succeeded "${jobs[@]}" || { IMAGES_REASON="an image could not be built"; return 1; }
}

can_build_images() {
  can_install_packages && grep -qx 'ID=debian' /etc/os-release
}

all_succeeded() {
  local job status=0
  for job in "$@"; do
    wait "$job" || status=1
  done
  return "$status"
}

# A minimal Debian system as an image. In a subshell, for the trap.
build_base() (
  rebuild=$1 suite=$2 started=$SECONDS
  image=$BASE_IMAGE:$suite
  if [ -z "$rebuild" ] && docker image inspect "$image" >/dev/null 2>&1; then
    exit 0
  fi
  mirror=$(debian_mirror) || exit 1
  echo "images: making $image"
  # Not under /tmp, which may be mounted without device files or programs.
  root=$(mktemp -d /var/tmp/dataaccess-base.XXXXXX) || exit 1
  trap 'rm -rf --one-file-system "$root"' EXIT
  quietly debootstrap --variant=minbase "$suite" "$root" "$mirror" || exit 1
  write_package_settings "$root" || exit 1
  tar -C "$root" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' -c . \
    | docker import - "$image" >/dev/null || exit 1
  echo "images: $image is here (made in $((SECONDS - started)) s)"
)

# The mirror of Debian that this machine's apt is set up with. apt knows which
# one that is only after its first update.
debian_mirror() {
  local mirror
  mirror=$(known_debian_mirror)
  if [ -z "$mirror" ]; then
    refresh_package_lists
    mirror=$(known_debian_mirror)
  fi
  if [ -z "$mirror" ]; then
    echo "images: apt is set up with no mirror of Debian" >&2
    return 1
  fi
  echo "$mirror"
}

known_debian_mirror() {
  # The $(...) are apt's, not the shell's.
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' \
    | sed -n 's/^Debian Debian \(https\?:.*\)/\1/p' | sort -u | head -n 1
}

# The image reaches the mirror the way this machine does, and keeps no
# documentation. Syncing each file of a package would only make it slower.
write_package_settings() {
  local root=$1
  {
    apt-config dump \
      | grep -E '^Acquire::(Check-Valid-Until|Check-Date|Retries|https?::Proxy)' || true
    echo 'Acquire::Languages "none";'
  } > "$root/etc/apt/apt.conf.d/90dataaccess" || return 1
  {
    echo force-unsafe-io
    echo 'path-exclude /usr/share/doc/*'
    echo 'path-exclude /usr/share/man/*'
    echo 'path-exclude /usr/share/locale/*'
  } > "$root/etc/dpkg/dpkg.cfg.d/dataaccess"
}

build_image() {
  local name=$1 started=$SECONDS image=${IMAGE_OF[$1]}
  echo "images: building $image"
  quietly docker build --network host --label "$BUILT_HERE_LABEL=$(recipe_hash "$name")" \
    --tag "$image" "$RECIPES/$name" || return 1
  echo "images: $image is here (built in $((SECONDS - started)) s), version $(server_version "$name")"
}

# Debian moves on: what the image holds is said, whatever its tag promises.
server_version() {
  docker run --rm --entrypoint "${SERVER_OF[$1]}" "${IMAGE_OF[$1]}" --version 2>&1 \
    | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1
}
