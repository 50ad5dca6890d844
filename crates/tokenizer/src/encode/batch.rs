//! Batches of pieces: where the pieces end, and which tokens they have as far as the memo knows them.

use crate::{
    Token,
    bounded::bounded,
    boxed::filled,
    memo::{self, Slot, Table, Word},
    pretokenize::{self, BATCH, Ends},
    span::Span,
};
use std::ops::Range;

/// The words of an entry in the memo's table of short pieces.
const WORDS: usize = 2;

/// The tokens of a piece: packed in words, or, if the first word counts none of them, a range of the batch's tokens.
#[derive(Clone, Copy)]
pub struct PieceTokens([Word; WORDS]);

impl PieceTokens {
    /// Packs one token.
    pub fn one(token: Token) -> Self {
        Self([memo::pack(&[token]), 0])
    }

    /// Tells that the tokens are in that range of the others.
    pub fn in_range(tokens: Range<usize>) -> Self {
        Self([tokens.start as u64, tokens.end as u64])
    }

    /// Returns the words; if the first one counts no tokens, [`range`](Self::range) tells where they are.
    #[inline(always)]
    pub fn words(self) -> [Word; WORDS] {
        self.0
    }

    pub fn range(self) -> Range<usize> {
        let [start, end] = self.0;
        start as usize..end as usize
    }
}

/// A batch of pieces. Each step is taken for all of them before the next one, so that waits for memory overlap, and so
/// that no step branches on what cannot be predicted. The steps are not inlined, so that each has the registers for itself.
pub struct Batch {
    /// Where the first piece starts, and how many pieces there are.
    start: usize,
    count: usize,
    ends: Box<Ends>,
    /// The slots of the pieces in the memo's table of short pieces. A longer piece has a slot that no entry belongs to.
    slots: Vec<Slot<WORDS>>,
    /// The indexes of the pieces that are missing in that table, and how many they are.
    missing: Box<[u16; BATCH]>,
    missing_count: usize,
}

const _: () = assert!(BATCH <= 1 << u16::BITS, "an index has 16 bits");

impl Batch {
    pub fn new() -> Self {
        Self {
            start: 0,
            count: 0,
            ends: filled(0),
            slots: Vec::with_capacity(BATCH),
            missing: filled(0),
            missing_count: 0,
        }
    }

    /// Takes the next pieces from `start` on. Returns where they end, or nothing at the end of the text.
    pub fn split(&mut self, text: &[u8], start: usize) -> Option<usize> {
        self.start = start;
        self.count = pretokenize::next_batch(text, start, &mut self.ends);
        let last = self.count.checked_sub(1)?;
        Some(self.ends[bounded::<BATCH>(last)])
    }

    /// Finds the slots of the pieces and asks for their memory, so that it is near when it is needed.
    #[inline(never)]
    pub fn find_slots(&mut self, text: &[u8], table: &Table<WORDS>) {
        let mut start = self.start;
        let slots = self.ends[..self.count].iter().map(|&end| {
            let slot = table.slot(text, Span { start, end });
            table.prefetch(&slot);
            start = end;
            slot
        });
        self.slots.clear();
        self.slots.extend(slots);
    }

    /// Appends the tokens of the pieces that are in the table to `known`, and anything for those that are missing.
    #[inline(never)]
    pub fn look_up(&mut self, table: &Table<WORDS>, known: &mut Vec<PieceTokens>) {
        let missing = &mut *self.missing;
        let mut count = 0;
        known.extend(self.slots.iter().enumerate().map(|(index, slot)| {
            let (words, is_known) = table.read(slot);
            missing[bounded::<BATCH>(count)] = index as u16;
            count += usize::from(!is_known);
            PieceTokens(words)
        }));
        self.missing_count = count;
    }

    /// Returns how many pieces there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns the indexes of the missing pieces.
    pub fn missing(&self) -> &[u16] {
        &self.missing[..self.missing_count.min(BATCH)]
    }

    /// Returns where the piece with that index is.
    #[inline(always)]
    pub fn piece(&self, index: usize) -> Span {
        let start = match index {
            0 => self.start,
            _ => self.ends[bounded::<BATCH>(index - 1)],
        };
        let end = self.ends[bounded::<BATCH>(index)];
        Span { start, end }
    }

    #[inline(always)]
    pub fn slot(&self, index: usize) -> &Slot<WORDS> {
        &self.slots[index]
    }
}
