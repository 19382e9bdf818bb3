# shellcheck shell=bash
# The services in containers, by docker-compose.yml. Sourced by scripts/stack.

docker_runs() { have docker && docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; }

# A project name for each clone, so that `down` does not stop the containers of another one.
project=cruddur-stack-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)

compose() {
  docker compose --file "$root/docker-compose.yml" --project-name "$project" "$@" </dev/null 9<&-
}

# container_answers SERVICE PORT: whether the container of an earlier `up` runs and answers. A container that runs is
# waited for, because a new one would not have its data.
container_answers() {
  if answers "$@"; then return; fi
  [ -n "$(compose ps --quiet "$1" 2>/dev/null)" ] || return 1
  wait_until 60 answers "$@" || container_failed "$1" "$1 runs in Docker but does not answer on port $2"
}

# The message names a copy of the log, because the container may be removed after this.
container_failed() {
  compose logs --no-color "$1" >"$state/docker.log" 2>&1 || true
  die "$2; see $state/docker.log"
}

# start_container SERVICE PORT_VARIABLE PORT: starts one service on that port and waits for it.
start_container() {
  if [ -e "$state/docker" ] && [ -n "$(compose ps --all --quiet "$1")" ]; then
    on_undo halt_container "$1"
  else
    on_undo remove_container "$1"
  fi
  touch "$state/docker"
  export "$2=$3"
  compose up --detach --no-deps "$1" >&2 || container_failed "$1" "docker compose could not start $1"
  wait_until 120 answers "$1" "$3" || container_failed "$1" "$1 does not answer"
}

halt_container() { compose stop "$1" >&2; }

remove_container() {
  compose rm --stop --force --volumes "$1" >&2
  if [ -n "$(compose ps --all --quiet)" ]; then return; fi
  compose down --volumes >&2
  rm -f "$state/docker"
  remove_log "$state/docker.log"
}

stop_docker() {
  [ -e "$state/docker" ] || return 0
  compose down --volumes --remove-orphans >&2
  rm -f "$state/docker" "$state/docker.log"
  note "removed the containers of the project $project, with all data in them"
}
