#!/usr/bin/env bash
# Builds the Python package into dist/, and tests it: tools/wheel.sh [test|clusters]
#
# The wheel holds the extension module with the libraries that it needs, but for libc and libstdc++ (auditwheel). `test` installs it
# into virtual environments of its own, with what the requirements files of the tests pin, and runs tests/python and tests/notebooks
# there, of the first what meets other packages also with the oldest ones; it needs the command (HEADRACE, else build/headrace).
# `clusters` makes .venv-clusters with Ray, Spark and the wheel, for `make test-clusters`.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3.11}
export CC=cc CXX=c++  # as the presets say it: the compiler cache knows these objects
say() { printf 'wheel: %s\n' "$*" >&2; }

# venv FOLDER PINS: a virtual environment with exactly these packages.
venv() {
  local folder=$1 pins=$2
  cmp -s "$pins" "$folder/.pin" && return
  say "making $folder"
  rm -rf "$folder"
  "$python" -m venv "$folder"
  "$folder/bin/python" -m pip install -q --disable-pip-version-check --no-deps -r "$pins" >&2
  cp "$pins" "$folder/.pin"
}

venv .venv-build tools/wheel.txt
rm -rf dist/raw
mkdir -p dist/raw
PATH="$PWD/.venv-build/bin:$PATH" .venv-build/bin/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation \
  --config-settings=cmake.define.HEADRACE_WERROR="${WERROR:-OFF}" -w dist/raw . >&2
rm -f dist/headrace-*.whl
PATH="$PWD/.venv-build/bin:$PATH" .venv-build/bin/python -m auditwheel -v repair -w dist dist/raw/*.whl > dist/auditwheel.log 2>&1 ||
  { cat dist/auditwheel.log >&2; exit 1; }
rm -rf dist/raw
wheel=$(ls dist/headrace-*.whl)
say "$wheel, $(du -k "$wheel" | cut -f1) KiB"

# installed FOLDER REQUIREMENTS...: the wheel in a virtual environment with these packages; the first `python` from now on.
installed() {
  local folder=$1
  shift
  cat "$@" | sort -u > "dist/$folder.txt"
  venv "$folder" "dist/$folder.txt"
  "$folder/bin/python" -m pip install -q --disable-pip-version-check --no-deps --force-reinstall "$wheel" >&2
  "$folder/bin/python" -m pip check --disable-pip-version-check >&2
  export PATH="$PWD/$folder/bin:$PATH"
}

case ${1-} in
  test)
    installed .venv-oldest tests/python/requirements-oldest.txt
    export HEADRACE=${HEADRACE:-$PWD/build/headrace}
    (cd tests/python && python -W ignore -m unittest test_{events,runs,specs,engine,pairs,distributed})
    installed .venv-wheel tests/python/requirements.txt tests/python/requirements-dev.txt tests/notebooks/requirements.txt
    python -W ignore -m unittest discover -s tests/python
    python -W ignore -m unittest discover -s tests/notebooks
    ;;
  clusters) installed .venv-clusters tests/{python,ray,spark}/requirements.txt ;;
esac
