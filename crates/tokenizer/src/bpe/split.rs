//! Splits bytes into what merging can start from, and into parts between which nothing merges.

use crate::{
    Token,
    pretokenize::decode,
    tables::{Border, NO_TOKEN, border, character_token},
};
use std::iter::Peekable;

/// A character, or a byte that is part of none, as at the edges of a window.
#[derive(Clone, Copy)]
pub struct Character {
    /// Where it ends.
    pub end: usize,
    /// Its token, if it is of several bytes and they merge into it before anything else merges with them.
    pub token: Token,
    /// Whether text can be cut before it: both neighbors are whole, and nothing merges across.
    pub cut: bool,
}

/// The characters of a piece, or of a part of one, in order.
pub struct Characters<'a> {
    bytes: &'a [u8],
    current: Raw,
    /// What is before the current character.
    border: Border,
    after_space: bool,
    /// Whether the character before the current one is whole.
    after_whole: bool,
}

/// The parts of a piece between which nothing merges: the end of each, and its token if it is a whole character.
pub struct Cuts<'a>(Peekable<Characters<'a>>);

impl<'a> Cuts<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(Characters::new(bytes).peekable())
    }
}

impl Iterator for Cuts<'_> {
    type Item = (usize, Token);

    #[inline]
    fn next(&mut self) -> Option<(usize, Token)> {
        let Character {
            mut end, mut token, ..
        } = self.0.next()?;
        while let Some(character) = self.0.next_if(|character| !character.cut) {
            end = character.end;
            token = NO_TOKEN;
        }
        Some((end, token))
    }
}

#[derive(Clone, Copy)]
struct Raw {
    code_point: u32,
    start: usize,
    end: usize,
}

/// At the edges, nothing is in conflict.
const EDGE: Border = Border {
    conflict: false,
    merge: false,
};

impl<'a> Characters<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            current: raw(bytes, 0),
            border: EDGE,
            after_space: false,
            after_whole: false,
        }
    }
}

impl Iterator for Characters<'_> {
    type Item = Character;

    #[inline]
    fn next(&mut self) -> Option<Character> {
        let Raw {
            code_point,
            start,
            end,
        } = self.current;
        if start == end {
            return None;
        }
        let next = raw(self.bytes, end);
        let behind = if next.start == next.end {
            EDGE
        } else {
            border(code_point, next.code_point)
        };
        let token = if end - start > 1 && !self.after_space && !self.border.conflict && !behind.conflict {
            character_token(code_point)
        } else {
            NO_TOKEN
        };
        let whole = token != NO_TOKEN;
        let cut = self.after_whole && whole && !self.border.merge;
        self.current = next;
        self.border = behind;
        self.after_space = code_point == u32::from(b' ');
        self.after_whole = whole;
        Some(Character { end, token, cut })
    }
}

/// The character that starts there; of a part of a character, one byte, which stands for itself; at the end, nothing.
#[inline(always)]
fn raw(bytes: &[u8], start: usize) -> Raw {
    let rest = bytes.get(start..).unwrap_or_default();
    let (code_point, length) = match *rest {
        [] => (0, 0),
        [byte, ..] if !(0xC2..0xF8).contains(&byte) => (u32::from(byte), 1),
        [byte, ref rest @ ..] => match decode(byte, rest) {
            (code_point, length) if length <= rest.len() + 1 => (code_point, length),
            _ => (u32::from(byte), 1),
        },
    };
    Raw {
        code_point,
        start,
        end: start + length,
    }
}
