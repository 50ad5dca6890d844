//! Collects tokens, so that a sink takes many at a time.

use crate::{
    Token,
    memo::{self, WORD_CAPACITY},
    sink::TokenSink,
};

/// How many tokens a sink takes at a time, but for longer pieces and the end of a text.
pub const CAPACITY: usize = 256;

/// Tokens on their way to a sink.
pub struct TokenBuffer<'a, S> {
    tokens: [Token; CAPACITY],
    count: usize,
    sink: &'a mut S,
}

impl<'a, S: TokenSink> TokenBuffer<'a, S> {
    pub fn new(sink: &'a mut S) -> Self {
        Self {
            tokens: [0; CAPACITY],
            count: 0,
            sink,
        }
    }

    /// Takes the tokens of a memo's entry.
    #[inline(always)]
    pub fn push_words<const WORDS: usize>(&mut self, words: &[memo::Word; WORDS]) {
        // Words are unpacked whole, whether all of their tokens count or not.
        if self.count > CAPACITY - WORDS * WORD_CAPACITY {
            self.flush();
        }
        for &word in words {
            let (tokens, count) = memo::unpack(word);
            if let Some(room) = self.tokens[self.count..].first_chunk_mut() {
                *room = tokens;
            }
            self.count += count;
            // Words are filled in order, and one is nearly always enough.
            if count < WORD_CAPACITY {
                return;
            }
        }
    }

    pub fn push_tokens(&mut self, tokens: &[Token]) {
        if self.count + tokens.len() > CAPACITY {
            self.flush();
        }
        match self.tokens.get_mut(self.count..self.count + tokens.len()) {
            Some(room) => {
                room.copy_from_slice(tokens);
                self.count += tokens.len();
            }
            None => self.sink.push_tokens(tokens),
        }
    }

    /// Passes all tokens on to the sink.
    pub fn flush(&mut self) {
        self.sink.push_tokens(&self.tokens[..self.count]);
        self.count = 0;
    }
}
