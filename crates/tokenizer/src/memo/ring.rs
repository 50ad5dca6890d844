//! The memo's table of long pieces: records of a piece and its tokens, one after another, of which the latest are kept.
//!
//! The records are in a ring, where a new one overwrites the oldest. An index tells where they are, in sets of a few
//! places. It keeps places that have been overwritten, and tells them by their age.

use crate::{
    Token,
    tables::{
        hash,
        layout::ring_place::{HASH, KEY, LENGTH, TOKENS},
    },
};
use std::{iter, mem};

/// Where a record is: a word with its start, and one with the piece's hash and length and the number of tokens. The
/// words of all records are counted as if the ring never came round, so no two records have the same start. A place is
/// empty if it is all zeros, which no other is, because a piece has at least one byte.
type Place = [u64; 2];

/// A set of places is a cache line.
const WAYS: usize = 4;

const NO_PLACES: [Place; WAYS] = [[0; 2]; WAYS];

/// For how many words of the ring the index has a set: a record has about a quarter of that.
const WORDS_PER_SET: usize = 128;

/// The ring has room for at least so many of the longest records that it takes.
const LONGEST_RECORDS: usize = 8;

/// The bytes of a word.
const WORD: usize = size_of::<u32>();

/// How many words are requested at first.
const FIRST_WORDS: usize = 4096;

/// Records of pieces of up to [`MAX_LENGTH`](Self::MAX_LENGTH) bytes.
pub struct Ring {
    /// The ring as far as it has been written: a record is the piece's bytes, padded with zeros, and its tokens.
    words: Vec<u32>,
    /// How many words the ring may have.
    capacity: usize,
    /// Where the next record starts.
    end: u64,
    index: Vec<[Place; WAYS]>,
}

impl Ring {
    pub const MAX_LENGTH: usize = 4096;

    /// Makes a ring of up to 2^`bits` words, which are requested as they are needed.
    pub fn new(bits: u32) -> Self {
        Self {
            words: Vec::new(),
            capacity: 1 << bits,
            end: 0,
            index: vec![NO_PLACES],
        }
    }

    /// Returns the tokens of a piece.
    pub fn get(&self, piece: &[u8]) -> Option<&[Token]> {
        self.find(piece, hash::piece(piece))
    }

    /// Remembers the tokens of a piece, unless they take too much of the ring.
    pub fn insert(&mut self, piece: &[u8], tokens: &[Token]) {
        self.place(piece, hash::piece(piece), tokens);
    }

    /// Returns the tokens of a piece with that hash.
    pub fn find(&self, piece: &[u8], hash: u64) -> Option<&[Token]> {
        let wanted = HASH.put(HASH.get(hash)) | LENGTH.put(piece.len() as u64);
        self.index[self.set(wanted)].iter().find_map(|&[start, about]| {
            let is_overwritten = start + (self.capacity as u64) < self.end;
            if KEY.get(about) != KEY.get(wanted) || is_overwritten {
                return None;
            }
            let record = self.words.get(self.at(start)..)?;
            let (words, rest) = record.split_at_checked(piece.len().div_ceil(WORD))?;
            let tokens = rest.get(..TOKENS.get(about) as usize)?;
            are_equal(words, piece).then_some(tokens)
        })
    }

    /// Remembers the tokens of a piece with that hash, unless they take too much of the ring.
    pub fn place(&mut self, piece: &[u8], hash: u64, tokens: &[Token]) {
        let length = piece.len().div_ceil(WORD) + tokens.len();
        if length > self.capacity / LONGEST_RECORDS || self.find(piece, hash).is_some() {
            return;
        }
        // A record is in one run of words.
        if self.at(self.end) + length > self.capacity {
            self.end = self.end.next_multiple_of(self.capacity as u64);
        }
        let at = self.at(self.end);
        self.make_room(at + length);
        let (bytes, rest) = self.words[at..at + length].split_at_mut(length - tokens.len());
        let (chunks, last) = piece.as_chunks();
        let last = (!last.is_empty()).then(|| padded_word(last));
        for (word, bytes) in iter::zip(bytes, chunks.iter().copied().chain(last)) {
            *word = u32::from_le_bytes(bytes);
        }
        rest.copy_from_slice(tokens);
        let about =
            HASH.put(HASH.get(hash)) | LENGTH.put(piece.len() as u64) | TOKENS.put(tokens.len() as u64);
        self.enter([self.end, about]);
        self.end += length as u64;
    }

