#!/usr/bin/env bash
# The main job on a fresh machine: installs what is missing, builds kwic, indexes the sample articles and asks a question.
#   corpus/demo.sh [QUERY...]
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh build
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "building kwic in build/demo ..." >&2
{ cmake -S . -B build/demo -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF && cmake --build build/demo; } \
  >"$log" 2>&1 || { cat "$log" >&2; exit 1; }

query=("$@")
if [ $# -eq 0 ]; then query=(nuclear talks oman); fi
index=build/demo/index
build/demo/bin/indexer --index "$index" corpus/articles
echo "\$ searcher --index $index ${query[*]}" >&2
build/demo/bin/searcher --index "$index" --limit 3 -- "${query[@]}"
