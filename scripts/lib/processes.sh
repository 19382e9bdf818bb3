# shellcheck shell=bash
# Processes whose ids are in files. Sourced by common.sh.

process_args() {
  if [ -d /proc/self ]; then
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null
  else
    ps -ww -o args= -p "$1"
  fi
}

# runs_as PIDFILE WORDS: whether the process of the file is alive and was started with these words. A pid
# alone is not enough: the system reuses it for another process.
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
