#!/usr/bin/env bash
# Everything on a fresh machine: installs what is missing, builds and runs all tests.
#   --sanitizers  first builds with AddressSanitizer and UndefinedBehaviorSanitizer, too, and runs all tests there but
#                 those that read whole corpora: some ten minutes more
# clang-tidy has a command of its own, tests/lint.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh test
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$(nproc)}

step() { printf '\n== %s (%s s)\n' "$*" "$SECONDS"; }

build() {
  step "build $1"
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1" -- --quiet
}

step "clang-format"
find common indexer searcher tests \( -name '*.h' -o -name '*.cc' \) -print0 | xargs -0 clang-format --dry-run --Werror

if [ "${1:-}" = --sanitizers ]; then
  build dev
  step "tests, dev"
  ctest --preset dev --progress --output-on-failure --no-tests=error -E '^(laws|conformance)\.|all_reuters'
fi

build release
step "tests, release"
ctest --preset release --progress --output-on-failure --no-tests=error
