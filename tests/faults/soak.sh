#!/usr/bin/env bash
# Updates an index at random for so many seconds while eight readers search it, and then holds it against a rebuild:
#   tests/faults/soak.sh [SECONDS=600] [SEED=1]
# Prints how many searches there were, how often the articles changed, and what memory, files and disk space were taken.
# It fails if a search does, if the index differs from a rebuild or takes a fifth more or less than that, or if a reader
# grows. Equal seeds make equal changes; how many there are depends on the machine.
set -euo pipefail
cd "$(dirname "$0")/../.."

tests/install_packages.sh test
cmake --preset release >/dev/null
cmake --build --preset release --target kwic_tests -- --quiet
KWIC_SECONDS=${1:-600} KWIC_SEED=${2:-1} KWIC_ARTICLES=${KWIC_ARTICLES:-12000} build/release/bin/kwic_tests \
  --run_test='an_index_updated_for_long*' --log_level=message --color_output=no
