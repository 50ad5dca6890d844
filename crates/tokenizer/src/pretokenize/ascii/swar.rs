//! Eight bytes at a time in a word.

use super::Masks;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

pub fn masks(bytes: &[u8; 64]) -> Masks {
    let mut masks = Masks::default();
    for (index, word) in bytes.as_chunks().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let shift = 8 * index;
        masks.upper |= range(word, b'A', b'Z') << shift;
        masks.lower |= range(word, b'a', b'z') << shift;
        masks.number |= range(word, b'0', b'9') << shift;
        masks.space |=
            (range(word, b'\t', b'\t') | range(word, 0x0B, 0x0C) | range(word, b' ', b' ')) << shift;
        masks.newline |= (range(word, b'\n', b'\n') | range(word, b'\r', b'\r')) << shift;
        masks.high |= gather(word & HIGH) << shift;
        masks.blank |= range(word, b' ', b' ') << shift;
        masks.slash |= range(word, b'/', b'/') << shift;
        masks.apostrophe |= range(word, b'\'', b'\'') << shift;
    }
    masks
}

/// Returns a bit for each byte, set for the bytes from `first` to `last`, both below 0x80.
fn range(word: u64, first: u8, last: u8) -> u64 {
    // The sums do not carry over from one byte to the next: a byte of `low` is at most 0x7F, what is added at most 0x80.
    let low = word & !HIGH;
    let from_first = low + u64::from(0x80 - first) * ONES;
    let beyond_last = low + u64::from(0x7F - last) * ONES;
    gather(from_first & !beyond_last & !word & HIGH)
}

/// Gathers the highest bits of the bytes in the lowest byte.
fn gather(bits: u64) -> u64 {
    (bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
