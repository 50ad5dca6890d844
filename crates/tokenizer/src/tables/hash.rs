//! The hash functions of the tables. `build.rs` fills the tables with them, so they are fixed at build time; what is
//! found is always verified, so a bad hash costs time alone.

/// A hash of a piece: of its first and last 8 bytes, which may overlap, then of those between.
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
    let low = low ^ hash ^ 0x9E37_79B9_7F4A_7C15;
    let product = low as u128 * (high ^ 0xD1B5_4A32_D192_ED03) as u128;
    product as u64 ^ (product >> 64) as u64
}

/// The greatest length of the pieces that [`tiny`] takes.
pub const TINY: usize = 6;

/// How many bits of [`tiny`] are not the place in its table: 51 less 17.
pub const TINY_REST: u32 = 34;

/// A one-to-one hash of a piece of up to 6 bytes, in 51 bits: multiplication by an odd number can be undone.
#[inline(always)]
pub const fn tiny(bytes: u64, length: u64) -> u64 {
    (bytes | length << 48).wrapping_mul(0x9E37_79B9_7F4A_7C15) & ((1 << 51) - 1)
}

/// One slot farther away.
pub const TINY_STEP: u64 = 1 << (18 + TINY_REST);

/// How far the entry in a slot is from its place.
#[inline(always)]
pub const fn tiny_distance(slot: u64) -> u64 {
    slot / TINY_STEP
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

/// How many bits of a pair's hash tell its group. Each group has a pilot, which tells where its pairs' slots are.
pub const GROUP_BITS: u32 = 16;

/// How many bits a slot's place has in the table of pairs.
pub const SLOT_BITS: u32 = 18;

/// The group of a pair with that hash.
#[inline(always)]
pub const fn pair_group(hash: u64) -> usize {
    (hash >> (64 - GROUP_BITS)) as usize
}

/// The slot of a pair with that hash, in whose group that is the pilot.
#[inline(always)]
pub const fn pair_slot(hash: u64, pilot: u8) -> usize {
    (hash.wrapping_mul(2 * pilot as u64 + 1) >> 28) as usize & ((1 << SLOT_BITS) - 1)
}

/// The two bits that a hash has in its word of a Bloom filter.
#[inline(always)]
pub const fn filter_bits(hash: u64) -> u64 {
    (1 << ((hash >> 24) & 63)) | (1 << ((hash >> 30) & 63))
}

/// A hash of two characters.
#[inline(always)]
pub const fn characters(left: u32, right: u32) -> u64 {
    ((left as u64) << 21 | right as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
