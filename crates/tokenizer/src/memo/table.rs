//! One table of the memo: from a key to tokens, in packed words as many as the key has.
//!
//! The table is a cache of sets of two entries, of which the first is the newer. An empty entry is all zeros, which no
//! key is. Tokens that do not fit in an entry are not kept.

use super::{Key, memory::zeroed};
use crate::{
    Token,
    prefetch::prefetch,
    span::Span,
    tables::{
        hash::GOLDEN,
        layout::memo_word::{self, TOKENS},
    },
};
use std::{array, hint, iter};

/// Up to [`WORD_CAPACITY`] packed tokens.
pub type Word = u64;
pub const WORD_CAPACITY: usize = memo_word::CAPACITY;

/// A table of pieces whose keys have so many words.
pub struct Table<const WORDS: usize> {
    memory: Vec<u64>,
    /// Where the first set is in the memory: at the start of a cache line.
    first: usize,
    /// The binary logarithm of the number of sets.
    bits: u32,
    /// How many entries have made room for others.
    evicted: usize,
}

/// A piece's key, and where in the memory of a table the set is that it belongs to.
#[derive(Clone, Copy)]
pub struct Slot<const WORDS: usize> {
    pub key: Key<WORDS>,
    set: usize,
}

impl<const WORDS: usize> Slot<WORDS> {
    /// Returns the number of the set.
    #[inline(always)]
    pub fn set_number(&self) -> usize {
        self.set / Table::<WORDS>::SET
    }
}

impl<const WORDS: usize> Table<WORDS> {
    const ENTRY: usize = 2 * WORDS;
    const SET: usize = 2 * Self::ENTRY;

    /// Makes a table of 2^`bits` empty sets.
    pub fn new(bits: u32) -> Self {
        let (memory, first) = zeroed(Self::SET << bits);
        Self {
            memory,
            first,
            bits,
            evicted: 0,
        }
    }

    /// Makes the table one of 2^`bits` sets if it has fewer and is crowded: some entries have made room for others, one
    /// of 64 that it has room for. Slots that were found before are no longer valid.
    #[inline]
    pub fn grow_if_crowded(&mut self, bits: u32) {
        if self.bits < bits && 32 * self.evicted > 1 << self.bits {
            self.grow(bits);
        }
    }

    /// Moves all entries to a table of 2^`bits` sets. The entries of a set go to neighboring sets, because the highest
    /// bits of a hash tell the set: so the new memory is written from its start to its end.
    #[cold]
    fn grow(&mut self, bits: u32) {
        let mut table = Self::new(bits);
        for set in self.memory[self.first..][..Self::SET << self.bits].chunks_exact(Self::SET) {
            // The newer one last, so that it stays the newer one.
            for entry in set.chunks_exact(Self::ENTRY).rev() {
                let key = Key(array::from_fn(|word| entry[word]));
                if key != Key::EMPTY {
                    let start = table.set(&key);
                    let set = &mut table.memory[start..start + Self::SET];
                    set.copy_within(..Self::ENTRY, Self::ENTRY);
                    set[..Self::ENTRY].copy_from_slice(entry);
                }
            }
        }
        *self = table;
    }

    /// Returns the slot of a piece, or of its beginning if the piece is too long for a key.
    #[inline(always)]
    pub fn slot(&self, text: &[u8], piece: Span) -> Slot<WORDS> {
        let key = Key::new(text, piece);
        Slot {
            set: self.set(&key),
            key,
        }
    }

    /// Returns where the set is that a key belongs to.
    #[inline(always)]
    fn set(&self, key: &Key<WORDS>) -> usize {
        let hash = key.0.iter().fold(0_u64, |hash, word| {
            (hash.rotate_left(29) ^ word).wrapping_mul(GOLDEN)
        });
        self.first + Self::SET * (hash >> (u64::BITS - self.bits)) as usize
    }

    /// Asks for the memory of a slot, which will be needed soon.
    #[inline(always)]
    pub fn prefetch(&self, slot: &Slot<WORDS>) {
        prefetch(self.memory.as_ptr().wrapping_add(slot.set));
    }

    /// Returns the packed tokens of the piece with that slot.
    #[inline(always)]
    pub fn get(&self, slot: &Slot<WORDS>) -> Option<[Word; WORDS]> {
        let (words, is_known) = self.read(slot);
        is_known.then_some(words)
    }

