#!/usr/bin/env bash
# clang-tidy over every source file, by the compile commands of a build directory: lint.sh BUILD [FILE...]
set -euo pipefail
build=$1
shift
files=("$@")
if [ ${#files[@]} -eq 0 ]; then mapfile -t files < <(git ls-files '*.cc' | grep -v '^tests/embed/'); fi
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy -p "$build" --quiet 2>/dev/null
