//! The merges: the token that two adjacent tokens become.

use super::{
    embed, hash,
    layout::{NO_TOKEN, pair_hash, pair_slot},
    sizes,
};
use crate::{Token, bounded::bounded, prefetch::prefetch};
use std::hint;

embed! {
    /// A hash table of all merges, each in the one slot where it is looked for.
    PAIR_SLOTS: u64 = "pair_slots"
}
embed! {
    /// For each group of pairs, the pilot that tells their slots.
    PAIR_PILOTS: u8 = "pair_pilots"
}
embed! {
    /// The token of each byte.
    BYTE_TOKENS: u32 = "byte_tokens"
}
embed! {
    /// The token of each two bytes, or [`NO_TOKEN`].
    BYTE_PAIRS: u32 = "byte_pairs"
}

const _: () = assert!(PAIR_SLOTS.len() == pair_slot::COUNT && PAIR_PILOTS.len() == pair_hash::GROUP.values());

/// Two adjacent tokens, and the slot that their merge has if they merge.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pair {
    key: u64,
    slot: usize,
}

impl Pair {
    #[inline(always)]
    pub fn new(left: Token, right: Token) -> Self {
        let key = hash::pair_key(left, right);
        let hash = hash::pair(key);
        let pilot = PAIR_PILOTS[hash::pair_group(hash)];
        Self {
            key,
            slot: hash::pair_slot(hash, pilot),
        }
    }

    /// Asks for the slot, which will be needed soon.
    #[inline(always)]
    pub fn prefetch(self) {
        prefetch(self.slot());
    }

    /// Returns the token that the two merge into, or [`NO_TOKEN`]. Whether they merge cannot be predicted, so nothing
    /// branches on it.
    #[inline(always)]
    pub fn merged(self) -> Token {
        let slot = *self.slot();
        let token = pair_slot::MERGED.get(slot) as Token;
        hint::select_unpredictable(pair_slot::KEY.get(slot) == self.key, token, NO_TOKEN)
    }

    #[inline(always)]
    fn slot(self) -> &'static u64 {
        &PAIR_SLOTS[bounded::<{ pair_slot::COUNT }>(self.slot)]
    }
}

/// Returns the token that two adjacent tokens merge into, or [`NO_TOKEN`].
#[inline]
pub(crate) fn merge_tokens(left: Token, right: Token) -> Token {
    Pair::new(left, right).merged()
}

/// Returns the token of a byte.
#[inline(always)]
pub(crate) fn byte_token(byte: u8) -> Token {
    BYTE_TOKENS[usize::from(byte)]
}

/// Returns the token that two adjacent bytes merge into, or [`NO_TOKEN`].
#[inline(always)]
pub(crate) fn merge_bytes(left: u8, right: u8) -> Token {
    BYTE_PAIRS[usize::from(u16::from_be_bytes([left, right]))]
}
