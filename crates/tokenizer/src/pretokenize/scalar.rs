//! One piece at a time, one character at a time: the pattern, alternative by alternative.
//!
//! This is the whole pretokenizer; `window.rs` is only faster. Each character is read a bounded number of times,
//! whatever follows: the pattern's backtracking is replaced by what it would find.

use crate::tables::{
    class::{Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER},
    class_of,
};

/// The classes of the characters of words.
pub const WORD: Class = UPPER | LOWER | LETTER | MARK;

/// The class of a character, and where it ends.
#[derive(Clone, Copy)]
struct Character {
    class: Class,
    end: usize,
}

/// Where the piece ends that starts at `start`, which must be the start of a character of UTF-8 text, else any later
/// place may come out. At the end of the text there is no piece: `start` comes out.
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
/// Without a lowercase letter after the first half, the first half has to give back what the second half needs: it
/// backs off to its last character that the second half can take. If there is none, the second alternative takes all.
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

/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`. Without regard to case, `ſ` (U+017F) is an `s`.
fn contraction_end(text: &[u8], at: usize) -> usize {
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

/// `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the last newline; without one, all at the end of the text; else all but the last
/// character, which goes to what follows; else that one.
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

/// Where the run of characters of these classes ends.
fn run_end(text: &[u8], mut at: usize, classes: Class) -> usize {
    loop {
        let next = character(text, at);
        if next.class & classes == 0 {
            return at;
        }
        at = next.end;
    }
}

/// The character at `at`; at the end of the text, one of no class that ends there.
#[inline(always)]
fn character(text: &[u8], at: usize) -> Character {
    match text.get(at) {
        None => Character { class: 0, end: at },
        Some(&byte) if byte < 0x80 => Character {
            class: class_of(u32::from(byte)),
            end: at + 1,
        },
        Some(&byte) => {
            let (code_point, length) = decode(byte, text.get(at + 1..).unwrap_or_default());
            Character {
                class: class_of(code_point),
                end: (at + length).min(text.len()),
            }
        }
    }
}

/// The code point of a character of more than one byte, and its length.
#[inline(always)]
pub fn decode(first: u8, rest: &[u8]) -> (u32, usize) {
    let bits = |at: usize| u32::from(rest.get(at).copied().unwrap_or(0) & 0x3F);
    let first = u32::from(first);
    match first {
        ..0xE0 => ((first & 0x1F) << 6 | bits(0), 2),
        0xE0..0xF0 => ((first & 0x0F) << 12 | bits(0) << 6 | bits(1), 3),
        _ => ((first & 0x07) << 18 | bits(0) << 12 | bits(1) << 6 | bits(2), 4),
    }
}
