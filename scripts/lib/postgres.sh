# shellcheck shell=bash
# PostgreSQL in a private cluster, from the system's own programs. Sourced by scripts/stack.

# The cluster's directory; a link when it cannot be where the clone is (make_cluster_dir).
cluster=$state/postgres

# PostgreSQL does not run as root: for root, Debian's user postgres runs it.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# The directory itself. Only a link that make_cluster_dir has made is followed.
cluster_dir() {
  local dir
  dir=$(cd "$cluster" 2>/dev/null && pwd -P) || return 1
  [ ! -L "$cluster" ] || case $dir in /var/tmp/cruddur-postgres.*) ;; *) return 1 ;; esac
  printf '%s\n' "$dir"
}

# The directory of the programs that the cluster was made by: another major version cannot read it.
cluster_bin() { postgres_bin initdb "$(as_postgres cat "$(cluster_dir)/data/PG_VERSION")"; }

postgres_is_running() {
  local dir
  dir=$(cluster_dir) && runs_as "$dir/data/postmaster.pid" "-D $dir/data"
}

postgres_answers() {
  port_is_taken "$1" || return 1
  PGPASSWORD=password PGCONNECT_TIMEOUT=5 "$(postgres_bin psql)/psql" -X -w -q -A -t \
    -h localhost -p "$1" -U postgres -d postgres -c 'SELECT 1' >/dev/null 2>&1
}

# start_postgres FIRST_PORT: sets postgres_port, and postgres_remark where it runs already.
start_postgres() {
  local dir
  postgres_remark=''
  if postgres_is_running; then
    dir=$(cluster_dir)
    postgres_port=$(sed -n 4p "$dir/data/postmaster.pid")
    postgres_remark=', already running'
    wait_until 60 postgres_answers "$postgres_port" \
      || die "PostgreSQL runs (process $(sed -n 1p "$dir/data/postmaster.pid")) but does not answer on port $postgres_port." \
        "scripts/stack down ends it, with its databases; before that, see $dir/log"
    return
  fi
  make_cluster
  on_undo stop_server
  postgres_port=$1
  start_server
}

start_server() {
  local dir try bin
  dir=$(cluster_dir)
  bin=$(cluster_bin)
  for try in 1 2 3 4 5; do
    postgres_port=$(free_port "$postgres_port")
    # The server does not inherit our output: a reader of it would otherwise wait until the server ends.
    if as_postgres "$bin/pg_ctl" start -s -w -t 60 -D "$dir/data" -l "$dir/log" -o "-p $postgres_port" \
      </dev/null >/dev/null 2>&1 9<&-; then
      wait_until 30 postgres_answers "$postgres_port" || server_failed "PostgreSQL does not answer"
      return
    fi
    port_is_taken "$postgres_port" || break
    note "port $postgres_port was taken meanwhile (try $try)"
  done
  server_failed "PostgreSQL did not start"
}

# The message names a copy of the log, because a cluster that this run made is removed together with its log.
server_failed() {
  cp "$(cluster_dir)/log" "$state/postgres.log"
  tail -n 5 "$state/postgres.log" >&2
  die "$1; see $state/postgres.log"
}

# A complete cluster is used again (the machine was restarted); an incomplete one of an earlier initdb is
# created again.
make_cluster() {
  local dir bin
  if dir=$(cluster_dir) && [ -e "$dir/made-by" ]; then
    cluster_bin >/dev/null \
      || die "the cluster in $cluster is of PostgreSQL $(as_postgres cat "$dir/data/PG_VERSION"), which is not installed:" \
        "install it again, or remove the cluster and its databases by scripts/stack down"
    return
  fi
  remove_cluster
  on_undo undo_cluster
  make_cluster_dir
  dir=$(cluster_dir)
  bin=$(postgres_bin initdb)
  printf 'password\n' | as_postgres tee "$dir/password" >/dev/null
  # Plain C order: the same on every system.
  as_postgres "$bin/initdb" -D "$dir/data" -U postgres --pwfile="$dir/password" -A scram-sha-256 \
    -E UTF8 --locale=C --no-sync </dev/null >"$state/initdb.log" 2>&1 9<&- \
    || { tail -n 5 "$state/initdb.log" >&2 && die "initdb failed; see $state/initdb.log"; }
  # A socket's path may have 107 bytes; without one, everything goes over TCP. No fsync: the data can be
  # made again at any time. What was committed is written before the answer, so that it survives the server's end.
  local sockets=$dir
  [ ${#dir} -le 85 ] || sockets=''
  as_postgres tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = 'localhost'
unix_socket_directories = '$sockets'
fsync = off
full_page_writes = off
CONF
  "$bin/initdb" --version | as_postgres tee "$dir/made-by" >/dev/null
}

# Makes it in /var/tmp when the server's user has no access to the clone, or when the clone's path has a character with a
# meaning in postgresql.conf or in the shell command that pg_ctl makes.
make_cluster_dir() {
  if [ "$(id -u)" -eq 0 ] && ! id -u postgres >/dev/null 2>&1; then
    die "PostgreSQL does not run as root, and there is no user 'postgres' to run it as"
  fi
  if as_postgres test -x "$state" && [[ $state != *[!a-zA-Z0-9/._+@-]* ]]; then
    mkdir "$cluster"
  else
    ln -s "$(mktemp -d /var/tmp/cruddur-postgres.XXXXXX)" "$cluster"
  fi
  [ "$(id -u)" -ne 0 ] || chown postgres "$(cluster_dir)"
}

stop_server() {
  local dir
  postgres_is_running || return 0
  dir=$(cluster_dir)
  as_postgres "$(cluster_bin)/pg_ctl" stop -s -m fast -w -t 20 -D "$dir/data" >/dev/null 2>&1 \
    || stop_process "$dir/data/postmaster.pid" "-D $dir/data"
}

remove_cluster() {
  local dir
  if dir=$(cluster_dir); then rm -rf "$dir"; fi
  rm -rf "$cluster"
}

undo_cluster() {
  remove_cluster
  remove_log "$state/initdb.log"
}

stop_postgres() {
  local dir=''
  dir=$(cluster_dir) || true
  stop_server
  remove_cluster
  rm -f "$state/initdb.log" "$state/postgres.log"
  [ -z "$dir" ] || note "stopped PostgreSQL and removed its cluster $dir with all databases in it"
}
