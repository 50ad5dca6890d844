//! The vocabulary o200k_harmony, embedded: 199,998 ranks, and the tables that encode with them.
//!
//! The tables are made at build time (`codegen/`) and used in place: loading costs nothing, and only the pages that an
//! encoding touches become resident.

pub(crate) mod class;
pub(crate) mod hash;

use crate::{Token, prefetch::prefetch};
use class::Class;
use std::hint;

/// The lengths of the tables, by name.
mod sizes {
    include!(concat!(env!("OUT_DIR"), "/sizes.rs"));
}

/// Embeds a table of bytes.
macro_rules! bytes {
    ($(#[$doc:meta])* $name:ident = $file:literal) => {
        $(#[$doc])*
        static $name: [u8; sizes::$name] = *include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".bin"));
    };
}

/// Embeds a table of wider integers, which `codegen/` has written in the byte order of the target.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident: $type:ty = $file:literal) => {
        $(#[$doc])*
        static $name: [$type; sizes::$name] =
            // SAFETY: any bytes are valid integers, and `transmute` checks at compile time that the sizes agree.
            unsafe { std::mem::transmute(*include_bytes!(concat!(env!("OUT_DIR"), "/", $file, ".bin"))) };
    };
}

bytes! {
    /// All tokens' bytes, in the order of their ranks, then 16 zeros.
    TOKEN_BYTES = "token_bytes"
}
table! {
    /// Where each token's bytes are in `TOKEN_BYTES`: 24 bits of offset, 8 of length.
    TOKEN_PLACES: u32 = "token_places"
}
table! {
    /// A hash table of the tokens of up to 6 bytes: 12 bits of distance, 34 of hash, 18 of token + 1, or 0.
    TINY_SLOTS: u64 = "tiny_slots"
}
table! {
    /// A hash table of the other tokens: 17 bits of hash, 8 of length, 21 of offset, 18 of token, or 0.
    PIECE_SLOTS: u64 = "piece_slots"
}
table! {
    /// A hash table of all merges, each in the one slot where it is looked for: 18 bits each of left, right and merged
    /// token, or 0.
    PAIR_SLOTS: u64 = "pair_slots"
}
bytes! {
    /// For each group of pairs, the pilot that tells their slots.
    PAIR_PILOTS = "pair_pilots"
}
table! {
    /// The token of each byte.
    BYTE_TOKENS: u32 = "byte_tokens"
}
table! {
    /// The token of each two bytes, or [`NO_TOKEN`].
    BYTE_PAIRS: u32 = "byte_pairs"
}
table! {
    /// Which block of `CHARACTER_BLOCKS` each 64 code points of the basic plane have.
    CHARACTER_INDEX: u16 = "character_index"
}
table! {
    /// The distinct blocks of the tokens of characters of several bytes, or [`NO_TOKEN`].
    CHARACTER_BLOCKS: u32 = "character_blocks"
}
table! {
    /// A Bloom filter of the neighbors that are in conflict.
    CONFLICT_FILTER: u64 = "conflict_filter"
}
table! {
    /// A Bloom filter of the neighbors between which a merge is possible.
    NEIGHBOR_FILTER: u64 = "neighbor_filter"
}
bytes! {
    /// Which block of `CLASS_BLOCKS` each block of code points has.
    CLASS_INDEX = "class_index"
}
bytes! {
    /// The distinct blocks of classes.
    CLASS_BLOCKS = "class_blocks"
}

/// Stands for "no merge": greater than any token, so that a search for the lowest passes over it.
pub(crate) const NO_TOKEN: Token = Token::MAX;

/// How many ranks there are. The special tokens' ids follow.
pub const RANKS: Token = sizes::TOKEN_PLACES as Token;

const _: () = assert!(RANKS == *crate::special::IDS.start());

/// Stands for the end of a text: 18 bits, of which nothing merges with any token.
pub(crate) const EDGE: Token = (1 << 18) - 1;

const _: () = assert!(RANKS <= EDGE);

/// The bytes of every token, in the order of the ranks 0 to 199,997.
pub fn tokens() -> impl Iterator<Item = &'static [u8]> {
    (0..RANKS).filter_map(token_bytes)
}

/// The bytes of the token with that rank.
#[inline]
pub(crate) fn token_bytes(rank: Token) -> Option<&'static [u8]> {
    let (start, length) = token_place(rank)?;
    TOKEN_BYTES.get(start..start + length)
}

