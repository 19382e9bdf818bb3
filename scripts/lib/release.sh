# shellcheck shell=bash
# How the tools are built to be installed. Sourced by scripts/install and scripts/package-lambda.

# In a folder of its own: other options than those of `swift build -c release` would compile everything again.
release=(--configuration release --scratch-path "$root/.build-install")

# What only Linux needs; Apple's systems bring the Swift runtime with them.
# - The Swift runtime is linked in: nothing else has to be installed, and a start takes 4 ms less.
# - So is the C++ library under it, by lib/link: 0.9 ms less.
# - No symbols and no debug information, which are half of the file; no table of exported symbols either, which nothing
#   loads: 0.3 MB and 0.2 ms less.
# - lld instead of gold, for the relocations in their packed form, which glibc understands since 2.36: 0.9 MB less, and
#   a position-independent executable starts as fast as one at a fixed address.
# Not taken: -Osize (1.4 % less, and slower), folding of equal functions (1 % less, and it makes different functions equal).
runtime=(-static-stdlib "-L$root/scripts/lib/link" -use-ld=lld)
linker=(-s --no-export-dynamic)
if printf 'glibc 2.36\n%s\n' "$(getconf GNU_LIBC_VERSION 2>/dev/null)" | sort -C -V; then
  linker+=(-z pack-relative-relocs)
fi
# each FLAG OPTION...: sets `flagged`, the options with the flag before each.
each() {
  local flag=$1 option
  shift
  flagged=()
  for option; do flagged+=("$flag" "$option"); done
}
if [ "$(uname)" = Linux ]; then
  each -Xswiftc "${runtime[@]}"
  release+=("${flagged[@]}")
  each -Xlinker "${linker[@]}"
  release+=("${flagged[@]}")
fi

# What --version says: the commit, with a + where files have been changed since. A copy without git says nothing.
if commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null); then
  git -C "$root" diff-index --quiet HEAD -- 2>/dev/null || commit+=+
  release+=(-Xcc "-DCRUDDUR_COMMIT=\"$commit\"")
fi

# The package's executables, without those of its dependencies.
release_tools() { swift package "${release[@]}" show-executables | grep -v ' ('; }

# build_release PRODUCT...: one by one, because `swift build` alone builds what only tests use as well.
build_release() {
  local product
  for product; do
    swift build "${release[@]}" --product "$product" >&2 || die "could not build $product"
  done
}

# libraries BINARY: the libraries that it loads, as the linker's options: -lcrypto -lcurl. Its name where that cannot be
# read.
libraries() {
  local objdump
  objdump=$(command -v objdump || command -v llvm-objdump) || { echo "$1" && return; }
  "$objdump" -p "$1" | sed -n 's/^ *NEEDED *lib\(.*\)\.so.*/-l\1/p' | grep -vxE -- '-l(c|m)' | sort | paste -sd ' ' -
}

# join_tools BINARIES FOLDER TOOL...: puts the tools into the folder. Three quarters of each are the Swift runtime and
# Foundation, so tools that load the same libraries are one file, which has a name (a hard link) for each of them.
# Tools that load others are not in it: loading a library takes time at each start. Needs the folder $work.
join_tools() {
  local binaries=$1 folder=$2 tool group
  shift 2
  for tool; do printf '%s\t%s\n' "$(libraries "$binaries/$tool")" "$tool"; done | sort >"${work:?}/groups"
  cut -f 1 "$work/groups" | uniq | while IFS= read -r group; do
    # shellcheck disable=SC2046 # names of tools
    join_group "$binaries" "$folder" "$group" $(awk -F '\t' -v group="$group" '$1 == group { print $2 }' "$work/groups")
  done
}

# join_group BINARIES FOLDER LIBRARIES TOOL...: links the objects of the tools, as SwiftPM lists them for each.
join_group() {
  local binaries=$1 folder=$2 libraries=$3 first=$4 tool
  shift 3
  if [ $# -eq 1 ]; then
    cp "$binaries/$first" "$folder"
    return
  fi
  for tool; do
    cat "$binaries/$tool.product/Objects.LinkFileList"
    echo
  done | awk 'NF && !seen[$0]++' >"$work/objects"
  dispatcher "$@" >"$work/dispatcher.c"
  clang -O2 -c -o "$work/dispatcher.o" "$work/dispatcher.c" || die "could not compile the start of ${*}"
  each -Xlinker "${linker[@]}"
  # shellcheck disable=SC2086 # a list of options
  swiftc -emit-executable -o "$folder/$first" "${runtime[@]}" "${flagged[@]}" -Xlinker --gc-sections \
    "@$work/objects" "$work/dispatcher.o" $libraries || die "could not link ${*}"
  shift
  for tool; do ln "$folder/$first" "$folder/$tool"; done
}

# dispatcher TOOL...: prints the C program that calls the tool whose name it is called by. SwiftPM has the main function
# of each executable under the name of its module.
dispatcher() {
  local tool
  for tool; do printf 'int %s_main(int, char **);\n' "${tool//-/_}"; done
  echo 'static const struct tool { const char *name; int (*main)(int, char **); } tools[] = {'
  for tool; do printf '  {"%s", %s_main},\n' "$tool" "${tool//-/_}"; done
  printf '};\n\n'
  cat "$root/scripts/lib/dispatcher.c"
}

# make_manual GENERATOR TOOL FOLDER: the page of a tool, by ArgumentParser's own generator. It names a subcommand where
# there is only ArgumentParser's `help`, and leaves empty lines, which mdoc does not allow.
make_manual() {
  local page=$3/${2##*/}.1
  "$1" "$2" --output-directory "$3" >&2
  awk '
    $0 == ".It Em help" { skipped = 1 }
    skipped { skipped = $0 != ".El"; next }
    { print $0 == "" ? ".Pp" : $0 }
  ' "$page" >"$work/page"
  if grep -q '^\.It Em ' "$work/page"; then
    cat "$work/page" >"$page"
  else
    grep -vx '\.Ar subcommand' "$work/page" >"$page"
  fi
}
