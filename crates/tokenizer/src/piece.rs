//! Short pieces as integers, to be compared and hashed in one step: the bytes, zero-padded, and in the last byte the
//! length.

/// A piece of up to `8 * WORDS - 1` bytes.
pub type Block<const WORDS: usize> = [u64; WORDS];

/// The greatest length of a piece in a block of so many words.
const fn room(words: usize) -> usize {
    8 * words - 1
}

/// The greatest lengths of pieces in blocks of 2, 4 and 16 words.
pub const SHORT: usize = room(2);
pub const MEDIUM: usize = room(4);
pub const LONG: usize = room(16);

/// The block of the piece `text[start..start + length]`, which must be no longer than there is room for; of a longer
/// one, the block of its beginning.
#[inline(always)]
pub fn block<const WORDS: usize>(text: &[u8], start: usize, length: usize) -> Block<WORDS> {
    let rest = text.get(start..).unwrap_or_default();
    let length = length.min(room(WORDS));
    let mut block = match rest.get(..8 * WORDS) {
        Some(bytes) => words(bytes),
        None => words(&padded(rest)),
    };
    for (index, word) in block.iter_mut().enumerate() {
        *word &= mask(length.saturating_sub(8 * index));
    }
    block[WORDS - 1] |= (length as u64) << 56;
    block
}

/// The lowest bytes of a word, up to all 8.
#[inline(always)]
fn mask(bytes: usize) -> u64 {
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
    MASKS[bytes.min(8)]
}

#[inline(always)]
fn words<const WORDS: usize>(bytes: &[u8]) -> Block<WORDS> {
    let mut words = [0; WORDS];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// The last bytes of a text, with zeros behind them up to the length of the longest block.
#[cold]
fn padded(rest: &[u8]) -> [u8; LONG + 1] {
    let mut bytes = [0; LONG + 1];
    let length = rest.len().min(bytes.len());
    bytes[..length].copy_from_slice(&rest[..length]);
    bytes
}
