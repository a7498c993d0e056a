#!/usr/bin/env bash
# Fuzzes every target for SECONDS, or those that are named: tests/fuzz/run.sh [SECONDS [TARGET...]]
# Prints for each how many inputs it ran, what they covered, and what broke; inputs that break something are left
# in build/fuzz/findings/TARGET, those that cover something new in build/fuzz/corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-20}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(analyzer query snippets readers output stored)

tests/install_packages.sh fuzz
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -- --quiet

# Of processes that are killed something stays; in memory, as an index is made for each.
TMPDIR=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

status=0
TIMEFORMAT='%U %S'
echo '| target | CPU s | inputs | edges | features | findings |'
echo '|---|---:|---:|---:|---:|---:|'
for target in "${targets[@]}"; do
  corpus=build/fuzz/corpus/$target
  findings=build/fuzz/findings/$target
  mkdir -p "$corpus" "$findings"
  log=build/fuzz/$target.log
  # libxapian and ICU are not built for this: their leaks, if any, are not ours to find.
  { time ASAN_OPTIONS=detect_leaks=0 build/fuzz/bin/fuzz_"$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
    -rss_limit_mb=2048 -fork="$(nproc)" -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 \
    -artifact_prefix="$findings/" "$corpus" tests/fuzz/seeds/"$target" >"$log" 2>&1 || true; } 2>"$log.cpu"
  cpu=$(awk '{ print int($1 + $2) }' "$log.cpu")
  found=$(find "$findings" -type f | wc -l)
  read -r inputs edges features < <(
    sed -n 's/^#\([0-9]*\): cov: \([0-9]*\) ft: \([0-9]*\) .*/\1 \2 \3/p' "$log" | tail -1) ||
    { inputs=0; edges=0; features=0; }
  # One that did not run has found nothing, either.
  [ "$found" -eq 0 ] && [ "$inputs" -gt 0 ] || { status=1; tail -n 3 "$log" >&2; }
  echo "| $target | $cpu | $inputs | $edges | $features | $found |"
done
exit "$status"
