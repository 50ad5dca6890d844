//! Encodes text without special tokens, piece by piece: a piece is remembered, or a token itself, or merged.

use super::{
    characters::Characters,
    memo::{self, Memo},
    merge::{self, Parts},
    piece::{self, Block},
    pretokenizer::{self, BATCH, Ends, NO_ENDS},
};
use crate::{
    Token,
    vocabulary::{self, NO_TOKEN, hash},
};
use std::{iter, mem};

/// The greatest lengths of pieces in the memo's tables.
const SHORT: usize = piece::room(2);
const MEDIUM: usize = piece::room(4);

/// How many tokens of a piece there stays room for.
const KEPT_TOKENS: usize = 1024;

/// With more pieces of a batch not remembered, the next one is searched for such pieces before it is encoded.
const MANY: usize = 6;

/// A short piece's block, and its place in the memo.
#[derive(Clone, Copy)]
struct Ahead {
    block: Block<2>,
    place: usize,
}

const NOTHING_AHEAD: Ahead = Ahead {
    block: [0; 2],
    place: 0,
};

/// What one thread keeps between calls.
pub struct Encoder {
    memo: Memo,
    parts: Parts,
    ends: Ends,
    ahead: [Ahead; BATCH],
    /// How many short pieces of the batch were not remembered.
    missing: usize,
    /// The tokens of the piece that is being encoded.
    tokens: Vec<Token>,
}

/// Takes the tokens of a text, some at a time.
pub trait Sink {
    fn take(&mut self, tokens: &[Token]);
}

impl Sink for Vec<Token> {
    fn take(&mut self, tokens: &[Token]) {
        self.extend_from_slice(tokens);
    }
}

/// Counts tokens.
pub struct Count(pub usize);

impl Sink for Count {
    fn take(&mut self, tokens: &[Token]) {
        self.0 += tokens.len();
    }
}

impl Encoder {
    pub fn new() -> Self {
        Self {
            memo: Memo::new(),
            parts: Parts::new(),
            ends: NO_ENDS,
            ahead: [NOTHING_AHEAD; BATCH],
            missing: BATCH,
            tokens: Vec::new(),
        }
    }

    pub fn encode(&mut self, text: &str, sink: &mut impl Sink) {
        let mut output = Output::new(sink);
        let text = text.as_bytes();
        let mut start = 0;
        loop {
            let count = pretokenizer::split(text, start, &mut self.ends);
            if count == 0 {
                return output.flush();
            }
            self.look_ahead(text, start, count);
            if mem::take(&mut self.missing) > MANY {
                self.ask_for_missing(text, start, count);
            }
            for index in 0..count {
                let end = self.ends[index];
                self.encode_piece(text, start, end, index, &mut output);
                start = end;
            }
        }
    }

    /// Makes the blocks of a batch and asks for their places in the memo, so that they are near when they are needed.
    /// Longer pieces are rare: what is done for them in vain costs less than to tell them apart.
    #[inline(always)]
    fn look_ahead(&mut self, text: &[u8], mut start: usize, count: usize) {
        for (ahead, &end) in iter::zip(&mut self.ahead, &self.ends).take(count) {
            ahead.block = piece::block(text, start, end - start);
            ahead.place = self.memo.short.place(&ahead.block);
            self.memo.short.prefetch(ahead.place);
            start = end;
        }
    }

    /// Asks for what the vocabulary has of the short pieces of a batch that are not remembered: for all their slots,
    /// then for the bytes that those point to.
    #[inline(never)]
    fn ask_for_missing(&self, text: &[u8], mut start: usize, count: usize) {
        let mut pieces: [&[u8]; BATCH] = [&[]; BATCH];
        let mut missing = 0;
        for (ahead, &end) in iter::zip(&self.ahead, &self.ends).take(count) {
            if end - start <= SHORT && self.memo.short.get(ahead.place, &ahead.block).is_none() {
                let piece = &text[start..end];
                vocabulary::prefetch_slot(piece, ahead.block[0]);
                pieces[missing % BATCH] = piece;
                missing += 1;
            }
            start = end;
        }
        for piece in pieces.iter().take(missing) {
            vocabulary::prefetch_bytes(piece);
        }
    }

    #[inline(always)]
    fn encode_piece(
        &mut self,
        text: &[u8],
        start: usize,
        end: usize,
        index: usize,
        output: &mut Output<impl Sink>,
    ) {
        let Ahead { block, place } = self.ahead[index];
        if end - start > SHORT {
            return self.encode_long_piece(text, start, end, output);
        }
        match self.memo.short.get(place, &block) {
            Some(tokens) => output.packed(tokens),
            None => {
                self.missing += 1;
                self.resolve_short(&text[start..end], &block);
                self.memo.short.keep(place, &block, &self.tokens);
                output.tokens(&self.tokens);
            }
        }
    }

