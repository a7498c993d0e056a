#!/usr/bin/env bash
# Does to the programs what they must survive, and prints what became of the index:
#   tests/faults/run.sh [20s|5m|1h] [SEED]
# lost: what was told as done is gone; torn: neither the old nor the new state; crashed: a program did not end
# with a clear line. The size is about how long it takes. Equal seeds do the same, but for moments of time.
set -euo pipefail
cd "$(dirname "$0")/../.."

seed=${2:-1}
case "${1:-20s}" in
  20s) more=1 seeds=1 ;;
  5m) more=8 seeds=1 ;;
  1h) more=16 seeds=5 ;;
  *) echo "usage: $0 [20s|5m|1h] [SEED]" >&2; exit 2 ;;
esac

tests/install_packages.sh test
cmake --preset release >/dev/null
cmake --build --preset release --target kwic_tests -- --quiet

# Cases, and how many faults of a kind the smallest size has.
cases=(
  'a_kill_at_any_moment*' 5
  'when_files_may_not_grow*' 1
  'a_full_disk*' 2
  'too_little_space*' 1
  'few_open_files*' 1
  'a_search_with_too_little*' 1
  'a_lack_of_memory*' 1
  'of_two_writers*' 8
  'a_file_that_cannot_be_opened*' 2
  'a_failed_*' 2
  'a_write_to_a_full_disk*' 2
  'a_power_cut_leaves*' 24
  'searches_under_a_stream*' 1250
  'threads_that_share_a_pool*' 1250
  'a_check_beside*' 5
  'damage_after*' 20
  'what_is_no_regular_file*' 1
)

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0
for ((i = 0; i < ${#cases[@]}; i += 2)); do
  for ((s = seed; s < seed + seeds; ++s)); do
    KWIC_SEED=$s KWIC_FAULTS=$((cases[i + 1] * more)) build/release/bin/kwic_tests \
      --run_test="${cases[i]}" --log_level=message --color_output=no >>"$log" 2>&1 ||
      { failed=1; echo "failed: KWIC_SEED=$s KWIC_FAULTS=$((cases[i + 1] * more)) kwic_tests --run_test='${cases[i]}'" >&2; }
  done
done
grep -E ': (lost|torn|crashed): |skipped: ' "$log" >&2 || true

echo '| fault | runs | lost | torn | crashed |'
echo '|---|---:|---:|---:|---:|'
sed -n '/^fault none:/d; s/^fault \(.*\): runs \([0-9]*\) lost \([0-9]*\) torn \([0-9]*\) crashed \([0-9]*\).*/\1\t\2\t\3\t\4\t\5/p' "$log" |
  awk -F '\t' '!($1 in runs) { order[++kinds] = $1 }
    { runs[$1] += $2; lost[$1] += $3; torn[$1] += $4; crashed[$1] += $5 }
    END { for (i = 1; i <= kinds; ++i) { k = order[i]; print "| " k " | " runs[k] " | " lost[k] " | " torn[k] " | " crashed[k] " |" } }'
exit "$failed"
