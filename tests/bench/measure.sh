# shellcheck shell=bash disable=SC2034,SC2154  # what is set here is used there, and the other way round
# What the comparison and the curves measure with; to be sourced, from the top of the project, with `work` set to a folder.
shared=${KWIC_SHARED:-../shared}
bin=$PWD/build/release/bin

# build_programs TARGET...: in release.
build_programs() {
  cmake --preset release >/dev/null
  cmake --build --preset release --target "$@" -- --quiet
}

# figure GROUP ENGINE MEASURE VALUE: notes it, for charts.py.
figure() { local IFS=$'\t'; printf '%s\n' "$*" >>"$work/figures.tsv"; }

# timed COMMAND...: sets `seconds` and `mib`, the most memory that it had; ends all if it fails.
timed() {
  local kib
  if ! command time -f '%e %M' -o "$work/time" "$@" >"$work/log" 2>&1; then
    printf 'failed: %s\n' "$*" >&2
    tail -n 3 "$work/log" >&2
    return 1
  fi
  read -r seconds kib <"$work/time"
  mib=$((kib / 1024))
}

# measure_build GROUP ENGINE TEXT_BYTES INDEX COMMAND...: INDEX is the file or folder that the command makes.
measure_build() {
  local group=$1 engine=$2 text_bytes=$3 index=$4 index_bytes
  shift 4
  timed "$@"
  index_bytes=$(du -sb "$index" | cut -f1)
  figure "$group" "$engine" 'build s' "$seconds"
  figure "$group" "$engine" 'MB/s' "$(awk -v b="$text_bytes" -v s="$seconds" 'BEGIN { printf "%.2f", b / 1e6 / (s > 0 ? s : 0.01) }')"
  figure "$group" "$engine" 'peak MiB' "$mib"
  figure "$group" "$engine" 'index MB' "$(awk -v b="$index_bytes" 'BEGIN { printf "%.1f", b / 1e6 }')"
  figure "$group" "$engine" 'index / text' "$(awk -v b="$index_bytes" -v t="$text_bytes" 'BEGIN { printf "%.2f", b / t }')"
}

# measure_update GROUP ENGINE COMMAND...
measure_update() {
  local group=$1 engine=$2
  shift 2
  timed "$@"
  figure "$group" "$engine" 'update s' "$seconds"
}

# note_searches GROUP <LINES: what search_bench and LuceneBench print.
note_searches() {
  local kind engine mean median last
  while IFS=$'\t' read -r kind engine mean median last; do
    figure "$1" "$engine" "$kind" "$mean"
    figure "$1" "$engine" "$kind, 99th" "$last"
  done
}

# changed SOURCE CHANGED ONLY: the JSON Lines of SOURCE with every hundredth article written anew; those alone.
changed() {
  python3 - "$@" <<'PYTHON'
import json, sys
source, changed, only = sys.argv[1:]
with open(source) as articles, open(changed, "w") as all_articles, open(only, "w") as some:
    for number, line in enumerate(articles):
        if number % 100 == 0:
            article = json.loads(line)
            article["text"] += "\n\nThis article was corrected."
            line = json.dumps(article) + "\n"
            some.write(line)
        all_articles.write(line)
PYTHON
}

# version_of PACKAGE
version_of() { dpkg-query -W -f '${Version}' "$1"; }

# machine: in a line.
machine() {
  printf '%s, %s cores, %s GB, Linux %s; load %s' "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo)" "$(uname -r)" "$(cut -d' ' -f1 /proc/loadavg)"
}
