#!/usr/bin/env bash
# Measures searches beside stock Xapian and SQLite FTS5, on Reuters and on 200,000 articles. Needs the shared corpora and
# Debian's libsqlite3-dev; builds in build/release. Takes minutes: three indexes of each corpus are made first, and kept in
# WORK if that is named.
#   tests/bench/search.sh [WORK]
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${KWIC_SHARED:-../shared}
if [ $# -gt 0 ]; then
  work=$1
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

cmake --preset release >/dev/null
cmake --build --preset release --target search_bench hard_queries_bench >/dev/null
[ -e "$work/grown.jsonl" ] || python3 "$shared/tools/grow.py" 200000 >"$work/grown.jsonl"

grep -m 1 'model name' /proc/cpuinfo
build/release/bin/searcher --version
for corpus in "$shared/corpora/reuters.jsonl.gz" "$work/grown.jsonl"; do
  printf '\n%s (load %s)\n' "$(basename "$corpus")" "$(cut -d' ' -f1 /proc/loadavg)"
  indexes=$work/$(basename "$corpus" | cut -d. -f1)
  build/release/bin/search_bench "$corpus" "$indexes"
  printf '\nqueries that ask for very much\n'
  build/release/bin/hard_queries_bench "$indexes/kwic"
done
