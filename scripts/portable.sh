#!/usr/bin/env bash
# rustc, as cargo's RUSTC_WORKSPACE_WRAPPER: the engine with what it has for processors other than x86-64.
# As RUSTFLAGS, the option would have the dependencies built anew, too.
exec "$@" --cfg harmony_portable
