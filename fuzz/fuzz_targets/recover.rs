//! Any completion by token ids, to the parser that never fails.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, Recovering};

fuzz_target!(|case: Recovering| case.check());
