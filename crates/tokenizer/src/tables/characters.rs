//! Where merging can start from whole characters, and where text can be cut: docs/tokenizer.md, S12 to S14.

use super::{
    embed, hash,
    layout::{
        NO_TOKEN,
        character_trie::{CODE_POINTS, LEAF},
        filter_hash,
    },
    sizes, trie,
};
use crate::Token;

embed! {
    /// The leaf of each range of code points.
    CHARACTER_INDEX: u16 = "character_index"
}
embed! {
    /// The distinct leaves of the tokens of characters, or [`NO_TOKEN`].
    CHARACTER_LEAVES: u32 = "character_leaves"
}
embed! {
    /// A Bloom filter of the neighbors that are in conflict.
    CONFLICT_FILTER: u64 = "conflict_filter"
}
embed! {
    /// A Bloom filter of the neighbors between which a merge is possible.
    MERGE_FILTER: u64 = "merge_filter"
}

const _: () = assert!(CHARACTER_INDEX.len() * LEAF == CODE_POINTS as usize);
const _: () = assert!(CONFLICT_FILTER.len() == filter_hash::WORD.values());
const _: () = assert!(MERGE_FILTER.len() == filter_hash::WORD.values());

/// Returns the token of a character of several bytes, or [`NO_TOKEN`]. The character is whole where it is in conflict
/// with neither neighbor and does not follow a space. Instead of a token, this returns
/// [`CLOSED`](super::layout::CLOSED) if the character is no token and is closed wherever it does not follow a space and
/// [`may_be_joined`] is false on both sides.
#[inline(always)]
pub(crate) fn character_token(code_point: u32) -> Token {
    trie::get::<LEAF, _, _>(&CHARACTER_INDEX, &CHARACTER_LEAVES, code_point).unwrap_or(NO_TOKEN)
}

/// What may happen where two characters meet.
#[derive(Clone, Copy)]
pub(crate) struct Border {
    /// Whether parts of the two may merge with each other before both are whole.
    pub conflict: bool,
    /// Whether a merge across the border is possible if both are whole.
    pub merge: bool,
}

/// Returns what may happen where these two characters meet. It may tell more than is true, and never less.
#[inline(always)]
pub(crate) fn border(left: u32, right: u32) -> Border {
    let (word, bits) = hash::filter_place(left, right);
    Border {
        conflict: CONFLICT_FILTER[word] & bits == bits,
        merge: MERGE_FILTER[word] & bits == bits,
    }
}

/// Returns whether a token may join the left character to a closed one that begins with the right byte, or the closed
/// one that ends with the left byte to the right character.
#[inline(always)]
pub(crate) fn may_be_joined(left: u32, right: u32) -> bool {
    border(left, right).conflict
}
