//! What recent pieces were encoded to: direct-mapped tables by length of the piece, 0.9 MB in all.
//!
//! An entry is the piece's block and its tokens in as many packed words. An empty entry is all zeros, and no block is:
//! a piece has a length. A piece whose tokens don't fit is not kept.

use super::piece::Block;
use crate::Token;

/// A packed word has up to 3 tokens of 18 bits, from the lowest bits on, and how many they are in the highest 2.
pub type Packed = u64;
pub const PACKED: usize = 3;
const TOKEN_BITS: u32 = 18;
const COUNT_SHIFT: u32 = 62;

/// The words of a cache line.
const LINE: usize = 8;

/// The tables: each has blocks of twice as many words as the one before.
pub struct Memo {
    pub tiny: Table<1>,
    pub short: Table<2>,
    pub medium: Table<4>,
}

impl Memo {
    pub fn new() -> Self {
        Self {
            tiny: Table::new(15),
            short: Table::new(13),
            medium: Table::new(11),
        }
    }
}

/// A table of pieces whose blocks have so many words.
pub struct Table<const WORDS: usize> {
    memory: Vec<u64>,
    /// Where the first entry is in the memory: at the start of a cache line.
    first: usize,
    bits: u32,
}

impl<const WORDS: usize> Table<WORDS> {
    const ENTRY: usize = 2 * WORDS;

    /// A table of 2^`bits` empty entries. This is a request for zeroed memory, of which only the pages that are
    /// touched become resident; memory asked for with an alignment would be zeroed at once.
    fn new(bits: u32) -> Self {
        let memory = vec![0; (Self::ENTRY << bits) + LINE];
        let first = memory.as_ptr().align_offset(LINE * size_of::<u64>()).min(LINE);
        Self { memory, first, bits }
    }

    /// The tokens of the piece with that block.
    #[inline(always)]
    pub fn get(&self, block: &Block<WORDS>) -> Option<&[Packed; WORDS]> {
        let at = self.place(block);
        let (key, tokens) = self
            .memory
            .get(at..at + Self::ENTRY)?
            .split_first_chunk::<WORDS>()?;
        if key != block {
            return None;
        }
        tokens.first_chunk()
    }

    /// Keeps the tokens of the piece with that block.
    pub fn keep(&mut self, block: &Block<WORDS>, tokens: &[Token]) {
        if tokens.len() > PACKED * WORDS {
            return;
        }
        let at = self.place(block);
        let Some(entry) = self.memory.get_mut(at..at + Self::ENTRY) else {
            return;
        };
        let (key, words) = entry.split_at_mut(WORDS);
        key.copy_from_slice(block);
        words.fill(0);
        for (word, tokens) in words.iter_mut().zip(tokens.chunks(PACKED)) {
            *word = pack(tokens);
        }
    }

    #[inline(always)]
    fn place(&self, block: &Block<WORDS>) -> usize {
        let hash = block.iter().fold(0_u64, |hash, word| {
            (hash.rotate_left(29) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        self.first + Self::ENTRY * (hash >> (64 - self.bits)) as usize
    }
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
