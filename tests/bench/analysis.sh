#!/usr/bin/env bash
# Measures the analysis on English (Reuters), German, Russian, Chinese (documentation) and Thai (the sample corpus, many
# times over) text. Needs the shared corpora and Debian's libbenchmark-dev; builds in build/release.
#   tests/bench/analysis.sh [options of Google Benchmark]
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${KWIC_SHARED:-../shared}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --preset release >/dev/null
cmake --build --preset release --target analysis_bench >/dev/null
zcat "$shared/corpora/reuters.jsonl.gz" |
  python3 -c 'import json, sys
for line in sys.stdin:
    article = json.loads(line)
    print(article["title"] or "", article["text"] or "", sep="\n\n", end="\n\n")' >"$work/en"
tar xzf "$shared/corpora/fastapi-docs.tar.gz" -C "$work"
for language in de ru zh; do find "$work/fastapi-docs/docs/$language" -name '*.md' -print0 | sort -z | xargs -0 cat >"$work/$language"; done
for _ in $(seq 100); do cat corpus/articles/places/thai-markets.th.txt; done >"$work/th"

grep -m 1 'model name' /proc/cpuinfo
build/release/bin/searcher --version
build/release/bin/analysis_bench "$@" en="$work/en" de="$work/de" ru="$work/ru" zh="$work/zh" th="$work/th"
