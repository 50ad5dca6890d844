//! Merges many pieces: parts wait until there are enough of them to be merged in turns.

use super::{
    lanes::{self, LANES, Lanes},
    long, split,
};
use crate::{
    Token,
    bounded::bounded,
    memo::{self, Memo, SHORT},
    span::Span,
    tables::{CLOSED, NO_TOKEN},
};
use std::ops::Range;

/// A queue with so many parts should be emptied, so that it takes little memory.
const MANY_PARTS: usize = 4096;

/// Pieces to merge, and the tokens of those that are.
pub struct MergeQueue {
    /// The parts of all pieces, and where each piece's parts end.
    parts: Vec<Part>,
    ends: Vec<usize>,
    /// The tokens of the parts, in the order in which they became known.
    tokens: Vec<Token>,
    /// The parts that wait, by index, and how many they are.
    waiting: [usize; LANES],
    waiting_count: usize,
}

/// A part of a piece, or several parts that follow each other and became known one after the other, and where the
/// tokens are: nowhere, as long as the part waits.
struct Part {
    bytes: Span,
    tokens: Range<usize>,
    /// Whether the memo is to remember it.
    is_learnt: bool,
}

impl MergeQueue {
    pub fn new() -> Self {
        Self {
            parts: Vec::new(),
            ends: Vec::new(),
            tokens: Vec::new(),
            waiting: [0; LANES],
            waiting_count: 0,
        }
    }

    /// Forgets all pieces.
    pub fn clear(&mut self) {
        self.parts.clear();
        self.ends.clear();
        self.tokens.clear();
    }

    /// Returns whether the queue should be finished and cleared before anything is added.
    pub fn is_full(&self) -> bool {
        self.parts.len() >= MANY_PARTS || self.tokens.len() >= MANY_PARTS
    }

    /// Adds a piece that is missing in the memo.
    pub fn push(&mut self, text: &[u8], piece: Span, lanes: &mut Lanes, memo: &mut Memo) {
        split::for_each_part(text, piece, |part, token| {
            let is_whole = part.len() == piece.len() && token == NO_TOKEN;
            if is_whole && part.len() <= lanes::MAX_LENGTH {
                self.push_waiting(text, part, false, lanes, memo);
            } else {
                self.push_part(text, part, token, lanes, memo);
            }
        });
        self.ends.push(self.parts.len());
    }

    /// Adds a part of a piece; `token` is its token if it is a whole character, or [`CLOSED`].
    pub fn push_part(&mut self, text: &[u8], part: Span, token: Token, lanes: &mut Lanes, memo: &mut Memo) {
        let start = self.tokens.len();
        if self.append_known(text, part, token, lanes, memo) {
            let tokens = start..self.tokens.len();
            let first = self.ends.last().copied().unwrap_or_default();
            match self.parts[first..].last_mut() {
                Some(last) if !last.tokens.is_empty() && last.tokens.end == start => {
                    last.tokens.end = tokens.end
                }
                _ => self.parts.push(Part {
                    bytes: part,
                    tokens,
                    is_learnt: false,
                }),
            }
        } else {
            self.push_waiting(text, part, part.len() <= SHORT, lanes, memo);
        }
    }

    fn push_waiting(&mut self, text: &[u8], part: Span, is_learnt: bool, lanes: &mut Lanes, memo: &mut Memo) {
        self.waiting[bounded::<LANES>(self.waiting_count)] = self.parts.len();
        self.waiting_count += 1;
        self.parts.push(Part {
            bytes: part,
            tokens: 0..0,
            is_learnt,
        });
        if self.waiting_count == LANES {
            self.finish(text, lanes, memo);
        }
    }

    /// Merges the parts that wait. Then the tokens of all pieces are known.
    pub fn finish(&mut self, text: &[u8], lanes: &mut Lanes, memo: &mut Memo) {
        if self.waiting_count == 0 {
            return;
        }
        let waiting = &self.waiting[..self.waiting_count.min(LANES)];
        let mut parts: [&[u8]; LANES] = [&[]; LANES];
        for (bytes, &part) in parts.iter_mut().zip(waiting) {
            *bytes = self.parts[part].bytes.of(text);
        }
        lanes.merge(&parts[..waiting.len()]);
        for (index, &part) in waiting.iter().enumerate() {
            let Part {
                bytes,
                tokens,
                is_learnt,
            } = &mut self.parts[part];
            let merged = lanes.take_tokens(index);
            *tokens = self.tokens.len()..self.tokens.len() + merged.len();
            self.tokens.extend_from_slice(merged);
            if *is_learnt {
                memo.short.insert(&memo.short.slot(text, *bytes), merged);
            }
        }
        self.waiting_count = 0;
    }

    /// Appends the tokens of the piece with that index.
    pub fn append_tokens(&self, index: usize, tokens: &mut Vec<Token>) {
        let first = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.append_parts(first..self.ends[index], tokens);
    }

    /// Appends the tokens of all parts.
    pub fn append_all_tokens(&self, tokens: &mut Vec<Token>) {
        self.append_parts(0..self.parts.len(), tokens);
    }

    fn append_parts(&self, parts: Range<usize>, tokens: &mut Vec<Token>) {
        for part in &self.parts[parts] {
            tokens.extend_from_slice(&self.tokens[part.tokens.clone()]);
        }
    }

    /// Appends the tokens of a part to those that are known, unless it has to wait. Returns whether it need not.
    fn append_known(
        &mut self,
        text: &[u8],
        part: Span,
        token: Token,
        lanes: &mut Lanes,
        memo: &Memo,
    ) -> bool {
        if token == CLOSED {
            split::append_closed(part.of(text), &mut self.tokens);
        } else if token != NO_TOKEN {
            self.tokens.push(token);
        } else if part.len() <= SHORT {
            let words = memo.short.get(&memo.short.slot(text, part));
            return words
                .map(|words| memo::append_tokens(words, &mut self.tokens))
                .is_some();
        } else if part.len() > lanes::MAX_LENGTH {
            long::merge(part.of(text), lanes, &mut self.tokens);
        } else {
            return false;
        }
        true
    }
}
