# shellcheck shell=bash
# The services in containers, by docker-compose.yml. Sourced by scripts/stack.

docker_runs() { have docker && docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; }

# A project name of our own, one for each clone: `down` must not take what somebody else brought up.
compose() {
  docker compose --file "$root/docker-compose.yml" \
    --project-name "cruddur-stack-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)" "$@" </dev/null 9<&-
}

# start_container SERVICE PORT_VARIABLE PORT CHECK: starts one service on that port and waits for it.
start_container() {
  touch "$state/docker"
  started="$started docker"
  export "$2=$3"
  compose up --detach --no-deps "$1" >&2 || die "docker compose could not start $1"
  wait_until 120 "$4" "$3" || die "$1 does not answer; see: docker compose logs $1"
}

stop_docker() {
  [ -e "$state/docker" ] || return 0
  compose down --volumes --remove-orphans >&2
  rm -f "$state/docker"
}
