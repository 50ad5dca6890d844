//! Merging in fixed arrays, several pieces in turns: while one waits for what its parts merge into, the others go on.
//!
//! For a few bytes, a plain search for the lowest rank beats any structure.

use super::split::Characters;
use crate::{
    Token,
    tables::{EDGE, NO_TOKEN, Pair, byte_token, merged, merged_bytes},
};
use std::array;

/// The greatest length of a piece that is merged here.
pub const SHORT: usize = PLACES - 1;

/// How many pieces are merged in turns.
pub const LANES: usize = 8;

/// Merges pieces in turns.
pub struct Team {
    lanes: [Parts; LANES],
}

impl Team {
    pub fn new() -> Self {
        Self {
            lanes: array::from_fn(|_| Parts::new()),
        }
    }

    /// Merges up to [`LANES`] pieces of at most [`SHORT`] bytes each (of longer ones, the beginnings);
    /// [`collect`](Self::collect) gives their tokens.
    pub fn merge(&mut self, pieces: &[&[u8]]) {
        let mut active = [0; LANES];
        let mut count = pieces.len().min(LANES);
        for (index, (lane, piece)) in self.lanes.iter_mut().zip(pieces).enumerate() {
            lane.start(piece);
            active[index] = index;
        }
        while count > 0 {
            let mut left = 0;
            for turn in 0..count {
                let lane = active[turn % LANES];
                let parts = &mut self.lanes[lane % LANES];
                if parts.join_lowest() {
                    parts.ask();
                    active[left % LANES] = lane;
                    left += 1;
                }
            }
            count = left;
            for lane in active.iter().take(count) {
                self.lanes[lane % LANES].look_up();
            }
        }
    }

    /// The tokens of the piece with that index among those that were merged last; to be called once.
    pub fn collect(&mut self, index: usize) -> &[Token] {
        self.lanes[index % LANES].collect()
    }

    /// Encodes one piece.
    pub fn encode(&mut self, piece: &[u8]) -> &[Token] {
        self.merge(&[piece]);
        self.collect(0)
    }
}

/// Places for parts; the one at 0 stands for both ends.
const PLACES: usize = 64;

/// The parts of a piece: a linked list in arrays, where each part stays at its place.
struct Parts {
    tokens: [Token; PLACES],
    /// For each part, the token that it and the next part merge into, above its own place: so the least of all is the
    /// lowest rank, and the leftmost of equals. `NO_KEY` where nothing merges, and where no part is.
    keys: [i32; PLACES],
    next: [u8; PLACES],
    previous: [u8; PLACES],
    /// How many groups of keys are in use.
    groups: usize,
    /// The part that was joined last, and what it may merge into with its neighbors.
    joined: usize,
    with_next: Pair,
    with_previous: Pair,
}

const PLACE_BITS: u32 = PLACES.ilog2();
const NO_KEY: i32 = i32::MAX;

/// How many keys are compared at a time.
const GROUP: usize = 16;

impl Parts {
    fn new() -> Self {
        Self {
            tokens: [EDGE; PLACES],
            keys: [NO_KEY; PLACES],
            next: [0; PLACES],
            previous: [0; PLACES],
            groups: 0,
            joined: 0,
            with_next: Pair::default(),
            with_previous: Pair::default(),
        }
    }

    fn start(&mut self, piece: &[u8]) {
        let piece = &piece[..piece.len().min(SHORT)];
        let count = if piece.is_ascii() {
            self.start_with_bytes(piece)
        } else {
            self.start_with_characters(piece)
        };
        self.link(count);
    }

    /// A part for each byte.
    fn start_with_bytes(&mut self, piece: &[u8]) -> usize {
        for (index, &byte) in piece.iter().enumerate() {
            self.tokens[index + 1] = byte_token(byte);
        }
        for (index, pair) in piece.windows(2).enumerate() {
            self.keys[index + 1] = key(merged_bytes(pair[0], pair[1]), index + 1);
        }
        piece.len()
    }

    /// A part for each character that is whole before anything else merges with it, and for each byte of others.
    fn start_with_characters(&mut self, piece: &[u8]) -> usize {
        let mut count = 0;
        let mut start = 0;
        for character in Characters::new(piece) {
            if character.token != NO_TOKEN {
                count += 1;
                self.tokens[count % PLACES] = character.token;
            } else {
                for &byte in &piece[start..character.end] {
                    count += 1;
                    self.tokens[count % PLACES] = byte_token(byte);
                }
            }
            start = character.end;
        }
        for place in 1..count {
            self.keys[place] = key(merged(self.tokens[place], self.tokens[place + 1]), place);
        }
        count
    }

