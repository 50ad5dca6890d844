//! Any completion as text, to the parser that never fails.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, RecoveringText};

fuzz_target!(|case: RecoveringText| case.check());
