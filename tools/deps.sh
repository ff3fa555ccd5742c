#!/usr/bin/env bash
# Installs what tools/deps.txt lists and is not there yet: tools/deps.sh [dev] [clusters] [oracle]
#
# System packages come by apt on Debian 12, after saying which and asking (root and YES=1 are not asked).
# Elsewhere it lists what is missing and stops. simdjson, Arrow's C++ and clang-tidy come out of Python packages,
# checked against their digests, into .deps/; the oracle gets a virtual environment of its own.
# Exit codes: 0 all there, 3 something is missing and was not installed.
set -euo pipefail
cd "$(dirname "$0")/.."
list=tools/deps.txt
kinds=" apt "
unpacked="sdist wheel"
want_oracle=
for argument in "$@"; do
  case $argument in
    dev) kinds+="apt-dev " unpacked+=" wheel-dev" ;;
    clusters) kinds+="apt-clusters " ;;
    oracle) want_oracle=1 ;;
    *) echo "usage: tools/deps.sh [dev] [clusters] [oracle]" >&2; exit 2 ;;
  esac
done

say() { printf 'deps: %s\n' "$*" >&2; }
give_up() { say "$@"; exit 3; }

# Lines of one of the given kinds, without the kind.
entries() {
  local kind rest
  while read -r kind rest; do
    [[ " $* " == *" $kind "* ]] && printf '%s\n' "$rest"
  done < "$list"
  return 0
}

# --- system packages ---

is_debian_12() { [[ -r /etc/os-release ]] && (. /etc/os-release; [[ ${ID-} == debian && ${VERSION_ID-} == 12 ]]); }

missing_debian_packages() {
  local wanted installed name
  wanted=$(entries $kinds | cut -d' ' -f1)
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p') || true
  for name in $wanted; do
    grep -qxF -- "$name" <<< "$installed" || printf '%s ' "$name"
  done
}

is_there() {
  local what=${1#*:}
  case $1 in
    command:*) command -v "$what" > /dev/null ;;
    header:*) echo "#include <$what>" | g++ -std=c++20 -E -x c++ - > /dev/null 2>&1 ;;
    python:*) python3 -c "import $what" > /dev/null 2>&1 ;;
  esac
}

missing_by_probe() {
  local name probe
  while read -r name probe; do
    is_there "$probe" || printf '%s ' "$name"
  done < <(entries $kinds)
}

may_install() {
  [[ $(id -u) == 0 || ${YES-} == 1 ]] && return
  [[ -t 0 && -t 2 ]] || give_up "not on a terminal, so nothing was installed: run again with YES=1 (it uses sudo)"
  local answer
  read -r -p "deps: install them with sudo apt-get? [y/N] " answer
  [[ $answer == [yY]* ]] || give_up "nothing was installed"
}

install_debian_packages() {
  say "these Debian packages will be installed: $*"
  may_install
  local as_root=()
  if [[ $(id -u) != 0 ]]; then
    command -v sudo > /dev/null || give_up "there is no sudo: run 'make deps' once as root"
    as_root=(sudo)
  fi
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -q >&2 &&
    "${as_root[@]}" apt-get install -q -y --no-install-recommends "$@" >&2 ||
    give_up "apt-get failed, its messages are above"
}

if is_debian_12; then
  missing=$(missing_debian_packages)
  [[ -z $missing ]] || install_debian_packages $missing
else
  missing=$(missing_by_probe)
  [[ -z $missing ]] || give_up "this is not Debian 12, so install these yourself (Debian's names): $missing"
fi

# --- what comes out of Python packages ---

scratch=
trap '[[ -z $scratch ]] || rm -rf "$scratch"' EXIT
make_scratch() {
  mkdir -p .deps
  scratch=$(mktemp -d .deps/fetch.XXXXXX)
  python3 -m venv "$scratch/venv" || give_up "no virtual environment could be made in $scratch"
}

# fetch KIND NAME==VERSION DIGEST...: downloads and unpacks into $scratch/NAME.
fetch() {
  local kind=$1 pin=$2 name=${2%%==*} digest options=()
  shift 2
  { printf '%s' "$pin"; for digest in "$@"; do printf ' --hash=%s' "$digest"; done; echo; } > "$scratch/$name.txt"
  if [[ $kind == sdist ]]; then
    options=(--no-binary "$name")
  else
    options=(--only-binary=:all: --python-version 3.11 --platform "manylinux_2_28_$(uname -m)")
  fi
  say "fetching $pin"
  "$scratch/venv/bin/python" -m pip download -q --disable-pip-version-check --no-deps --require-hashes \
    "${options[@]}" -r "$scratch/$name.txt" -d "$scratch/files" >&2 || give_up "$pin could not be fetched"
  python3 - "$scratch/files" "$scratch/$name" "$name" <<'PYTHON'
import pathlib, shutil, sys
files, target, name = sys.argv[1:]
archive = next(pathlib.Path(files).glob(name + '-*'))
shutil.unpack_archive(archive, target, 'zip' if archive.suffix == '.whl' else 'gztar')
PYTHON
}

# What is taken out of a package: its folder below .deps/.
place() {
  case $1 in
    pysimdjson) mkdir "$scratch/place" && mv "$scratch"/pysimdjson/*/simdjson/simdjson.{h,cpp} "$scratch/place" ;;
    pyarrow) mv "$scratch/pyarrow" "$scratch/place" ;;
    clang_tidy) mv "$scratch/clang_tidy/clang_tidy/data" "$scratch/place" && chmod +x "$scratch/place/bin/clang-tidy" ;;
  esac
}
folder_of() { case $1 in pysimdjson) echo .deps/simdjson ;; *) echo ".deps/$1" ;; esac; }

for kind in $unpacked; do
  while read -r pin digests; do
    folder=$(folder_of "${pin%%==*}")
    [[ -r $folder/.pin && $(< "$folder/.pin") == "$pin $digests" ]] && continue
    [[ -n $scratch ]] || make_scratch
    fetch "$kind" "$pin" $digests
    place "${pin%%==*}"
    printf '%s %s\n' "$pin" "$digests" > "$scratch/place/.pin"
    rm -rf "$folder"
    mv "$scratch/place" "$folder"
  done < <(entries $kind)
done

# --- the oracle ---

if [[ -n $want_oracle ]]; then
  pins=$(entries oracle)
  if [[ ! -r .venv-oracle/.pin || $(< .venv-oracle/.pin) != "$pins" ]]; then
    say "making .venv-oracle with:" $pins
    rm -rf .venv-oracle
    python3 -m venv .venv-oracle || give_up "no virtual environment could be made in .venv-oracle"
    .venv-oracle/bin/python -m pip install -q --disable-pip-version-check --no-deps $pins >&2 ||
      give_up "the oracle's packages could not be fetched"
    printf '%s\n' "$pins" > .venv-oracle/.pin
  fi
fi
