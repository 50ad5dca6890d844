//! The longest part from the start of a text: docs/tokenizer.md, S22.

use super::{Keep, last_boundary, next_boundary, piece::Piece, whole::Whole};
use crate::{TokenCount, encode_ordinary, pretokenize::piece_end};

/// Returns where the longest part from the start ends that has at most `most` tokens.
pub fn longest(text: &str, most: usize) -> usize {
    let whole = Whole::new(text);
    if whole.count() <= most {
        return text.len();
    }
    let fitting = whole.tokens[most];
    let index = whole.pieces.partition_point(|&start| start <= fitting) - 1;
    let (start, end) = (whole.pieces[index], whole.pieces[index + 1]);
    let end = end_with_space(text, start, end);
    let found = longest_in_piece(text, start, end, most - whole.count_before(start));
    let first_character = next_boundary(text, start + 1);
    if found > first_character {
        return found;
    }
    // What is left may end just after the first space of a piece, and before that, it has the pieces of the whole text
    // only up to the piece before the last one.
    let base = whole.pieces[index.saturating_sub(2)];
    let most = most - whole.count_before(base);
    let mut at = first_character;
    while at > base && count(&text[base..at]) > most {
        at = last_boundary(text, at - 1);
    }
    at
}

fn count(text: &str) -> usize {
    let mut count = TokenCount::default();
    encode_ordinary(text, &mut count);
    count.0
}

/// Returns where a piece ends; a run of spaces that leaves the last one to what follows ends after that one, since the
/// run is one piece where a text ends.
fn end_with_space(text: &str, start: usize, end: usize) -> usize {
    if end == text.len() {
        return end;
    }
    let after = next_boundary(text, end + 1);
    let is_piece = piece_end(&text.as_bytes()[..after], start) == after;
    if is_piece { after } else { end }
}

/// Returns where the longest part of a piece ends that has at most `most` tokens if the text ends there.
fn longest_in_piece(text: &str, start: usize, end: usize, most: usize) -> usize {
    let piece = Piece::new(&text.as_bytes()[start..end], Keep::Start);
    let mut limit = piece.longest(most);
    loop {
        let at = longest_in_characters(text, start, &piece, limit, most);
        let first_end = piece_end(&text.as_bytes()[..at], start);
        if let Some(left) = most.checked_sub(piece.count(first_end - start)) {
            return longest_second(text, start, first_end, end, left);
        }
        limit = first_end - start - 1;
    }
}

/// Returns where the longest part of a piece ends that has at most `most` tokens if it ends where a first piece has ended
/// before, or later in the second piece that follows.
fn longest_second(text: &str, start: usize, first_end: usize, end: usize, most: usize) -> usize {
    if most == 0 {
        return first_end;
    }
    let bytes = text.as_bytes();
    let characters = text[first_end..end].char_indices();
    let cuts = Vec::from_iter(characters.map(|(at, character)| first_end + at + character.len_utf8()));
    let cuts_in_second = cuts.partition_point(|&cut| piece_end(&bytes[..cut], start) == first_end);
    let Some(&second_end) = cuts[..cuts_in_second].last() else {
        return first_end;
    };
    let second = Piece::new(&bytes[first_end..second_end], Keep::Start);
    longest_in_characters(text, first_end, &second, second.longest(most), most)
}

/// Returns where the longest part of a piece, of up to `limit` bytes, ends that has at most `most` tokens as one piece.
fn longest_in_characters(text: &str, start: usize, piece: &Piece, limit: usize, most: usize) -> usize {
    let mut at = last_boundary(text, start + limit);
    while piece.count(at - start) > most {
        at = last_boundary(text, at - 1);
    }
    at
}
