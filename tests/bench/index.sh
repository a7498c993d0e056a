#!/usr/bin/env bash
# Builds indexes beside omindex, recollindex, SQLite FTS5 and stock TermGenerator, on Reuters and on ARTICLES grown ones
# (0: Reuters only), and prints a table of what it took. Needs the shared corpora and Debian's xapian-omega, recollcmd,
# libsqlite3-dev and time; builds in build/release. Run it on an idle machine: 200,000 articles take a quarter of an hour.
#   tests/bench/index.sh [ARTICLES=200000]
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${KWIC_SHARED:-../shared}
articles=${1:-200000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --preset release >/dev/null
cmake --build --preset release --target indexer index_peers >/dev/null
indexer=$PWD/build/release/bin/indexer
peers=$PWD/build/release/bin/index_peers

# measure NAME INDEX COMMAND...: a row of the table; INDEX is the file or folder that the command makes.
measure() {
  local name=$1 index=$2 seconds kib
  shift 2
  if ! command time -f '%e %M' -o "$work/time" "$@" >"$work/log" 2>&1; then
    tail -n 3 "$work/log" >&2
    return 1
  fi
  read -r seconds kib <"$work/time"
  awk -v name="$name" -v seconds="$seconds" -v kib="$kib" -v text="$text_bytes" \
    -v index_bytes="$(du -sb "$index" | cut -f1)" 'BEGIN {
      printf "| %s | %.1f | %.1f | %d | %.1f | %.2f |\n",
        name, seconds, text / seconds / 1e6, kib / 1024, index_bytes / 1e6, index_bytes / text
    }'
  rm -rf "$index"
}

# table SOURCE: all indexers on the articles of a JSON Lines file.
table() {
  local source=$1
  text_bytes=$("$peers" files "$source" "$work/files")
  mkdir "$work/recoll"
  printf 'topdirs = %s\n' "$work/files" >"$work/recoll/recoll.conf"
  printf '\n%s: %s articles, %.1f MB of text\n\n' "$(basename "$source")" "$(find "$work/files" -type f | wc -l)" \
    "$(awk -v bytes="$text_bytes" 'BEGIN { print bytes / 1e6 }')"
  printf '| | seconds | MB/s | peak MiB | index MB | index / text |\n|---|---|---|---|---|---|\n'
  measure "kwic, $(nproc) threads" "$work/kwic" "$indexer" --index "$work/kwic" --quiet "$source"
  measure 'kwic, 1 thread' "$work/kwic" "$indexer" --index "$work/kwic" --quiet --threads 1 "$source"
  measure 'SQLite FTS5' "$work/fts5" "$peers" fts5 "$source" "$work/fts5"
  measure 'Xapian TermGenerator' "$work/terms" "$peers" termgenerator "$source" "$work/terms"
  measure omindex "$work/omega" omindex --db "$work/omega" --url / "$work/files"
  measure recollindex "$work/recoll/xapiandb" recollindex -z -c "$work/recoll"
  rm -rf "$work/files" "$work/recoll"
}

version_of() { dpkg-query -W -f '${Version}' "$1"; }

printf '%s, %s cores, Linux %s; %s, Xapian and omindex %s, recollindex %s, SQLite %s; load %s\n' \
  "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(uname -r)" \
  "$("$indexer" --version | head -n 1)" "$(version_of xapian-omega)" "$(version_of recollcmd)" \
  "$(version_of libsqlite3-0)" "$(cut -d' ' -f1 /proc/loadavg)"
table "$shared/corpora/reuters.jsonl.gz"
if [ "$articles" -gt 0 ]; then
  python3 "$shared/tools/grow.py" "$articles" >"$work/grown.jsonl"
  table "$work/grown.jsonl"
fi
