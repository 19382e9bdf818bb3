# shellcheck shell=bash
# Removes what this run of `scripts/stack up` made, if it does not complete. What existed before is kept.
# Sourced by scripts/stack.

made=''       # the steps that undo this run, the last one first: a function and its argument on each line
starting=''   # whether a process is being started
signalled=''  # the exit code of a signal that came meanwhile
interrupted=''

# on_undo FUNCTION [ARGUMENT]: the function will run if this run fails or is interrupted. Called before something is
# made, so that it is also removed when only a part of it was made.
on_undo() {
  made="$*
$made"
}

undo() {
  local status=$? step argument
  trap '' INT TERM HUP
  while read -r step argument; do
    # shellcheck disable=SC2086 # no argument where there is none
    [ -z "$step" ] || ("$step" $argument) 1>&2 9<&- </dev/null || true
  done <<<"$made"
  exit "$status"
}

on_signal() {
  if [ -n "$starting" ]; then
    signalled=$1
    return
  fi
  interrupted=yes
  exit "$1"
}

# Called once: bash ignores a signal that comes while its trap is being changed.
catch_signals() {
  trap undo EXIT
  trap 'on_signal 130' INT
  trap 'on_signal 143' TERM
  trap 'on_signal 129' HUP
}

# remove_log FILE...: after an interruption. After a failure the logs stay: its message names one.
remove_log() {
  [ -z "$interrupted" ] || rm -f "$@"
}

# start_daemon NAME COMMAND...: in the background with NAME.pid and NAME.log, in a process group of
# its own, so that Ctrl-C does not reach it. A signal to this script takes effect only after the pid is written.
start_daemon() {
  local name=$1
  shift
  starting=yes
  set -m
  nohup "$@" </dev/null >>"$name.log" 2>&1 9<&- &
  printf '%s\n' $! >"$name.pid"
  set +m
  disown
  starting=''
  [ -z "$signalled" ] || on_signal "$signalled"
}
