# shellcheck shell=bash
# What the scripts here have in common. Source it; it runs nothing by itself.
# Works with bash 3.2, the one that macOS has.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

note() { printf '%s\n' "${0##*/}: $*" >&2; }

die() {
  note "$*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# wait_until SECONDS COMMAND...: polls until the command succeeds; fails at the deadline.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# --- Ports ---------------------------------------------------------------------------------------

# Both families are asked: a server on ::1 alone would get the requests that are meant for ours.
port_is_taken() {
  (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (: <"/dev/tcp/::1/$1") 2>/dev/null
}

# free_port FIRST: prints the first port from FIRST on that nothing listens on.
free_port() {
  local port=$1
  while port_is_taken "$port"; do port=$((port + 1)); done
  printf '%s\n' "$port"
}

# A private stack starts somewhere below the ports that the system hands out to clients.
random_port() { printf '%s\n' $((15000 + RANDOM % 15000)); }

# --- Processes -----------------------------------------------------------------------------------

process_args() {
  if [ -d /proc/self ]; then
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null
  else
    ps -ww -o args= -p "$1"
  fi
}

# runs_as PIDFILE WORDS: the process of the file is alive and was started with these words. A pid
# alone proves nothing: the system gives the number to another process later.
runs_as() {
  local pid=
  [ ! -r "$1" ] || read -r pid <"$1" || true
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  case " $(process_args "$pid") " in *" $2 "*) ;; *) return 1 ;; esac
}

runs_no_more() { ! runs_as "$@"; }

# stop_process PIDFILE WORDS: stops that process, and no other.
stop_process() {
  runs_as "$@" || return 0
  local pid
  read -r pid <"$1"
  kill -TERM "$pid" || die "cannot stop process $pid; only the user who started it can"
  wait_until 10 runs_no_more "$@" || kill -KILL "$pid"
  wait_until 5 runs_no_more "$@" || die "process $pid does not end"
}

# --- Locks ---------------------------------------------------------------------------------------

# lock PATH: waits until no other script holds it; held until this shell ends. The kernel lets go of
# it whatever happens to us. Every server must be started with 9>&-, or it would keep the lock.
lock() {
  exec 9<"$1"
  if have flock; then
    flock -n 9 || { note "waiting for another one of these to finish" && flock 9; }
  else
    perl -e 'open my $f, "<&=9" or die $!; flock $f, 2 or die $!'
  fi
}

# --- Programs ------------------------------------------------------------------------------------

# postgres_bin PROGRAM: prints the directory of the newest PostgreSQL that has this program. Debian
# keeps the server's programs off the PATH, and so does Homebrew.
postgres_bin() {
  local dir newest='' best=0 version
  for dir in /usr/lib/postgresql/*/bin; do
    version=${dir#/usr/lib/postgresql/}
    version=${version%/bin}
    case $version in *[!0-9]* | '') continue ;; esac
    if [ -x "$dir/$1" ] && [ "$version" -gt "$best" ]; then newest=$dir best=$version; fi
  done
  if [ -z "$newest" ] && have brew; then
    dir="$(brew --prefix)/opt/postgresql@16/bin"
    [ ! -x "$dir/$1" ] || newest=$dir
  fi
  if [ -z "$newest" ]; then
    dir=$(command -v "$1") || return 1
    newest=$(dirname "$dir")
  fi
  printf '%s\n' "$newest"
}

# The first Python 3 that can make a virtual environment: Debian packs that part by itself.
python_with_venv() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import venv, ensurepip' 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}

# --- Packages ------------------------------------------------------------------------------------

has_library() {
  if have dpkg-query && [ "$(dpkg-query -W -f '${db:Status-Status}' "$2" 2>/dev/null)" = installed ]; then
    return 0
  fi
  have pkg-config && pkg-config --exists "$1"
}

# missing_packages build|stack|server: prints what is missing for that, as Debian calls it.
missing_packages() {
  case $1 in
    build)
      have pkg-config || echo pkg-config
      has_library libcurl libcurl4-openssl-dev || echo libcurl4-openssl-dev
      has_library libcrypto libssl-dev || echo libssl-dev
      has_library libpq libpq-dev || echo libpq-dev
      ;;
    stack)
      have curl || echo curl
      python_with_venv >/dev/null || echo python3-venv
      postgres_bin psql >/dev/null || echo postgresql-client
      ;;
    server) postgres_bin initdb >/dev/null || echo postgresql ;;
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
  have brew || die "please install Homebrew (https://brew.sh), which brings curl, openssl, libpq, postgresql@16 and python"
  for what; do
    case $what in
      build) set -- curl openssl libpq pkgconf ;;
      stack) set -- postgresql@16 python ;;
      server) set -- postgresql@16 ;;
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

# The first try goes by the package lists that are there; only when that fails are they fetched.
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

# Debian's package makes a database cluster on 5432 when it is installed, which nobody asked for.
# Its own setting says no, for the time of this installation.
apt_install_postgresql() {
  local conf=/etc/postgresql-common/createcluster.conf
  apt_install postgresql-common
  if grep -Eq '^[[:space:]]*create_main_cluster' "$conf"; then
    apt_install postgresql
    return
  fi
  local line='create_main_cluster = false # set by scripts/lib.sh while it installs postgresql'
  # shellcheck disable=SC2016 # for the other shell
  as_root sh -c 'printf "%s\n" "$2" >>"$1"' sh "$conf" "$line"
  local status=0
  (apt_install postgresql) || status=$?
  as_root sed -i '/# set by scripts\/lib.sh while it installs postgresql$/d' "$conf"
  return "$status"
}

need_swift() {
  have swift || die "no 'swift' on the PATH: get Swift 6.2 or newer from https://www.swift.org/install"
  local answer
  answer=$(swift --version 2>&1) || die "swift does not run here (what it needs: https://www.swift.org/install): $answer"
}
