//! Learns the pieces of a batch that are missing in the memo, all at once: waits for memory overlap, and pieces are merged
//! in turns.

use super::{batch::PieceTokens, encoder::Encoder};
use crate::{
    boxed::filled,
    bpe,
    memo::{self, LONG, MEDIUM, SHORT},
    pretokenize::BATCH,
    span::Span,
    tables::PieceSearch,
};

/// For how many tokens of a batch the memory is kept.
const KEPT_TOKENS: usize = 1 << 14;

/// What is known of missing pieces while they are learned.
pub struct Learning {
    /// The searches for the pieces, each at the place of its piece among the missing ones.
    searches: Vec<PieceSearch>,
    /// For slots of the memo, the place of the latest missing piece there.
    latest: Box<[u16; BATCH]>,
    /// Pieces that come again in the batch: the index of each, and that of the first one.
    repeats: Vec<[usize; 2]>,
}

impl Learning {
    pub fn new() -> Self {
        Self {
            searches: Vec::with_capacity(BATCH),
            latest: filled(0),
            repeats: Vec::new(),
        }
    }
}

impl Encoder {
    /// Finds the tokens of the batch's missing pieces, and makes the memo remember them.
    #[inline(never)]
    pub(super) fn learn_missing(&mut self, text: &[u8]) {
        self.batch.tokens.clear();
        self.batch.tokens.shrink_to(KEPT_TOKENS);
        let count = self.keep_new(text);
        for at in 0..count {
            let piece = self.batch.piece(self.batch.missing(at));
            self.learning.searches[at].prefetch_bytes(piece.of(text));
        }
        self.queue.clear();
        let mut waiting = 0;
        for at in 0..count {
            let index = self.batch.missing(at);
            let piece = self.batch.piece(index);
            let search = self.learning.searches[at];
            if let Some(token) = search.token(piece.of(text)) {
                self.batch.set_known(index, PieceTokens::one(token));
                self.memo.insert(text, piece, self.batch.slot(index), &[token]);
                continue;
            }
            self.queue.push(text, piece, &mut self.lanes, &mut self.memo);
            self.batch.set_missing(waiting, index);
            waiting += 1;
            if self.queue.is_full() {
                self.learn_merged(text, waiting);
                waiting = 0;
            }
        }
        self.learn_merged(text, waiting);
        for [index, first] in self.learning.repeats.drain(..) {
            self.batch.repeat(index, first);
        }
    }

    /// Keeps the missing pieces that are new: not those that the memo has elsewhere, and of equal ones the first. Starts
    /// the search for them in the vocabulary, and returns how many they are.
    fn keep_new(&mut self, text: &[u8]) -> usize {
        self.learning.searches.clear();
        let mut count = 0;
        for at in 0..self.batch.missing_count() {
            let index = self.batch.missing(at);
            let piece = self.batch.piece(index);
            if piece.len() > SHORT {
                if self.find_longer(text, piece, index) {
                    continue;
                }
            } else if let Some(first) = self.first_with_key(index, count) {
                self.learning.repeats.push([index, first]);
                continue;
            }
            let search = PieceSearch::new(piece.of(text), self.batch.slot(index).key.0[0]);
            search.prefetch_slot(piece.of(text));
            self.learning.searches.push(search);
            self.batch.set_missing(count, index);
            count += 1;
        }
        count
    }

    /// Returns the index of a short piece with the same key among the first `count` missing ones, if it is the latest of
    /// those with the same slot. If there is none, the piece is the next one.
    #[inline(always)]
    fn first_with_key(&mut self, index: usize, count: usize) -> Option<usize> {
        let slot = self.batch.slot(index);
        let latest = &mut self.learning.latest[slot.set_number() % BATCH];
        let place = usize::from(*latest);
        if place < count {
            let first = self.batch.missing(place);
            if self.batch.slot(first).key == slot.key {
                return Some(first);
            }
        }
        *latest = count as u16;
        None
    }

    /// Finds the tokens of a longer piece in the memo. One that is too long for it is merged. Returns whether the tokens
    /// are known.
    fn find_longer(&mut self, text: &[u8], piece: Span, index: usize) -> bool {
        let tokens = &mut self.batch.tokens;
        let start = tokens.len();
        if piece.len() <= MEDIUM {
            match self.memo.medium.get(&self.memo.medium.slot(text, piece)) {
                Some(words) => memo::append_tokens(words, tokens),
                None => return false,
            }
        } else if piece.len() <= LONG {
            match self.memo.long.get(piece.of(text)) {
                Some(known) => tokens.extend_from_slice(known),
                None => return false,
            }
        } else {
            let (queue, lanes) = (&mut self.queue, &mut self.lanes);
            bpe::merge(text, piece, queue, lanes, &mut self.memo, tokens);
        }
        self.batch.set_known_from(index, start);
        true
    }

    /// Finishes the queue, which has the first `count` missing pieces, and empties it.
    fn learn_merged(&mut self, text: &[u8], count: usize) {
        self.queue.finish(text, &mut self.lanes, &mut self.memo);
        for at in 0..count {
            let index = self.batch.missing(at);
            let start = self.batch.tokens.len();
            self.queue.append_tokens(at, &mut self.batch.tokens);
            self.batch.set_known_from(index, start);
            let tokens = &self.batch.tokens[start..];
            let piece = self.batch.piece(index);
            self.memo.insert(text, piece, self.batch.slot(index), tokens);
        }
        self.queue.clear();
    }
}
