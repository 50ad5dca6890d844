//! The hash functions of the tables. `build.rs` fills the tables with them, so they are fixed at build time; what is
//! found is always verified, so a bad hash costs time alone.

/// A hash of a piece.
#[inline]
pub fn piece(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let hash = blocks.iter().fold(bytes.len() as u64, |hash, block| {
        mix(hash, u128::from_le_bytes(*block))
    });
    let mut block = [0; 16];
    block[..rest.len()].copy_from_slice(rest);
    mix(hash, u128::from_le_bytes(block))
}

#[inline(always)]
const fn mix(hash: u64, block: u128) -> u64 {
    let low = block as u64 ^ hash ^ 0x9E37_79B9_7F4A_7C15;
    let high = (block >> 64) as u64 ^ 0xD1B5_4A32_D192_ED03;
    let product = low as u128 * high as u128;
    product as u64 ^ (product >> 64) as u64
}

/// A hash of two tokens.
#[inline(always)]
pub const fn pair(left: u32, right: u32) -> u64 {
    pair_key(left, right).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Two tokens in 36 bits.
#[inline(always)]
pub const fn pair_key(left: u32, right: u32) -> u64 {
    ((left as u64) << 18) | right as u64
}

/// The two bits that a pair's hash has in its word of the filter.
#[inline(always)]
pub const fn filter_bits(hash: u64) -> u64 {
    (1 << ((hash >> 24) & 63)) | (1 << ((hash >> 30) & 63))
}

/// A hash of two characters.
#[inline(always)]
pub const fn characters(left: u32, right: u32) -> u64 {
    ((left as u64) << 21 | right as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
