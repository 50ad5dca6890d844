//! The two engines, each loaded once per process.

use harmony::{Fast, HarmonyEncodingName};
use reference::Reference;
use std::sync::LazyLock;

/// The engine that every answer is compared with.
pub static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap());

/// The engine under test.
pub static FAST: LazyLock<Fast> = LazyLock::new(|| Fast::load(HarmonyEncodingName::HarmonyGptOss));
