# shellcheck shell=bash
# The functions that the scripts share. It is sourced, and runs nothing by itself. Works with bash 3.2, the
# one that macOS has.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

note() { printf '%s\n' "${0##*/}: $*" >&2; }

die() {
  note "$*"
  exit 1
}

# The comment at the head of the script that runs.
print_help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$root/scripts/${0##*/}"; }

# offer_help ARGUMENT...: the script prints its help and does nothing else if one of its arguments asks for it.
offer_help() {
  local argument
  for argument; do
    case $argument in
      -h | --help)
        print_help
        exit
        ;;
    esac
  done
}

# usage_error TEXT: for arguments that the script does not take.
usage_error() {
  note "$*"
  printf 'Type scripts/%s --help to see what it takes.\n' "${0##*/}" >&2
  exit 64
}

have() { command -v "$1" >/dev/null 2>&1; }

# owner PATH: prints its owner.
owner() {
  # shellcheck disable=SC2012 # the owner's name, which `stat` prints differently on each system
  ls -ld "$1" | awk '{ print $3 }'
}

# wait_until SECONDS COMMAND...: polls until the command succeeds; fails at the deadline.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# shellcheck source=scripts/lib/ports.sh
. "$root/scripts/lib/ports.sh"
# shellcheck source=scripts/lib/processes.sh
. "$root/scripts/lib/processes.sh"
# shellcheck source=scripts/lib/locks.sh
. "$root/scripts/lib/locks.sh"
# shellcheck source=scripts/lib/programs.sh
. "$root/scripts/lib/programs.sh"
# shellcheck source=scripts/lib/packages.sh
. "$root/scripts/lib/packages.sh"
