//! The fast engine against the reference: the same input, the same answer, the same error, the same state.
//!
//! `HARMONY_CASES` sets the number of cases of each kind (by default few, for everyday use). A failure is shown in
//! its smallest form, and its seed is kept in `regressions.txt`, from where it is tried first from then on.

mod codec;
mod conversations;
mod schemas;
mod streams;
mod texts;

use harmony::{Fast, HarmonyEncodingName};
use proptest::test_runner::{Config, FileFailurePersistence};
use reference::Reference;
use std::{env, sync::LazyLock};

static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap());

static FAST: LazyLock<Fast> = LazyLock::new(|| Fast::load(HarmonyEncodingName::HarmonyGptOss));

const DEFAULT_CASES: u32 = 200;

fn config() -> Config {
    let cases = env::var("HARMONY_CASES").map_or(DEFAULT_CASES, |cases| cases.parse().unwrap());
    let regressions = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/regressions.txt");
    Config {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        ..Config::default()
    }
}
