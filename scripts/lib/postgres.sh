# shellcheck shell=bash
# PostgreSQL in a private cluster, from the system's own programs. Sourced by scripts/stack.

# The cluster's directory; a link when the server's user cannot come to where the clone is.
cluster=$state/postgres

# PostgreSQL refuses to run as root: there, Debian's own user runs it.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

cluster_dir() { (cd "$cluster" 2>/dev/null && pwd -P); }

postgres_is_running() {
  local dir
  dir=$(cluster_dir) && runs_as "$dir/data/postmaster.pid" "-D $dir/data"
}

postgres_answers() {
  port_is_taken "$1" || return 1
  PGPASSWORD=password PGCONNECT_TIMEOUT=5 "$(postgres_bin psql)/psql" -X -w -q -A -t \
    -h localhost -p "$1" -U postgres -d postgres -c 'SELECT 1' >/dev/null 2>&1
}

# start_postgres FIRST_PORT: sets postgres_port.
start_postgres() {
  if postgres_is_running; then
    postgres_port=$(sed -n 4p "$(cluster_dir)/data/postmaster.pid")
    if wait_until 10 postgres_answers "$postgres_port"; then return; fi
    stop_cluster
  fi
  started="$started postgres"
  make_cluster
  local dir try bin
  dir=$(cluster_dir)
  bin=$(postgres_bin initdb)
  postgres_port=$1
  for try in 1 2 3 4 5; do
    postgres_port=$(free_port "$postgres_port")
    # The server writes to its log alone: whoever reads our output must see its end.
    if as_postgres "$bin/pg_ctl" start -s -w -t 60 -D "$dir/data" -l "$dir/log" -o "-p $postgres_port" \
      </dev/null >/dev/null 2>&1 9<&-; then
      wait_until 30 postgres_answers "$postgres_port" || die "PostgreSQL does not answer; see $dir/log"
      return
    fi
    port_is_taken "$postgres_port" || break
    note "port $postgres_port was taken meanwhile (try $try)"
  done
  tail -n 5 "$dir/log" >&2
  die "PostgreSQL did not start; see $dir/log"
}

# A finished cluster of the same version is used again (the machine was restarted); anything else is
# made anew.
make_cluster() {
  local dir bin version
  bin=$(postgres_bin initdb)
  version=$("$bin/initdb" --version)
  if dir=$(cluster_dir) && [ "$(cat "$dir/made-by" 2>/dev/null)" = "$version" ]; then return; fi
  remove_cluster
  make_cluster_dir
  dir=$(cluster_dir)
  printf 'password\n' | as_postgres sh -c 'umask 077 && cat >"$1"' sh "$dir/password"
  # Plain C order: the same on every system.
  as_postgres "$bin/initdb" -D "$dir/data" -U postgres --pwfile="$dir/password" -A scram-sha-256 \
    -E UTF8 --locale=C --no-sync </dev/null >"$state/initdb.log" 2>&1 9<&- \
    || { tail -n 5 "$state/initdb.log" >&2 && die "initdb failed; see $state/initdb.log"; }
  # A socket's path may have 107 bytes; without one, everything goes over TCP. No fsync: the data can be
  # made again at any time.
  local sockets=$dir
  [ ${#dir} -le 85 ] || sockets=''
  as_postgres sh -c 'cat >>"$1"' sh "$dir/data/postgresql.conf" <<CONF
listen_addresses = 'localhost'
unix_socket_directories = '$sockets'
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
  printf '%s\n' "$version" | as_postgres sh -c 'cat >"$1"' sh "$dir/made-by"
}

make_cluster_dir() {
  if [ "$(id -u)" -ne 0 ]; then
    mkdir "$cluster"
    return
  fi
  id -u postgres >/dev/null 2>&1 || die "PostgreSQL does not run as root, and there is no user 'postgres' to run it as"
  if as_postgres test -x "$state"; then
    mkdir "$cluster"
  else
    ln -s "$(mktemp -d /var/tmp/cruddur-postgres.XXXXXX)" "$cluster"
  fi
  chown postgres "$(cluster_dir)"
}

stop_cluster() {
  local dir
  dir=$(cluster_dir) || return 0
  postgres_is_running || return 0
  as_postgres "$(postgres_bin initdb)/pg_ctl" stop -s -m fast -w -t 20 -D "$dir/data" >/dev/null 2>&1 \
    || stop_process "$dir/data/postmaster.pid" "-D $dir/data"
}

remove_cluster() {
  local dir
  if dir=$(cluster_dir); then rm -rf "$dir"; fi
  rm -rf "$cluster" "$state/initdb.log"
}

stop_postgres() {
  stop_cluster
  remove_cluster
}
