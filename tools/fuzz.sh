#!/usr/bin/env bash
# Runs the fuzz targets of a build folder, two at a time: tools/fuzz.sh [--keep] BUILD SECONDS [NAME,NAME...]
#
# Starts from fuzz/corpus/NAME, puts what it finds into BUILD/fuzz/corpus/NAME and failing inputs into
# BUILD/fuzz/failures/NAME. With --keep what covers new code is added to fuzz/corpus/NAME, and the run is written
# into docs/assurance.md; without, FUZZ_SEED makes runs alike. Leaks are not looked for: the constants of compiled
# expressions live as long as the process.
set -euo pipefail
cd "$(dirname "$0")/.."
keep=
if [[ ${1-} == --keep ]]; then keep=1; shift; fi
if [[ $# -lt 2 ]]; then sed -n '2s/^# //p' "$0" >&2; exit 2; fi
build=$(realpath "$1") seconds=$2 names=${3-}

# What a run of a target came to: "1234 runs in 25 CPU seconds".
amount_of() {
  printf '%s runs in %.0f CPU seconds' "$(sed -n 's/^stat::number_of_executed_units: *//p' "$1/fuzz/$2.log")" \
    "$(awk '{ print $1 + $2 }' "$1/fuzz/$2.times")"
}

run_one() {
  local name=$1 build=$2 seconds=$3
  local seeds=fuzz/corpus/$name found=$build/fuzz/corpus/$name failures=$build/fuzz/failures/$name
  local log=$build/fuzz/$name.log options=()
  mkdir -p "$seeds" "$found" "$failures"
  [[ -r fuzz/$name.dict ]] && options+=("-dict=fuzz/$name.dict")
  [[ -n ${FUZZ_SEED-} ]] && options+=("-seed=$FUZZ_SEED")
  local TIMEFORMAT='%U %S' times=$build/fuzz/$name.times
  if { time "$build/fuzz/${name}_fuzz" -max_total_time="$seconds" -timeout="${FUZZ_TIMEOUT:-10}" -rss_limit_mb=2048 \
    -detect_leaks=0 -print_final_stats=1 \
    -artifact_prefix="$failures/" "${options[@]}" "$found" "$seeds" > "$log" 2>&1; } 2> "$times"; then
    printf 'fuzz %-12s %s, %s, no failure\n' "$name" "$(amount_of "$build" "$name")" \
      "$(grep -oE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1)"
  else
    printf 'fuzz %-12s FAILED, see %s\n' "$name" "$log"
    grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "$log" || tail -20 "$log"
    return 1
  fi
}
export ASAN_OPTIONS="detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
export -f run_one amount_of

if [[ -z $names ]]; then
  names=$(cd "$build/fuzz" && ls | sed -n 's/_fuzz$//p' | paste -sd,)
  [[ -n $names ]] || { echo "fuzz: $build/fuzz holds no targets" >&2; exit 1; }
fi
status=0
tr ',' '\0' <<< "$names," | tr -d '\n' |
  xargs -0 -P 2 -I{} bash -c 'run_one "$@"' fuzz {} "$build" "$seconds" || status=1

if [[ -n $keep ]]; then
  for name in ${names//,/ }; do
    "$build/fuzz/${name}_fuzz" -set_cover_merge=1 "fuzz/corpus/$name" "$build/fuzz/corpus/$name" > /dev/null 2>&1
    outcome="no failure"
    # A slow unit is only that, or a process that was stopped meanwhile.
    ls "$build/fuzz/failures/$name" | grep -qv '^slow-unit-' && outcome="inputs that fail"
    tools/log_assurance.sh "fuzz $name" "$(amount_of "$build" "$name")" "$outcome"
  done
fi
exit $status
