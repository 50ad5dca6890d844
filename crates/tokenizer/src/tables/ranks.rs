//! The bytes of the tokens, by rank.

use super::{
    embed,
    layout::{EDGE, TOKEN_CHUNK, token_place},
    sizes,
};
use crate::Token;

embed! {
    /// The bytes of all tokens in the order of their ranks, then [`TOKEN_CHUNK`] zeros.
    TOKEN_BYTES: u8 = "token_bytes"
}
embed! {
    /// Where each token's bytes are in `TOKEN_BYTES`: a [`token_place`](mod@token_place).
    TOKEN_PLACES: u32 = "token_places"
}

/// The number of ranks. The special tokens' ids follow.
pub const RANKS: Token = TOKEN_PLACES.len() as Token;

const _: () = assert!(RANKS == *crate::special::IDS.start());
const _: () = assert!(*crate::special::IDS.end() < EDGE);

/// Iterates over the bytes of every token, in the order of the ranks 0 to 199,997.
pub fn tokens() -> impl Iterator<Item = &'static [u8]> {
    (0..RANKS).filter_map(token_bytes)
}

/// Returns the bytes of the token with that rank.
#[inline]
pub(crate) fn token_bytes(rank: Token) -> Option<&'static [u8]> {
    let (start, length) = token_place(rank)?;
    bytes_at(start, length)
}

/// Returns the bytes of the token with that rank, with others after them, and how many are the token's; `None` if it is
/// longer than a chunk.
#[inline(always)]
pub(crate) fn token_chunk(rank: Token) -> Option<(&'static [u8; TOKEN_CHUNK], usize)> {
    let (start, length) = token_place(rank)?;
    let chunk = bytes_at(start, TOKEN_CHUNK)?.first_chunk()?;
    (length <= TOKEN_CHUNK).then_some((chunk, length))
}

/// Returns how many bytes the token with that rank has; 0 if there is none.
#[inline(always)]
pub(crate) fn token_length(rank: Token) -> usize {
    token_place(rank).map_or(0, |(_, length)| length)
}

/// Returns bytes of `TOKEN_BYTES`.
#[inline(always)]
pub(super) fn bytes_at(start: usize, length: usize) -> Option<&'static [u8]> {
    TOKEN_BYTES.get(start..start + length)
}

/// Returns the address of a byte of `TOKEN_BYTES`.
#[inline(always)]
pub(super) fn address_of(start: usize) -> *const u8 {
    TOKEN_BYTES.as_ptr().wrapping_add(start)
}

/// Returns where the bytes of the token with that rank start, and how many they are.
#[inline(always)]
fn token_place(rank: Token) -> Option<(usize, usize)> {
    let place = u64::from(*TOKEN_PLACES.get(rank as usize)?);
    Some((
        token_place::OFFSET.get(place) as usize,
        token_place::LENGTH.get(place) as usize,
    ))
}
