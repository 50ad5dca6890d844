//! Places where a text can be cut, so that the pieces of its parts are those of the whole (docs/tokenizer.md, S15a).

use super::{
    backward::is_boundary_between,
    scalar::{Character, character},
};
use crate::tables::class::SPACE;

/// Returns the first place after `from` and before `to` where the text can be cut.
pub fn next_cut(text: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut before = character(text, start_of_character(text, from));
    while before.end < to.min(text.len()) {
        let after = character(text, before.end);
        if can_be_cut(text, before, after) {
            return Some(before.end);
        }
        before = after;
    }
    None
}

/// Returns the last place after `from` and not after `to` where the text can be cut.
pub fn last_cut(text: &[u8], from: usize, to: usize) -> Option<usize> {
    let mut at = start_of_character(text, to.min(text.len().checked_sub(1)?));
    while at > from {
        let start = start_of_character(text, at - 1);
        if can_be_cut(text, character(text, start), character(text, at)) {
            return Some(at);
        }
        at = start;
    }
    None
}

/// Returns whether the text can be cut between two characters that follow each other.
fn can_be_cut(text: &[u8], before: Character, after: Character) -> bool {
    // At the end of a text, a run of spaces is a piece; before anything else, its last one is not part of it.
    before.class != SPACE && is_boundary_between(before.class, after.class, text[before.end])
}

/// Returns where the character starts that has this byte.
fn start_of_character(text: &[u8], at: usize) -> usize {
    let is_start = |at: &usize| text.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (0..=at).rev().find(is_start).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{super::boundaries, *};
    use crate::generated::texts;

    #[test]
    fn the_pieces_of_the_parts_are_those_of_the_whole() {
        let mut found = 0;
        for text in texts(if cfg!(miri) { 20 } else { 3000 }, 150) {
            let text = text.as_bytes();
            let whole = boundaries(text);
            for from in 0..text.len() {
                let Some(at) = next_cut(text, from, text.len()) else {
                    assert_eq!(last_cut(text, from, text.len()), None);
                    continue;
                };
                assert_eq!(last_cut(text, from, at), Some(at));
                let mut parts = boundaries(&text[..at]);
                parts.extend(boundaries(&text[at..])[1..].iter().map(|end| at + end));
                assert_eq!(parts, whole, "{:?} at {at}", str::from_utf8(text));
                found += 1;
            }
        }
        assert!(found > 0);
    }
}
