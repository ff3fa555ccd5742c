#!/usr/bin/env bash
# Brings the C++ sources into format, or with --check only says which are not. Generated tables are left alone.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=(-i)
[[ ${1-} == --check ]] && mode=(--dry-run --Werror)
files=()
while IFS= read -r -d '' file; do
  read -r first < "$file" || true
  [[ $first == '// Written by tools/'* ]] || files+=("$file")
done < <(find src fuzz tests bench examples \( -name '*.h' -o -name '*.cpp' \) -print0 2> /dev/null)
printf '%s\0' "${files[@]}" | xargs -0 -n 20 -P 2 clang-format-19 "${mode[@]}"
