//! Collects tokens, so that a sink takes many at a time.

use super::batch::PieceTokens;
use crate::{
    Token,
    memo::{self, WORD_CAPACITY, Word},
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

    /// Takes the tokens of pieces; those that are not packed are ranges of `others`.
    #[inline(never)]
    pub fn push_pieces(&mut self, pieces: &[PieceTokens], others: &[Token]) {
        // A local number, which no token that is written could change.
        let mut count = self.count;
        for piece in pieces {
            let [first, second] = piece.words();
            match self.push_word(first, &mut count) {
                0 => {
                    self.count = count;
                    self.push_tokens(&others[piece.range()]);
                    count = self.count;
                }
                WORD_CAPACITY => _ = self.push_word(second, &mut count),
                _ => {}
            }
        }
        self.count = count;
    }

    /// Writes the tokens of a word after `count` others, and returns how many they are.
    #[inline(always)]
    fn push_word(&mut self, word: Word, count: &mut usize) -> usize {
        // A word is unpacked whole, whether all of its tokens count or not.
        if *count > CAPACITY - WORD_CAPACITY {
            self.count = *count;
            self.flush();
            *count = 0;
        }
        let (tokens, own) = memo::unpack(word);
        if let Some(room) = self.tokens[*count..].first_chunk_mut() {
            *room = tokens;
        }
        *count += own;
        own
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
