//! The memo's table of passages: longer parts of texts that can be encoded on their own. A passage is remembered when it
//! comes a second time, since most text never does.

use super::ring::Ring;
use crate::{Token, tables::hash};
use std::mem;

/// How many bytes of a passage's start and of its end are hashed. Its other bytes only count when it is compared.
const HASHED: usize = 64;

/// A passage with its hash.
#[derive(Clone, Copy)]
pub struct Passage<'a> {
    bytes: &'a [u8],
    hash: u64,
}

impl<'a> Passage<'a> {
    /// Hashes a passage.
    pub fn new(bytes: &'a [u8]) -> Self {
        let first = &bytes[..bytes.len().min(HASHED)];
        let last = &bytes[bytes.len().saturating_sub(HASHED)..];
        let hash = hash::piece(first) ^ hash::piece(last).rotate_left(32) ^ bytes.len() as u64;
        Self { bytes, hash }
    }
}

/// Passages with their tokens.
pub struct Passages {
    records: Ring,
    /// The hashes of passages that have come, each in the place that it gives: the latest that came there.
    seen: Vec<u32>,
}

impl Passages {
    /// Makes a table whose ring has up to 2^`bits` words, and remembers that 2^`seen` passages have come.
    pub fn new(bits: u32, seen: u32) -> Self {
        Self {
            records: Ring::new(bits),
            seen: vec![0; 1 << seen],
        }
    }

    /// Returns the tokens of a passage. Those of one that has not come lately are not looked for.
    pub fn get(&self, passage: Passage) -> Option<&[Token]> {
        let (place, tag) = self.place(passage);
        (self.seen[place] == tag).then(|| self.records.find(passage.bytes, passage.hash))?
    }

    /// Returns whether a passage, or one with the same hash, has come lately. From now on, it has.
    pub fn is_seen_again(&mut self, passage: Passage) -> bool {
        let (place, tag) = self.place(passage);
        mem::replace(&mut self.seen[place], tag) == tag
    }

    /// Returns the place of a passage's hash, and the rest of the hash.
    fn place(&self, passage: Passage) -> (usize, u32) {
        (
            passage.hash as usize % self.seen.len(),
            (passage.hash >> 32) as u32,
        )
    }

    /// Remembers the tokens of a passage, unless they take too much room.
    pub fn insert(&mut self, bytes: &[u8], tokens: &[Token]) {
        let Passage { bytes, hash } = Passage::new(bytes);
        self.records.place(bytes, hash, tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_seen_again_the_second_time() {
        let mut passages = Passages::new(12, 4);
        let texts = ["one", "two", "one"].map(|text| text.repeat(60));
        let [first, second, again] = texts.each_ref().map(|text| Passage::new(text.as_bytes()));
        assert!(!passages.is_seen_again(first));
        assert!(!passages.is_seen_again(second));
        assert_eq!(passages.get(again), None);
        assert!(passages.is_seen_again(again));
        passages.insert(again.bytes, &[1, 2, 3]);
        assert_eq!(passages.get(first), Some([1, 2, 3].as_slice()));
        assert_eq!(passages.get(second), None);
        assert!(passages.is_seen_again(second));
    }

    #[test]
    fn passages_that_differ_in_the_middle_are_told_apart() {
        let mut passages = Passages::new(12, 4);
        let texts = ["a", "b"].map(|middle| format!("{0}{middle}{0}", "x".repeat(100)));
        for text in &texts {
            passages.is_seen_again(Passage::new(text.as_bytes()));
        }
        passages.insert(texts[0].as_bytes(), &[1]);
        assert_eq!(
            passages.get(Passage::new(texts[0].as_bytes())),
            Some([1].as_slice())
        );
        assert_eq!(passages.get(Passage::new(texts[1].as_bytes())), None);
    }
}
