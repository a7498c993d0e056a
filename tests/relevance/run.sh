#!/usr/bin/env bash
# How good is the ranking? Indexes the test collections in $KWIC_SHARED/collections, asks their queries, and prints
# MAP and nDCG@10 beside Lucene's. Options after -- go to `searcher`:
#   tests/relevance/run.sh [BUILD] [-- --expand ...]
set -euo pipefail
cd "$(dirname "$0")/../.."
build=build/release
if [ $# -gt 0 ] && [ "$1" != -- ]; then
  build=$1
  shift
fi
if [ "${1:-}" = -- ]; then shift; fi
shared=${KWIC_SHARED:-../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Lucene 8.7, EnglishAnalyzer, BM25 with its defaults, title and text in one field: MAP, nDCG@10
lucene='cacm .3310 .4871
cisi .2182 .3837
cranfield .3053 .3675
lisa .3709 .4638'

score() { # COLLECTION RUN -> "MAP nDCG@10"
  python3 "$shared/collections/evaluate.py" "$shared/collections/$1/qrels.txt" "$2" |
    sed 's/.*MAP \([0-9.]*\) nDCG@10 \([0-9.]*\).*/\1 \2/'
}

ask() { # COLLECTION RUN OPTION...
  local collection=$1 run=$2
  shift 2
  "$build/bin/searcher" --index "$work/$collection" --batch "$shared/collections/$collection/queries.tsv" \
    --format trec --limit 1000 "$@" >"$run" 2>"$run.err" || { cat "$run.err" >&2; exit 1; }
}

while read -r collection lucene_map lucene_ndcg; do
  "$build/bin/indexer" --index "$work/$collection" "$shared/collections/$collection/docs.jsonl" 2>"$work/err" ||
    [ $? -eq 1 ] || { cat "$work/err" >&2; exit 1; }
  ask "$collection" "$work/plain" --plain "$@"
  ask "$collection" "$work/query" "$@"
  echo "$collection $(score "$collection" "$work/plain") $(score "$collection" "$work/query") $lucene_map $lucene_ndcg"
done <<<"$lucene" |
  awk '{ print; for (i = 2; i <= 7; ++i) sum[i] += $i; ++n }
       END { printf "mean"; for (i = 2; i <= 7; ++i) printf " %.4f", sum[i] / n; print "" }' |
  awk 'BEGIN { format = "%-10s %9s %9s   %9s %9s   %9s %9s\n"
               printf format, "", "--plain", "", "as query", "", "Lucene", ""
               printf format, "", "MAP", "nDCG@10", "MAP", "nDCG@10", "MAP", "nDCG@10" }
       { printf format, $1, $2, $3, $4, $5, $6, $7 }'
