#!/usr/bin/env bash
# Prints which lines and branches of the product the tests run, a row a file, the least covered last:
#   tests/coverage.sh [CTEST OPTION...], as in tests/coverage.sh -E '^laws'
# The lines themselves: build/coverage/lines.html
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh coverage
cmake -S . -B build/coverage -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS='-O0 --coverage -fprofile-update=atomic' \
  >/dev/null
cmake --build build/coverage --target indexer searcher kwic_tests -- --quiet
find build/coverage -name '*.gcda' -delete
# Not: the outside project and the reference, which are made of more than is built here; kills and limits, which cut short the
# writing of the counts themselves, too; and whole corpora, which take too long without optimization.
[ $# -gt 0 ] || set -- -E '^(embed|docs|laws|fuzz|kills|soak)\.|all_reuters'
ctest --test-dir build/coverage -j"$(nproc)" --progress --output-on-failure --no-tests=error "$@" || failed=$?
# Branches that only exceptions take are the compiler's, not ours.
gcovr --root . --object-directory build/coverage --filter '(common|indexer|searcher)/' --exclude-throw-branches \
  --exclude-unreachable-branches --sort-percentage --html-details build/coverage/lines.html --print-summary --txt
exit "${failed:-0}"
