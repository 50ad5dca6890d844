//! The tables from a piece's bytes to its token: hash tables with linear probing.
//!
//! Most pieces have at most 6 bytes, so those tokens have a table with their bytes within: a look-up touches one line
//! of memory, or two. The table of the others points to the tokens' bytes.

use crate::{hash, output::Output};
use std::mem;

const SLOTS: usize = 1 << 17;

pub fn write(tokens: &[Vec<u8>], output: &mut Output) {
    let (tiny, others): (Vec<_>, Vec<_>) = (0..)
        .zip(tokens)
        .partition(|(_, token)| token.len() <= hash::TINY);
    assert!(tiny.len() < SLOTS && others.len() < SLOTS, "a slot stays empty");
    output.u64("tiny_slots", &tiny_slots(&tiny));
    output.u64("piece_slots", &slots(&others, &offsets(tokens)));
}

/// A slot is 0, or has how far it is from its place, then the 34 bits of the hash that its place does not tell, then
/// 18 bits of token + 1. The hash is one-to-one, so that is as good as the bytes. An entry that is farther from its
/// place than another takes the other's slot, so a look-up ends where it would have done so.
fn tiny_slots(tokens: &[(u64, &Vec<u8>)]) -> Vec<u64> {
    let mut slots = vec![0; SLOTS];
    for (rank, token) in tokens {
        let mut bytes = [0; 8];
        bytes[..token.len()].copy_from_slice(token);
        let hash = hash::tiny(u64::from_le_bytes(bytes), token.len() as u64);
        let mut slot = (hash >> hash::TINY_REST) as usize;
        let mut entry = (hash & ((1 << hash::TINY_REST) - 1)) << 18 | (rank + 1);
        while slots[slot] != 0 {
            if hash::tiny_distance(slots[slot]) < hash::tiny_distance(entry) {
                mem::swap(&mut slots[slot], &mut entry);
            }
            slot = (slot + 1) % SLOTS;
            entry += hash::TINY_STEP;
            assert!(hash::tiny_distance(entry) < 1 << 11, "distances have 12 bits");
        }
        slots[slot] = entry;
    }
    slots
}

/// A slot is 0, or has 17 bits of the hash, 8 of length, 21 of the offset among the bytes of all tokens, and 18 of
/// token. Low ranks, which occur most, are inserted first and so are found first.
fn slots(tokens: &[(u64, &Vec<u8>)], offsets: &[u64]) -> Vec<u64> {
    let mut slots = vec![0; SLOTS];
    for (rank, token) in tokens {
        let hash = hash::piece(token);
        let mut slot = hash as usize % SLOTS;
        while slots[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        let place = (token.len() as u64) << 21 | offsets[*rank as usize];
        slots[slot] = hash >> 47 << 47 | place << 18 | rank;
    }
    slots
}

/// Where each token starts among the bytes of all tokens.
fn offsets(tokens: &[Vec<u8>]) -> Vec<u64> {
    let lengths = tokens.iter().map(|token| token.len() as u64);
    let offsets: Vec<u64> = lengths
        .scan(0, |end, length| {
            *end += length;
            Some(*end - length)
        })
        .collect();
    assert!(
        offsets.iter().all(|offset| *offset < 1 << 21),
        "offsets have 21 bits"
    );
    offsets
}
