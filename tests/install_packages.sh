#!/usr/bin/env bash
# Installs the Debian packages that are missing: install_packages.sh build|test|fuzz|coverage|compare
#   build     what kwic is built and run with
#   test      that, and what the tests and the linters need
#   fuzz      that, and what the fuzzers are built with
#   coverage  that of test, and what counts the lines that they run
#   compare   that of build, and what kwic is held against
set -euo pipefail

build=(g++ make cmake ninja-build pkg-config libxapian-dev libicu-dev libcli11-dev nlohmann-json3-dev libyaml-cpp-dev
  libmd4c-dev libgumbo-dev libcld2-dev libedit-dev zlib1g-dev libzstd-dev libxxhash-dev libmimalloc-dev)
test=("${build[@]}" libboost-test-dev clang-format clang-tidy unicode-data xapian-tools python3 poppler-utils
  less groff-base doxygen valgrind zsh fish)
fuzz=("${test[@]}" clang-14 libclang-rt-14-dev)
coverage=("${test[@]}" gcovr)
compare=("${build[@]}" python3 time bsdextrautils libsqlite3-dev xapian-omega recollcmd sqlite3 ripgrep liblucene8-java openjdk-17-jdk-headless)

case "${1:-}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${test[@]}") ;;
  fuzz) wanted=("${fuzz[@]}") ;;
  coverage) wanted=("${coverage[@]}") ;;
  compare) wanted=("${compare[@]}") ;;
  *) echo "usage: $0 build|test|fuzz|coverage|compare" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
echo "installing: ${missing[*]}" >&2
"${as_root[@]}" apt-get update -q >/dev/null
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