/// The length of a chunk: most tokens are shorter.
pub(crate) const CHUNK: usize = 16;

/// The bytes of the token with that rank, if they fit in a chunk, with others behind them, and how many they are.
#[inline(always)]
pub(crate) fn token_chunk(rank: Token) -> Option<(&'static [u8; CHUNK], usize)> {
    let (start, length) = token_place(rank)?;
    let chunk = TOKEN_BYTES.get(start..start + CHUNK)?.first_chunk()?;
    (length <= CHUNK).then_some((chunk, length))
}

/// How many bytes the token with that rank has; 0 if there is none.
#[inline(always)]
pub(crate) fn token_length(rank: Token) -> usize {
    token_place(rank).map_or(0, |(_, length)| length)
}

/// Where the bytes of the token with that rank start, and how many they are.
#[inline(always)]
fn token_place(rank: Token) -> Option<(usize, usize)> {
    let place = *TOKEN_PLACES.get(rank as usize)?;
    Some(((place >> 8) as usize, (place & 0xFF) as usize))
}

/// The token of a piece of at most 6 bytes, given in the lowest bytes of a word.
#[inline]
pub(crate) fn tiny_token(bytes: u64, length: u64) -> Option<Token> {
    let hash = hash::tiny(bytes, length);
    let mut at = (hash >> hash::TINY_REST) as usize;
    let mut wanted = hash & ((1 << hash::TINY_REST) - 1);
    loop {
        let slot = TINY_SLOTS[at % TINY_SLOTS.len()];
        if slot >> 18 == wanted && slot != 0 {
            return Some((slot & ((1 << 18) - 1)) as Token - 1);
        }
        if slot == 0 || hash::tiny_distance(slot) < hash::tiny_distance(wanted << 18) {
            return None;
        }
        at += 1;
        wanted += hash::TINY_STEP >> 18;
    }
}

/// Asks for the slot that [`tiny_token`] or [`long_piece_token`] looks at first; `block` is the beginning of the piece.
#[inline(always)]
pub(crate) fn prefetch_slot(piece: &[u8], block: u64) {
    if piece.len() <= hash::TINY {
        let hash = hash::tiny(block, piece.len() as u64);
        prefetch(&TINY_SLOTS[(hash >> hash::TINY_REST) as usize % TINY_SLOTS.len()]);
    } else {
        prefetch(&PIECE_SLOTS[hash::piece(piece) as usize % PIECE_SLOTS.len()]);
    }
}

/// Asks for the bytes that [`long_piece_token`] compares first.
#[inline(always)]
pub(crate) fn prefetch_bytes(piece: &[u8]) {
    if piece.len() > hash::TINY {
        let slot = PIECE_SLOTS[hash::piece(piece) as usize % PIECE_SLOTS.len()];
        prefetch(TOKEN_BYTES.as_ptr().wrapping_add(slot_start(slot)));
    }
}

/// Where the bytes are that a slot of `PIECE_SLOTS` points to.
#[inline(always)]
fn slot_start(slot: u64) -> usize {
    (slot >> 18) as usize & ((1 << 21) - 1)
}

/// The token with those bytes.
#[inline]
pub(crate) fn piece_token(piece: &[u8]) -> Option<Token> {
    if piece.len() <= hash::TINY {
        let bytes = piece
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte));
        return tiny_token(bytes, piece.len() as u64);
    }
    long_piece_token(piece)
}

/// The token with those bytes, more than 6.
#[inline]
pub(crate) fn long_piece_token(piece: &[u8]) -> Option<Token> {
    let hash = hash::piece(piece);
    let mut at = hash as usize % PIECE_SLOTS.len();
    loop {
        let slot = PIECE_SLOTS[at];
        if slot == 0 {
            return None;
        }
        let start = slot_start(slot);
        let length = (slot >> 39) as usize & 0xFF;
        if slot >> 47 == hash >> 47 && length == piece.len() {
            let bytes = TOKEN_BYTES.get(start..start + length).unwrap_or_default();
            if are_equal(bytes, piece) {
                return Some((slot & ((1 << 18) - 1)) as Token);
            }
        }
        at = (at + 1) % PIECE_SLOTS.len();
    }
}

/// Whether two pieces of one length are equal: from 8 to 16 bytes, as two integers that may overlap.
#[inline(always)]
fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let ends = |piece: &[u8]| Some((*piece.first_chunk::<8>()?, *piece.last_chunk::<8>()?));
    match (ends(one), ends(other)) {
        (Some(one), Some(other_ends)) if other.len() <= 16 => one == other_ends,
        _ => one == other,
    }
}

