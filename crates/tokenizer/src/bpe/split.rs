//! Splits bytes into what merging can start from, and into parts between which nothing merges: docs/tokenizer.md, S12
//! to S14.

use crate::{
    Token,
    span::Span,
    tables::{Border, CLOSED, NO_TOKEN, border, byte_token, character_token, may_be_joined, merge_bytes},
    utf8,
};

/// Calls `take` with the parts of a piece between which nothing merges, in order, each with its token if it is a whole
/// character, [`CLOSED`] if it is a closed one, or [`NO_TOKEN`].
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

/// Appends the tokens of a closed character: the only merge that can be is that of two of its bytes.
#[inline]
pub fn append_closed(character: &[u8], tokens: &mut Vec<Token>) {
    let &[first, second, third] = character else {
        return;
    };
    let (left, right) = (merge_bytes(first, second), merge_bytes(second, third));
    match left.min(right) {
        NO_TOKEN => tokens.extend([first, second, third].map(byte_token)),
        merged if merged == left => tokens.extend([merged, byte_token(third)]),
        merged => tokens.extend([byte_token(first), merged]),
    }
}

/// A character, or a byte that is part of none, as at the edges of a window.
#[derive(Clone, Copy)]
pub struct Character {
    /// Where it ends.
    pub end: usize,
    /// Its token if it is whole, [`CLOSED`] if it is closed, or [`NO_TOKEN`].
    pub token: Token,
    /// Whether text can be cut before it: one of the two neighbors is closed, or both are whole and nothing merges
    /// across.
    is_cut: bool,
}

/// The characters of a piece, or of a part of one, in order.
pub struct Characters<'a> {
    bytes: &'a [u8],
    current: CodePoint,
    /// What may happen before the current character.
    border: Border,
    /// The character before the current one: its code point, and whether it is whole or closed.
    before: u32,
    after_whole: bool,
    after_closed: bool,
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
            before: 0,
            after_whole: false,
            after_closed: false,
        }
    }
}

impl Characters<'_> {
    /// Returns whether the current character, which can be closed, is closed between the one before and the one after.
    /// At the edges these are NUL, which may tell more than is true.
    #[inline]
    fn is_closed(&self, after: u32) -> bool {
        let CodePoint { start, end, .. } = self.current;
        let (first, last) = (self.bytes[start], self.bytes[end - 1]);
        !may_be_joined(self.before, first.into()) && !may_be_joined(last.into(), after)
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
        let token = if end - start > 1 && self.before != u32::from(b' ') {
            match character_token(value) {
                CLOSED if self.is_closed(next.value) => CLOSED,
                token if token < CLOSED && !in_conflict => token,
                _ => NO_TOKEN,
            }
        } else {
            NO_TOKEN
        };
        let is_whole = token < CLOSED;
        let is_closed = token == CLOSED;
        let is_cut = is_closed || self.after_closed || self.after_whole && is_whole && !self.border.merge;
        self.current = next;
        self.border = border_after;
        self.before = value;
        self.after_whole = is_whole;
        self.after_closed = is_closed;
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

#[cfg(test)]
mod tests {
    use super::{super::heap, *};
    use crate::{generated::Random, tables};

    /// The parts, each merged on its own, give what the piece gives.
    fn check(piece: &str) {
        let bytes = piece.as_bytes();
        let mut tokens = Vec::new();
        let all = Span {
            start: 0,
            end: bytes.len(),
        };
        for_each_part(bytes, all, |part, token| match token {
            CLOSED => append_closed(part.of(bytes), &mut tokens),
            NO_TOKEN => tokens.extend(heap::merge(part.of(bytes))),
            token => tokens.push(token),
        });
        assert!(tokens == heap::merge(bytes), "{piece:?}");
    }

    fn three_bytes() -> impl Iterator<Item = char> {
        ('\u{800}'..='\u{FFFF}').step_by(if cfg!(miri) { 997 } else { 1 })
    }

    /// Tokens that have a part of a character at one of their edges, beside whole ones: the whole ones, and the part.
    fn tokens_with_a_part() -> impl Iterator<Item = (&'static str, &'static [u8], bool)> {
        tables::tokens().filter_map(|token| {
            let first = token.iter().position(|byte| byte & 0xC0 != 0x80)?;
            let last = token.iter().rposition(|byte| byte & 0xC0 != 0x80)?;
            let is_at_end = str::from_utf8(&token[last..]).is_err();
            let (whole, part) = if is_at_end {
                (&token[..last], &token[last..])
            } else {
                (&token[first..], &token[..first])
            };
            let whole = str::from_utf8(whole).ok().filter(|whole| !whole.is_empty())?;
            (!part.is_empty()).then_some((whole, part, is_at_end))
        })
    }

    #[test]
    fn every_token_that_is_text_is_split_correctly() {
        let step = if cfg!(miri) { 1009 } else { 1 };
        tables::tokens()
            .step_by(step)
            .filter_map(|token| str::from_utf8(token).ok())
            .for_each(check);
    }

    #[test]
    fn characters_beside_what_tokens_join_them_to_are_split_correctly() {
        let step = if cfg!(miri) { 50 } else { 1 };
        for (whole, part, is_at_end) in tokens_with_a_part().step_by(step) {
            for character in three_bytes().step_by(5) {
                let mut bytes = [0; 4];
                let own = character.encode_utf8(&mut bytes).as_bytes();
                if is_at_end && own.starts_with(part) {
                    check(&format!("{whole}{character}"));
                    check(&format!("漢{whole}{character}字"));
                } else if !is_at_end && own.ends_with(part) {
                    check(&format!("{character}{whole}"));
                    check(&format!("の{character}{whole}x"));
                }
            }
        }
    }

    #[test]
    fn characters_between_any_others_are_split_correctly() {
        let mut random = Random::new(1);
        let wholes = Vec::from_iter(tokens_with_a_part().flat_map(|(whole, ..)| whole.chars()));
        let mut neighbor = || match random.below(3) {
            0 => wholes[random.below(wholes.len())],
            1 => char::from(random.below(128) as u8),
            _ => char::from_u32(random.below(0x2_0000) as u32).unwrap_or(' '),
        };
        for character in three_bytes() {
            for _ in 0..4 {
                let around = [
                    neighbor(),
                    neighbor(),
                    character,
                    neighbor(),
                    character,
                    neighbor(),
                ];
                check(&String::from_iter(around));
            }
        }
    }
}
