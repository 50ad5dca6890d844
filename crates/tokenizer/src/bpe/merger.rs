//! Encodes pieces that are no tokens: a piece is cut in parts where nothing merges across, and the parts that are not
//! remembered are merged; if there are several pieces, in turns. Parts are often words, so they are remembered, too.

use super::{
    lanes::{self, LANES, Team},
    long,
    split::Cuts,
};
use crate::{
    Token,
    memo::{self, Memo},
    piece::{self, MEDIUM, SHORT},
    tables::NO_TOKEN,
};
use std::ops::Range;

pub struct Merger {
    team: Team,
    /// The parts of all pieces that were added, and where each piece's parts end.
    parts: Vec<Part>,
    ends: Vec<usize>,
    /// The tokens of the parts, in the order in which they became known.
    tokens: Vec<Token>,
    /// Which parts are to be merged, and how many they are.
    waiting: [usize; LANES],
    count: usize,
}

/// A part of a piece: where it is in the text, and where its tokens are, as soon as they are known.
struct Part {
    bytes: Range<usize>,
    tokens: Range<usize>,
}

const _: () = assert!(MEDIUM <= lanes::SHORT, "what is added can be merged in turns");

impl Merger {
    pub fn new() -> Self {
        Self {
            team: Team::new(),
            parts: Vec::new(),
            ends: Vec::new(),
            tokens: Vec::new(),
            waiting: [0; LANES],
            count: 0,
        }
    }

    /// Appends the tokens of one piece of any length, `text[piece]`.
    pub fn encode(&mut self, text: &[u8], piece: Range<usize>, memo: &mut Memo, tokens: &mut Vec<Token>) {
        cut(text, piece, |Range { start, end }, token| {
            if token != NO_TOKEN {
                return tokens.push(token);
            }
            if end - start > SHORT {
                let sink = |some: &[Token]| tokens.extend_from_slice(some);
                return long::encode(&mut self.team, &text[start..end], sink);
            }
            let block = piece::block(text, start, end - start);
            let place = memo.short.place(&block);
            if let Some(words) = memo.short.get(place, &block) {
                return memo::unpack_all(words, tokens);
            }
            let merged = self.team.encode(&text[start..end]);
            memo.short.keep(place, &block, merged);
            tokens.extend_from_slice(merged);
        });
    }

    /// Forgets the pieces that were added.
    pub fn clear(&mut self) {
        self.parts.clear();
        self.ends.clear();
        self.tokens.clear();
    }

    /// Adds the piece `text[piece]` of at most [`MEDIUM`] bytes.
    pub fn add(&mut self, text: &[u8], piece: Range<usize>, memo: &mut Memo) {
        cut(text, piece, |bytes, token| {
            self.add_part(text, bytes, token, memo)
        });
        self.ends.push(self.parts.len());
    }

    /// Merges what is left to be merged: the tokens of all pieces are known then.
    pub fn finish(&mut self, text: &[u8], memo: &mut Memo) {
        let waiting = &self.waiting[..self.count.min(LANES)];
        let mut parts: [&[u8]; LANES] = [&[]; LANES];
        for (bytes, &part) in parts.iter_mut().zip(waiting) {
            *bytes = &text[self.parts[part].bytes.clone()];
        }
        self.team.merge(&parts[..waiting.len()]);
        for (index, &part) in waiting.iter().enumerate() {
            let Part { bytes, tokens } = &mut self.parts[part];
            let merged = self.team.collect(index);
            *tokens = self.tokens.len()..self.tokens.len() + merged.len();
            self.tokens.extend_from_slice(merged);
            if bytes.len() <= SHORT {
                let block = piece::block(text, bytes.start, bytes.len());
                memo.short.keep(memo.short.place(&block), &block, merged);
            }
        }
        self.count = 0;
    }

    /// Appends the tokens of the piece with that index among those that were added.
    pub fn collect(&self, index: usize, tokens: &mut Vec<Token>) {
        let first = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        for part in &self.parts[first..self.ends[index]] {
            tokens.extend_from_slice(&self.tokens[part.tokens.clone()]);
        }
    }

    /// Adds a part of a piece; `token` is its token if it is a whole character.
    fn add_part(&mut self, text: &[u8], bytes: Range<usize>, token: Token, memo: &mut Memo) {
        let first = self.tokens.len();
        if token != NO_TOKEN {
            self.tokens.push(token);
        } else if !self.is_remembered(text, &bytes, memo) {
            self.waiting[self.count % LANES] = self.parts.len();
            self.count += 1;
        }
        let tokens = first..self.tokens.len();
        self.parts.push(Part { bytes, tokens });
        if self.count == LANES {
            self.finish(text, memo);
        }
    }

    /// Appends the tokens of a part if it is remembered.
    fn is_remembered(&mut self, text: &[u8], bytes: &Range<usize>, memo: &Memo) -> bool {
        if bytes.len() > SHORT {
            return false;
        }
        let block = piece::block(text, bytes.start, bytes.len());
        let words = memo.short.get(memo.short.place(&block), &block);
        words
            .inspect(|words| memo::unpack_all(words, &mut self.tokens))
            .is_some()
    }
}

/// Gives the parts of the piece `text[piece]`, between which nothing merges, each with its token if it is a whole
/// character.
#[inline]
fn cut(text: &[u8], piece: Range<usize>, mut take: impl FnMut(Range<usize>, Token)) {
    let bytes = &text[piece.clone()];
    if bytes.is_ascii() {
        return take(piece, NO_TOKEN);
    }
    let mut start = piece.start;
    for (end, token) in Cuts::new(bytes) {
        take(start..piece.start + end, token);
        start = piece.start + end;
    }
}
