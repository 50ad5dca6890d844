//! The table from a piece's bytes to its token.

use crate::{hash, output::Output};

const SLOTS: usize = 1 << 18;

/// Writes a hash table with linear probing. A slot is 0, or has 14 bits of the hash above 18 bits of token + 1.
/// Low ranks, which occur most, are inserted first and so are found first.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) {
    assert!(
        tokens.len() < SLOTS,
        "a token + 1 has 18 bits, and a slot stays empty"
    );
    let mut slots = vec![0_u32; SLOTS];
    for (entry, token) in (1..).zip(tokens) {
        let hash = hash::piece(token);
        let mut slot = hash as usize % SLOTS;
        while slots[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] = ((hash >> 50) as u32) << 18 | entry;
    }
    output.u32("piece_slots", &slots);
}
