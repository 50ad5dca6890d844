//! Any conversation, as JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, Rendering};

fuzz_target!(|case: Rendering| case.check());
