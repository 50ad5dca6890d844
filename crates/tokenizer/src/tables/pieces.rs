//! The token of a piece's bytes, if the piece is a token.
//!
//! A search never gives a wrong token, whatever the hashes: docs/tokenizer.md, S17.

use super::{
    embed, hash,
    layout::{piece_slot, tiny_hash, tiny_piece, tiny_slot},
    ranks, sizes,
};
use crate::{Token, bounded::bounded, prefetch::prefetch};

embed! {
    /// A hash table of the tiny tokens, with linear probing.
    TINY_SLOTS: u64 = "tiny_slots"
}
embed! {
    /// A hash table of the other tokens, with linear probing.
    PIECE_SLOTS: u64 = "piece_slots"
}

const _: () = assert!(TINY_SLOTS.len() == tiny_slot::COUNT && PIECE_SLOTS.len() == piece_slot::COUNT);

/// Returns the token with those bytes.
#[inline]
pub(crate) fn piece_token(piece: &[u8]) -> Option<Token> {
    let first = piece
        .iter()
        .take(tiny_piece::MAX_LENGTH)
        .rev()
        .fold(0, |word, byte| word << 8 | u64::from(*byte));
    if is_tiny(piece) {
        TinySearch::new(piece, first).token(piece)
    } else {
        LongerSearch::new(piece, first).token(piece)
    }
}

/// Returns whether the piece is in the table of tiny tokens, if it is a token.
#[inline(always)]
pub(crate) fn is_tiny(piece: &[u8]) -> bool {
    piece.len() <= tiny_piece::MAX_LENGTH
}

/// A search for the token of a piece, which can be taken in steps, so that waits for memory overlap. All steps get the same
/// piece.
pub(crate) trait PieceSearch: Copy {
    /// Starts a search. The word has the piece's first bytes, padded with zeros.
    fn new(piece: &[u8], first_word: u64) -> Self;

    /// Asks for the slot that is read first.
    fn prefetch_slot(self);

    /// Returns the piece's token.
    fn token(self, piece: &[u8]) -> Option<Token>;
}

/// A search for the token of a tiny piece.
#[derive(Clone, Copy)]
pub(crate) struct TinySearch {
    hash: u64,
}

impl PieceSearch for TinySearch {
    #[inline(always)]
    fn new(piece: &[u8], first_word: u64) -> Self {
        let hash = hash::tiny(first_word, piece.len() as u64);
        Self { hash }
    }

    #[inline(always)]
    fn prefetch_slot(self) {
        prefetch(&TINY_SLOTS[bounded::<{ tiny_slot::COUNT }>(tiny_hash::HOME.get(self.hash) as usize)]);
    }

    #[inline]
    fn token(self, _piece: &[u8]) -> Option<Token> {
        let mut index = tiny_hash::HOME.get(self.hash) as usize;
        let mut wanted = tiny_slot::HASH.put(tiny_hash::REMAINDER.get(self.hash));
        loop {
            let slot = TINY_SLOTS[index % tiny_slot::COUNT];
            if tiny_slot::KEY.get(slot) == tiny_slot::KEY.get(wanted) && slot != 0 {
                return Some(tiny_slot::TOKEN_PLUS_ONE.get(slot) as Token - 1);
            }
            if slot == 0 || tiny_slot::DISTANCE.get(slot) < tiny_slot::DISTANCE.get(wanted) {
                return None;
            }
            index += 1;
            wanted += tiny_slot::DISTANCE.put(1);
        }
    }
}

/// A search for the token of a piece that is not tiny.
#[derive(Clone, Copy)]
pub(crate) struct LongerSearch {
    hash: u64,
}

impl LongerSearch {
    /// Returns the slot where the search starts.
    #[inline(always)]
    fn home_slot(self) -> &'static u64 {
        &PIECE_SLOTS[bounded::<{ piece_slot::COUNT }>(piece_slot::HOME.get(self.hash) as usize)]
    }

    /// Asks for the bytes that are compared first.
    #[inline(always)]
    pub fn prefetch_bytes(self) {
        prefetch(ranks::address_of(
            piece_slot::OFFSET.get(*self.home_slot()) as usize
        ));
    }
}

impl PieceSearch for LongerSearch {
    #[inline(always)]
    fn new(piece: &[u8], _first_word: u64) -> Self {
        let hash = hash::piece(piece);
        Self { hash }
    }

    #[inline(always)]
    fn prefetch_slot(self) {
        prefetch(self.home_slot());
    }

    #[inline]
    fn token(self, piece: &[u8]) -> Option<Token> {
        let mut index = piece_slot::HOME.get(self.hash) as usize;
        loop {
            let slot = PIECE_SLOTS[bounded::<{ piece_slot::COUNT }>(index)];
            if slot == 0 {
                return None;
            }
            let length = piece_slot::LENGTH.get(slot) as usize;
            if piece_slot::HASH.get(slot) == piece_slot::HASH.get(self.hash) && length == piece.len() {
                let start = piece_slot::OFFSET.get(slot) as usize;
                let bytes = ranks::bytes_at(start, length).unwrap_or_default();
                if are_equal(bytes, piece) {
                    return Some(piece_slot::TOKEN.get(slot) as Token);
                }
            }
            index = (index + 1) % piece_slot::COUNT;
        }
    }
}

/// Returns whether two pieces of the same length are equal. Up to 16 bytes are compared as two words that may overlap.
#[inline(always)]
fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let ends = |piece: &[u8]| Some((*piece.first_chunk::<8>()?, *piece.last_chunk::<8>()?));
    match (ends(one), ends(other)) {
        (Some(one), Some(other_ends)) if other.len() <= 16 => one == other_ends,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tokens, *};
    use std::collections::HashSet;

    #[test]
    #[cfg_attr(miri, ignore = "the set of all tokens alone takes minutes")]
    fn every_token_is_found_by_its_bytes_and_nothing_else_is() {
        let all: HashSet<_> = tokens().collect();
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
