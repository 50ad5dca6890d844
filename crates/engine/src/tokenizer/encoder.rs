//! Encodes text without special tokens, piece by piece: a piece is remembered, or a token itself, or merged.

use super::{
    characters::Characters,
    memo::{self, Memo},
    merge::{self, Parts},
    piece::{self, Block},
    pretokenizer::{self, Ends, NO_ENDS},
};
use crate::{
    Token,
    vocabulary::{self, NO_TOKEN},
};

/// What one thread keeps between calls.
pub struct Encoder {
    memo: Memo,
    parts: Parts,
    ends: Ends,
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
            for index in 0..count {
                let end = self.ends[index];
                self.encode_piece(text, start, end, &mut output);
                start = end;
            }
        }
    }

    #[inline(always)]
    fn encode_piece(&mut self, text: &[u8], start: usize, end: usize, output: &mut Output<impl Sink>) {
        const TINY: usize = piece::room(1);
        const SHORT: usize = piece::room(2);
        const MEDIUM: usize = piece::room(4);
        let length = end - start;
        if length <= TINY {
            let block = piece::block(text, start, length);
            match self.memo.tiny.get(&block) {
                Some(tokens) => output.packed(tokens),
                None => self.tiny(&block, &text[start..end], output),
            }
        } else if length <= SHORT {
            let block = piece::block(text, start, length);
            match self.memo.short.get(&block) {
                Some(tokens) => output.packed(tokens),
                None => self.short(&block, &text[start..end], output),
            }
        } else if length <= MEDIUM {
            let block = piece::block(text, start, length);
            match self.memo.medium.get(&block) {
                Some(tokens) => output.packed(tokens),
                None => self.medium(&block, &text[start..end], output),
            }
        } else {
            self.long(&text[start..end], output);
        }
    }

    #[inline(never)]
    fn tiny(&mut self, block: &Block<1>, piece: &[u8], output: &mut Output<impl Sink>) {
        self.resolve(piece);
        self.memo.tiny.keep(block, &self.tokens);
        output.tokens(&self.tokens);
    }

    #[inline(never)]
    fn short(&mut self, block: &Block<2>, piece: &[u8], output: &mut Output<impl Sink>) {
        self.resolve(piece);
        self.memo.short.keep(block, &self.tokens);
        output.tokens(&self.tokens);
    }

    #[inline(never)]
    fn medium(&mut self, block: &Block<4>, piece: &[u8], output: &mut Output<impl Sink>) {
        self.resolve(piece);
        self.memo.medium.keep(block, &self.tokens);
        output.tokens(&self.tokens);
    }

    #[inline(never)]
    fn long(&mut self, piece: &[u8], output: &mut Output<impl Sink>) {
        self.resolve(piece);
        output.tokens(&self.tokens);
    }

    /// Encodes a piece that is not remembered.
    fn resolve(&mut self, piece: &[u8]) {
        self.tokens.clear();
        if let Some(token) = vocabulary::piece_token(piece) {
            self.tokens.push(token);
        } else if piece.is_ascii() {
            self.merge(piece);
        } else {
            self.cut(piece);
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

    /// Encodes a part of a piece; `single` is its token if it is a whole character.
    fn part(&mut self, part: &[u8], single: Token) {
        if single != NO_TOKEN {
            self.tokens.push(single);
        } else {
            self.merge(part);
        }
    }

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
