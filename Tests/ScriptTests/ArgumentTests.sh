# shellcheck shell=bash disable=SC2154,SC2317
# The help of each script, and what it says of arguments that it does not take. Sourced by run.

scripts=()
for script in "$root"/scripts/*; do
  [ ! -f "$script" ] || scripts+=("$script")
done

# Nothing can be built or installed here.
without_work() {
  local program
  mkdir -p "$work/idle"
  for program in swift pip apt-get; do
    printf '#!/bin/sh\necho "%s was run" >&2\nexit 1\n' "$program" >"$work/idle/$program"
    chmod +x "$work/idle/$program"
  done
  PATH=$work/idle:$PATH "$@"
}

help_at_once() {
  local script option
  for script in "${scripts[@]}"; do
    for option in -h --help; do
      without_work "$script" "$option" >"$work/out" 2>"$work/errors"
      [ ! -s "$work/errors" ]
      [ "$(wc -l <"$work/out")" -ge 2 ]
    done
  done
  without_work "$root/scripts/test" --filter ScanTests --help >"$work/out"
  says 'scripts/test --filter ScanTests' "$work/out"
}
check "each script prints its help at once" help_at_once

unknown_arguments() {
  local script name
  for script in "${scripts[@]}"; do
    name=${script##*/}
    [ "$name" != test ] || continue # its arguments are those of swift test
    fails 64 without_work "$script" --no-such-option >"$work/out" 2>"$work/errors"
    [ ! -s "$work/out" ]
    [ "$(wc -l <"$work/errors")" -eq 2 ]
    [ "$(tail -n 1 "$work/errors")" = "Type scripts/$name --help to see what it takes." ]
  done
  for script in install uninstall; do
    fails 64 "$root/scripts/$script" --prefix >"$work/out" 2>&1
    fails 64 "$root/scripts/$script" --prefix '' >"$work/out" 2>&1
  done
  fails 64 "$root/scripts/stack" foo 2>"$work/errors"
  says 'stack: these arguments are not understood: foo' "$work/errors"
}
check "what a script does not take is named in one line, and the help in another" unknown_arguments
