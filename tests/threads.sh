#!/usr/bin/env bash
# Runs the tests of what has threads under ThreadSanitizer; no data race and no lock out of order may be found.
#   tests/threads.sh [CTEST OPTION...], as in tests/threads.sh -R '^soak'
set -euo pipefail
cd "$(dirname "$0")/.."

tests/install_packages.sh test
cmake --preset tsan >/dev/null
cmake --build --preset tsan --target indexer searcher kwic_tests -- --quiet
[ $# -gt 0 ] || set -- -R '^(writer|update|searching|ranking|c_interface|index|commits|soak|batch|indexer|programs|watch)\.' -E all_reuters
ctest --preset tsan --output-on-failure --no-tests=error -j "$(nproc)" "$@"
