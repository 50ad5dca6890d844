//! Writes the tables from a piece's bytes to its token: hash tables with linear probing.
//!
//! Tokens of up to 6 bytes, which most pieces are, have a table of their own with their bytes in the slots, so that a
//! look-up touches one cache line, or two. The slots of the other tokens point to the tokens' bytes.

use crate::{
    hash,
    layout::{piece_slot, tiny_hash, tiny_piece, tiny_slot},
    output::{Output, pack},
    ranks,
};
use std::mem;

type RankedToken<'a> = (u64, &'a Vec<u8>);

/// Writes both tables.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) {
    let (tiny, others): (Vec<_>, Vec<_>) = (0..)
        .zip(tokens)
        .partition(|(_, token)| token.len() <= tiny_piece::MAX_LENGTH);
    assert!(
        tiny.len() < tiny_slot::COUNT && others.len() < piece_slot::COUNT,
        "a slot stays empty, so every search ends"
    );
    output.u64("tiny_slots", &tiny_slots(&tiny));
    output.u64("piece_slots", &piece_slots(&others, &ranks::offsets(tokens)));
}

/// Fills the table of tiny tokens by Robin Hood hashing: an entry that is farther from its home than another takes the
/// other's slot, so that a search can end at the first entry that is nearer to its own home.
fn tiny_slots(tokens: &[RankedToken]) -> Vec<u64> {
    let mut slots = vec![0; tiny_slot::COUNT];
    for (rank, token) in tokens {
        let mut bytes = [0; 8];
        bytes[..token.len()].copy_from_slice(token);
        let hash = hash::tiny(u64::from_le_bytes(bytes), token.len() as u64);
        let mut slot = tiny_hash::HOME.get(hash) as usize;
        let mut entry = pack([
            (tiny_slot::TOKEN_PLUS_ONE, rank + 1),
            (tiny_slot::HASH, tiny_hash::REMAINDER.get(hash)),
        ]);
        while slots[slot] != 0 {
            if tiny_slot::DISTANCE.get(slots[slot]) < tiny_slot::DISTANCE.get(entry) {
                mem::swap(&mut slots[slot], &mut entry);
            }
            slot = (slot + 1) % tiny_slot::COUNT;
            assert!(tiny_slot::DISTANCE.get(entry) < tiny_slot::DISTANCE.max() / 2);
            entry += tiny_slot::DISTANCE.put(1);
        }
        slots[slot] = entry;
    }
    slots
}

/// Fills the table of the other tokens. Low ranks, which occur most, are inserted first and so are found first.
fn piece_slots(tokens: &[RankedToken], offsets: &[u64]) -> Vec<u64> {
    let mut slots = vec![0; piece_slot::COUNT];
    for (rank, token) in tokens {
        let hash = hash::piece(token);
        let mut slot = piece_slot::HOME.get(hash) as usize;
        while slots[slot] != 0 {
            slot = (slot + 1) % piece_slot::COUNT;
        }
        slots[slot] = pack([
            (piece_slot::TOKEN, *rank),
            (piece_slot::OFFSET, offsets[*rank as usize]),
            (piece_slot::LENGTH, token.len() as u64),
            (piece_slot::HASH, piece_slot::HASH.get(hash)),
        ]);
    }
    slots
}
