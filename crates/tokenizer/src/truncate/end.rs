//! The longest part to the end of a text: docs/tokenizer.md, S23.

use super::{Keep, LONGEST_TOKEN, piece::Piece, whole::Whole};
use crate::{
    encode::encode_piece,
    pretokenize::{is_always_boundary, piece_ends},
};
use std::collections::HashMap;

/// Returns where the longest part to the end starts that has at most `most` tokens.
pub fn longest(text: &str, most: usize) -> usize {
    let whole = Whole::new(text);
    if whole.count() <= most {
        return 0;
    }
    let fitting = whole.tokens[whole.count() - most];
    let index = whole.pieces.partition_point(|&start| start < fitting);
    let is_boundary = |&at: &usize| at == 0 || at == text.len() || is_always_boundary(text, at);
    let before = whole.pieces[..index].iter().copied().rfind(is_boundary);
    let after = whole.pieces[index..].iter().copied().find(is_boundary);
    let (start, end) = (before.unwrap_or(0), after.unwrap_or(text.len()));
    let left = most - (whole.count() - whole.count_before(end));
    let mut parts = Parts::new(text, start, end, left);
    let mut starts = text[start..end].char_indices().map(|(at, _)| start + at);
    starts.find(|&at| parts.fits(at)).unwrap_or(end)
}

/// The parts of a text from a place between two boundaries up to the second one.
struct Parts<'a> {
    bytes: &'a [u8],
    start: usize,
    /// How many tokens a part may have.
    most: usize,
    /// For each byte from `start` on, where the piece ends that starts there.
    piece_ends: Vec<usize>,
    /// For each byte from `start` on, how many tokens the part has that starts there, up to `most + 1`; 0 if that is not
    /// known yet.
    counts: Vec<usize>,
    /// Long pieces that end at a place.
    long: HashMap<usize, LongPiece<'a>>,
}

struct LongPiece<'a> {
    piece: Piece<'a>,
    /// The length of the longest part of it that fits with what follows, if that is known yet.
    longest: Option<usize>,
}

impl<'a> Parts<'a> {
    fn new(text: &'a str, start: usize, end: usize, most: usize) -> Self {
        Self {
            bytes: text.as_bytes(),
            start,
            most,
            piece_ends: piece_ends(text, start, end),
            counts: vec![0; end - start],
            long: HashMap::new(),
        }
    }

    /// Returns whether the part that starts there has few enough tokens.
    fn fits(&mut self, at: usize) -> bool {
        self.count(at) <= self.most
    }

    /// Returns the number of tokens of the part that starts there, or `most + 1` if they are more.
    fn count(&mut self, mut at: usize) -> usize {
        let mut uncounted = Vec::new();
        let mut count = loop {
            match self.counts.get(at - self.start) {
                None => break 0,
                Some(0) => uncounted.push(at),
                Some(&count) => break count,
            }
            at = self.piece_ends[at - self.start];
        };
        for start in uncounted.into_iter().rev() {
            count = self.count_with_piece(start, at, count);
            self.counts[start - self.start] = count;
            at = start;
        }
        count
    }

    /// Returns the number of tokens of a piece and of what follows it, or `most + 1` if they are more.
    fn count_with_piece(&mut self, start: usize, end: usize, after: usize) -> usize {
        let too_many = self.most + 1;
        let length = end - start;
        if after >= self.most {
            return too_many;
        }
        if length <= LONGEST_TOKEN {
            return too_many.min(after + encode_piece(&self.bytes[start..end]).len());
        }
        let left = self.most - after;
        let LongPiece { piece, longest } = self.long_piece(start, end);
        if length > *longest.get_or_insert_with(|| piece.longest(left)) {
            return too_many;
        }
        too_many.min(after + piece.count(length))
    }

    /// Returns the long piece that ends there, which has what starts at `start` as a part.
    fn long_piece(&mut self, start: usize, end: usize) -> &mut LongPiece<'a> {
        let bytes = &self.bytes[start..end];
        let new = || LongPiece {
            piece: Piece::new(bytes, Keep::End),
            longest: None,
        };
        let known = self.long.entry(end).or_insert_with(new);
        if known.piece.len() < bytes.len() {
            *known = new();
        }
        known
    }
}
