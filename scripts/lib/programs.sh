# shellcheck shell=bash
# Where the programs are that the scripts need. Sourced by common.sh.

# postgres_bin PROGRAM [MAJOR]: prints the directory of the newest PostgreSQL that has this program, or of that major
# version. Debian keeps the server's programs off the PATH, and so does Homebrew.
postgres_bin() {
  local dir newest='' best=0 version
  for dir in /usr/lib/postgresql/*/bin; do
    version=${dir#/usr/lib/postgresql/}
    version=${version%/bin}
    case $version in *[!0-9]* | '') continue ;; esac
    [ "$version" = "${2:-$version}" ] || continue
    if [ -x "$dir/$1" ] && [ "$version" -gt "$best" ]; then newest=$dir best=$version; fi
  done
  if [ -z "$newest" ] && have brew; then
    dir="$(brew --prefix)/opt/postgresql@${2:-16}/bin"
    [ ! -x "$dir/$1" ] || newest=$dir
  fi
  if [ -z "$newest" ]; then
    dir=$(command -v "$1") || return 1
    newest=$(dirname "$dir")
    case "$("$dir" --version) " in *" ${2:-}"[!0-9]*) ;; *) [ -z "${2:-}" ] || return 1 ;; esac
  fi
  printf '%s\n' "$newest"
}

# The first Python that can make a virtual environment, which Debian packs by itself, and that moto runs on.
python_with_venv() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
      command -v "$python"
      return
    fi
  done
  return 1
}

need_swift() {
  have swift || die "no 'swift' on the PATH: get Swift 6.2 or newer from https://www.swift.org/install"
  local answer
  answer=$(swift --version 2>&1) || die "swift does not run here (what it needs: https://www.swift.org/install): $answer"
}