/// Two adjacent tokens, and where the token that they merge into is, if they do.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pair {
    key: u64,
    slot: usize,
}

impl Pair {
    #[inline(always)]
    pub fn new(left: Token, right: Token) -> Self {
        let hash = hash::pair(left, right);
        Self {
            key: hash::pair_key(left, right),
            slot: hash::pair_slot(hash, PAIR_PILOTS[hash::pair_group(hash)]),
        }
    }

    /// Asks for the slot, which will be needed soon.
    #[inline(always)]
    pub fn prefetch(self) {
        prefetch(&PAIR_SLOTS[self.slot % PAIR_SLOTS.len()]);
    }

    /// The token that the two merge into, or [`NO_TOKEN`]. Which it is cannot be predicted, so nothing branches on it.
    #[inline(always)]
    pub fn merged(self) -> Token {
        let slot = PAIR_SLOTS[self.slot % PAIR_SLOTS.len()];
        let token = (slot & ((1 << 18) - 1)) as Token;
        hint::select_unpredictable(slot >> 18 == self.key, token, NO_TOKEN)
    }
}

/// The token that two adjacent tokens merge into, or [`NO_TOKEN`].
#[inline]
pub(crate) fn merged(left: Token, right: Token) -> Token {
    let pair = Pair::new(left, right);
    let slot = PAIR_SLOTS[pair.slot % PAIR_SLOTS.len()];
    if slot >> 18 == pair.key {
        (slot & ((1 << 18) - 1)) as Token
    } else {
        NO_TOKEN
    }
}

/// The token of a byte.
#[inline(always)]
pub(crate) fn byte_token(byte: u8) -> Token {
    BYTE_TOKENS[usize::from(byte)]
}

/// The token that two bytes merge into, or [`NO_TOKEN`].
#[inline(always)]
pub(crate) fn merged_bytes(left: u8, right: u8) -> Token {
    BYTE_PAIRS[usize::from(left) << 8 | usize::from(right)]
}

/// The token of a character of several bytes, or [`NO_TOKEN`]. Where it is in conflict with neither neighbor and not
/// behind a space, its bytes merge into it before anything else merges with them (`codegen/characters.rs` says why).
#[inline(always)]
pub(crate) fn character_token(code_point: u32) -> Token {
    let Some(&block) = CHARACTER_INDEX.get(code_point as usize / 64) else {
        return NO_TOKEN;
    };
    let at = usize::from(block) * 64 + code_point as usize % 64;
    CHARACTER_BLOCKS.get(at).copied().unwrap_or(NO_TOKEN)
}

/// What is between two characters.
#[derive(Clone, Copy)]
pub(crate) struct Border {
    /// Whether parts of them may merge with each other before they are whole.
    pub conflict: bool,
    /// Whether a merge across is possible if both are whole.
    pub merge: bool,
}

/// What is between these two characters; perhaps more than is true, never less.
#[inline(always)]
pub(crate) fn border(left: u32, right: u32) -> Border {
    let hash = hash::characters(left, right);
    let bits = hash::filter_bits(hash);
    let word = (hash >> 52) as usize;
    Border {
        conflict: CONFLICT_FILTER[word] & bits == bits,
        merge: NEIGHBOR_FILTER[word] & bits == bits,
    }
}

/// The class of a code point.
#[inline(always)]
pub(crate) fn class_of(code_point: u32) -> Class {
    let Some(&block) = CLASS_INDEX.get(code_point as usize / class::BLOCK) else {
        return class::OTHER;
    };
    let at = usize::from(block) * class::BLOCK + code_point as usize % class::BLOCK;
    CLASS_BLOCKS.get(at).copied().unwrap_or(class::OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_found_by_its_bytes_and_nothing_else_is() {
        let all: std::collections::HashSet<_> = tokens().collect();
        for (rank, token) in (0..).zip(tokens()) {
            assert_eq!(piece_token(token), Some(rank));
            let longer = [token, b"\0"].concat();
            assert_eq!(
                piece_token(&longer).is_some(),
                all.contains(longer.as_slice()),
                "{token:?}"
            );
            let shorter = &token[1..];
            assert_eq!(
                piece_token(shorter).is_some(),
                all.contains(shorter),
                "{shorter:?}"
            );
        }
    }
}
