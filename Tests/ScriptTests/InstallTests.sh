# shellcheck shell=bash disable=SC2154,SC2317
# What scripts/install puts under a prefix, and scripts/uninstall takes away. The build is a stand-in: the real one
# takes minutes, and scripts/bench runs it. Sourced by run.

factory="$work/a clone"
prefix="$work/it's a prefix"

# The tools that the stand-in builds: programs that print their arguments.
build_of() {
  local tool
  rm -rf "$factory/built"
  mkdir -p "$factory/built" "$work/swift"
  for tool; do
    cp /bin/echo "$factory/built/$tool"
    mkdir "$factory/built/$tool.product"
    printf '/objects/%s.o\n/objects/Toolkit.o' "$tool" >"$factory/built/$tool.product/Objects.LinkFileList"
  done
  cat >"$factory/built/generate-manual" <<'MANUAL'
#!/bin/sh
printf '.Sh SYNOPSIS\n.Nm\n.Ar subcommand\n\n.It Em help\n.El\n.Op prod\n' >"$3/${1##*/}.1"
MANUAL
  cat >"$work/swift/swift" <<SWIFT
#!/bin/sh
case \$* in
  *--show-bin-path) echo '$factory/built' ;;
  *show-executables) ls '$factory/built' | grep -v product | sed 's/^generate.*/& (swift-argument-parser)/' ;;
  *"--product \${BROKEN:-none}"*) exit 1 ;;
esac
SWIFT
  # Does not link: prints the objects, and makes a program that prints its arguments.
  cat >"$work/swift/swiftc" <<'SWIFTC'
#!/bin/bash
while [ $# -gt 0 ]; do
  case $1 in -o) cp /bin/echo "$2" ;; @*) sed 's/^/linked: /' "${1#@}" >&2 ;; esac
  shift
done
SWIFTC
  # The tools of PostgreSQL load another library.
  cat >"$work/swift/objdump" <<'OBJDUMP'
#!/bin/bash
echo ' NEEDED               libc.so.6 (GLIBC_2.34)'
case ${2##*/} in db-*) echo '  NEEDED               libpq.so.5' ;; esac
OBJDUMP
  chmod +x "$work/swift/swiftc" "$work/swift/objdump" "$work/swift/swift" "$factory/built/generate-manual"
}

install_it() { SHELL=${SHELL_OF_USER:-/bin/bash} PATH=$work/swift:$PATH "$factory/scripts/install" --prefix "$prefix"; }
uninstall_it() { "$factory/scripts/uninstall" --prefix "$prefix"; }

# The line that is printed for ~/.bashrc.
path_line() { sed -n 's/^  export/export/p' "$work/out"; }

installation() {
  mkdir -p "$factory" "$prefix/share/man/man1"
  cp -R "$root/scripts" "$factory"
  echo mine >"$prefix/share/man/man1/mine.1"
  (cd "$prefix" && find . | sort) >"$work/before"
  build_of ddb-one ddb-two
  install_it >"$work/out" 2>&1
  install_it >"$work/out" 2>&1
  [ "$(eval "$(path_line)" && ddb-two hello)" = hello ]
  local file
  for file in bin/ddb-one share/bash-completion/completions/ddb-one share/zsh/site-functions/_ddb-one \
    share/fish/vendor_completions.d/ddb-one.fish share/man/man1/ddb-one.1; do
    [ -s "$prefix/$file" ]
  done
  says '--generate-completion-script fish' "$prefix/share/fish/vendor_completions.d/ddb-one.fish"
  [ "$(cat "$prefix/share/man/man1/ddb-one.1")" = $'.Sh SYNOPSIS\n.Nm\n.Pp\n.Op prod' ]
  uninstall_it >"$work/out" 2>&1
  (cd "$prefix" && find . | sort) | diff "$work/before" -
}
check "uninstall removes what install made, and nothing else" installation

# The line that is printed for bash's completions.
completion_line() { sed -n 's/^  for file/for file/p' "$work/out"; }

completions() {
  local data=$prefix/share:$work/system/share
  build_of ddb-one
  XDG_DATA_DIRS=$data install_it >"$work/out" 2>&1
  echo 'complete -W word ddb-one' >"$prefix/share/bash-completion/completions/ddb-one"
  [ "$(bash --norc -c "$(completion_line); complete -p ddb-one")" = "complete -W 'word' ddb-one" ]
  mkdir -p "$work/system/share/bash-completion"
  : >"$work/system/share/bash-completion/bash_completion"
  XDG_DATA_DIRS=$data install_it >"$work/out" 2>&1
  [ -z "$(completion_line)" ]
  XDG_DATA_DIRS=$work/system/share install_it >"$work/out" 2>&1
  [ -n "$(completion_line)" ]
  uninstall_it >"$work/out" 2>&1
}
check "the line for bash's completions works, and is printed only where bash does not find them" completions

fish_completions() {
  build_of ddb-one
  SHELL_OF_USER=/usr/bin/fish install_it >"$work/out" 2>&1
  local line
  line=$(sed -n 's/^  set -a/set -a/p' "$work/out")
  echo 'complete -c ddb-one -f -a word' >"$prefix/share/fish/vendor_completions.d/ddb-one.fish"
  [ "$(PATH=$prefix/bin:$PATH fish --no-config -c "$line; complete -C 'ddb-one '")" = word ]
  XDG_DATA_DIRS="$prefix/share" SHELL_OF_USER=/usr/bin/fish install_it >"$work/out" 2>&1
  fails 1 grep -q 'set -a' "$work/out"
  uninstall_it >"$work/out" 2>&1
}
check "the line for fish's completions works, and is printed only where fish does not find them" fish_completions