    /// Links the parts.
    fn link(&mut self, count: usize) {
        for place in 1..=count {
            self.next[place] = place as u8 + 1;
            self.previous[place] = place as u8 - 1;
        }
        self.next[count] = 0;
        // The last part's key, and what the search reads in whole groups.
        self.groups = count / GROUP + 1;
        self.keys[count.max(1)..GROUP * self.groups].fill(NO_KEY);
    }

    /// Joins the part whose key is the lowest with the next part. Returns whether there was one; if so, what the new
    /// part may merge into is to be found out.
    #[inline(always)]
    fn join_lowest(&mut self) -> bool {
        let key = self.lowest();
        if key == NO_KEY {
            return false;
        }
        let place = key as usize % PLACES;
        let token = key as Token >> PLACE_BITS;
        let gone = usize::from(self.next[place]) % PLACES;
        let next = usize::from(self.next[gone]) % PLACES;
        self.tokens[place] = token;
        self.keys[gone] = NO_KEY;
        self.next[place] = next as u8;
        self.previous[next] = place as u8;
        self.joined = place;
        true
    }

    /// The part that was joined last, and its neighbors.
    #[inline(always)]
    fn neighbors(&self) -> (usize, usize, usize) {
        let place = self.joined % PLACES;
        let neighbor = |places: &[u8; PLACES]| usize::from(places[place]) % PLACES;
        (neighbor(&self.previous), place, neighbor(&self.next))
    }

    /// Asks for what the part that was joined last may merge into.
    #[inline(always)]
    fn ask(&mut self) {
        let (previous, place, next) = self.neighbors();
        self.with_next = Pair::new(self.tokens[place], self.tokens[next]);
        self.with_previous = Pair::new(self.tokens[previous], self.tokens[place]);
        self.with_next.prefetch();
        self.with_previous.prefetch();
    }

    /// Takes what was asked for.
    #[inline(always)]
    fn look_up(&mut self) {
        let (previous, place, _) = self.neighbors();
        self.keys[place] = key(self.with_next.merged(), place);
        self.keys[previous] = key(self.with_previous.merged(), previous);
    }

    #[inline(always)]
    fn lowest(&self) -> i32 {
        let mut lanes = [NO_KEY; GROUP];
        for group in self.keys.as_chunks::<GROUP>().0.iter().take(self.groups) {
            for (lane, key) in lanes.iter_mut().zip(group) {
                *lane = (*lane).min(*key);
            }
        }
        lanes.into_iter().fold(NO_KEY, i32::min)
    }

    /// Moves the tokens together.
    fn collect(&mut self) -> &[Token] {
        let mut place = 1;
        let mut count = 0;
        while place != 0 {
            count += 1;
            self.tokens[count % PLACES] = self.tokens[place % PLACES];
            place = usize::from(self.next[place % PLACES]);
        }
        &self.tokens[1..(count + 1).min(PLACES)]
    }
}

#[inline(always)]
fn key(merged: Token, place: usize) -> i32 {
    if merged == NO_TOKEN {
        NO_KEY
    } else {
        (merged << PLACE_BITS) as i32 | place as i32
    }
}

#[cfg(test)]
mod tests {
    use super::{super::heap, *};

    /// Merges the pieces in teams of every size; each gets the tokens that it gets alone, by a heap.
    fn check(pieces: &[&[u8]]) {
        let mut team = Team::new();
        for size in 1..=LANES {
            for pieces in pieces.chunks(size) {
                team.merge(pieces);
                for (index, piece) in pieces.iter().enumerate() {
                    let shown = piece.escape_ascii().to_string();
                    assert!(team.collect(index) == heap::encode(piece), "{shown}");
                }
            }
        }
    }

    #[test]
    fn pieces_of_every_length_are_merged_in_turns() {
        let texts = [
            "Zusammengehörigkeitsgefühl, Kompilierungseinstellungen und noch andere Wörter",
            "internationalizationcounterrevolutionariesunconstitutionality",
            "неправильнопреобразованныеконфигурационныефайлы",
            "類型別名循環參考其自身エラーが発生しました。한국어도있다",
            "qzxjvkqqzxwvjkpqzzxjqvwkxjqzpvvkwqxjzkqvxwzjkpqvxzjwkqpzvxjwkq",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ];
        let mut pieces = Vec::new();
        for text in texts.map(str::as_bytes) {
            for length in 1..=SHORT.min(text.len()) {
                pieces.push(&text[..length]);
                pieces.push(&text[text.len() - length..]);
            }
        }
        check(&pieces);
    }
}
