#!/usr/bin/env bash
# Holds kwic against others on Reuters and on ARTICLES grown ones (0: Reuters only): omindex with quest, recollindex with
# recollq, SQLite FTS5, Lucene, ripgrep and stock Xapian. Prints versions, machine, load and Markdown tables, and writes
# bars into FOLDER. tests/bench/README.md tells the settings. Needs the shared corpora; run it on an idle machine: 200,000
# articles take half an hour.
#   tests/bench/compare.sh [ARTICLES=200000] [FOLDER=build/bench]
set -euo pipefail
cd "$(dirname "$0")/../.."
articles=${1:-200000}
folder=${2:-build/bench}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/bench/measure.sh

tests/install_packages.sh compare
build_programs indexer searcher index_peers search_bench
mkdir -p "$folder" "$work/classes"
classes=$(printf '%s:' /usr/share/java/lucene-{core,analyzers-common,queryparser,queries,highlighter,memory}-8.*.jar)$work/classes
javac -cp "$classes" -d "$work/classes" tests/bench/LuceneBench.java
lucene() { java -Xmx1g -XX:+UseSerialGC -cp "$classes" LuceneBench "$@"; }
export classes
export -f lucene

# A query as a person would type it: words WORD..., or a phrase.
kwic_words() { "$bin/searcher" --index "$work/kwic" -- "$*"; }
kwic_phrase() { kwic_words "\"$*\""; }
quest_words() { quest -d "$work/omega" -m 10 -- "$*"; }
quest_phrase() { quest_words "\"$*\""; }
recoll_words() { recollq -c "$work/recoll" -A -g 3 -n 10 -o "$*"; }
recoll_phrase() { recollq -c "$work/recoll" -A -g 3 -n 10 "\"$*\""; }
fts5_ask() { sqlite3 "$work/fts5.db" "SELECT title, snippet(a, 1, '[', ']', '...', 30) FROM a WHERE a MATCH '$1' ORDER BY rank LIMIT 10"; }
fts5_words() { fts5_ask "${*// / OR }"; }
fts5_phrase() { fts5_ask "\"$*\""; }
lucene_ask() { java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" LuceneBench search "$work/lucene" "$1"; }
lucene_words() { lucene_ask "$*"; }
lucene_phrase() { lucene_ask "\"$*\""; }
# Neither ranks: words are found in the lines that have one, a phrase where it stands in a line.
ripgrep_words() { local words=(); for word in $1; do words+=(-e "$word"); done; rg -i -w -F "${words[@]}" "$work/files"; }
ripgrep_phrase() { rg -i -w -F -e "$1" "$work/files"; }

# measure_cold ENGINE MEASURE ASK QUERIES: milliseconds of a process a query, for the first 30.
measure_cold() {
  local engine=$1 measure=$2 ask=$3 query started status nothing=1 answers=0
  # kwic and ripgrep say so by it that they have found nothing.
  [[ $engine == kwic || $engine == ripgrep ]] || nothing=0
  local -a took=()
  while read -r query; do
    started=$EPOCHREALTIME
    status=0
    "$ask" "$query" >"$work/answer" 2>"$work/log" || status=$?
    took+=($((${EPOCHREALTIME/./} - ${started/./})))
    [ ! -s "$work/answer" ] || answers=$((answers + 1))
    if [ "$status" -gt "$nothing" ]; then
      printf '%s on %s: %s\n' "$ask" "$query" "$(tail -n 1 "$work/log")" >&2
      return 1
    fi
  done < <(head -n 30 "$4")
  if [ "$answers" -lt 25 ]; then
    printf '%s answered %s of 30 queries\n' "$ask" "$answers" >&2
    return 1
  fi
  figure "$corpus" "$engine" "$measure" "$(printf '%s\n' "${took[@]}" | awk '{ sum += $1 } END { printf "%.1f", sum / NR / 1000 }')"
}

build() { measure_build "$corpus" "$1" "$text_bytes" "${@:2}"; }
update() { measure_update "$corpus" "$@"; }
cold() {
  measure_cold "$1" 'cold words' "$2_words" "$work/words.txt"
  measure_cold "$1" 'cold phrases' "$2_phrase" "$work/pairs.txt"
}

build_all() {
  build kwic "$work/kwic" "$bin/indexer" --index "$work/kwic" --quiet "$source"
  build 'kwic, 1 thread' "$work/single" "$bin/indexer" --index "$work/single" --quiet --threads 1 "$source"
  build 'kwic, files' "$work/kwic-files" "$bin/indexer" --index "$work/kwic-files" --quiet "$work/files"
  build 'stock Xapian' "$work/xapian" "$bin/index_peers" xapian "$source" "$work/xapian"
  build 'SQLite FTS5' "$work/fts5-plain.db" "$bin/index_peers" fts5 "$source" "$work/fts5-plain.db"
  build 'SQLite FTS5, optimized' "$work/fts5.db" "$bin/index_peers" fts5-optimized "$source" "$work/fts5.db"
  build Lucene "$work/lucene" bash -c 'lucene index "$@"' - "$work/lucene" "$work/files"
  build omindex "$work/omega" omindex --db "$work/omega" --url / "$work/files"
  build recollindex "$work/recoll/xapiandb" recollindex -z -c "$work/recoll"
}

query_all() {
  cold kwic kwic
  cold 'SQLite FTS5' fts5
  cold Lucene lucene
  cold omindex quest
  cold recollindex recoll
  cold ripgrep ripgrep
  # Not the exact words, NEAR and patterns, which not all have.
  "$bin/search_bench" "$source" "$work" words >"$work/searches"
  "$bin/search_bench" "$source" "$work" phrases >>"$work/searches"
  lucene measure "$work/lucene" "$work" >>"$work/searches"
  note_searches "$corpus" <"$work/searches"
}

update_all() {
  local number
  local -a files=()
  changed "$source" "$work/changed.jsonl" "$work/delta.jsonl"
  cp "$work/changed.jsonl" "$source"
  for ((number = 0; number < count; number += 100)); do files+=("$work/files/$((number / 1000))/$number.txt"); done
  for file in "${files[@]}"; do printf '\n\nThis article was corrected.' >>"$file"; done
  update kwic "$bin/indexer" --index "$work/kwic" --quiet "$source"
  update 'kwic, files' "$bin/indexer" --index "$work/kwic-files" --quiet "$work/files"
  update 'stock Xapian' "$bin/index_peers" xapian-update "$work/delta.jsonl" "$work/xapian"
  update 'SQLite FTS5' "$bin/index_peers" fts5-update "$work/delta.jsonl" "$work/fts5-plain.db"
  update Lucene bash -c 'lucene update "$@"' - "$work/lucene" "${files[@]}"
  update omindex omindex --db "$work/omega" --url / "$work/files"
  update recollindex recollindex -c "$work/recoll"
}

# compare NAME: all engines on $source, JSON Lines.
compare() {
  corpus=$1
  rm -rf "$work"/{files,recoll,kwic*,single,xapian,fts5*,lucene,omega}
  text_bytes=$("$bin/index_peers" files "$source" "$work/files")
  count=$(find "$work/files" -type f | wc -l)
  corpus="$1: $count articles, $((text_bytes / 1000000)) MB of text"
  "$bin/index_peers" queries "$source" "$work"
  mkdir "$work/recoll"
  printf 'topdirs = %s\n' "$work/files" >"$work/recoll/recoll.conf"
  build_all
  query_all
  update_all
}

printf '%s\n\n%s; Xapian and omindex %s, recollindex %s, SQLite %s, Lucene %s on %s, ripgrep %s\n' "$(machine)" \
  "$("$bin/indexer" --version | head -n 1)" "$(version_of xapian-omega)" "$(version_of recollcmd)" "$(version_of sqlite3)" \
  "$(version_of liblucene8-java)" "$(java -version 2>&1 | head -n 1)" "$(version_of ripgrep)"
source=$work/articles.jsonl
zcat "$shared/corpora/reuters.jsonl.gz" >"$source"
compare Reuters
if [ "$articles" -gt 0 ]; then
  python3 "$shared/tools/grow.py" "$articles" >"$source"
  compare Grown
fi
python3 tests/bench/charts.py compare "$work/figures.tsv" "$folder"
