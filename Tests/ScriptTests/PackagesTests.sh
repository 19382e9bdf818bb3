# shellcheck shell=bash disable=SC2154,SC2317
# What an installation of packages changes and restores. Sourced by run.

# Debian's setting while PostgreSQL is installed, with an installation that ends as the test says.
install_postgresql() (
  end=$1
  no_cluster=$work/etc/createcluster.d/cruddur-toolkit.conf
  as_root() { "$@"; }
  pg_conftool() { return 1; }
  # shellcheck disable=SC2016 # for the other shell
  apt_install() {
    [ "$1" = postgresql ] || return 0
    says 'create_main_cluster = false' "$no_cluster"
    case $end in
      signal) sh -c 'kill -s TERM $PPID' ;;
      failure) die "could not install them" ;;
    esac
  }
  mkdir -p "$work/etc"
  apt_install_postgresql
)

setting_restored() {
  install_postgresql success
  [ ! -e "$work/etc/createcluster.d" ]
  fails 1 install_postgresql failure
  [ ! -e "$work/etc/createcluster.d" ]
  fails 143 install_postgresql signal
  [ ! -e "$work/etc/createcluster.d" ]
}
check "the setting for an installation is removed, however the installation ends" setting_restored

# Only root can be another user.
foreign_venv() {
  [ "$(id -u)" -eq 0 ] || return 0
  mkdir -p "$work/shared/.stack/venv"
  cp -R "$root/scripts" "$work/shared"
  chmod -R a+rX "$work"
  # shellcheck disable=SC2016 # for the other shell
  fails 1 runuser -u nobody -- bash -c '
    . "$1/scripts/lib/common.sh"
    . "$1/scripts/lib/venv.sh"
    make_venv
  ' bash "$work/shared" >"$work/out" 2>&1
  [ "$(wc -l <"$work/out")" -eq 1 ]
  says "belongs to another user, root" "$work/out"
}
check "the error about a virtual environment of another user is one line" foreign_venv
