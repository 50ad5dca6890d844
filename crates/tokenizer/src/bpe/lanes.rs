//! Merging in fixed arrays, several pieces in turns: while one waits for what its parts merge into, the others go on.
//!
//! For so few bytes, a plain search for the lowest rank beats any structure.

use super::split::Characters;
use crate::{
    Token,
    bounded::bounded,
    boxed::filled,
    tables::{CLOSED, EDGE, NO_TOKEN, Pair, byte_token, layout::lane_key, merge_bytes, merge_tokens},
};

/// The greatest length of a piece that is merged here.
pub const MAX_LENGTH: usize = PLACES - 1;

/// How many pieces are merged in turns.
pub const LANES: usize = 32;

/// Merges pieces in turns.
pub struct Lanes(Box<[Lane; LANES]>);

impl Lanes {
    pub fn new() -> Self {
        Self(filled(Lane::new()))
    }

    /// Merges up to [`LANES`] pieces of at most [`MAX_LENGTH`] bytes each, or the beginnings of longer ones.
    pub fn merge(&mut self, pieces: &[&[u8]]) {
        let lanes = &mut *self.0;
        let mut active = [0; LANES];
        let mut count = pieces.len().min(LANES);
        for (index, (lane, piece)) in lanes.iter_mut().zip(pieces).enumerate() {
            lane.start(piece);
            active[index] = index;
        }
        while count > 0 {
            let mut left = 0;
            for turn in 0..count {
                let index = active[bounded::<LANES>(turn)];
                let lane = &mut lanes[bounded::<LANES>(index)];
                if lane.merge_lowest() {
                    lane.prefetch_pairs();
                    active[bounded::<LANES>(left)] = index;
                    left += 1;
                }
            }
            count = left;
            for &index in active.iter().take(count) {
                lanes[bounded::<LANES>(index)].look_up_pairs();
            }
        }
    }

    /// Returns the tokens of the piece with that index among those that were merged last. To be called once for each.
    pub fn take_tokens(&mut self, index: usize) -> &[Token] {
        self.0[bounded::<LANES>(index)].take_tokens()
    }

    /// Merges one piece, and returns its tokens.
    pub fn merge_one(&mut self, piece: &[u8]) -> &[Token] {
        self.merge(&[piece]);
        self.take_tokens(0)
    }
}

/// The places for parts. Place 0 stands for both edges of the piece.
const PLACES: usize = lane_key::PLACE.values();

/// The parts of a piece: a linked list in arrays, where each part stays at its place.
#[derive(Clone)]
struct Lane {
    tokens: [Token; PLACES],
    /// For each part, what it and the next part merge into, above its own place: so the least of all keys is that of
    /// the lowest rank, and of equal ranks that of the leftmost part. [`NO_KEY`] where nothing merges, and where there
    /// is no part.
    keys: [i32; PLACES],
    next: [u8; PLACES],
    previous: [u8; PLACES],
    /// How many groups of keys are in use.
    groups: usize,
    /// The place of the part that was merged last, and what it forms with its neighbors.
    merged: usize,
    with_next: Pair,
    with_previous: Pair,
}

const NO_KEY: i32 = i32::MAX;

/// How many keys are compared at a time.
const GROUP: usize = 16;

impl Lane {
    fn new() -> Self {
        Self {
            tokens: [EDGE; PLACES],
            keys: [NO_KEY; PLACES],
            next: [0; PLACES],
            previous: [0; PLACES],
            groups: 0,
            merged: 0,
            with_next: Pair::default(),
            with_previous: Pair::default(),
        }
    }

    /// Makes the parts that a piece is merged from.
    fn start(&mut self, piece: &[u8]) {
        let piece = &piece[..piece.len().min(MAX_LENGTH)];
        let count = if piece.is_ascii() {
            self.start_with_bytes(piece)
        } else {
            self.start_with_characters(piece)
        };
        self.link(count);
    }

    /// Makes a part of each byte. Returns how many there are.
    fn start_with_bytes(&mut self, piece: &[u8]) -> usize {
        for (index, &byte) in piece.iter().enumerate() {
            self.tokens[index + 1] = byte_token(byte);
        }
        for (index, pair) in piece.windows(2).enumerate() {
            self.keys[index + 1] = key(merge_bytes(pair[0], pair[1]), index + 1);
        }
        piece.len()
    }

    /// Makes a part of each whole character, and of each byte of the others. Returns how many there are.
    fn start_with_characters(&mut self, piece: &[u8]) -> usize {
        let mut count = 0;
        let mut start = 0;
        for character in Characters::new(piece) {
            if character.token < CLOSED {
                count += 1;
                self.tokens[bounded::<PLACES>(count)] = character.token;
            } else {
                for &byte in &piece[start..character.end] {
                    count += 1;
                    self.tokens[bounded::<PLACES>(count)] = byte_token(byte);
                }
            }
            start = character.end;
        }
        for place in 1..count {
            let merged = merge_tokens(self.tokens[place], self.tokens[place + 1]);
            self.keys[place] = key(merged, place);
        }
        count
    }

