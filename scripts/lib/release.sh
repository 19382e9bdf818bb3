# shellcheck shell=bash
# How the tools are built to be installed. Sourced by scripts/install and scripts/package-lambda.

# In a folder of its own: other options than those of `swift build -c release` would compile everything again.
release=(--configuration release --scratch-path "$root/.build-install")

# What only Linux needs; Apple's systems bring the Swift runtime with them.
# - The Swift runtime is linked in: nothing else has to be installed, and a start takes 4 ms less.
# - So is the C++ library under it, by lib/link: 0.9 ms less.
# - No symbols and no debug information, which are half of the file.
# - lld instead of gold, for the relocations in their packed form, which glibc understands since 2.36: 0.9 MB less, and
#   a position-independent executable starts as fast as one at a fixed address.
# Not taken: -Osize (1.4 % less, and slower), folding of equal functions (1 % less, and it makes different functions equal).
if [ "$(uname)" = Linux ]; then
  release+=(-Xswiftc -static-stdlib -Xswiftc "-L$root/scripts/lib/link" -Xswiftc -use-ld=lld -Xlinker -s)
  if printf 'glibc 2.36\n%s\n' "$(getconf GNU_LIBC_VERSION)" | sort -C -V; then
    release+=(-Xlinker -z -Xlinker pack-relative-relocs)
  fi
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
