# shellcheck shell=bash
# One script at a time. Sourced by common.sh.

# lock PATH: waits until no other script holds it; held until this shell ends. The kernel releases it in any
# case. Every server must be started with 9>&-, or it would keep the lock.
lock() {
  exec 9<"$1"
  if have flock; then
    flock -n 9 || { note "waiting for another one of these to finish" && flock 9; }
  else
    perl -e 'open my $f, "<&=9" or die $!; flock $f, 2 or die $!'
  fi
}
