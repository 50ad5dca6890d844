//! One piece at a time, one character at a time: the pattern, alternative by alternative.
//!
//! This is the whole pretokenizer; `block.rs` is only faster. Nothing backtracks: what the pattern's backtracking would
//! find is known when the end of a run is reached (docs/tokenizer.md, S2).

use crate::{
    tables::{
        class::{Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER},
        class_of,
    },
    utf8,
};

/// The classes of the characters of words.
pub(super) const WORD: Class = UPPER | LOWER | LETTER | MARK;

/// A character's class, and where it ends.
#[derive(Clone, Copy)]
pub(super) struct Character {
    pub class: Class,
    pub end: usize,
}

/// Returns where the piece ends that starts at `start`, which must be the start of a character of UTF-8 text: otherwise
/// any later place is returned. At the end of the text, where there is no piece, this is `start`.
pub fn piece_end(text: &[u8], start: usize) -> usize {
    let first = character(text, start);
    if first.class & WORD != 0 {
        return word_end(text, start);
    }
    let second = character(text, first.end);
    match first.class {
        SPACE | OTHER if second.class & WORD != 0 => word_end(text, first.end),
        NUMBER => number_end(text, first.end),
        OTHER => other_end(text, first.end),
        SPACE if second.class == OTHER && text.get(start) == Some(&b' ') => other_end(text, second.end),
        _ => whitespace_end(text, start),
    }
}

/// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`, or the same with `+` and `*` exchanged, then a
/// contraction.
///
/// If no lowercase letter follows the first half, the first half has to give back what the second half needs: it backs
/// off to its last character that the second half can take. If there is none, the second alternative takes all.
fn word_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut backed_off = None;
    let mut next = character(text, at);
    while next.class & (UPPER | LETTER | MARK) != 0 {
        at = next.end;
        if next.class != UPPER {
            backed_off = Some(at);
        }
        next = character(text, at);
    }
    let end = if next.class == LOWER {
        run_end(text, next.end, LOWER | LETTER | MARK)
    } else {
        backed_off.unwrap_or(at)
    };
    contraction_end(text, end)
}

/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`. If case is ignored, `ſ` (U+017F) is an `s`.
pub(super) fn contraction_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length = match *rest {
        [b'\'', b's' | b'S' | b't' | b'T' | b'm' | b'M' | b'd' | b'D', ..] => 2,
        [b'\'', b'r' | b'R' | b'v' | b'V', b'e' | b'E', ..] | [b'\'', b'l' | b'L', b'l' | b'L', ..] => 3,
        [b'\'', 0xC5, 0xBF, ..] => 3,
        _ => 0,
    };
    at + length
}

/// The rest of `\p{N}{1,3}`.
fn number_end(text: &[u8], mut at: usize) -> usize {
    for _ in 0..2 {
        let next = character(text, at);
        if next.class == NUMBER {
            at = next.end;
        }
    }
    at
}

/// The rest of `[^\s\p{L}\p{N}]+[\r\n/]*`. Marks are not letters here.
fn other_end(text: &[u8], at: usize) -> usize {
    let at = run_end(text, at, OTHER | MARK);
    let tail = text.get(at..).unwrap_or_default();
    let length = tail.iter().position(|byte| !matches!(byte, b'\r' | b'\n' | b'/'));
    at + length.unwrap_or(tail.len())
}

/// `\s*[\r\n]+|\s+(?!\S)|\s+`: everything up to the last newline; without a newline, everything at the end of the
/// text, or all but the last character, which goes to what follows, or that character if it is the only one.
fn whitespace_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut last = start;
    let mut after_newline = None;
    let mut next = character(text, at);
    while next.class & (SPACE | NEWLINE) != 0 {
        last = at;
        at = next.end;
        if next.class == NEWLINE {
            after_newline = Some(at);
        }
        next = character(text, at);
    }
    match after_newline {
        Some(end) => end,
        None if at == text.len() || last == start => at,
        None => last,
    }
}

/// Returns where the run of characters of these classes ends.
fn run_end(text: &[u8], mut at: usize, classes: Class) -> usize {
    loop {
        let next = character(text, at);
        if next.class & classes == 0 {
            return at;
        }
        at = next.end;
    }
}

/// Returns the character at `at`; at the end of the text, one of no class that ends there.
#[inline(always)]
pub(super) fn character(text: &[u8], at: usize) -> Character {
    match text.get(at) {
        None => Character { class: 0, end: at },
        Some(&byte) if byte < 0x80 => Character {
            class: class_of(u32::from(byte)),
            end: at + 1,
        },
        Some(&byte) => {
            let (code_point, length) = utf8::decode(byte, text.get(at + 1..).unwrap_or_default());
            Character {
                class: class_of(code_point),
                end: (at + length).min(text.len()),
            }
        }
    }
}
