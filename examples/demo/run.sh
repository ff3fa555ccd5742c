#!/usr/bin/env bash
# Game events in; blocks, a training set and a page that pictures them out. Everything lands in build/demo.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
headrace=${HEADRACE:-build/headrace}
example=examples/game-sessions
out=${OUT:-build/demo}
mkdir -p "$out"

"$python" "$example/generate.py" > "$out/events.ndjson"
blocks=(transform --quiet --streaming-bts="$example/stream.yml" "$out/events.ndjson")
rows=("${blocks[@]}" --window-bts="$example/window.yml")
"$headrace" "${blocks[@]}" > "$out/blocks.jsonl"
"$headrace" "${rows[@]}" > "$out/rows.jsonl"
"$headrace" "${rows[@]}" --output="$out/rows.parquet"
"$python" examples/demo/show.py "$out"
