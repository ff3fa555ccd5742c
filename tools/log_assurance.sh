#!/usr/bin/env bash
# Appends one campaign to the log in docs/assurance.md: tools/log_assurance.sh CAMPAIGN AMOUNT OUTCOME
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ $# != 3 ]]; then sed -n '2s/^# //p' "$0" >&2; exit 2; fi
printf '| %s | %s | %s | %s | %s |\n' "$(date -u +%F)" "$(git rev-parse --short HEAD)" "$@" >> docs/assurance.md
