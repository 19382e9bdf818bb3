# shellcheck shell=bash
# DynamoDB and Cognito served by moto, one process for both. Sourced by scripts/stack.

# A module of this folder; -B: without a compiled copy beside it.
moto_args() { printf '%s' "-B -m moto_server -H 127.0.0.1 -p $1"; }

moto_is_running() {
  [ -r "$state/moto.port" ] && runs_as "$state/moto.pid" "$(moto_args "$(cat "$state/moto.port")")"
}

# The log shows that this server has the port: an answer alone may come from another server that took it
# first.
moto_is_ready() {
  runs_as "$state/moto.pid" "$(moto_args "$1")" || return 0
  grep -q 'Running on http' "$state/moto.log" && dynamodb_answers "$1"
}

# start_moto FIRST_PORT: sets moto_port, and moto_remark where it runs already.
start_moto() {
  moto_remark=''
  if moto_is_running; then
    moto_port=$(cat "$state/moto.port")
    case $made in *undo_moto*) return ;; esac # by this run, for the other service
    moto_remark=', already running'
    # Its data is in memory, so `up` must not end it.
    wait_until 60 dynamodb_answers "$moto_port" \
      || die "moto runs (process $(cat "$state/moto.pid")) but does not answer on port $moto_port." \
        "scripts/stack down ends it, with its tables; before that, see $state/moto.log"
    return
  fi
  make_venv
  moto_port=$1
  on_undo undo_moto
  local try
  for try in 1 2 3 4 5; do
    moto_port=$(free_port "$moto_port")
    rm -f "$state/moto.log"
    printf '%s\n' "$moto_port" >"$state/moto.port"
    # shellcheck disable=SC2046 # a list of words
    PYTHONPATH=$root/scripts/lib start_daemon "$state/moto" "$venv/bin/python" $(moto_args "$moto_port")
    wait_until 120 moto_is_ready "$moto_port" || die "moto does not answer; see $state/moto.log"
    if moto_is_running; then return; fi
    port_is_taken "$moto_port" || break
    note "port $moto_port was taken meanwhile (try $try)"
  done
  tail -n 5 "$state/moto.log" >&2
  die "moto did not start; see $state/moto.log"
}

end_moto() {
  if [ -r "$state/moto.port" ]; then
    stop_process "$state/moto.pid" "$(moto_args "$(cat "$state/moto.port")")"
  fi
  rm -f "$state/moto.pid" "$state/moto.port"
}

undo_moto() {
  end_moto
  remove_log "$state/moto.log"
}

stop_moto() {
  local port=''
  if moto_is_running; then port=$(cat "$state/moto.port"); fi
  end_moto
  rm -f "$state/moto.log"
  [ -z "$port" ] || note "stopped moto at http://localhost:$port; its tables and its user pool are gone"
}

# aws_api PORT TARGET BODY: one unsigned request to a local server; it looks only at the header.
aws_api() {
  local scope=dynamodb
  case $2 in AWSCognito*) scope=cognito-idp ;; esac
  local signature="Credential=local/20230101/us-east-1/$scope/aws4_request, SignedHeaders=host, Signature=0"
  curl --silent --noproxy '*' --max-time 5 "http://localhost:$1/" \
    -H "X-Amz-Target: $2" -H "Authorization: AWS4-HMAC-SHA256 $signature" \
    -H 'X-Amz-Date: 20230101T000000Z' -H 'Content-Type: application/x-amz-json-1.0' -d "$3"
}

dynamodb_answers() {
  port_is_taken "$1" || return 1
  case $(aws_api "$1" DynamoDB_20120810.ListTables '{"Limit":1}') in *'"TableNames"'*) ;; *) return 1 ;; esac
}

cognito_answers() {
  port_is_taken "$1" || return 1
  case $(aws_api "$1" AWSCognitoIdentityProviderService.ListUserPools '{"MaxResults":1}') in
    *'"UserPools"'*) ;;
    *) return 1 ;;
  esac
}
