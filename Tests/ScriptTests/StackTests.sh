# shellcheck shell=bash disable=SC2154,SC2317
# scripts/stack: its servers, and what it did not start or make. Sourced by run.

# A path with a blank and a quote, which a script without quoting would take for several words.
ours="$work/it's a stack"
stack() { "$root/scripts/stack" --private "$ours" "$@"; }

# The value of a variable in the env file of a stack.
setting() { sed -n "s/^export $2=//p" "$1/env"; }

query() { PGCONNECT_TIMEOUT=10 "$(postgres_bin psql)/psql" -XqAtw "${1%/*}/postgres" -c "$2"; }

# --- Interruption and failure --------------------------------------------------------------------

interrupted_up() {
  local signal code folder=$work/interrupted with_sigint=()
  # When these tests run in the background, SIGINT is ignored, and bash cannot trap a signal that was ignored at its start.
  if env --default-signal true 2>/dev/null; then with_sigint=(env --default-signal); fi
  for signal in INT:130 TERM:143 HUP:129; do
    code=${signal#*:}
    set -m # without job control a command in the background ignores SIGINT
    ${with_sigint[@]+"${with_sigint[@]}"} "$root/scripts/stack" --private "$folder" up >"$work/out" 2>&1 &
    set +m
    # This takes minutes when it is the first `up` of a clone, which installs moto before it starts it.
    wait_until 600 test -s "$folder/moto.pid"
    local moto
    moto=$(cat "$folder/moto.pid")
    kill -s "${signal%:*}" $!
    fails "$code" wait $!
    [ -z "$(process_args "$moto")" ]
    [ ! -e "$folder" ]
  done
}
check "an interrupted up removes what it made" interrupted_up

first_up() {
  stack up >"$work/out" 2>&1
  stack status
  query "$(setting "$ours" CONNECTION_URL)" 'CREATE TABLE kept AS SELECT 7 AS n'
}
check "a path may have blanks and quotes" first_up

# PostgreSQL is ended, as by a restart of the machine, and cannot start again.
failed_up() {
  local data="$ours/postgres/data" moto
  moto=$(cat "$ours/moto.pid")
  cp "$ours/env" "$work/env"
  kill -s INT "$(head -n 1 "$data/postmaster.pid")"
  wait_until 300 test ! -e "$data/postmaster.pid"
  echo 'no_such_setting = 1' >>"$data/postgresql.conf"
  fails 1 stack up >"$work/out" 2>&1
  local log
  log=$(sed -n 's/.*; see //p' "$work/out")
  says no_such_setting "$log"
  cmp "$ours/env" "$work/env"
  [ "$(cat "$ours/moto.pid")" = "$moto" ]
  kill -0 "$moto"

  sed -i.saved '$d' "$data/postgresql.conf"
  [ "$(id -u)" -ne 0 ] || chown postgres "$data/postgresql.conf"
  stack up >"$work/out" 2>&1
  [ "$(query "$(setting "$ours" CONNECTION_URL)" 'SELECT n FROM kept')" = 7 ]
}
check "a failed up keeps the data and the servers of an earlier one, and the log that it names" failed_up

# --- What is not its own -------------------------------------------------------------------------

foreign_folder() {
  local folder=$work/foreign command
  mkdir "$folder"
  echo precious >"$folder/services"
  for command in up down; do
    fails 1 "$root/scripts/stack" --private "$folder" "$command" >"$work/out" 2>&1
    says 'name a new or an empty folder' "$work/out"
  done
  [ "$(ls -A "$folder")" = services ]
  says precious "$folder/services"
}
check "a private folder with other files is refused" foreign_folder

# A copy of the scripts. To it, the servers of the private stack are servers that were already there.
clone=$work/clone
in_clone() {
  local script=$1 port url
  shift
  port=$(setting "$ours" AWS_ENDPOINT_URL_DYNAMODB)
  url=$(setting "$ours" CONNECTION_URL)
  url=${url%/*}
  STACK_DYNAMODB_PORT=${port##*:} STACK_POSTGRES_PORT=${STACK_POSTGRES_PORT:-${url##*:}} "$clone/scripts/$script" "$@"
}

found_servers() {
  mkdir "$clone"
  cp -R "$root/scripts" "$root/docker-compose.yml" "$clone"
  CRUDDUR_MY_HANDLE=@andrew in_clone stack up --database cruddur_demo >"$work/out" 2>&1
  says 'already there, not started here' "$work/out"
  says 'the user pool cruddur and its users andrew and Sama are made if they are missing' "$work/out"
  [ "$(setting "$clone/.stack" CRUDDUR_MY_HANDLE)" = andrew ]
  [ "$(setting "$clone/.stack" CRUDDUR_OTHER_HANDLE)" = Sama ]
  in_clone stack up >"$work/out" 2>&1
  says 'users phidel and Sama are made' "$work/out"
  [ "$(setting "$clone/.stack" CONNECTION_URL)" = "$(setting "$ours" CONNECTION_URL)_demo" ]
  in_clone stack down >"$work/out" 2>&1
  says 'dynamodb at http://localhost:' "$work/out"
  says 'was not started here and stays as it is' "$work/out"
  [ ! -e "$clone/.stack" ]
  stack status
}
refused_handles() {
  local handle
  for handle in 'a b' "it's" '@' sama; do
    if CRUDDUR_MY_HANDLE=$handle in_clone stack up >"$work/out" 2>&1; then false; fi
    says "'${handle#@}'" "$work/out"
    [ "$(wc -l <"$work/out")" -eq 1 ]
    [ ! -e "$clone/.stack" ]
  done
}

check "servers that were already there are named, keep the chosen database, and stay" found_servers

demo_on_found_servers() {
  if in_clone demo </dev/null >"$work/out" 2>&1; then false; fi
  says "the DynamoDB at $(setting "$ours" AWS_ENDPOINT_URL_DYNAMODB) was already there" "$work/out"
  says 'the database cruddur_demo in it is dropped and made again; no other is touched' "$work/out"
  says 'go on with scripts/demo --yes, or stop these servers first' "$work/out"
  [ "$(setting "$clone/.stack" CONNECTION_URL)" = "$(setting "$ours" CONNECTION_URL)_demo" ]
  [ -z "$(query "$(setting "$ours" CONNECTION_URL)" "SELECT FROM pg_database WHERE datname = 'cruddur_demo'")" ]
  in_clone stack down >"$work/out" 2>&1
}
check "a handle that no user of the stack can have is refused before anything is started" refused_handles

check "the demo asks before it writes to servers that were already there" demo_on_found_servers

# --- Docker --------------------------------------------------------------------------------------

# Docker does not run everywhere where this is tested, so a stand-in records its commands. It has the containers of an
# earlier `up` and cannot start another.
failed_container() {
  local port calls=$work/calls
  mkdir -p "$work/bin" "$clone/.stack"
  cat >"$work/bin/docker" <<DOCKER
#!/bin/sh
echo "\$*" >>'$calls'
case \$* in
  *' ps --all --quiet postgres') ;;
  *' ps '*) echo container ;;
  *' logs '*) echo 'no space left' ;;
  *' up '*) exit 1 ;;
esac
DOCKER
  chmod +x "$work/bin/docker"
  port=$(setting "$ours" AWS_ENDPOINT_URL_DYNAMODB)
  port=${port##*:}
  printf 'dynamodb docker %s\ncognito docker %s\n' "$port" "$port" >"$clone/.stack/services"
  touch "$clone/.stack/docker"
  PATH=$work/bin:$PATH STACK_POSTGRES_PORT=$(free_port 20000) fails 1 in_clone stack up >"$work/out" 2>&1
  says 'no space left' "$(sed -n 's/.*; see //p' "$work/out")"
  says 'rm --stop --force --volumes postgres' "$calls"
  fails 1 grep -E ' (down|rm .*(dynamodb|cognito))' "$calls"
  says "dynamodb docker $port" "$clone/.stack/services"
}
check "after a container that cannot be started the others are kept" failed_container

# --- The end -------------------------------------------------------------------------------------

last_down() {
  stack down >"$work/out" 2>&1
  says 'stopped moto at http://localhost:' "$work/out"
  says 'stopped PostgreSQL and removed its cluster /var/tmp/cruddur-postgres.' "$work/out"
  [ ! -e "$ours" ]
  stack down
}
check "down says what it removes, and leaves nothing" last_down
