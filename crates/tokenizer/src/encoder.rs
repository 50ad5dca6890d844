//! Encodes text without special tokens, piece by piece: a piece is remembered, or a token itself, or merged.

use crate::{
    Token,
    bpe::Merger,
    memo::{self, Memo, Table},
    piece::{self, Block, LONG, MEDIUM, SHORT},
    pretokenize::{self, BATCH, Ends, NO_ENDS},
    tables::{self, hash},
};
use std::{iter, mem, ops::Range};

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

/// Where a piece is in the text.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
}

const NO_PIECE: Piece = Piece { start: 0, end: 0 };

impl Piece {
    fn bytes(self, text: &[u8]) -> &[u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What one thread keeps between calls.
pub struct Encoder {
    memo: Memo,
    merger: Merger,
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
            merger: Merger::new(),
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
            let count = pretokenize::split(text, start, &mut self.ends);
            if count == 0 {
                return output.flush();
            }
            self.look_ahead(text, start, count);
            if mem::take(&mut self.missing) > MANY {
                self.missing = self.learn_missing(text, start, count);
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

    /// Has the memo know the pieces of a batch that it does not remember, but for the longest: all waits for the
    /// vocabulary become few, and pieces are merged in turns. Returns how many they were.
    #[inline(never)]
    fn learn_missing(&mut self, text: &[u8], start: usize, count: usize) -> usize {
        let mut missing = [NO_PIECE; BATCH];
        let count = self.find_missing(text, start, count, &mut missing);
        let missing = &mut missing[..count];
        for piece in &*missing {
            tables::prefetch_bytes(piece.bytes(text));
        }
        self.merger.clear();
        let mut merged = 0;
        for at in 0..count {
            let piece = missing[at];
            match tables::piece_token(piece.bytes(text)) {
                Some(token) => self.keep(text, piece, &[token]),
                None => {
                    self.merger.add(text, piece.start..piece.end, &mut self.memo);
                    missing[merged] = piece;
                    merged += 1;
                }
            }
        }
        self.merger.finish(text, &mut self.memo);
        let mut tokens = mem::take(&mut self.tokens);
        for (index, &piece) in missing[..merged].iter().enumerate() {
            tokens.clear();
            self.merger.collect(index, &mut tokens);
            self.keep(text, piece, &tokens);
        }
        self.tokens = tokens;
        count
    }

    /// Finds the pieces of a batch that are not remembered, but for the longest, and asks for their slots.
    fn find_missing(
        &self,
        text: &[u8],
        mut start: usize,
        count: usize,
        missing: &mut [Piece; BATCH],
    ) -> usize {
        let mut found = 0;
        for (ahead, &end) in iter::zip(&self.ahead, &self.ends).take(count) {
            let length = end - start;
            let is_missing = if length <= SHORT {
                self.memo.short.get(ahead.place, &ahead.block).is_none()
            } else {
                length <= MEDIUM && {
                    let block = piece::block(text, start, length);
                    self.memo
                        .medium
                        .get(self.memo.medium.place(&block), &block)
                        .is_none()
                }
            };
            if is_missing {
                tables::prefetch_slot(&text[start..end], ahead.block[0]);
                missing[found % BATCH] = Piece { start, end };
                found += 1;
            }
            start = end;
        }
        found
    }

    /// Has the memo keep the tokens of a piece.
    fn keep(&mut self, text: &[u8], Piece { start, end }: Piece, tokens: &[Token]) {
        let Memo { short, medium, .. } = &mut self.memo;
        if end - start <= SHORT {
            let block = piece::block(text, start, end - start);
            short.keep(short.place(&block), &block, tokens);
        } else {
            let block = piece::block(text, start, end - start);
            medium.keep(medium.place(&block), &block, tokens);
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
                self.resolve_short(text, start..end, &block);
                self.memo.short.keep(place, &block, &self.tokens);
                output.tokens(&self.tokens);
            }
        }
    }

    #[inline(never)]
    fn encode_long_piece(&mut self, text: &[u8], start: usize, end: usize, output: &mut Output<impl Sink>) {
        let length = end - start;
        if length <= MEDIUM {
            self.encode_kept(|memo| &mut memo.medium, text, start, end, output);
        } else if length <= LONG {
            self.encode_kept(|memo| &mut memo.long, text, start, end, output);
        } else {
            self.resolve(text, start..end);
            output.tokens(&self.tokens);
            // The memory of a very long piece is not kept.
            self.tokens.shrink_to(KEPT_TOKENS);
        }
    }

    /// Encodes a piece that is to be kept in that table.
    #[inline(always)]
    fn encode_kept<const WORDS: usize>(
        &mut self,
        table: impl Fn(&mut Memo) -> &mut Table<WORDS>,
        text: &[u8],
        start: usize,
        end: usize,
        output: &mut Output<impl Sink>,
    ) {
        let block = piece::block(text, start, end - start);
        let kept = table(&mut self.memo);
        let place = kept.place(&block);
        match kept.get(place, &block) {
            Some(tokens) => output.packed(tokens),
            None => {
                self.resolve(text, start..end);
                table(&mut self.memo).keep(place, &block, &self.tokens);
                output.tokens(&self.tokens);
            }
        }
    }

    /// Encodes a piece of the first of the memo's tables that is not remembered.
    #[inline(never)]
    fn resolve_short(&mut self, text: &[u8], piece: Range<usize>, &[block, _]: &Block<2>) {
        let token = if piece.len() <= hash::TINY {
            tables::tiny_token(block, piece.len() as u64)
        } else {
            tables::long_piece_token(&text[piece.clone()])
        };
        self.merge_unless(text, piece, token);
    }

    /// Encodes a piece that is not remembered.
    #[inline(never)]
    fn resolve(&mut self, text: &[u8], piece: Range<usize>) {
        let token = tables::piece_token(&text[piece.clone()]);
        self.merge_unless(text, piece, token);
    }

    /// Encodes a piece that is not remembered, as the token if it is one.
    #[inline]
    fn merge_unless(&mut self, text: &[u8], piece: Range<usize>, token: Option<Token>) {
        self.tokens.clear();
        match token {
            Some(token) => self.tokens.push(token),
            None => self.merger.encode(text, piece, &mut self.memo, &mut self.tokens),
        }
    }
}

/// Tokens on their way to the sink.
struct Output<'a, S> {
    tokens: [Token; ROOM],
    count: usize,
    sink: &'a mut S,
}

const ROOM: usize = 256;

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
        // Whole words are written, whether all of their tokens count or not.
        if self.count > ROOM - WORDS * memo::PACKED {
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
