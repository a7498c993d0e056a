#!/usr/bin/env bash
# clang-tidy by the compile commands of a build directory: lint.sh [--quick] BUILD [FILE...]
#   --quick  only naming, sizes and performance, and not of the tests' own sources: what every run has time for
set -euo pipefail
checks=''
folders=(common indexer searcher tests)
if [ "${1:-}" = --quick ]; then
  checks='--checks=-*,performance-*,readability-identifier-naming,readability-function-size,google-explicit-constructor'
  folders=(common indexer searcher)
  shift
fi
build=$1
shift
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
  mapfile -t files < <(find "${folders[@]}" -name '*.cc' -not -path 'tests/embed/*' -not -path 'tests/bench/*' | sort)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# What it says of suppressed warnings in system headers goes to stderr and helps no one.
printf '%s\n' "${files[@]}" |
  xargs -P "$(nproc)" -n 2 clang-tidy -p "$build" --quiet $checks --extra-arg=-Wno-unknown-warning-option \
    >"$log" 2>/dev/null || { cat "$log"; exit 1; }
echo "clang-tidy: ${#files[@]} files are clean"
