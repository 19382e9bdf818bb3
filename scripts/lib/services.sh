# shellcheck shell=bash
# The three services: which already answer, which have to be started, and by which server. Sourced by
# scripts/stack.

answers() {
  case $1 in
    dynamodb) dynamodb_answers "$2" ;;
    cognito) cognito_answers "$2" ;;
    postgres) postgres_answers "$2" ;;
  esac
}

address() {
  case $1 in
    postgres) echo "localhost:$2" ;;
    *) echo "http://localhost:$2" ;;
  esac
}

served_by() {
  case $1 in
    found) echo "already there, not started here" ;;
    docker) echo "Docker" ;;
    moto) echo "moto" ;;
    cluster) echo "PostgreSQL of this machine, in $cluster" ;;
  esac
}

# use SERVICE HOW PORT [REMARK]: records the decision; from here on $SERVICE_port has its port.
use() {
  printf -v "${1}_port" '%s' "$3"
  decided="$decided$1 $2 $3
"
  note "$1: $(address "$1" "$3") ($(served_by "$2")${4:-})"
}

# Uses the servers of an earlier `up` that still answer; our own processes are checked where they are started.
still_there() {
  local how port
  read -r how port <<<"$(recorded "$1")"
  case $how in
    found) answers "$1" "$port" || return 1 ;;
    docker) container_answers "$1" "$port" || return 1 ;;
    *) return 1 ;;
  esac
  use "$1" "$how" "$port" "$([ "$how" = found ] || echo ', already running')"
}

first_port() { if [ -n "$private" ]; then random_port; else echo "$1"; fi; }

in_docker() { [ -z "$private" ] && docker_runs; }

# in_container SERVICE PORT_VARIABLE FIRST_PORT
in_container() {
  local port
  port=$(free_port "$3")
  start_container "$1" "$2" "$port"
  use "$1" docker "$port"
}

up_dynamodb() {
  local first=${STACK_DYNAMODB_PORT:-8000}
  if still_there dynamodb; then return; fi
  if ! moto_is_running; then
    if [ -z "$private" ] && dynamodb_answers "$first"; then
      use dynamodb found "$first"
      return
    fi
    if in_docker; then
      in_container dynamodb STACK_DYNAMODB_PORT "$first"
      return
    fi
  fi
  start_moto "$(first_port "$first")"
  use dynamodb moto "$moto_port" "$moto_remark"
}

up_cognito() {
  local first=${STACK_COGNITO_PORT:-8001}
  if still_there cognito; then return; fi
  if ! moto_is_running; then
    if cognito_answers "$dynamodb_port"; then
      use cognito found "$dynamodb_port"
      return
    fi
    if in_docker; then
      in_container cognito STACK_COGNITO_PORT "$first"
      return
    fi
  fi
  start_moto "$(first_port "$first")"
  use cognito moto "$moto_port" "$moto_remark"
}

up_postgres() {
  local first=${STACK_POSTGRES_PORT:-5432}
  if still_there postgres; then return; fi
  if ! postgres_is_running; then
    if [ -z "$private" ] && postgres_answers "$first"; then
      use postgres found "$first"
      return
    fi
    if in_docker; then
      in_container postgres STACK_POSTGRES_PORT "$first"
      return
    fi
    need server
  fi
  start_postgres "$(first_port "$first")"
  use postgres cluster "$postgres_port" "$postgres_remark"
}

# For `down`: the servers that it does not stop.
say_what_stays() {
  local service how port
  for service in dynamodb cognito postgres; do
    read -r how port <<<"$(recorded "$service")"
    [ "$how" != found ] || note "$service at $(address "$service" "$port") was not started here and stays as it is"
  done
}

status() {
  local service how port all=0 says
  for service in dynamodb cognito postgres; do
    read -r how port <<<"$(recorded "$service")"
    if [ -z "$how" ]; then
      printf '%-9s  %-22s  %-4s  %s\n' "$service" - down "not started"
      all=1
      continue
    fi
    says=up
    answers "$service" "$port" || { says=down && all=1; }
    printf '%-9s  %-22s  %-4s  %s\n' "$service" "$(address "$service" "$port")" "$says" "$(served_by "$how")"
  done
  return "$all"
}
