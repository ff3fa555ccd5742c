#!/usr/bin/env bash
# Installs the contenders of the bench suite into .venv-bench (2.6 GB): bench/install.sh
# Exit code 3: the package index could not give them.
set -euo pipefail
cd "$(dirname "$0")/.."
pins=bench/requirements.txt
cmp -s "$pins" .venv-bench/.pin && exit
echo "bench: making .venv-bench; this takes some minutes" >&2
rm -rf .venv-bench
"${PYTHON:-python3}" -m venv .venv-bench
.venv-bench/bin/python -m pip install -q --disable-pip-version-check --no-deps -r "$pins" >&2 || exit 3
cp "$pins" .venv-bench/.pin
