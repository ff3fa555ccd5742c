#!/usr/bin/env bash
# Runs one suite within its time budget: tools/suite.sh NAME COMMAND...
#
# The budget is the suite's line in .ci/budgets. A suite that overruns it is stopped and fails with 124.
set -uo pipefail
cd "$(dirname "$0")/.."
if [[ $# -lt 2 ]]; then sed -n '2s/^# //p' "$0" >&2; exit 2; fi
name=$1
shift
budget=$(awk -v name="$name" '$1 == name { print $2 }' .ci/budgets)
[[ -n $budget ]] || { echo "suite $name: no budget in .ci/budgets" >&2; exit 2; }

start=$SECONDS
timeout --kill-after=10 "$budget" "$@"
status=$?
took="$((SECONDS - start)) s of $budget s"
case $status in
  0) echo "suite $name: passed, $took" ;;
  124) echo "suite $name: FAILED, over its budget, $took" ;;
  *) echo "suite $name: FAILED with $status, $took" ;;
esac
exit $status
