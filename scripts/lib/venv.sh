# shellcheck shell=bash
# The clone's one virtual environment, with moto, boto3 and awscli. Sourced by the scripts that use it.

venv=$root/.stack/venv
requirements=$root/scripts/lib/requirements.txt

# pip without the caller's settings for other places than the virtual environment: Gitpod, for example, sets
# PIP_USER.
venv_pip() {
  env -u PIP_TARGET -u PIP_PREFIX -u PIP_ROOT -u PIP_REQUIRE_VIRTUALENV -u PYTHONPATH -u PYTHONHOME PIP_USER=0 \
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check "$@" 9<&- >&2
}

# venv_is_whole STAMP: whether the environment was made with this stamp and its own Python still finds the packages.
venv_is_whole() {
  local wanted='import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ["moto", "boto3", "awscli"])))'
  case $(cat "$venv/.installed" 2>/dev/null) in "$1"*) "$venv/bin/python" -c "$wanted" 2>/dev/null ;; *) return 1 ;; esac
}

# One environment for all stacks. In a subshell, so that the lock ends with the installation.
make_venv() (
  stamp="$venv $(cksum <"$requirements")"
  lock "$requirements"
  if venv_is_whole "$stamp"; then exit; fi
  for folder in "$venv" "${venv%/*}"; do
    [ ! -d "$folder" ] || [ -w "$folder" ] \
      || die "$venv has to be made again, but $folder belongs to another user, $(owner "$folder"): have it removed"
  done
  python=$(python_with_venv)
  note "installing moto, boto3 and awscli in $venv (once; it takes a minute or two)"
  rm -rf "$venv"
  "$python" -m venv "$venv" 9<&- || die "$python cannot make a virtual environment in $venv"
  venv_pip install -r "$requirements" || die "pip could not install $requirements"
  printf '%s\n' "$stamp" >"$venv/.installed"
)
