# shellcheck shell=bash
# A stack's state folder: which server provides each service (`services`), and the addresses (`env`). Sourced
# by scripts/stack.

# A file that marks a folder of --private as made by `up`.
mark=$state/.cruddur-stack

# Refuses a folder that is not this stack's: `up` would add files to it, and `down` would remove it.
check_state() {
  [ -e "$state" ] || [ -L "$state" ] || return 0
  [ -d "$state" ] || die "$state is not a folder"
  [ -O "$state" ] || die "$state belongs to $(owner "$state"): run this as $(owner "$state")"
  [ -w "$state" ] || die "$state cannot be written to"
  [ -n "$private" ] && [ ! -e "$mark" ] && [ -n "$(ls -A "$state")" ] || return 0
  die "$state holds files that scripts/stack did not make: name a new or an empty folder"
}

make_state() {
  if [ ! -d "$state" ]; then
    on_undo remove_state
    mkdir -p "$state" || die "cannot make the folder $state"
  fi
  lock "$state"
  if [ -n "$private" ] && [ ! -e "$mark" ]; then
    on_undo remove_mark
    : >"$mark"
  fi
}

remove_mark() {
  # Where a log is left, the folder keeps the mark, so that a later `up` may use it.
  [ "$(ls -A "$state")" != "${mark##*/}" ] || rm -f "$mark"
}

remove_state() {
  remove_mark
  rmdir "$state" 2>/dev/null || true
}

# recorded SERVICE: prints who serves it and its port, as an earlier `up` found or made it.
recorded() { awk -v name="$1" '$1 == name { print $2, $3 }' "$state/services" 2>/dev/null || true; }

# The database of an earlier `up` on the same server, which the user chose.
recorded_database() {
  local url
  [ "$(recorded postgres)" = "$1" ] || return 0
  url=$(sed -n 's/^export CONNECTION_URL=//p' "$state/env" 2>/dev/null) || true
  printf '%s' "${url##*/}"
}

write_env() {
  local file=$state/env pool server
  server=$(awk '$1 == "postgres" { print $2, $3 }' <<<"$decided")
  [ -n "$database" ] || database=$(recorded_database "$server")
  case $decided in
    *'cognito found'*)
      note "in the Cognito that was already there," \
        "the user pool cruddur and its users $mine and $other are made if they are missing"
      ;;
  esac
  pool=$("$(python_with_venv)" "$root/scripts/lib/user_pool.py" "http://localhost:$cognito_port" "$mine" "$other") \
    || die "could not set up the user pool"
  (umask 077 && cat >"$file.new") <<ENV
export AWS_ENDPOINT_URL_DYNAMODB=http://localhost:$dynamodb_port
export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://localhost:$cognito_port
export CONNECTION_URL=postgresql://postgres:password@localhost:$postgres_port/${database:-cruddur}
export AWS_COGNITO_USER_POOL_ID=$pool
export CRUDDUR_MY_HANDLE=$mine
export CRUDDUR_OTHER_HANDLE=$other
ENV
  printf '%s' "$decided" >"$state/services.new"
  mv "$state/services.new" "$state/services"
  mv "$file.new" "$file"
}
