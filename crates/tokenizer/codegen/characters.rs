//! Writes where merging can start from whole characters (docs/tokenizer.md, S12), and where text can be cut (S14, S14a).
//!
//! A character of several bytes that is a token is whole in a text if its bytes merge into it before anything merges
//! across its edges. Only a token that joins a part of the character to something beyond its edge could come first,
//! and only one with a lower rank than the character. Two neighbors are in *conflict* if such a token may exist where
//! they meet, so a character in conflict with neither neighbor is whole. Tokens of a space and a part of a character
//! would put most characters in conflict with the space: after a space, no character is taken to be whole.
//!
//! A character of three bytes that is no token is *closed* at some place in a text if no token at all can join a part of
//! it to something beyond its edge (S14a). The filter of conflicts has, for closed characters, what can be before one
//! with that first byte, and after one with that last byte.

use crate::{
    hash,
    layout::{
        CLOSED, NO_TOKEN,
        character_trie::{CODE_POINTS, LEAF},
        filter_hash,
    },
    output::Output,
    pairs::Pair,
    trie::Trie,
};
use std::{collections::HashMap, str};

/// Writes the tokens of characters, and the filters of neighbors that are in conflict and of those that can merge.
pub fn write(tokens: &[Vec<u8>], pairs: &[Pair], output: &mut Output) {
    let mut characters = Characters::new(tokens);
    for (rank, token) in (0..).zip(tokens) {
        characters.cross_left_edges(rank, token);
        characters.cross_right_edges(rank, token);
        characters.contain(token);
    }
    let trie = Trie::new(&characters.tokens, LEAF);
    output.u16("character_index", &trie.index_as());
    output.u32("character_leaves", &trie.leaves);
    output.u64("conflict_filter", &characters.conflicts.0);
    output.u64("merge_filter", &merges(tokens, pairs).0);
}

/// Returns the filter of the neighbors between which a merge is possible if both are whole: a canonical pair whose left
/// token ends with the one, and whose right token begins with the other.
fn merges(tokens: &[Vec<u8>], pairs: &[Pair]) -> BloomFilter {
    let mut merges = BloomFilter::new();
    for pair in pairs {
        let left = last_character(&tokens[pair.left as usize]);
        let right = first_character(&tokens[pair.right as usize]);
        if let (Some(left), Some(right)) = (left, right) {
            merges.add(left, right);
        }
    }
    merges
}

struct Characters {
    /// By code point, the tokens of the characters that can be whole, and `CLOSED` for those that can be closed.
    tokens: Vec<u32>,
    conflicts: BloomFilter,
}

impl Characters {
    fn new(tokens: &[Vec<u8>]) -> Self {
        let ranks: HashMap<&[u8], u32> = (0..)
            .zip(tokens)
            .map(|(rank, token)| (token.as_slice(), rank))
            .collect();
        let token = |code_point| {
            let character = char::from_u32(code_point).filter(|character| !character.is_ascii())?;
            let bytes = character.encode_utf8(&mut [0; 4]).as_bytes().to_vec();
            let closed = (bytes.len() == 3).then_some(CLOSED);
            ranks.get(bytes.as_slice()).copied().or(closed)
        };
        Self {
            tokens: (0..CODE_POINTS)
                .map(|code_point| token(code_point).unwrap_or(NO_TOKEN))
                .collect(),
            conflicts: BloomFilter::new(),
        }
    }

    /// Finds the characters that the token begins at its end: they are in conflict with what the token has before them.
    fn cross_left_edges(&mut self, rank: u32, token: &[u8]) {
        let last = token
            .iter()
            .rposition(|byte| !is_continuation(*byte))
            .unwrap_or(0);
        let (before, part) = token.split_at(last);
        if before.is_empty() || before.ends_with(b" ") || str::from_utf8(part).is_ok() {
            return;
        }
        let left = last_character(before);
        for character in self.later_than(rank, |bytes| bytes.starts_with(part)) {
            match left {
                Some(left) => self.conflicts.add(left, character),
                // The token may follow any character with that end.
                None => self.tokens[character as usize] = NO_TOKEN,
            }
        }
        match left {
            Some(left) => self.conflicts.add(left, part[0].into()),
            None => self.open(|bytes| bytes.starts_with(part)),
        }
    }

    /// Finds the characters that the token ends at its beginning: they are in conflict with what the token has after
    /// them.
    fn cross_right_edges(&mut self, rank: u32, token: &[u8]) {
        let first = token
            .iter()
            .position(|byte| !is_continuation(*byte))
            .unwrap_or(token.len());
        let (part, after) = token.split_at(first);
        if part.is_empty() || after.is_empty() {
            return;
        }
        let right = first_character(after);
        for character in self.later_than(rank, |bytes| bytes.ends_with(part)) {
            match right {
                Some(right) => self.conflicts.add(character, right),
                // The token may precede any character with that beginning.
                None => self.tokens[character as usize] = NO_TOKEN,
            }
        }
        match right {
            Some(right) => self.conflicts.add(part[part.len() - 1].into(), right),
            None => self.open(|bytes| bytes.ends_with(part)),
        }
    }

    /// A character is not closed if the token has all of it and more.
    fn contain(&mut self, token: &[u8]) {
        for character in token.utf8_chunks().flat_map(|chunk| chunk.valid().chars()) {
            let known = self.tokens.get_mut(character as usize);
            if let Some(known) = known.filter(|known| **known == CLOSED) {
                *known = NO_TOKEN;
            }
        }
    }

    /// Characters whose bytes meet the condition are not closed.
    fn open(&mut self, condition: impl Fn(&[u8]) -> bool) {
        for character in self.characters(|token| token == CLOSED, condition) {
            self.tokens[character as usize] = NO_TOKEN;
        }
    }

    /// Returns the characters with higher ranks whose bytes meet the condition.
    fn later_than(&self, rank: u32, condition: impl Fn(&[u8]) -> bool) -> Vec<char> {
        self.characters(|token| token < CLOSED && token > rank, condition)
    }

    /// Returns the characters whose tokens and whose bytes meet these conditions.
    fn characters(&self, is_wanted: impl Fn(u32) -> bool, condition: impl Fn(&[u8]) -> bool) -> Vec<char> {
        (0..CODE_POINTS)
            .zip(&self.tokens)
            .filter(|&(_, &token)| is_wanted(token))
            .filter_map(|(code_point, _)| char::from_u32(code_point))
            .filter(|character| condition(character.encode_utf8(&mut [0; 4]).as_bytes()))
            .collect()
    }
}

/// A Bloom filter of pairs of characters.
struct BloomFilter(Vec<u64>);

impl BloomFilter {
    fn new() -> Self {
        Self(vec![0; filter_hash::WORD.values()])
    }

    fn add(&mut self, left: char, right: char) {
        let (word, bits) = hash::filter_place(left.into(), right.into());
        self.0[word] |= bits;
    }
}

/// Returns the whole character that the bytes begin with.
fn first_character(bytes: &[u8]) -> Option<char> {
    bytes.utf8_chunks().next()?.valid().chars().next()
}

/// Returns the whole character that the bytes end with.
fn last_character(bytes: &[u8]) -> Option<char> {
    let last = bytes.iter().rposition(|byte| !is_continuation(*byte))?;
    str::from_utf8(&bytes[last..]).ok()?.chars().next()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
