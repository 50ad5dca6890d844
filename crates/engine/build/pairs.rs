//! The table of merges: from two adjacent tokens to the one that they become.
//!
//! Byte-pair encoding joins two adjacent parts whose bytes together are a token. Each token of two or more bytes has
//! one canonical pair: the two parts that are left just before the token is complete, when its own bytes are encoded.
//! No other two parts with the same bytes ever meet in any text: as long as no merge crosses the token's edges, the
//! parts within are those that its bytes have when encoded alone. So the canonical pairs are all that a merge can
//! make, given that every token is reached by merging its own bytes, which [`canonical`] asserts.

use crate::{hash, output::Output};
use std::collections::HashMap;

const SLOTS: usize = 1 << 18;
const FILTER_WORDS: usize = 1 << 15;

/// No merge: greater than any token.
const NONE: u32 = u32::MAX;

type Ranks<'a> = HashMap<&'a [u8], u32>;

/// A canonical pair.
pub struct Pair {
    pub left: u32,
    pub right: u32,
}

/// Writes the hash table of all canonical pairs, a Bloom filter before it, and the merges of two bytes. Returns the
/// pairs.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) -> Vec<Pair> {
    let ranks: Ranks = (0..)
        .zip(tokens)
        .map(|(rank, token)| (token.as_slice(), rank))
        .collect();
    let mut pairs = Vec::new();
    let mut slots = vec![0_u64; SLOTS];
    let mut filter = vec![0_u64; FILTER_WORDS];
    for (rank, token) in (0..).zip(tokens) {
        if token.len() > 1 {
            let pair = canonical(token, rank, &ranks);
            insert(&mut slots, &pair, rank);
            let hash = hash::pair(pair.left, pair.right);
            filter[(hash >> 49) as usize] |= hash::filter_bits(hash);
            pairs.push(pair);
        }
    }
    output.u64("pair_slots", &slots);
    output.u64("pair_filter", &filter);
    write_bytes(&ranks, output);
    pairs
}

/// A slot is 0, or has the pair's key above 18 bits of merged token.
fn insert(slots: &mut [u64], pair: &Pair, merged: u32) {
    let mut slot = (hash::pair(pair.left, pair.right) >> 46) as usize;
    while slots[slot] != 0 {
        slot = (slot + 1) % SLOTS;
    }
    slots[slot] = hash::pair_key(pair.left, pair.right) << 18 | u64::from(merged);
}

/// The tokens of single bytes, and of each two bytes the token that they are.
fn write_bytes(ranks: &Ranks, output: &mut Output) {
    let single = |byte: u8| *ranks.get([byte].as_slice()).expect("every byte is a token");
    output.u32("byte_tokens", &Vec::from_iter((0..=255).map(single)));
    let double = |pair: u16| *ranks.get(pair.to_be_bytes().as_slice()).unwrap_or(&NONE);
    output.u32("byte_pairs", &Vec::from_iter((0..=u16::MAX).map(double)));
}

/// Encodes a token's bytes by the definition, and returns the last two parts.
fn canonical(token: &[u8], rank: u32, ranks: &Ranks) -> Pair {
    let mut ends = Vec::from_iter(0..=token.len());
    while ends.len() > 3 {
        let merged = |at: usize| *ranks.get(&token[ends[at]..ends[at + 2]]).unwrap_or(&NONE);
        let (lowest, at) = (0..ends.len() - 2)
            .map(|at| (merged(at), at))
            .min()
            .expect("there are at least three parts");
        assert!(lowest < rank, "token {rank} is reached through lower ranks");
        ends.remove(at + 1);
    }
    Pair {
        left: ranks[&token[..ends[1]]],
        right: ranks[&token[ends[1]..]],
    }
}
