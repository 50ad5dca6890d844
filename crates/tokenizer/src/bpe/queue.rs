//! Merges many pieces: parts wait until there are enough of them to be merged in turns.

use super::{
    lanes::{self, LANES, Lanes},
    split,
};
use crate::{
    Token,
    bounded::bounded,
    memo::{self, MEDIUM, Memo, SHORT},
    span::Span,
    tables::NO_TOKEN,
};
use std::ops::Range;

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

/// A part of a piece, and where its tokens are as soon as they are known.
struct Part {
    bytes: Span,
    tokens: Range<usize>,
}

const _: () = assert!(MEDIUM <= lanes::MAX_LENGTH, "a part fits in a lane");

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

    /// Adds a piece of at most [`MEDIUM`] bytes.
    pub fn push(&mut self, text: &[u8], piece: Span, lanes: &mut Lanes, memo: &mut Memo) {
        split::for_each_part(text, piece, |part, token| {
            self.push_part(text, part, token, memo);
            if self.waiting_count == LANES {
                self.finish(text, lanes, memo);
            }
        });
        self.ends.push(self.parts.len());
    }

    /// Merges the parts that wait. Then the tokens of all pieces are known.
    pub fn finish(&mut self, text: &[u8], lanes: &mut Lanes, memo: &mut Memo) {
        let waiting = &self.waiting[..self.waiting_count.min(LANES)];
        let mut parts: [&[u8]; LANES] = [&[]; LANES];
        for (bytes, &part) in parts.iter_mut().zip(waiting) {
            *bytes = self.parts[part].bytes.of(text);
        }
        lanes.merge(&parts[..waiting.len()]);
        for (index, &part) in waiting.iter().enumerate() {
            let Part { bytes, tokens } = &mut self.parts[part];
            let merged = lanes.take_tokens(index);
            *tokens = self.tokens.len()..self.tokens.len() + merged.len();
            self.tokens.extend_from_slice(merged);
            if bytes.len() <= SHORT {
                memo.insert(text, *bytes, merged);
            }
        }
        self.waiting_count = 0;
    }

    /// Appends the tokens of the piece with that index.
    pub fn append_tokens(&self, index: usize, tokens: &mut Vec<Token>) {
        let first = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        for part in &self.parts[first..self.ends[index]] {
            tokens.extend_from_slice(&self.tokens[part.tokens.clone()]);
        }
    }

    /// Adds a part of a piece; `token` is its token if it is a whole character.
    fn push_part(&mut self, text: &[u8], bytes: Span, token: Token, memo: &Memo) {
        let first = self.tokens.len();
        if token != NO_TOKEN {
            self.tokens.push(token);
        } else if !self.recall(text, bytes, memo) {
            self.waiting[bounded::<LANES>(self.waiting_count)] = self.parts.len();
            self.waiting_count += 1;
        }
        let tokens = first..self.tokens.len();
        self.parts.push(Part { bytes, tokens });
    }

    /// Appends the tokens of a part if the memo remembers it. Returns whether it does.
    fn recall(&mut self, text: &[u8], part: Span, memo: &Memo) -> bool {
        if part.len() > SHORT {
            return false;
        }
        let words = memo.short.get(&memo.short.slot(text, part));
        words
            .inspect(|words| memo::append_tokens(words, &mut self.tokens))
            .is_some()
    }
}
