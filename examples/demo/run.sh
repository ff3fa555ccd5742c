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
"$headrace" transform --streaming-bts="$example/stream.yml" "$out/events.ndjson" > "$out/blocks.jsonl"
"$headrace" transform --streaming-bts="$example/stream.yml" --window-bts="$example/window.yml" \
  "$out/events.ndjson" > "$out/rows.jsonl"
"$python" examples/demo/show.py "$out"
