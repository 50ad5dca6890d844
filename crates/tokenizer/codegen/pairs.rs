//! Writes the tables of merges: from two adjacent tokens to the one that they become.
//!
//! Each token of two or more bytes has one canonical pair, and the canonical pairs are all merges that ever happen:
//! docs/tokenizer.md, S8. What this takes of the vocabulary (S5), [`canonical_pair`] asserts.

use crate::{
    hash,
    layout::{NO_TOKEN, pair_hash, pair_slot},
    output::{Output, pack},
};
use std::{cmp::Reverse, collections::HashMap};

type Ranks<'a> = HashMap<&'a [u8], u32>;

/// A canonical pair, and the token that it becomes.
pub struct Pair {
    pub left: u32,
    pub right: u32,
    merged: u32,
}

impl Pair {
    fn key(&self) -> u64 {
        hash::pair_key(self.left, self.right)
    }

    fn group(&self) -> usize {
        hash::pair_group(hash::pair(self.key()))
    }

    fn slot(&self, pilot: u8) -> usize {
        hash::pair_slot(hash::pair(self.key()), pilot)
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
        .map(|(rank, token)| canonical_pair(token, rank, &ranks))
        .collect();
    write_pairs(&pairs, output);
    write_bytes(&ranks, output);
    pairs
}

/// Writes a hash table without collisions: each pair is in the one slot where it is looked for. Pairs form groups, and
/// each group has a pilot, found here: a number that gives its pairs slots that no other pair has. The largest groups
/// come first, while most slots are free.
fn write_pairs(pairs: &[Pair], output: &mut Output) {
    let mut groups = vec![Vec::new(); pair_hash::GROUP.values()];
    for pair in pairs {
        groups[pair.group()].push(pair);
    }
    let mut order = Vec::from_iter(0..groups.len());
    order.sort_by_key(|&group| Reverse(groups[group].len()));
    let mut slots = vec![0; pair_slot::COUNT];
    let mut pilots = vec![0; groups.len()];
    for group in order {
        pilots[group] = (0..=u8::MAX)
            .find(|&pilot| place_group(&mut slots, &groups[group], pilot))
            .expect("every group has a pilot");
    }
    output.u8("pair_pilots", &pilots);
    output.u64("pair_slots", &slots);
}

/// Places the pairs of a group by the pilot, unless a slot is taken. Returns whether they were placed.
fn place_group(slots: &mut [u64], group: &[&Pair], pilot: u8) -> bool {
    for (index, pair) in group.iter().enumerate() {
        let slot = pair.slot(pilot);
        if slots[slot] != 0 {
            for pair in &group[..index] {
                slots[pair.slot(pilot)] = 0;
            }
            return false;
        }
        slots[slot] = pack([
            (pair_slot::MERGED, pair.merged.into()),
            (pair_slot::KEY, pair.key()),
        ]);
    }
    true
}

/// Writes the token of each byte, and of each two bytes the token that they are.
fn write_bytes(ranks: &Ranks, output: &mut Output) {
    let single = |byte: u8| *ranks.get([byte].as_slice()).expect("every byte is a token");
    output.u32("byte_tokens", &Vec::from_iter((0..=255).map(single)));
    let double = |pair: u16| *ranks.get(pair.to_be_bytes().as_slice()).unwrap_or(&NO_TOKEN);
    output.u32("byte_pairs", &Vec::from_iter((0..=u16::MAX).map(double)));
}

/// Encodes a token's bytes by the definition, and returns the last two parts.
///
/// # Panics
/// If a merge before the last one does not have a lower rank than the token (docs/tokenizer.md, S5).
fn canonical_pair(token: &[u8], rank: u32, ranks: &Ranks) -> Pair {
    let mut ends = Vec::from_iter(0..=token.len());
    while ends.len() > 3 {
        let merged = |at: usize| *ranks.get(&token[ends[at]..ends[at + 2]]).unwrap_or(&NO_TOKEN);
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
