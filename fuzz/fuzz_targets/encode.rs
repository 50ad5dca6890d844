//! Any text, with any set of allowed special tokens.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, Encoding};

fuzz_target!(|case: Encoding| case.check());
