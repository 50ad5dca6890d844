//! Merging in a fixed array: for a few bytes, a plain search for the lowest rank beats any structure.

use crate::{
    Token,
    tokenizer::characters::Characters,
    vocabulary::{NO_TOKEN, byte_token, merged, merged_bytes},
};

/// The greatest length of a piece that is merged here.
pub const SHORT: usize = 64;

/// The parts of a piece: a linked list in arrays, where each part stays at the place of its first byte.
pub struct Parts {
    tokens: [Token; SHORT],
    /// For each part, the token that it and the next part merge into, above its own place: so the least of all is the
    /// lowest rank, and the leftmost of equals. `NO_KEY` where nothing merges, and where no part is.
    keys: [u32; SHORT],
    next: [u8; SHORT],
    previous: [u8; SHORT],
}

const PLACE_BITS: u32 = SHORT.ilog2();
const NO_KEY: u32 = u32::MAX;

/// How many keys are compared at a time.
const GROUP: usize = 8;

/// Ends the list, either way.
const END: u8 = SHORT as u8;

impl Parts {
    pub fn new() -> Self {
        Self {
            tokens: [0; SHORT],
            keys: [NO_KEY; SHORT],
            next: [END; SHORT],
            previous: [END; SHORT],
        }
    }

    /// Encodes a piece of at most [`SHORT`] bytes (of a longer one, its beginning) and returns the tokens.
    pub fn encode(&mut self, piece: &[u8]) -> &[Token] {
        let piece = &piece[..piece.len().min(SHORT)];
        let count = if piece.is_ascii() {
            self.start_with_bytes(piece)
        } else {
            self.start_with_characters(piece)
        };
        self.link(count);
        while let Some(place) = self.lowest(count) {
            self.merge(place);
        }
        self.collect()
    }

    /// A part for each byte.
    fn start_with_bytes(&mut self, piece: &[u8]) -> usize {
        for (place, &byte) in piece.iter().enumerate() {
            self.tokens[place] = byte_token(byte);
        }
        for (place, pair) in piece.windows(2).enumerate() {
            self.keys[place] = key(merged_bytes(pair[0], pair[1]), place);
        }
        piece.len()
    }

    /// A part for each character that is whole before anything else merges with it, and for each byte of others.
    fn start_with_characters(&mut self, piece: &[u8]) -> usize {
        let mut count = 0;
        let mut start = 0;
        for character in Characters::new(piece) {
            if character.token != NO_TOKEN {
                self.tokens[count % SHORT] = character.token;
                count += 1;
            } else {
                for &byte in &piece[start..character.end] {
                    self.tokens[count % SHORT] = byte_token(byte);
                    count += 1;
                }
            }
            start = character.end;
        }
        for place in 1..count {
            self.keys[place - 1] = key(merged(self.tokens[place - 1], self.tokens[place]), place - 1);
        }
        count
    }

    /// Links the parts; the last one has no next.
    fn link(&mut self, count: usize) {
        for place in 0..count {
            self.next[place] = place as u8 + 1;
            self.previous[place] = (place as u8).wrapping_sub(1);
        }
        if let Some(last) = count.checked_sub(1) {
            self.keys[last] = NO_KEY;
            self.next[last] = END;
            self.previous[0] = END;
        }
        // What the search reads in whole groups.
        let rest = count.next_multiple_of(GROUP).min(SHORT);
        self.keys[count..rest].fill(NO_KEY);
    }

    fn lowest(&self, length: usize) -> Option<usize> {
        let groups = self.keys.as_chunks::<GROUP>().0;
        let least = |a: [u32; GROUP], b: &[u32; GROUP]| std::array::from_fn(|lane| a[lane].min(b[lane]));
        let lanes = groups[..length.div_ceil(GROUP)]
            .iter()
            .fold([NO_KEY; GROUP], least);
        let key = lanes.into_iter().fold(NO_KEY, u32::min);
        (key != NO_KEY).then_some(key as usize % SHORT)
    }

    /// Merges the part at `place` with the next one.
    fn merge(&mut self, place: usize) {
        self.tokens[place] = self.keys[place] >> PLACE_BITS;
        let gone = usize::from(self.next[place]) % SHORT;
        self.keys[gone] = NO_KEY;
        let next = self.next[gone];
        self.next[place] = next;
        self.keys[place] = NO_KEY;
        if next != END {
            let next = usize::from(next) % SHORT;
            self.previous[next] = place as u8;
            self.keys[place] = key(merged(self.tokens[place], self.tokens[next]), place);
        }
        if self.previous[place] != END {
            let previous = usize::from(self.previous[place]) % SHORT;
            self.keys[previous] = key(merged(self.tokens[previous], self.tokens[place]), previous);
        }
    }

    /// Moves the tokens together.
    fn collect(&mut self) -> &[Token] {
        let mut place = 0;
        let mut count = 0;
        while place != END {
            self.tokens[count % SHORT] = self.tokens[usize::from(place) % SHORT];
            count += 1;
            place = self.next[usize::from(place) % SHORT];
        }
        &self.tokens[..count.min(SHORT)]
    }
}

#[inline(always)]
fn key(merged: Token, place: usize) -> u32 {
    if merged == NO_TOKEN {
        NO_KEY
    } else {
        merged << PLACE_BITS | place as u32
    }
}
