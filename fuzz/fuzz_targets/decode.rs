//! Any tokens.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, Decoding};

fuzz_target!(|case: Decoding| case.check());
