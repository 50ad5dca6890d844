//! Where merging can start from whole characters, and where text can be cut.
//!
//! A character of several bytes that is a token is *whole* where it stands if its bytes merge into it before anything
//! merges across its edges. Only a token that has a part of the character and something beyond its edge could come
//! first, and only one with a lower rank than the character's. Such a token has some neighbor of the character within
//! or a part of one: the two characters are in *conflict*. So a character is whole if it is in conflict with neither
//! neighbor. Tokens of a space and a part of a character would put most characters in conflict with the space: after a
//! space, no character is taken to be whole.
//!
//! Between two whole characters, a merge needs a canonical pair of which the first ends with the one character and
//! the second begins with the other. Where there is none, text can be cut and its parts encoded alone.

use crate::{hash, output::Output, pairs::Pair};
use std::{collections::HashMap, str};

const NONE: u32 = u32::MAX;

/// Only characters of the basic plane are taken to be whole.
const CODE_POINTS: u32 = 0x1_0000;

/// How many code points share an entry of the index. `whole_character` in `src/tables/mod.rs` knows it too.
const BLOCK: usize = 64;

const FILTER_WORDS: usize = 1 << 12;

/// Writes the tokens of characters, and the filters of neighbors that are in conflict and that can merge.
pub fn write(tokens: &[Vec<u8>], pairs: &[Pair], output: &mut Output) {
    let mut characters = Characters::new(tokens);
    for (rank, token) in (0..).zip(tokens) {
        characters.cross_left_edges(rank, token);
        characters.cross_right_edges(rank, token);
    }
    for pair in pairs {
        let left = last_character(&tokens[pair.left as usize]);
        let right = first_character(&tokens[pair.right as usize]);
        if let (Some(left), Some(right)) = (left, right) {
            add(&mut characters.merges, left, right);
        }
    }
    write_tokens(&characters.tokens, output);
    output.u64("conflict_filter", &characters.conflicts);
    output.u64("neighbor_filter", &characters.merges);
}

struct Characters {
    /// By code point, the tokens of the characters that can be whole.
    tokens: Vec<u32>,
    /// Bloom filters of pairs of characters.
    conflicts: Vec<u64>,
    merges: Vec<u64>,
}

impl Characters {
    fn new(tokens: &[Vec<u8>]) -> Self {
        let ranks: HashMap<&[u8], u32> = (0..)
            .zip(tokens)
            .map(|(rank, token)| (token.as_slice(), rank))
            .collect();
        let token = |code_point| {
            let character = char::from_u32(code_point).filter(|character| !character.is_ascii())?;
            ranks.get(character.encode_utf8(&mut [0; 4]).as_bytes()).copied()
        };
        Self {
            tokens: (0..CODE_POINTS)
                .map(|code_point| token(code_point).unwrap_or(NONE))
                .collect(),
            conflicts: vec![0; FILTER_WORDS],
            merges: vec![0; FILTER_WORDS],
        }
    }

    /// If the token ends with the beginning of characters, those are in conflict with what is before it there.
    fn cross_left_edges(&mut self, rank: u32, token: &[u8]) {
        let last = token
            .iter()
            .rposition(|byte| !is_continuation(*byte))
            .unwrap_or(0);
        let (before, part) = token.split_at(last);
        if before.is_empty() || before.ends_with(b" ") || str::from_utf8(part).is_ok() {
            return;
        }
        for character in self.later_than(rank, |bytes| bytes.starts_with(part)) {
            match last_character(before) {
                Some(left) => add(&mut self.conflicts, left, character),
                // Any character with that end could be before it.
                None => self.tokens[character as usize] = NONE,
            }
        }
    }

    /// If the token begins with the end of characters, those are in conflict with what is behind it there.
    fn cross_right_edges(&mut self, rank: u32, token: &[u8]) {
        let first = token
            .iter()
            .position(|byte| !is_continuation(*byte))
            .unwrap_or(token.len());
        let (part, behind) = token.split_at(first);
        if part.is_empty() || behind.is_empty() {
            return;
        }
        for character in self.later_than(rank, |bytes| bytes.ends_with(part)) {
            match first_character(behind) {
                Some(right) => add(&mut self.conflicts, character, right),
                // Any character with that beginning could be behind it.
                None => self.tokens[character as usize] = NONE,
            }
        }
    }

    /// The characters with higher ranks whose bytes are such.
    fn later_than(&self, rank: u32, are_such: impl Fn(&[u8]) -> bool) -> Vec<char> {
        (0..CODE_POINTS)
            .zip(&self.tokens)
            .filter(|&(_, &token)| token != NONE && token > rank)
            .filter_map(|(code_point, _)| char::from_u32(code_point))
            .filter(|character| are_such(character.encode_utf8(&mut [0; 4]).as_bytes()))
            .collect()
    }
}

fn add(filter: &mut [u64], left: char, right: char) {
    let hash = hash::characters(left.into(), right.into());
    filter[(hash >> 52) as usize] |= hash::filter_bits(hash);
}

/// Writes the distinct blocks of the tokens by code point, and for each block of code points which one it is.
fn write_tokens(tokens: &[u32], output: &mut Output) {
    let mut blocks: Vec<&[u32]> = Vec::new();
    let mut index = Vec::new();
    for block in tokens.chunks(BLOCK) {
        let known = blocks.iter().position(|known| *known == block);
        let at = known.unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        index.push(u16::try_from(at).expect("there are fewer than 64 K blocks"));
    }
    output.u16("character_index", &index);
    output.u32("character_blocks", &blocks.concat());
}

/// The whole character that the bytes begin with.
fn first_character(bytes: &[u8]) -> Option<char> {
    bytes.utf8_chunks().next()?.valid().chars().next()
}

/// The whole character that the bytes end with.
fn last_character(bytes: &[u8]) -> Option<char> {
    let last = bytes.iter().rposition(|byte| !is_continuation(*byte))?;
    str::from_utf8(&bytes[last..]).ok()?.chars().next()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