    #[inline(never)]
    fn encode_long_piece(&mut self, text: &[u8], start: usize, end: usize, output: &mut Output<impl Sink>) {
        let length = end - start;
        if length > MEDIUM {
            self.resolve(&text[start..end]);
            output.tokens(&self.tokens);
            // The memory of a very long piece is not kept.
            return self.tokens.shrink_to(KEPT_TOKENS);
        }
        let block = piece::block(text, start, length);
        let place = self.memo.medium.place(&block);
        match self.memo.medium.get(place, &block) {
            Some(tokens) => output.packed(tokens),
            None => {
                self.resolve(&text[start..end]);
                self.memo.medium.keep(place, &block, &self.tokens);
                output.tokens(&self.tokens);
            }
        }
    }

    /// Encodes a piece of the first of the memo's tables that is not remembered.
    #[inline(never)]
    fn resolve_short(&mut self, piece: &[u8], &[block, _]: &Block<2>) {
        let token = if piece.len() <= hash::TINY {
            vocabulary::tiny_token(block, piece.len() as u64)
        } else {
            vocabulary::long_piece_token(piece)
        };
        self.merge_unless(piece, token);
    }

    /// Encodes a piece that is not remembered.
    #[inline(never)]
    fn resolve(&mut self, piece: &[u8]) {
        self.merge_unless(piece, vocabulary::piece_token(piece));
    }

    /// Encodes a piece that is not remembered, as the token if it is one.
    #[inline]
    fn merge_unless(&mut self, piece: &[u8], token: Option<Token>) {
        self.tokens.clear();
        match token {
            Some(token) => self.tokens.push(token),
            None if piece.is_ascii() => self.merge(piece),
            None => self.cut(piece),
        }
    }

    /// Encodes a piece part by part, where nothing merges from one part to the next.
    fn cut(&mut self, piece: &[u8]) {
        let (mut start, mut end) = (0, 0);
        let mut single = NO_TOKEN;
        for character in Characters::new(piece) {
            if character.cut {
                self.part(&piece[start..end], single);
                start = end;
            }
            single = if start == end { character.token } else { NO_TOKEN };
            end = character.end;
        }
        self.part(&piece[start..end], single);
    }

    /// Encodes a part of a piece; `single` is its token if it is a whole character. Parts are often words, so they
    /// are worth remembering.
    fn part(&mut self, part: &[u8], single: Token) {
        let first = self.tokens.len();
        if single != NO_TOKEN {
            self.tokens.push(single);
        } else if part.len() <= SHORT {
            let block = piece::block(part, 0, part.len());
            let place = self.memo.short.place(&block);
            if let Some(tokens) = self.memo.short.get(place, &block) {
                return memo::unpack_all(tokens, &mut self.tokens);
            }
            self.merge(part);
            self.memo.short.keep(place, &block, &self.tokens[first..]);
        } else {
            self.merge(part);
        }
    }

    /// Merges a part from its bytes.
    fn merge(&mut self, part: &[u8]) {
        let tokens = &mut self.tokens;
        merge::encode(&mut self.parts, part, |merged| tokens.extend_from_slice(merged));
    }
}

/// Tokens on their way to the sink.
struct Output<'a, S> {
    tokens: [Token; ROOM],
    count: usize,
    sink: &'a mut S,
}

const ROOM: usize = 256;

/// The most tokens that are written at a time, whether they count or not.
const MOST: usize = 4 * memo::PACKED;

impl<'a, S: Sink> Output<'a, S> {
    fn new(sink: &'a mut S) -> Self {
        Self {
            tokens: [0; ROOM],
            count: 0,
            sink,
        }
    }

    #[inline(always)]
    fn packed<const WORDS: usize>(&mut self, words: &[memo::Packed; WORDS]) {
        if self.count > ROOM - MOST {
            self.flush();
        }
        for &word in words {
            let (tokens, count) = memo::unpack(word);
            if let Some(room) = self.tokens[self.count..].first_chunk_mut() {
                *room = tokens;
            }
            self.count += count;
            // Words are filled in order, and one is nearly always enough.
            if count < memo::PACKED {
                return;
            }
        }
    }

    fn tokens(&mut self, tokens: &[Token]) {
        if self.count + tokens.len() > ROOM {
            self.flush();
        }
        match self.tokens.get_mut(self.count..self.count + tokens.len()) {
            Some(room) => {
                room.copy_from_slice(tokens);
                self.count += tokens.len();
            }
            None => self.sink.take(tokens),
        }
    }

    fn flush(&mut self) {
        self.sink.take(&self.tokens[..self.count]);
        self.count = 0;
    }
}
