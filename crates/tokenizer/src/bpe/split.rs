//! Splits bytes into what merging can start from, and into parts between which nothing merges: docs/tokenizer.md, S12
//! to S14.

use crate::{
    Token,
    span::Span,
    tables::{Border, NO_TOKEN, border, character_token},
    utf8,
};

/// Calls `take` with the parts of a piece between which nothing merges, in order, each with its token if it is a whole
/// character, or [`NO_TOKEN`].
#[inline]
pub fn for_each_part(text: &[u8], piece: Span, mut take: impl FnMut(Span, Token)) {
    let bytes = piece.of(text);
    if bytes.is_ascii() {
        return take(piece, NO_TOKEN);
    }
    let mut start = piece.start;
    let mut characters = Characters::new(bytes).peekable();
    while let Some(Character {
        mut end, mut token, ..
    }) = characters.next()
    {
        while let Some(character) = characters.next_if(|character| !character.is_cut) {
            end = character.end;
            token = NO_TOKEN;
        }
        let end = piece.start + end;
        take(Span { start, end }, token);
        start = end;
    }
}

/// A character, or a byte that is part of none, as at the edges of a window.
#[derive(Clone, Copy)]
pub struct Character {
    /// Where it ends.
    pub end: usize,
    /// Its token if it is whole, or [`NO_TOKEN`].
    pub token: Token,
    /// Whether text can be cut before it: both neighbors are whole, and nothing merges across.
    is_cut: bool,
}

/// The characters of a piece, or of a part of one, in order.
pub struct Characters<'a> {
    bytes: &'a [u8],
    current: CodePoint,
    /// What may happen before the current character.
    border: Border,
    after_space: bool,
    /// Whether the character before the current one is whole.
    after_whole: bool,
}

/// Nothing happens at the edges of the bytes.
const EDGE: Border = Border {
    conflict: false,
    merge: false,
};

impl<'a> Characters<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            current: code_point(bytes, 0),
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
        let CodePoint { value, start, end } = self.current;
        if start == end {
            return None;
        }
        let next = code_point(self.bytes, end);
        let border_after = if next.start == next.end {
            EDGE
        } else {
            border(value, next.value)
        };
        let in_conflict = self.border.conflict || border_after.conflict;
        let token = if end - start > 1 && !self.after_space && !in_conflict {
            character_token(value)
        } else {
            NO_TOKEN
        };
        let is_whole = token != NO_TOKEN;
        let is_cut = self.after_whole && is_whole && !self.border.merge;
        self.current = next;
        self.border = border_after;
        self.after_space = value == u32::from(b' ');
        self.after_whole = is_whole;
        Some(Character { end, token, is_cut })
    }
}

#[derive(Clone, Copy)]
struct CodePoint {
    value: u32,
    start: usize,
    end: usize,
}

/// Returns the character that starts there; of a part of a character, one byte, which stands for itself; at the end,
/// nothing.
#[inline(always)]
fn code_point(bytes: &[u8], start: usize) -> CodePoint {
    let rest = bytes.get(start..).unwrap_or_default();
    let (value, length) = match *rest {
        [] => (0, 0),
        [byte, ..] if !(0xC2..0xF8).contains(&byte) => (u32::from(byte), 1),
        [byte, ref rest @ ..] => match utf8::decode(byte, rest) {
            (value, length) if length <= rest.len() + 1 => (value, length),
            _ => (u32::from(byte), 1),
        },
    };
    CodePoint {
        value,
        start,
        end: start + length,
    }
}
