//! What the tests of one engine against the other share, whether property tests or fuzz targets.
//!
//! - [`engines`]: the two engines.
//! - [`texts`], [`schemas`], [`conversations`], [`tokens`] and [`streams`] generate input from bytes, by the rules of
//!   [`choices`].
//! - [`comparisons`]: a case for each thing that an engine does, and what must hold of it.
//! - [`properties`] lets proptest choose the bytes; in a fuzz target, libFuzzer does.

#![forbid(unsafe_code)]

pub mod choices;
pub mod comparisons;
pub mod conversations;
pub mod engines;
pub mod properties;
pub mod schemas;
pub mod streams;
pub mod texts;
pub mod tokens;
