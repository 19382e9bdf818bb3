# shellcheck shell=bash
# Installing what is missing. Sourced by common.sh.

has_library() {
  if have dpkg-query && [ "$(dpkg-query -W -f '${db:Status-Status}' "$2" 2>/dev/null)" = installed ]; then
    return 0
  fi
  have pkg-config && pkg-config --exists "$1"
}

# missing_packages build|stack|server|browser|shells: prints what is missing for that, as Debian calls it.
missing_packages() {
  case $1 in
    build)
      have pkg-config || echo pkg-config
      has_library libcurl libcurl4-openssl-dev || echo libcurl4-openssl-dev
      has_library libcrypto libssl-dev || echo libssl-dev
      has_library libpq libpq-dev || echo libpq-dev
      has_library libmicrohttpd libmicrohttpd-dev || echo libmicrohttpd-dev
      ;;
    stack)
      have curl || echo curl
      python_with_venv >/dev/null || echo python3-venv
      postgres_bin psql >/dev/null || echo postgresql-client
      ;;
    server) postgres_bin initdb >/dev/null || echo postgresql ;;
    # For the tests of the page, which are skipped without it. Ubuntu's package is a snap, which does not run in containers.
    browser) case $(cat /etc/os-release 2>/dev/null) in *ID=debian*) have chromium || echo chromium ;; esac ;;
    # In which completions are tested.
    shells)
      have zsh || echo zsh
      have fish || echo fish
      ;;
  esac
}

# need WHAT...: installs what is missing for it; does nothing, and asks for no password, when
# nothing is.
need() {
  local what packages=''
  if [ "$(uname)" = Darwin ]; then
    need_on_macos "$@"
    return
  fi
  for what; do packages="$packages $(missing_packages "$what" | tr '\n' ' ')"; done
  # shellcheck disable=SC2086 # a list of names
  set -- $packages
  [ $# -gt 0 ] || return 0
  have apt-get || die "please install these packages (Debian's names): $*"
  if [ "$(id -u)" -ne 0 ] && ! have sudo; then
    die "please have these installed: apt-get install $*"
  fi
  note "installing $*"
  case " $* " in *' postgresql '*) apt_install_postgresql ;; esac
  apt_install "$@"
}

# Homebrew's libraries are found by the package's own providers, its programs by postgres_bin.
need_on_macos() {
  local what formula missing=''
  have brew || die "please install Homebrew (https://brew.sh), which brings curl, openssl, libmicrohttpd, libpq, postgresql@16 and python"
  for what; do
    case $what in
      build) set -- curl openssl libmicrohttpd libpq pkgconf ;;
      stack) set -- postgresql@16 python ;;
      server) set -- postgresql@16 ;;
      browser) set -- ;;
      shells) set -- fish ;;
    esac
    for formula; do
      brew list --versions "$formula" >/dev/null || missing="$missing $formula"
    done
  done
  # shellcheck disable=SC2086 # a list of names
  [ -z "$missing" ] || brew install $missing >&2
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Tries the existing package lists first, and fetches new ones only when that fails.
apt_install() {
  local output
  apt_get install "$@" >/dev/null 2>&1 && return
  apt_get update >/dev/null || note "apt-get update failed; trying all the same"
  output=$(apt_get install "$@" 2>&1) && return
  printf '%s\n' "$output" >&2
  die "could not install them; please have this done: apt-get install $*"
}

apt_get() {
  local command=$1
  shift
  if [ "$command" = install ]; then set -- -y --no-install-recommends "$@"; fi
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o DPkg::Lock::Timeout=300 "$command" "$@" </dev/null 9<&-
}

# Debian's package creates a database cluster on port 5432 when it is installed, which is not wanted. A
# setting in a file of our own, removed after the installation, prevents that; a setting that the system's
# owner made is respected.
no_cluster=/etc/postgresql-common/createcluster.d/cruddur-toolkit.conf

apt_install_postgresql() (
  apt_install postgresql-common
  as_root rm -f "$no_cluster" # from a run that was killed
  if [ -n "$(pg_conftool /etc/postgresql-common/createcluster.conf show -bs create_main_cluster 2>/dev/null)" ]; then
    apt_install postgresql
    exit
  fi
  trap restore_cluster_setting EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  as_root mkdir -p "${no_cluster%/*}"
  echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null
  apt_install postgresql
)

restore_cluster_setting() {
  as_root rm -f "$no_cluster"
  as_root rmdir "${no_cluster%/*}" 2>/dev/null || true
}
