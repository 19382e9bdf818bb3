#!/usr/bin/env bash
# A PostgreSQL server for one test, in a folder that the test has made. Usage: cluster.sh FOLDER start | crash | stop
# start prints the port. crash restarts it without a shutdown, as after a loss of power.
set -euo pipefail
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/lib/common.sh"
state=$1
# shellcheck source=scripts/lib/undo.sh
. "$root/scripts/lib/undo.sh"
# shellcheck source=scripts/lib/postgres.sh
. "$root/scripts/lib/postgres.sh"

# Closes the files that the server would inherit. The server continues after this script, and the test waits until all
# processes have closed the script's files.
close_files() {
  local fd
  for fd in /dev/fd/*; do
    fd=${fd##*/}
    [ "$fd" -le 2 ] || eval "exec $fd>&-"
  done
}

start() {
  close_files
  catch_signals
  start_postgres "$(random_port)"
  made=''
  printf '%s\n' "$postgres_port"
}

crash() {
  local dir
  dir=$(cluster_dir)
  close_files
  as_postgres "$(cluster_bin)/pg_ctl" restart -s -w -t 60 -m immediate -D "$dir/data" -l "$dir/log" \
    </dev/null >/dev/null 2>&1
}

case $2 in
  start) (start) ;;
  crash) (crash) ;;
  stop) stop_postgres ;;
esac