    /// Links the parts at the places 1 to `count`.
    fn link(&mut self, count: usize) {
        for place in 1..=count {
            self.next[place] = place as u8 + 1;
            self.previous[place] = place as u8 - 1;
        }
        self.next[count] = 0;
        // The last part has no key, and the search reads whole groups.
        self.groups = count / GROUP + 1;
        self.keys[count.max(1)..GROUP * self.groups].fill(NO_KEY);
    }

    /// Merges the part that has the lowest key with the next part. Returns whether there was one; if so, the keys of
    /// the new part and of the previous one are out of date until [`look_up_pairs`](Self::look_up_pairs).
    #[inline(always)]
    fn merge_lowest(&mut self) -> bool {
        let key = self.lowest_key();
        if key == NO_KEY {
            return false;
        }
        let (token, place) = lane_key::unpack(key);
        let gone = usize::from(self.next[place]);
        let next = usize::from(self.next[bounded::<PLACES>(gone)]);
        self.tokens[place] = token;
        self.keys[bounded::<PLACES>(gone)] = NO_KEY;
        self.next[place] = next as u8;
        self.previous[bounded::<PLACES>(next)] = place as u8;
        self.merged = place;
        true
    }

    /// Returns the places of the part that was merged last and of its neighbors: previous, own, next.
    #[inline(always)]
    fn merged_with_neighbors(&self) -> (usize, usize, usize) {
        let place = bounded::<PLACES>(self.merged);
        let neighbor = |places: &[u8; PLACES]| bounded::<PLACES>(usize::from(places[place]));
        (neighbor(&self.previous), place, neighbor(&self.next))
    }

    /// Finds what the part that was merged last forms with its neighbors, and asks for the merges of these pairs.
    #[inline(always)]
    fn prefetch_pairs(&mut self) {
        let (previous, place, next) = self.merged_with_neighbors();
        self.with_next = Pair::new(self.tokens[place], self.tokens[next]);
        self.with_previous = Pair::new(self.tokens[previous], self.tokens[place]);
        self.with_next.prefetch();
        self.with_previous.prefetch();
    }

    /// Looks up the pairs that were asked for.
    #[inline(always)]
    fn look_up_pairs(&mut self) {
        let (previous, place, _) = self.merged_with_neighbors();
        self.keys[place] = key(self.with_next.merged(), place);
        self.keys[previous] = key(self.with_previous.merged(), previous);
    }

    #[inline(always)]
    fn lowest_key(&self) -> i32 {
        let mut lowest = [NO_KEY; GROUP];
        for group in self.keys.as_chunks::<GROUP>().0.iter().take(self.groups) {
            for (lowest, key) in lowest.iter_mut().zip(group) {
                *lowest = (*lowest).min(*key);
            }
        }
        lowest.into_iter().fold(NO_KEY, i32::min)
    }

    /// Moves the tokens together, and returns them.
    fn take_tokens(&mut self) -> &[Token] {
        let mut place = 1;
        let mut count = 0;
        while place != 0 {
            count += 1;
            self.tokens[bounded::<PLACES>(count)] = self.tokens[bounded::<PLACES>(place)];
            place = usize::from(self.next[bounded::<PLACES>(place)]);
        }
        &self.tokens[1..(count + 1).min(PLACES)]
    }
}

/// Returns the key of the part at `place`, given what it and the next part merge into.
#[inline(always)]
fn key(merged: Token, place: usize) -> i32 {
    if merged == NO_TOKEN {
        NO_KEY
    } else {
        lane_key::pack(merged, place)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::heap, *};

    /// Merges as many pieces at a time as there are lanes, and fewer; each gets the tokens that a heap gives.
    fn check(pieces: &[&[u8]]) {
        let expected = Vec::from_iter(pieces.iter().map(|piece| heap::merge(piece)));
        let mut lanes = Lanes::new();
        for size in 1..=LANES {
            for (pieces, expected) in pieces.chunks(size).zip(expected.chunks(size)) {
                lanes.merge(pieces);
                for (index, (piece, expected)) in pieces.iter().zip(expected).enumerate() {
                    let shown = piece.escape_ascii().to_string();
                    assert!(lanes.take_tokens(index) == *expected, "{shown}");
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
        let step = if cfg!(miri) { 31 } else { 1 };
        let mut pieces = Vec::new();
        for text in texts.map(str::as_bytes) {
            for length in (1..=MAX_LENGTH.min(text.len())).step_by(step) {
                pieces.push(&text[..length]);
                pieces.push(&text[text.len() - length..]);
            }
        }
        check(&pieces);
    }
}