    /// Returns the packed tokens of the piece with that slot, or any words, and whether they are the piece's.
    #[inline(always)]
    pub fn read(&self, slot: &Slot<WORDS>) -> ([Word; WORDS], bool) {
        let set = &self.memory[slot.set..slot.set + Self::SET];
        let (newer, older) = set.split_at(Self::ENTRY);
        // Which of the two it is cannot be predicted, so nothing branches on it.
        let entry = hint::select_unpredictable(matches(newer, &slot.key), newer, older);
        let words = entry.last_chunk().copied().unwrap_or([0; WORDS]);
        (words, matches(entry, &slot.key))
    }

    /// Remembers the tokens of the piece with that slot.
    pub fn insert(&mut self, slot: &Slot<WORDS>, tokens: &[Token]) {
        if tokens.len() > WORD_CAPACITY * WORDS {
            return;
        }
        let Some(set) = self.memory.get_mut(slot.set..slot.set + Self::SET) else {
            return;
        };
        // A piece that was missing at two places of a text is inserted twice. It must not take both entries.
        if matches(set, &slot.key) {
            return;
        }
        self.evicted += usize::from(!matches(&set[Self::ENTRY..], &Key::<WORDS>::EMPTY));
        set.copy_within(..Self::ENTRY, Self::ENTRY);
        let (key, words) = set[..Self::ENTRY].split_at_mut(WORDS);
        key.copy_from_slice(&slot.key.0);
        words.fill(0);
        for (word, tokens) in words.iter_mut().zip(tokens.chunks(WORD_CAPACITY)) {
            *word = pack(tokens);
        }
    }
}

/// Returns whether the entry has that key. The words are compared one by one, as they were written a moment ago.
#[inline(always)]
fn matches<const WORDS: usize>(entry: &[u64], key: &Key<WORDS>) -> bool {
    iter::zip(entry, &key.0).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// Packs tokens: at most [`WORD_CAPACITY`] of them.
#[inline(always)]
pub fn pack(tokens: &[Token]) -> Word {
    let token = |index: usize| tokens.get(index).copied().map_or(0, u64::from);
    let [first, second, third] = TOKENS;
    first.put(token(0))
        | second.put(token(1))
        | third.put(token(2))
        | memo_word::COUNT.put(tokens.len() as u64)
}

/// Returns the tokens of a word, and how many of them count.
#[inline(always)]
pub fn unpack(word: Word) -> ([Token; WORD_CAPACITY], usize) {
    let tokens = TOKENS.map(|field| field.get(word) as Token);
    (tokens, memo_word::COUNT.get(word) as usize)
}

/// Appends all tokens of an entry.
pub fn append_tokens<const WORDS: usize>(words: [Word; WORDS], tokens: &mut Vec<Token>) {
    for word in words {
        let (unpacked, count) = unpack(word);
        tokens.extend_from_slice(&unpacked[..count.min(WORD_CAPACITY)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::layout::memo_key;

    /// Returns the slot of a piece in that table.
    fn slot(table: &Table<2>, word: u64) -> Slot<2> {
        let key = Key([word, memo_key::LENGTH.put(1)]);
        Slot {
            set: table.set(&key),
            key,
        }
    }

    /// Returns the tokens of a piece.
    fn tokens(table: &Table<2>, word: u64) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        append_tokens(table.get(&slot(table, word))?, &mut tokens);
        Some(tokens)
    }

    #[test]
    fn growing_keeps_all_entries() {
        for bits in 2..5 {
            let mut table = Table::<2>::new(1);
            for word in 1..100 {
                table.insert(&slot(&table, word), &[word as Token; 4]);
            }
            let kept: Vec<_> = (1..100).filter(|word| tokens(&table, *word).is_some()).collect();
            assert_eq!(kept.len(), 4);
            table.grow_if_crowded(bits);
            assert_eq!(table.bits, bits);
            for word in kept {
                assert_eq!(tokens(&table, word), Some(vec![word as Token; 4]));
            }
            table.evicted = 0;
            table.grow_if_crowded(bits + 1);
            assert_eq!(table.bits, bits);
        }
    }

    #[test]
    fn a_piece_that_is_inserted_twice_does_not_take_both_entries_of_a_set() {
        let mut table = Table::<2>::new(1);
        let mut slots = (1..).map(|word| slot(&table, word));
        let first = slots.next().unwrap();
        let second = slots.find(|slot| slot.set == first.set).unwrap();
        for (slot, token) in [(first, 1), (second, 2), (second, 2)] {
            table.insert(&slot, &[token]);
        }
        for (slot, token) in [(first, 1), (second, 2)] {
            assert_eq!(tokens(&table, slot.key.0[0]), Some(vec![token]));
        }
    }
}