    /// Makes sure that the ring has so many words, at most its capacity. It grows by doubling, and the index with it.
    fn make_room(&mut self, words: usize) {
        if words > self.words.capacity() {
            let room = self.capacity.min(FIRST_WORDS.max(2 * words).next_power_of_two());
            self.words.reserve_exact(room - self.words.len());
            let index = vec![NO_PLACES; room.div_ceil(WORDS_PER_SET)];
            for place in mem::replace(&mut self.index, index).into_iter().flatten() {
                self.enter(place);
            }
        }
        if words > self.words.len() {
            self.words.resize(words, 0);
        }
    }

    /// Enters a place in the index, instead of the oldest one in its set. An empty place is older than any.
    fn enter(&mut self, place: Place) {
        let set = self.set(place[1]);
        let oldest = self.index[set]
            .iter_mut()
            .min_by_key(|[start, about]| (*start, *about));
        if let Some(oldest) = oldest
            && *oldest < place
        {
            *oldest = place;
        }
    }

    /// Returns where in the ring a word is.
    fn at(&self, word: u64) -> usize {
        (word % self.capacity as u64) as usize
    }

    /// Returns the set that a place belongs to.
    fn set(&self, about: u64) -> usize {
        HASH.get(about) as usize % self.index.len()
    }
}

/// Returns up to [`WORD`] bytes as those of a word, padded with zeros.
fn padded_word(bytes: &[u8]) -> [u8; WORD] {
    let mut word = [0; WORD];
    word[..bytes.len()].copy_from_slice(bytes);
    word
}

/// Returns whether these are the piece's bytes, padded with zeros.
fn are_equal(words: &[u32], piece: &[u8]) -> bool {
    let (chunks, last) = piece.as_chunks();
    let difference = iter::zip(words, chunks).fold(0, |difference, (word, bytes)| {
        difference | (word ^ u32::from_le_bytes(*bytes))
    });
    let last = words
        .get(chunks.len())
        .is_none_or(|word| *word == u32::from_le_bytes(padded_word(last)));
    difference == 0 && last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::Random;
    use std::collections::HashMap;

    /// A piece, always the same one for a number, and tokens that no other piece has.
    fn record(number: usize) -> (Vec<u8>, Vec<Token>) {
        let mut random = Random::new(number as u64);
        let length = 1 + random.below(if number.is_multiple_of(8) { 400 } else { 40 });
        // Few values, so that many pieces differ in a few bytes.
        let piece = (0..length).map(|_| random.below(2) as u8).collect();
        let tokens = (0..random.below(length) + 1).map(|index| (1000 * number + index) as Token);
        (piece, tokens.collect())
    }

    /// A ring gives the tokens of the piece or none, whatever the hashes and however often it comes round. What was
    /// just inserted is there, unless it is too long.
    fn check(bits: u32, hash: fn(&[u8]) -> u64) {
        let mut ring = Ring::new(bits);
        let mut random = Random::new(1);
        let mut all = HashMap::new();
        let mut found = 0;
        for _ in 0..if cfg!(miri) { 200 } else { 20_000 } {
            let (piece, tokens) = record(random.below(500));
            let tokens = all.entry(piece.clone()).or_insert(tokens);
            match ring.find(&piece, hash(&piece)) {
                Some(known) => {
                    assert_eq!(known, tokens);
                    found += 1;
                }
                None => ring.place(&piece, hash(&piece), tokens),
            }
            let length = piece.len().div_ceil(WORD) + tokens.len();
            let expected = (length <= ring.capacity / LONGEST_RECORDS).then_some(tokens.as_slice());
            assert_eq!(ring.find(&piece, hash(&piece)), expected);
            assert!(ring.words.capacity() <= ring.capacity);
        }
        assert!(found > 0);
    }

    #[test]
    fn a_ring_of_any_size_gives_the_tokens_of_the_piece_or_none() {
        for bits in 6..18 {
            check(bits, hash::piece);
        }
    }

    #[test]
    fn pieces_with_the_same_hash_are_told_apart() {
        check(12, |_| 0);
        check(12, |piece| HASH.put(u64::from(piece[0])));
        check(12, |_| u64::MAX);
    }

    #[test]
    fn the_longest_piece_is_remembered() {
        let mut ring = Ring::new(18);
        let piece = [b'x'; Ring::MAX_LENGTH];
        let tokens = [Token::MAX; Ring::MAX_LENGTH];
        ring.insert(&piece, &tokens);
        assert_eq!(ring.get(&piece), Some(tokens.as_slice()));
        assert_eq!(ring.get(&piece[1..]), None);
    }
}
