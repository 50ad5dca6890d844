//! Learns the pieces that are missing in the memo, those of several batches at once: so waits for memory overlap, and pieces
//! are merged in turns.

use super::{
    batch::PieceTokens,
    encoder::Encoder,
    group::{Group, NewPiece},
};
use crate::{
    bpe,
    memo::{self, LONG, MEDIUM, SHORT},
    tables::is_tiny,
};
use std::ops::Range;

impl Encoder {
    /// Adds the batch's missing pieces to the group's new ones, unless the memo has them elsewhere.
    #[inline(never)]
    pub(super) fn add_missing(&mut self, text: &[u8]) {
        let start = self.group.known.len() - self.batch.count();
        for at in 0..self.batch.missing().len() {
            let index = usize::from(self.batch.missing()[at]);
            let piece = NewPiece {
                index: start + index,
                span: self.batch.piece(index),
                slot: *self.batch.slot(index),
            };
            if is_tiny(piece.span.of(text)) {
                self.group.tiny.add(text, piece, &mut self.group.repeats);
            } else if piece.span.len() <= SHORT || !self.find_longer(text, &piece) {
                self.group.longer.add(text, piece, &mut self.group.repeats);
            }
        }
    }

    /// Finds the tokens of the group's new pieces, and makes the memo remember them.
    #[inline(never)]
    pub(super) fn learn_new(&mut self, text: &[u8]) {
        let Group {
            known,
            tiny,
            longer,
            unmerged,
            ..
        } = &mut self.group;
        longer.prefetch_bytes();
        unmerged.clear();
        tiny.learn_tokens(text, known, &mut self.memo, unmerged);
        longer.learn_tokens(text, known, &mut self.memo, unmerged);
        self.queue.clear();
        let mut first = 0;
        for at in 0..self.group.unmerged.len() {
            let piece = self.group.unmerged[at];
            self.queue.push(text, piece.span, &mut self.lanes, &mut self.memo);
            if self.queue.is_full() {
                self.learn_merged(text, first..at + 1);
                first = at + 1;
            }
        }
        self.learn_merged(text, first..self.group.unmerged.len());
        for [index, first] in self.group.repeats.drain(..) {
            self.group.known[index] = self.group.known[first];
        }
    }

    /// Finds the tokens of a longer piece in the memo. One that is too long for it is merged. Returns whether the tokens
    /// are known.
    fn find_longer(&mut self, text: &[u8], piece: &NewPiece) -> bool {
        let (span, tokens) = (piece.span, &mut self.group.tokens);
        let start = tokens.len();
        if span.len() <= MEDIUM {
            match self.memo.medium.get(&self.memo.medium.slot(text, span)) {
                Some(words) => memo::append_tokens(words, tokens),
                None => return false,
            }
        } else if span.len() <= LONG {
            match self.memo.long.get(span.of(text)) {
                Some(known) => tokens.extend_from_slice(known),
                None => return false,
            }
        } else {
            let (queue, lanes) = (&mut self.queue, &mut self.lanes);
            bpe::merge(text, span, queue, lanes, &mut self.memo, tokens);
        }
        self.group.known[piece.index] = PieceTokens::in_range(start..tokens.len());
        true
    }

    /// Finishes the queue, which has those pieces, and empties it.
    fn learn_merged(&mut self, text: &[u8], pieces: Range<usize>) {
        self.queue.finish(text, &mut self.lanes, &mut self.memo);
        for (at, piece) in self.group.unmerged[pieces].iter().enumerate() {
            let tokens = &mut self.group.tokens;
            let start = tokens.len();
            self.queue.append_tokens(at, tokens);
            self.group.known[piece.index] = PieceTokens::in_range(start..tokens.len());
            self.memo.insert(text, piece.span, &piece.slot, &tokens[start..]);
        }
        self.queue.clear();
    }
}
