#!/usr/bin/env bash
# Runs fuzz targets, all of them if none is named, for so many seconds each: scripts/fuzz.sh SECONDS [TARGET...]
set -euo pipefail
cd "$(dirname "$0")/../fuzz"
seconds=$1
shift
[ $# -gt 0 ] || set -- encode decode render stream

for target in "$@"; do
  # Random bytes are long cases at once; libFuzzer alone would take long to grow them from nothing.
  mkdir -p "corpus/$target"
  for seed in {1..16}; do
    head -c 1000 /dev/urandom >"corpus/$target/random-$seed"
  done
  options=(-max_total_time="$seconds" -len_control=0 -timeout=60 -print_final_stats=1)
  [ ! -f "$target.dict" ] || options+=(-dict="$target.dict")
  cargo +"${NIGHTLY:-nightly}" fuzz run "$target" -- "${options[@]}"
done
