#!/usr/bin/env bash
# How kwic grows with its articles: builds, queries and updates from 1,000 to MOST grown articles, as a table, and as curves
# in FOLDER. Needs the shared corpora; a million articles take an hour and 10 GB of disk.
#   tests/bench/scale.sh [MOST=1000000] [FOLDER=build/bench]
set -euo pipefail
cd "$(dirname "$0")/../.."
most=${1:-1000000}
folder=${2:-build/bench}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/bench/measure.sh

tests/install_packages.sh compare
build_programs indexer search_bench
mkdir -p "$folder"

# step ARTICLES: of one size, everything.
step() {
  local source=$work/articles.jsonl text_bytes
  rm -rf "$work/kwic"
  python3 "$shared/tools/grow.py" "$1" >"$source"
  text_bytes=$(python3 -c 'import json, sys
print(sum(len((a["title"] + a["text"]).encode()) for a in map(json.loads, sys.stdin)))' <"$source")
  measure_build "$1" kwic "$text_bytes" "$work/kwic" "$bin/indexer" --index "$work/kwic" --quiet "$source"
  "$bin/search_bench" "$source" "$work" words >"$work/searches"
  "$bin/search_bench" "$source" "$work" phrases >>"$work/searches"
  note_searches "$1" <"$work/searches"
  changed "$source" "$work/changed.jsonl" "$work/delta.jsonl"
  mv "$work/changed.jsonl" "$source"
  measure_update "$1" kwic "$bin/indexer" --index "$work/kwic" --quiet "$source"
}

printf '%s; %s\n' "$(machine)" "$("$bin/indexer" --version | head -n 1)"
for ((size = 1000; size <= most; size = size * 10)); do
  step "$size"
  if ((size * 3 <= most)); then step $((size * 3)); fi
done
python3 tests/bench/charts.py scale "$work/figures.tsv" "$folder"
