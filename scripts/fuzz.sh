#!/usr/bin/env bash
# Runs each of the named fuzz targets, or all of them, for a number of seconds: scripts/fuzz.sh SECONDS [TARGET...]
set -euo pipefail
cd "$(dirname "$0")/../fuzz"
seconds=$1
shift
[ $# -gt 0 ] || set -- encode decode render schema stream recover recover_text

for target in "$@"; do
  # Random bytes make long cases at once; libFuzzer would need a long time to grow them from nothing.
  mkdir -p "corpus/$target"
  for seed in {1..16}; do
    head -c 1000 /dev/urandom >"corpus/$target/random-$seed"
  done
  options=(-max_total_time="$seconds" -len_control=0 -timeout=60 -print_final_stats=1)
  [ ! -f "$target.dict" ] || options+=(-dict="$target.dict")
  cargo +"${NIGHTLY:-nightly}" fuzz run "$target" -- "${options[@]}"
done
