# shellcheck shell=bash
# Where scripts/install puts things, and what it has put there. Sourced by scripts/install and scripts/uninstall.

# read_prefix ARGUMENTS...: sets prefix.
read_prefix() {
  prefix=${HOME:-}/.local
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix)
        [ $# -ge 2 ] || usage_error "--prefix needs a folder"
        prefix=$2
        shift
        ;;
      --prefix=*) prefix=${1#*=} ;;
      *) usage_error "unknown argument $1" ;;
    esac
    shift
  done
  [ -n "$prefix" ] || usage_error "--prefix needs a folder"
  [ "$prefix" != /.local ] || usage_error "HOME is not set: name the folder with --prefix"
  case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
  prefix=${prefix%/}
  # Each file of the installation on a line, and each folder that it made, with a / at its end; relative to the prefix.
  manifest=$prefix/share/cruddur-toolkit/manifest
}

# Nothing outside the prefix, whatever the file says.
read_manifest() {
  [ -e "$manifest" ] || return 0
  if grep -Eq '^/|(^|/)\.\.(/|$)' "$manifest"; then die "$manifest was changed: it names something outside $prefix"; fi
  cat "$manifest"
}
