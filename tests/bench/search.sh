#!/usr/bin/env bash
# Measures searches beside stock Xapian and SQLite FTS5, on Reuters and on 200,000 articles: mean, median and 99th
# percentile in milliseconds. Needs the shared corpora; builds in build/release. Takes minutes: three indexes of each corpus
# are made first, and kept in WORK if that is named.
#   tests/bench/search.sh [WORK]
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ $# -gt 0 ]; then
  work=$1
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

. tests/bench/measure.sh
build_programs indexer searcher index_peers search_bench hard_queries_bench
[ -e "$work/grown.jsonl" ] || python3 "$shared/tools/grow.py" 200000 >"$work/grown.jsonl"

grep -m 1 'model name' /proc/cpuinfo
"$bin/searcher" --version
for corpus in "$shared/corpora/reuters.jsonl.gz" "$work/grown.jsonl"; do
  printf '\n%s (load %s)\n' "$(basename "$corpus")" "$(cut -d' ' -f1 /proc/loadavg)"
  indexes=$work/$(basename "$corpus" | cut -d. -f1)
  mkdir -p "$indexes"
  [ -e "$indexes/kwic" ] || "$bin/indexer" --index "$indexes/kwic" --quiet "$corpus"
  [ -e "$indexes/xapian" ] || "$bin/index_peers" xapian "$corpus" "$indexes/xapian"
  [ -e "$indexes/fts5.db" ] || "$bin/index_peers" fts5-optimized "$corpus" "$indexes/fts5.db"
  "$bin/search_bench" "$corpus" "$indexes" | column -t -s $'\t'
  printf '\nqueries that ask for very much\n'
  "$bin/hard_queries_bench" "$indexes/kwic"
done
