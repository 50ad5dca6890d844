//! The ends of the pieces that start at every character, whether the whole text has a piece there or not.
//!
//! The text is read once, from right to left. What `scalar.rs` finds when it reads on from a character is known here from
//! the character after it (docs/tokenizer.md, S23).

use super::scalar::{WORD, character, contraction_end};
use crate::tables::class::{Class, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER};

/// Returns whether no piece has both the character before `at` and the one after it, wherever the piece starts. `at` must
/// be a place between two characters.
pub fn is_always_boundary(text: &str, at: usize) -> bool {
    let before = text[..at]
        .char_indices()
        .next_back()
        .map_or(0, |(start, _)| start);
    let text = text.as_bytes();
    is_boundary_between(character(text, before).class, character(text, at).class, text[at])
}

/// Returns whether no piece has two characters of these classes, wherever the piece starts. `first` is the first byte of the
/// character after.
#[inline(always)]
pub(super) fn is_boundary_between(before: Class, after: Class, first: u8) -> bool {
    let beginning: Class = match before {
        NUMBER => !NUMBER,
        UPPER | LOWER | LETTER => NUMBER | SPACE | NEWLINE | OTHER,
        NEWLINE => !(SPACE | NEWLINE),
        SPACE => NUMBER,
        _ => NUMBER | SPACE,
    };
    after & beginning != 0
        && !(before & (UPPER | LOWER | LETTER) != 0 && first == b'\'')
        && !(before == NEWLINE && first == b'/')
}

/// Returns where the pieces end that start at the characters from `start` to `end`, both of which must be boundaries that
/// no piece crosses. The result has an entry for each byte; where no character starts, it is 0.
pub fn piece_ends(text: &str, start: usize, end: usize) -> Vec<usize> {
    let mut ends = vec![0; end - start];
    let mut after = Ahead::nothing(end);
    for (at, _) in text[start..end].char_indices().rev() {
        let next = after.before(text.as_bytes(), start + at);
        ends[at] = next.piece_end(text.as_bytes(), &after);
        after = next;
    }
    ends
}

/// What follows from a place on, where a character starts.
#[derive(Clone, Copy)]
struct Ahead {
    at: usize,
    class: Class,
    /// The end of the word without its contraction, as far as a lowercase letter follows the first half.
    lowered: Option<usize>,
    /// The end of the last character in the first half that the second half can take.
    backed_off: Option<usize>,
    /// The end of the run that a word's first half, or its second half, can take.
    first_half: usize,
    second_half: usize,
    /// The ends of runs of up to one, two and three numbers.
    numbers: [usize; 3],
    /// The end of `[\r\n/]*`.
    tail: usize,
    /// The end of a run of `OTHER` and `MARK` with its tail.
    other: usize,
    /// The start of the last character in the run of whitespace, and the end of the run.
    last_space: usize,
    spaces: usize,
    /// The end of the last newline in that run.
    newlines: Option<usize>,
}

impl Ahead {
    /// What follows at a boundary that no piece crosses: nothing counts.
    fn nothing(at: usize) -> Self {
        Self {
            at,
            class: 0,
            lowered: None,
            backed_off: None,
            first_half: at,
            second_half: at,
            numbers: [at; 3],
            tail: at,
            other: at,
            last_space: at,
            spaces: at,
            newlines: None,
        }
    }

    /// Returns what follows from the character before this place on, which starts at `at`.
    fn before(&self, text: &[u8], at: usize) -> Self {
        let class = character(text, at).class;
        let mut ahead = Self {
            class,
            ..Self::nothing(at)
        };
        if class & (LOWER | LETTER | MARK) != 0 {
            ahead.second_half = self.second_half;
        }
        if class & (UPPER | LETTER | MARK) != 0 {
            let takes = (class != UPPER).then_some(self.at);
            ahead.lowered = self.lowered;
            ahead.backed_off = self.backed_off.or(takes);
            ahead.first_half = self.first_half;
        }
        if class == LOWER {
            ahead.lowered = Some(ahead.second_half);
        }
        if class == NUMBER {
            ahead.numbers = [self.at, self.numbers[0], self.numbers[1]];
        }
        if matches!(text[at], b'\r' | b'\n' | b'/') {
            ahead.tail = self.tail;
        }
        ahead.other = match class {
            OTHER | MARK => self.other,
            _ => ahead.tail,
        };
        if class & (SPACE | NEWLINE) != 0 {
            let is_last = self.spaces == self.at;
            ahead.last_space = if is_last { at } else { self.last_space };
            ahead.spaces = self.spaces;
            ahead.newlines = self.newlines.or((class == NEWLINE).then_some(self.at));
        }
        ahead
    }

    /// Returns where the piece ends that starts here; `next` is what follows the first character.
    fn piece_end(&self, text: &[u8], next: &Self) -> usize {
        match self.class {
            class if class & WORD != 0 => self.word_end(text),
            SPACE | OTHER if next.class & WORD != 0 => next.word_end(text),
            NUMBER => self.numbers[2],
            OTHER => next.other,
            SPACE if next.class == OTHER && text[self.at] == b' ' => next.other,
            _ => self.whitespace_end(text),
        }
    }

    fn word_end(&self, text: &[u8]) -> usize {
        let end = self.lowered.or(self.backed_off).unwrap_or(self.first_half);
        contraction_end(text, end)
    }

    fn whitespace_end(&self, text: &[u8]) -> usize {
        match self.newlines {
            Some(end) => end,
            None if self.spaces == text.len() || self.last_space == self.at => self.spaces,
            None => self.last_space,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::piece_end, *};
    use crate::generated::texts;

    #[test]
    fn pieces_from_every_character_on_end_where_single_pieces_do() {
        for text in texts(if cfg!(miri) { 20 } else { 3000 }, 150) {
            let bytes = text.as_bytes();
            let starts = || text.char_indices().map(|(at, _)| at);
            let expected: Vec<usize> = starts().map(|at| piece_end(bytes, at)).collect();
            let ends = piece_ends(&text, 0, text.len());
            let found: Vec<usize> = starts().map(|at| ends[at]).collect();
            assert_eq!(found, expected, "{text:?}");
            for at in starts().skip(1).filter(|&at| is_always_boundary(&text, at)) {
                let crossing = starts()
                    .zip(&expected)
                    .find(|&(start, &end)| start < at && at < end);
                assert_eq!(crossing, None, "{text:?} at {at}");
            }
        }
    }
}