checkpoints() {
  build_of ddb-one
  install_it >"$work/out" 2>&1
  XDG_STATE_HOME="$work/a state" uninstall_it >"$work/out" 2>&1
  fails 1 grep stream- "$work/out"
  install_it >"$work/out" 2>&1
  mkdir -p "$work/a state/cruddur"
  echo '{}' >"$work/a state/cruddur/stream-1.json"
  XDG_STATE_HOME="$work/a state" uninstall_it >"$work/out" 2>&1
  [ -e "$work/a state/cruddur/stream-1.json" ]
  eval "$(sed -n 's/^  rm/rm/p' "$work/out")"
  [ ! -e "$work/a state/cruddur/stream-1.json" ]
}
check "uninstall keeps where the follower was, and prints how to remove it" checkpoints

one_file() {
  if [ "$(uname)" != Linux ]; then return; fi
  build_of ddb-one ddb-two
  cp /bin/echo "$factory/built/db-three"
  install_it >"$work/out" 2>&1
  [ "$prefix/bin/ddb-one" -ef "$prefix/bin/ddb-two" ]
  fails 1 [ "$prefix/bin/ddb-one" -ef "$prefix/bin/db-three" ]
  [ "$(grep '^linked: ' "$work/out" | paste -sd ' ' -)" = \
    'linked: /objects/ddb-one.o linked: /objects/Toolkit.o linked: /objects/ddb-two.o' ]
  uninstall_it >"$work/out" 2>&1
}
check "tools that load the same libraries are one file with several names" one_file

# The dispatcher, with two tools that print their names.
dispatching() {
  local compiler
  compiler=$(command -v clang || command -v cc)
  (
    # shellcheck source=scripts/lib/release.sh
    . "$root/scripts/lib/release.sh"
    echo '#include <stdio.h>'
    dispatcher ddb-one ddb-two
    for tool in one two; do
      printf 'int ddb_%s_main(int argc, char **argv) { return printf("%s %%s", argv[argc - 1]) < 0; }\n' $tool $tool
    done
  ) >"$work/program.c"
  "$compiler" -Wall -Werror -o "$work/ddb-one" "$work/program.c"
  ln -f "$work/ddb-one" "$work/ddb-two"
  ln -sf ddb-two "$work/link"
  [ "$("$work/ddb-one" x)" = 'one x' ]
  [ "$(PATH=$work && ddb-two x)" = 'two x' ]
  if [ "$(uname)" = Linux ]; then [ "$("$work/link" x)" = 'two x' ]; fi
  cp "$work/ddb-one" "$work/other"
  fails 64 "$work/other" >"$work/out" 2>&1
  says 'knows: ddb-one ddb-two' "$work/out"
}
check "the tool of the name that was typed is run, also through a symbolic link" dispatching

# The options of a build that say what --version prints.
commit_of() { bash -c '. "$1/scripts/lib/common.sh" && . "$1/scripts/lib/release.sh" && echo "${release[*]}"' _ "$1"; }

commit() {
  local clone="$work/repository" id
  mkdir -p "$clone"
  cp -R "$root/scripts" "$clone"
  fails 1 grep CRUDDUR_COMMIT <<<"$(commit_of "$clone")"
  git -C "$clone" init -q
  git -C "$clone" add .
  git -C "$clone" -c user.name=x -c user.email=x@example.com commit -qm x
  id=$(git -C "$clone" rev-parse --short HEAD)
  commit_of "$clone" >"$work/out"
  says "-Xcc -DCRUDDUR_COMMIT=\"$id\"" "$work/out"
  echo >>"$clone/scripts/install"
  commit_of "$clone" >"$work/out"
  says "-Xcc -DCRUDDUR_COMMIT=\"$id+\"" "$work/out"
}
check "a release is built with the commit, and with a + where files were changed" commit

old_tool() {
  install_it >"$work/out" 2>&1
  build_of ddb-one
  install_it >"$work/out" 2>&1
  [ ! -e "$prefix/bin/ddb-two" ]
  fails 1 grep ddb-two "$prefix/share/cruddur-toolkit/manifest"
  uninstall_it >"$work/out" 2>&1
  (cd "$prefix" && find . | sort) | diff "$work/before" -
}
check "a tool that no longer exists is removed by the next installation" old_tool

failed_build() {
  BROKEN=ddb-one fails 1 install_it >"$work/out" 2>&1
  says 'could not build ddb-one' "$work/out"
  (cd "$prefix" && find . | sort) | diff "$work/before" -
}
check "nothing is installed of a build that fails" failed_build

foreign_file() {
  mkdir -p "$prefix/bin"
  echo mine >"$prefix/bin/ddb-one"
  fails 1 install_it >"$work/out" 2>&1
  says "was there before and is not from scripts/install" "$work/out"
  says mine "$prefix/bin/ddb-one"
  [ ! -e "$prefix/share/cruddur-toolkit" ]
  fails 1 uninstall_it >"$work/out" 2>&1
}
check "a file that was there before is not overwritten" foreign_file

changed_manifest() {
  mkdir -p "$prefix/share/cruddur-toolkit"
  echo ../victim >"$prefix/share/cruddur-toolkit/manifest"
  echo mine >"$work/victim"
  fails 1 uninstall_it >"$work/out" 2>&1
  says mine "$work/victim"
}
check "a manifest that names something outside the prefix is refused" changed_manifest
