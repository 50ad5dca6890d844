//! Learns the pieces of a batch that the memo does not know, all at once: the waits for memory overlap, and pieces are
//! merged in turns.

use super::encoder::Encoder;
use crate::{
    bounded::bounded,
    memo::{LONG, MEDIUM, SHORT},
    pretokenize::BATCH,
    span::Span,
    tables,
};
use std::iter;

impl Encoder {
    /// Makes the memo remember the pieces of a batch that are missing in it, except the longest ones. Returns how many
    /// they were.
    #[inline(never)]
    pub(super) fn learn_missing(&mut self, text: &[u8], start: usize, count: usize) -> usize {
        let mut missing = [Span::EMPTY; BATCH];
        let count = self.find_missing(text, start, count, &mut missing);
        let missing = &mut missing[..count];
        for piece in missing.iter().filter(|piece| piece.len() <= MEDIUM) {
            tables::prefetch_bytes(piece.of(text));
        }
        self.queue.clear();
        let mut merged = 0;
        for at in 0..count {
            let piece = missing[at];
            match tables::piece_token(piece.of(text)) {
                Some(token) => self.memo.insert(text, piece, &[token]),
                None => {
                    self.queue.push(text, piece, &mut self.lanes, &mut self.memo);
                    missing[merged] = piece;
                    merged += 1;
                }
            }
            if self.queue.is_full() {
                self.learn_merged(text, &missing[..merged]);
                merged = 0;
            }
        }
        self.learn_merged(text, &missing[..merged]);
        count
    }

    /// Empties the queue, which has these pieces.
    fn learn_merged(&mut self, text: &[u8], pieces: &[Span]) {
        self.queue.finish(text, &mut self.lanes, &mut self.memo);
        for (index, &piece) in pieces.iter().enumerate() {
            self.tokens.clear();
            self.queue.append_tokens(index, &mut self.tokens);
            self.memo.insert(text, piece, &self.tokens);
        }
        self.queue.clear();
    }

    /// Finds the pieces of a batch that are missing in the memo, except the longest ones, and asks for the slots where
    /// the vocabulary would have them.
    fn find_missing(
        &self,
        text: &[u8],
        mut start: usize,
        count: usize,
        missing: &mut [Span; BATCH],
    ) -> usize {
        let mut found = 0;
        for (slot, &end) in iter::zip(&self.slots, &self.ends).take(count) {
            let piece = Span { start, end };
            let is_missing = if piece.len() <= SHORT {
                self.memo.short.get(slot).is_none()
            } else {
                piece.len() <= LONG && !self.memo.contains_longer(text, piece)
            };
            if is_missing {
                if piece.len() <= MEDIUM {
                    tables::prefetch_slot(piece.of(text), slot.key.0[0]);
                }
                missing[bounded::<BATCH>(found)] = piece;
                found += 1;
            }
            start = end;
        }
        found
    }
}
