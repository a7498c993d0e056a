#!/usr/bin/env bash
# Everything on a fresh machine: installs what is missing, builds and runs all tests in release, and with
# AddressSanitizer and UndefinedBehaviorSanitizer all but those that read whole corpora, which would take as long again.
# clang-tidy has a command of its own, tests/lint.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh test
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$(nproc)}

step() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

step "clang-format"
find common indexer searcher tests \( -name '*.h' -o -name '*.cc' \) -print0 | xargs -0 clang-format --dry-run --Werror

for preset in release dev; do
  step "build $preset"
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset" -- --quiet
done

step "tests, dev"
ctest --preset dev --progress --output-on-failure --no-tests=error -E '^(laws|conformance)\.|all_reuters'

step "tests, release"
ctest --preset release --progress --output-on-failure --no-tests=error
