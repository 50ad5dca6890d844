//! What the fuzz targets share: the two engines, and inputs made from the fuzzer's bytes.
//!
//! Where the bytes run out, every choice is the first one: the shortest comes first.

pub mod conversation;
pub mod schema;
pub mod text;
pub mod token;

use harmony::{Fast, HarmonyEncodingName};
use reference::Reference;
use std::sync::LazyLock;

pub static REFERENCE: LazyLock<Reference> =
    LazyLock::new(|| Reference::load(HarmonyEncodingName::HarmonyGptOss).unwrap());

pub static FAST: LazyLock<Fast> = LazyLock::new(|| Fast::load(HarmonyEncodingName::HarmonyGptOss));
