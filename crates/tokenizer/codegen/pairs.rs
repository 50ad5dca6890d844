//! The table of merges: from two adjacent tokens to the one that they become.
//!
//! Byte-pair encoding joins two adjacent parts whose bytes together are a token. Each token of two or more bytes has
//! one canonical pair: the two parts that are left just before the token is complete, when its own bytes are encoded.
//! No other two parts with the same bytes ever meet in any text: as long as no merge crosses the token's edges, the
//! parts within are those that its bytes have when encoded alone. So the canonical pairs are all that a merge can
//! make, given that every token is reached by merging its own bytes, which [`canonical`] asserts.

use crate::{hash, output::Output};
use std::{cmp::Reverse, collections::HashMap};

/// No merge: greater than any token.
const NONE: u32 = u32::MAX;

type Ranks<'a> = HashMap<&'a [u8], u32>;

/// A canonical pair, and the token that it becomes.
pub struct Pair {
    pub left: u32,
    pub right: u32,
    merged: u32,
}

impl Pair {
    fn hash(&self) -> u64 {
        hash::pair(self.left, self.right)
    }

    fn group(&self) -> usize {
        hash::pair_group(self.hash())
    }

    fn slot(&self, pilot: u8) -> usize {
        hash::pair_slot(self.hash(), pilot)
    }
}

/// Writes the hash table of all canonical pairs and the merges of two bytes. Returns the pairs.
pub fn write(tokens: &[Vec<u8>], output: &mut Output) -> Vec<Pair> {
    let ranks: Ranks = (0..)
        .zip(tokens)
        .map(|(rank, token)| (token.as_slice(), rank))
        .collect();
    let pairs: Vec<Pair> = (0..)
        .zip(tokens)
        .filter(|(_, token)| token.len() > 1)
        .map(|(rank, token)| canonical(token, rank, &ranks))
        .collect();
    write_pairs(&pairs, output);
    write_bytes(&ranks, output);
    pairs
}

/// Writes a hash table in which each pair is in the one slot where it is looked for. Pairs are in groups, and each
/// group has a pilot, found here: a number with which no pair of the group has a slot that another pair has. The
/// largest groups come first, while most slots are free.
///
/// A slot is 0, or has the pair's key above 18 bits of merged token.
fn write_pairs(pairs: &[Pair], output: &mut Output) {
    let mut groups = vec![Vec::new(); 1 << hash::GROUP_BITS];
    for pair in pairs {
        groups[pair.group()].push(pair);
    }
    let mut order = Vec::from_iter(0..groups.len());
    order.sort_by_key(|&group| Reverse(groups[group].len()));
    let mut slots = vec![0_u64; 1 << hash::SLOT_BITS];
    let mut pilots = vec![0; groups.len()];
    for group in order {
        pilots[group] = (0..=u8::MAX)
            .find(|&pilot| insert(&mut slots, &groups[group], pilot))
            .expect("every group has a pilot");
    }
    output.u8("pair_pilots", &pilots);
    output.u64("pair_slots", &slots);
}

/// Inserts the pairs of a group, unless a slot is taken.
fn insert(slots: &mut [u64], group: &[&Pair], pilot: u8) -> bool {
    for (index, pair) in group.iter().enumerate() {
        let slot = pair.slot(pilot);
        if slots[slot] != 0 {
            for pair in &group[..index] {
                slots[pair.slot(pilot)] = 0;
            }
            return false;
        }
        slots[slot] = hash::pair_key(pair.left, pair.right) << 18 | u64::from(pair.merged);
    }
    true
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
        merged: rank,
    }
}
