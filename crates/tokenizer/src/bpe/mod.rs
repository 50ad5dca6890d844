//! Byte-pair encoding of one piece: of all adjacent parts that can merge, those with the lowest rank do, the leftmost
//! first, until none can.
//!
//! The parts are tokens from the start, and a pair's rank is the token that it merges into
//! ([`crate::tables::merged`]).

mod heap;
mod lanes;
mod long;
mod merger;
mod split;

pub use merger::Merger;
