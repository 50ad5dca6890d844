#!/usr/bin/env bash
# rustc, as cargo's RUSTC_WORKSPACE_WRAPPER: builds the crates with the code for processors other than x86-64, and with
# a memo so small that it grows, overflows and forgets in every test.
# As RUSTFLAGS, the options would make cargo build the dependencies again, too.
exec "$@" --cfg harmony_portable --cfg harmony_tiny_memo
