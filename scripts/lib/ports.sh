# shellcheck shell=bash
# Which ports of this machine are taken. Sourced by common.sh.

# Both address families are checked: a server on ::1 alone would get the requests for ours.
port_is_taken() {
  (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (: <"/dev/tcp/::1/$1") 2>/dev/null
}

# free_port FIRST: prints the first port from FIRST on that nothing listens on.
free_port() {
  local port=$1
  while port_is_taken "$port"; do port=$((port + 1)); done
  printf '%s\n' "$port"
}

# A private stack's ports are below those that the system gives to clients.
random_port() { printf '%s\n' $((15000 + RANDOM % 15000)); }
