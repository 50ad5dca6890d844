//! Pieces as keys: a few words, to be compared and hashed in one step.

use crate::{span::Span, tables::layout::memo_key};

/// More bytes than the longest key has.
const LONGEST: usize = 128;

/// A piece as words: its bytes, padded with zeros, and in the last byte its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<const WORDS: usize>(pub [u64; WORDS]);

impl<const WORDS: usize> Key<WORDS> {
    pub const EMPTY: Self = Self([0; WORDS]);

    /// The greatest length of a piece.
    pub const MAX_LENGTH: usize = 8 * WORDS - 1;

    /// Which bits of the words are those of a piece's bytes, by its length. A longer piece has those of its beginning.
    const MASKS: [[u64; WORDS]; LONGEST] = {
        let mut masks = [[0; WORDS]; LONGEST];
        let mut length = 0;
        while length < LONGEST {
            let mut byte = 0;
            while byte < length && byte < Self::MAX_LENGTH {
                masks[length][byte / 8] |= 0xFF << (8 * (byte % 8));
                byte += 1;
            }
            length += 1;
        }
        masks
    };

    /// Returns the key of a piece. That of a piece longer than [`MAX_LENGTH`](Self::MAX_LENGTH) is not equal to the key
    /// of any that is not.
    #[inline(always)]
    pub fn new(text: &[u8], piece: Span) -> Self {
        let length = piece.len().min(Self::MAX_LENGTH + 1);
        let mut key = match text.get(piece.start..piece.start.wrapping_add(8 * WORDS)) {
            Some(bytes) => words(bytes),
            None => words(&padded(text.get(piece.start..).unwrap_or_default())),
        };
        for (word, mask) in key.iter_mut().zip(&Self::MASKS[length]) {
            *word &= mask;
        }
        key[WORDS - 1] |= memo_key::LENGTH.put(length as u64);
        Self(key)
    }
}

#[inline(always)]
fn words<const WORDS: usize>(bytes: &[u8]) -> [u64; WORDS] {
    let mut words = [0; WORDS];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// Returns the last bytes of a text, padded with zeros to the length of the longest key.
#[cold]
fn padded(rest: &[u8]) -> [u8; LONGEST] {
    let mut bytes = [0; LONGEST];
    let length = rest.len().min(bytes.len());
    bytes[..length].copy_from_slice(&rest[..length]);
    bytes
}
