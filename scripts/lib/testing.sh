# shellcheck shell=bash
# How scripts/test and scripts/sanitize run the tests: against a stack of their own, which they stop
# again. Source it after common.sh.

stack=''
child=''
step='the start'

# Silent, so that the test runner's summary is the last thing on the screen.
clean_up() {
  local status=$?
  trap '' INT TERM HUP
  if [ -n "$child" ]; then kill -TERM -- "-$child" 2>/dev/null || true; fi
  if [ -n "$stack" ]; then
    "$root/scripts/stack" --private "$stack" down >/dev/null 2>&1 || true
    rm -rf "$stack"
  fi
  case $status:$step in 0:* | *:test_in_clean_environment*) ;; *) note "failed at: $step" ;; esac
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# run COMMAND...: runs it in the background, in a process group of its own, and waits, because the shell handles a signal
# at once only while it waits; for a command in the foreground it would handle it only at its end.
run() {
  local status=0
  step=$*
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  wait "$child" || status=$?
  child=''
  return "$status"
}

# The tests must not depend on the caller's variables for AWS, PostgreSQL and the network, which is no longer
# needed at this point.
# --quiet leaves the failures and the summary: among the 8,000 lines of the rest a failure is not found, and CI keeps
# only the end of what is printed.
test_in_clean_environment() {
  # shellcheck disable=SC2086 # lists of names
  unset ${!AWS_*} ${!PG*} ${!CRUDDUR_*} CONNECTION_URL PROD_CONNECTION_URL DDB_MESSAGE_TABLE \
    CURL_CA_BUNDLE REQUESTS_CA_BUNDLE SSL_CERT_FILE SSL_CERT_DIR \
    http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
  swift test --quiet --skip-build "$@"
}

# The stack's addresses, from the file that it writes, in numeric form: no test should wait for a name to be
# resolved.
export_stack() {
  local maintenance
  # shellcheck source=/dev/null
  . "$stack/env"
  maintenance=${CONNECTION_URL%/*}/postgres
  export TEST_STACK_DYNAMODB_URL=${AWS_ENDPOINT_URL_DYNAMODB/localhost/127.0.0.1}
  export TEST_STACK_COGNITO_URL=${AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER/localhost/127.0.0.1}
  export TEST_STACK_POSTGRES_URL=${maintenance/localhost/127.0.0.1}
  export TEST_STACK_PYTHON=$root/.stack/venv/bin/python
}

# Goes to the clone and installs what is missing. The tests' stack has the week's users, whoever the caller's are.
prepare() {
  unset CRUDDUR_MY_HANDLE CRUDDUR_OTHER_HANDLE
  cd "$root"
  need_swift
  step='installing what is missing'
  need build stack server browser shells
}

start_stack() {
  stack=$(mktemp -d "${TMPDIR:-/tmp}/cruddur-test.XXXXXX")
  if ! run scripts/stack --private "$stack" up >/dev/null; then
    # It has removed everything except the log that its message names.
    rmdir "$stack" 2>/dev/null || true
    stack=''
    exit 1
  fi
  export_stack
}
