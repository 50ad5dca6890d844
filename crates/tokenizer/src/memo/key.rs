//! Pieces as keys: a few words, to be compared and hashed in one step.

use crate::{span::Span, tables::layout::memo_key};

/// A piece as words: its bytes, padded with zeros, and in the last byte its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<const WORDS: usize>(pub [u64; WORDS]);

impl<const WORDS: usize> Key<WORDS> {
    pub const EMPTY: Self = Self([0; WORDS]);

    /// The greatest length of a piece.
    pub const MAX_LENGTH: usize = 8 * WORDS - 1;

    /// Returns the key of a piece, or of its beginning if the piece is longer than [`MAX_LENGTH`](Self::MAX_LENGTH).
    #[inline(always)]
    pub fn new(text: &[u8], piece: Span) -> Self {
        let rest = text.get(piece.start..).unwrap_or_default();
        let length = piece.len().min(Self::MAX_LENGTH);
        let mut key = match rest.get(..8 * WORDS) {
            Some(bytes) => words(bytes),
            None => words(&padded(rest)),
        };
        for (index, word) in key.iter_mut().enumerate() {
            *word &= low_bytes(length.saturating_sub(8 * index));
        }
        key[WORDS - 1] |= memo_key::LENGTH.put(length as u64);
        Self(key)
    }
}

/// Returns a mask of that many of the lowest bytes of a word: all 8 at most.
#[inline(always)]
fn low_bytes(count: usize) -> u64 {
    const MASKS: [u64; 9] = [
        0,
        0xFF,
        0xFFFF,
        0xFF_FFFF,
        0xFFFF_FFFF,
        0xFF_FFFF_FFFF,
        0xFFFF_FFFF_FFFF,
        0xFF_FFFF_FFFF_FFFF,
        u64::MAX,
    ];
    MASKS[count.min(8)]
}

#[inline(always)]
fn words<const WORDS: usize>(bytes: &[u8]) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// The bytes of the longest key.
const LONGEST: usize = 128;

/// Returns the last bytes of a text, padded with zeros to the length of the longest key.
#[cold]
fn padded(rest: &[u8]) -> [u8; LONGEST] {
    let mut bytes = [0; LONGEST];
    let length = rest.len().min(bytes.len());
    bytes[..length].copy_from_slice(&rest[..length]);
    bytes
}
