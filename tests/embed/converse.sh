#!/usr/bin/env bash
# A conversation with one searcher over pipes: a line of query out, lines of JSON back, the last one a summary.
#   converse.sh SEARCHER INDEX QUERY...
set -euo pipefail
searcher=$1 index=$2
shift 2
coproc kwic { "$searcher" --index "$index" --format jsonl --batch -; }
for query; do
  printf '%s\n' "$query" >&"${kwic[1]}"
  while read -r line <&"${kwic[0]}"; do
    case $line in
      '{"type":"hit"'*) printf '%s\n' "$line" | grep -o '"title":"[^"]*"' ;;
      '{"type":"summary"'*) break ;;
    esac
  done
done
