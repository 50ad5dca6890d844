//! The hash functions of the tables. `codegen/` fills the tables with them, so they are fixed when the tables are
//! built. What a table gives is verified, so a poor hash would only cost time.

use super::layout::{character_pair, filter_hash, pair_hash, pair_key, tiny_hash, tiny_piece};

/// An odd number whose bits have no pattern: 2^64 divided by the golden ratio.
pub const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hashes a piece: its first and last 8 bytes, which may overlap, then those between.
#[inline]
pub fn piece(bytes: &[u8]) -> u64 {
    let length = bytes.len() as u64;
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return mix(
            length,
            bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
            0,
        );
    };
    let hash = mix(length, u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    let between = bytes.get(8..bytes.len() - 8).unwrap_or_default().as_chunks().0;
    between
        .iter()
        .fold(hash, |hash, word| mix(hash, u64::from_le_bytes(*word), 0))
}

#[inline(always)]
const fn mix(hash: u64, low: u64, high: u64) -> u64 {
    let low = low ^ hash ^ GOLDEN;
    let product = low as u128 * (high ^ 0xD1B5_4A32_D192_ED03) as u128;
    product as u64 ^ (product >> 64) as u64
}

/// Hashes a tiny piece. The hash is one-to-one: multiplication by an odd number can be undone.
#[inline(always)]
pub const fn tiny(bytes: u64, length: u64) -> u64 {
    let piece = tiny_piece::LENGTH.put(length) | tiny_piece::BYTES.put(bytes);
    tiny_hash::ALL.get(piece.wrapping_mul(GOLDEN))
}

/// Packs two tokens.
#[inline(always)]
pub const fn pair_key(left: u32, right: u32) -> u64 {
    pair_key::LEFT.put(left as u64) | pair_key::RIGHT.put(right as u64)
}

/// Hashes a pair's key.
#[inline(always)]
pub const fn pair(key: u64) -> u64 {
    key.wrapping_mul(GOLDEN)
}

/// Returns the group of the pair with that hash.
#[inline(always)]
pub const fn pair_group(hash: u64) -> usize {
    pair_hash::GROUP.get(hash) as usize
}

/// Returns the slot of the pair with that hash, given its group's pilot.
#[inline(always)]
pub const fn pair_slot(hash: u64, pilot: u8) -> usize {
    pair_hash::SLOT.get(hash.wrapping_mul(2 * pilot as u64 + 1)) as usize
}

/// Where two characters are in a Bloom filter: the index of a word, and the bits of that word.
#[inline(always)]
pub const fn filter_place(left: u32, right: u32) -> (usize, u64) {
    let pair = character_pair::LEFT.put(left as u64) | character_pair::RIGHT.put(right as u64);
    let hash = pair.wrapping_mul(GOLDEN);
    let bits = 1 << filter_hash::BIT.get(hash) | 1 << filter_hash::OTHER_BIT.get(hash);
    (filter_hash::WORD.get(hash) as usize, bits)
}
