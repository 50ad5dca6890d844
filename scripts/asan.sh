#!/usr/bin/env bash
# Runs the crates' tests under AddressSanitizer, with the nightly toolchain and few random cases.
set -euo pipefail
cd "$(dirname "$0")/.."
nightly=${NIGHTLY:-nightly}
host=$(rustc +"$nightly" --version --verbose | sed -n 's/^host: //p')
export RUSTFLAGS=-Zsanitizer=address
export HARMONY_CASES="${HARMONY_CASES:-500}"
cargo +"$nightly" test --target "$host" -p tokenizer -p harmony -p reference -p testing --profile checked --lib --tests "$@"
