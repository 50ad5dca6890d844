//! What recent pieces were encoded to: tables by length of the piece, 1.75 MB in all.
//!
//! An entry is the piece's block and its tokens in as many packed words. An empty entry is all zeros, and no block is:
//! a piece has a length. A piece whose tokens don't fit is not kept.

use super::piece::Block;
use crate::{Token, prefetch::prefetch};
use std::{hint, iter};

/// A packed word has up to 3 tokens of 18 bits, from the lowest bits on, and how many they are in the highest 2.
pub type Packed = u64;
pub const PACKED: usize = 3;
const TOKEN_BITS: u32 = 18;
const COUNT_SHIFT: u32 = 62;

/// The words of a cache line.
const LINE: usize = 8;

/// One table for blocks of 16 bytes, where a set is a cache line, one for blocks of 32, and one for blocks of 128: as
/// Chinese has no spaces, most of it is in pieces of over 31 bytes.
pub struct Memo {
    pub short: Table<2>,
    pub medium: Table<4>,
    pub long: Table<16>,
}

impl Memo {
    pub fn new() -> Self {
        Self {
            short: Table::new(14),
            medium: Table::new(12),
            long: Table::new(9),
        }
    }
}

/// A table of pieces whose blocks have so many words: sets of two entries, of which the first is the newer.
pub struct Table<const WORDS: usize> {
    memory: Vec<u64>,
    /// Where the first set is in the memory: at the start of a cache line.
    first: usize,
    bits: u32,
}

impl<const WORDS: usize> Table<WORDS> {
    const ENTRY: usize = 2 * WORDS;
    const SET: usize = 2 * Self::ENTRY;

    /// A table of 2^`bits` empty sets. This is a request for zeroed memory, of which only the pages that are touched
    /// become resident; memory asked for with an alignment would be zeroed at once.
    fn new(bits: u32) -> Self {
        let memory = vec![0; (Self::SET << bits) + LINE];
        let first = memory.as_ptr().align_offset(LINE * size_of::<u64>()).min(LINE);
        Self { memory, first, bits }
    }

    /// The place of the set that a block belongs to.
    #[inline(always)]
    pub fn place(&self, block: &Block<WORDS>) -> usize {
        let hash = block.iter().fold(0_u64, |hash, word| {
            (hash.rotate_left(29) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        self.first + Self::SET * (hash >> (64 - self.bits)) as usize
    }

    /// Asks for the set at `place`, which will be needed soon.
    #[inline(always)]
    pub fn prefetch(&self, place: usize) {
        prefetch(self.memory.as_ptr().wrapping_add(place));
    }

    /// The tokens of the piece with that block, whose set is at `place`.
    #[inline(always)]
    pub fn get(&self, place: usize, block: &Block<WORDS>) -> Option<&[Packed; WORDS]> {
        let set = self.memory.get(place..place + Self::SET)?;
        let (newer, older) = set.split_at(Self::ENTRY);
        // Which of the two it is cannot be predicted, so nothing branches on it.
        let entry = hint::select_unpredictable(is(newer, block), newer, older);
        is(entry, block).then(|| entry.last_chunk()).flatten()
    }

    /// Keeps the tokens of the piece with that block, whose set is at `place`.
    pub fn keep(&mut self, place: usize, block: &Block<WORDS>, tokens: &[Token]) {
        if tokens.len() > PACKED * WORDS {
            return;
        }
        let Some(set) = self.memory.get_mut(place..place + Self::SET) else {
            return;
        };
        // What is kept once more, as it was missing at two places, must not take both entries.
        if is(set, block) {
            return;
        }
        set.copy_within(..Self::ENTRY, Self::ENTRY);
        let (key, words) = set[..Self::ENTRY].split_at_mut(WORDS);
        key.copy_from_slice(block);
        words.fill(0);
        for (word, tokens) in words.iter_mut().zip(tokens.chunks(PACKED)) {
            *word = pack(tokens);
        }
    }
}

/// Whether the entry has that block. Word by word: the block has just been written so.
#[inline(always)]
fn is<const WORDS: usize>(entry: &[u64], block: &Block<WORDS>) -> bool {
    iter::zip(entry, block).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

fn pack(tokens: &[Token]) -> Packed {
    let packed = tokens
        .iter()
        .rev()
        .fold(0, |packed, &token| packed << TOKEN_BITS | u64::from(token));
    packed | (tokens.len() as u64) << COUNT_SHIFT
}

/// Three tokens, of which the first so many count.
#[inline(always)]
pub fn unpack(packed: Packed) -> ([Token; PACKED], usize) {
    let token = |index: u32| (packed >> (TOKEN_BITS * index)) as Token & ((1 << TOKEN_BITS) - 1);
    ([token(0), token(1), token(2)], (packed >> COUNT_SHIFT) as usize)
}

/// Appends all tokens of an entry.
pub fn unpack_all<const WORDS: usize>(words: &[Packed; WORDS], tokens: &mut Vec<Token>) {
    for &word in words {
        let (unpacked, count) = unpack(word);
        tokens.extend_from_slice(&unpacked[..count.min(PACKED)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_twice_does_not_take_both_entries_of_a_set() {
        let mut table = Table::<2>::new(1);
        let mut blocks = (1..).map(|word| [word, 1 << 56]);
        let first = blocks.next().unwrap();
        let place = table.place(&first);
        let second = blocks.find(|block| table.place(block) == place).unwrap();
        for (block, token) in [(first, 1), (second, 2), (second, 2)] {
            table.keep(place, &block, &[token]);
        }
        for (block, token) in [(first, 1), (second, 2)] {
            let mut tokens = Vec::new();
            unpack_all(table.get(place, &block).unwrap(), &mut tokens);
            assert_eq!(tokens, [token]);
        }
    }
}
