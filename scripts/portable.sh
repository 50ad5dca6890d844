#!/usr/bin/env bash
# rustc, as cargo's RUSTC_WORKSPACE_WRAPPER: builds the crates with the code for processors other than x86-64.
# As RUSTFLAGS, the option would make cargo build the dependencies again, too.
exec "$@" --cfg harmony_portable
