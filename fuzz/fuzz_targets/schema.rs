//! Any tool parameters.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, Printing};

fuzz_target!(|case: Printing| case.check());
