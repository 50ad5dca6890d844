//! Any token stream, with the end of the stream anywhere.

#![no_main]

use libfuzzer_sys::fuzz_target;
use testing::comparisons::{Case as _, Parsing};

fuzz_target!(|case: Parsing| case.check());
