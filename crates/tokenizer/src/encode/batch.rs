//! The pieces of a batch: where they end, and which tokens they have as far as the memo knows them.

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

    fn in_range(tokens: Range<usize>) -> Self {
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
    known: Vec<PieceTokens>,
    /// The indexes of the pieces that are missing in that table, and how many they are.
    missing: Box<[u16; BATCH]>,
    missing_count: usize,
    /// The tokens that are not packed.
    pub tokens: Vec<Token>,
}

const _: () = assert!(BATCH <= 1 << u16::BITS, "an index has 16 bits");

impl Batch {
    pub fn new() -> Self {
        Self {
            start: 0,
            count: 0,
            ends: filled(0),
            slots: Vec::with_capacity(BATCH),
            known: Vec::with_capacity(BATCH),
            missing: filled(0),
            missing_count: 0,
            tokens: Vec::new(),
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

    /// Reads the tokens of the pieces that are in the table, and notes which pieces are missing.
    #[inline(never)]
    pub fn look_up(&mut self, table: &Table<WORDS>) {
        let missing = &mut *self.missing;
        let mut count = 0;
        let known = self.slots.iter().enumerate().map(|(index, slot)| {
            let (words, is_known) = table.read(slot);
            missing[bounded::<BATCH>(count)] = index as u16;
            count += usize::from(!is_known);
            PieceTokens(words)
        });
        self.known.clear();
        self.known.extend(known);
        self.missing_count = count;
    }

    /// Returns the tokens of all pieces.
    pub fn known(&self) -> &[PieceTokens] {
        &self.known
    }

    /// Sets the tokens of the piece with that index.
    pub fn set_known(&mut self, index: usize, tokens: PieceTokens) {
        self.known[index] = tokens;
    }

    /// Sets the tokens of the piece with that index: the batch's tokens from `start` on.
    pub fn set_known_from(&mut self, index: usize, start: usize) {
        self.set_known(index, PieceTokens::in_range(start..self.tokens.len()));
    }

    /// Makes a piece have the same tokens as another one.
    pub fn repeat(&mut self, index: usize, other: usize) {
        self.known[index] = self.known[other];
    }

    pub fn missing_count(&self) -> usize {
        self.missing_count
    }

    /// Returns the index of the missing piece that is the `at`-th one.
    #[inline(always)]
    pub fn missing(&self, at: usize) -> usize {
        usize::from(self.missing[bounded::<BATCH>(at)])
    }

    /// Makes a piece the `at`-th one that is missing.
    #[inline(always)]
    pub fn set_missing(&mut self, at: usize, index: usize) {
        self.missing[bounded::<BATCH>(at)] = index as u16;
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
