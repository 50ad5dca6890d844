//! Property tests: proptest chooses the bytes, the generators make cases of them.

use crate::comparisons::Case;
use arbitrary::{Result, Unstructured};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, FileFailurePersistence},
};
use std::{env, fmt::Debug};

const DEFAULT_CASES: u32 = 256;

/// Returns how properties are tested: with `HARMONY_CASES` cases each. The seed of a failure goes to
/// `regressions.txt`, whose cases come first from then on.
pub fn config() -> Config {
    let cases = env::var("HARMONY_CASES").map_or(DEFAULT_CASES, |cases| cases.parse().unwrap());
    let regressions = concat!(env!("CARGO_MANIFEST_DIR"), "/regressions.txt");
    Config {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        ..Config::default()
    }
}

/// Returns the strategy that calls a generator with up to `most_bytes` bytes. Proptest shrinks the bytes, and shows
/// the case that they make.
pub fn generated<T: Debug>(
    most_bytes: usize,
    generator: impl Fn(&mut Unstructured) -> Result<T>,
) -> impl Strategy<Value = T> {
    vec(any::<u8>(), 0..=most_bytes).prop_map(move |bytes| generator(&mut Unstructured::new(&bytes)).unwrap())
}

/// Returns the strategy that generates cases of that type.
pub fn cases<C: Case>() -> impl Strategy<Value = C> {
    generated(C::MOST_BYTES, |u| C::arbitrary(u))
}
