//! The numbers of tokens of the parts of one piece: docs/tokenizer.md, S20 and S21.

use super::{Keep, LONGEST_TOKEN, whole::token_places};
use crate::{
    Token,
    encode::encode_piece,
    tables::{token_bytes, token_length},
};
use std::iter;

/// How many bytes of a part are merged anew at least. The tokens before them are nearly always those of the whole piece.
const SEAM: usize = 64;

/// If more bytes than this are merged anew, the part may begin with a run of the same bytes, in which no token has an
/// edge in common with those of the whole piece.
const LONG_SEAM: usize = 512;

/// A piece, of which parts are counted that have its start, or its end. A part is known by its length, and may begin or
/// end inside of a character.
pub struct Piece<'a> {
    bytes: &'a [u8],
    keep: Keep,
    /// The tokens of the whole piece, the first one at the edge that all parts have.
    tokens: Vec<Token>,
    /// The lengths of the parts that have none of these tokens, the first one, the first two, and so on.
    lengths: Vec<usize>,
}

impl<'a> Piece<'a> {
    pub fn new(bytes: &'a [u8], keep: Keep) -> Self {
        let mut tokens = encode_piece(bytes);
        if keep == Keep::End {
            tokens.reverse();
        }
        Self {
            bytes,
            keep,
            lengths: token_places(&tokens),
            tokens,
        }
    }

    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns the length of the longest part that has at most `most` tokens.
    pub fn longest(&self, most: usize) -> usize {
        let Some(&(mut longest)) = self.lengths.get(most) else {
            return self.len();
        };
        let mut length = longest;
        while length < self.len().min(longest + LONGEST_TOKEN) {
            length += 1;
            if self.count(length) <= most {
                longest = length;
            }
        }
        longest
    }

    /// Returns the number of tokens of the part of that length.
    pub fn count(&self, length: usize) -> usize {
        if length == 0 { 0 } else { self.encode(length).count }
    }

    /// Encodes the part of that length, which has at least one byte.
    fn encode(&self, length: usize) -> Encoded {
        let mut distance = SEAM;
        loop {
            let kept = self.lengths.partition_point(|kept| kept + distance <= length);
            let kept = kept.saturating_sub(1);
            let rest = encode_piece(self.between(self.lengths[kept], length));
            let (inner, outer) = match self.keep {
                Keep::Start => (rest[0], rest[rest.len() - 1]),
                Keep::End => (rest[rest.len() - 1], rest[0]),
            };
            if kept == 0 || self.are_neighbors(self.tokens[kept - 1], inner) {
                let count = kept + rest.len();
                return Encoded { count, outer };
            }
            if distance == LONG_SEAM
                && self.keep == Keep::End
                && let Some(encoded) = self.encode_run(length, &rest)
            {
                return encoded;
            }
            distance *= 2;
        }
    }

    /// Encodes the part to the end of that length, which begins with the tokens `first`, if one of them is repeated in a
    /// long run.
    fn encode_run(&self, length: usize, first: &[Token]) -> Option<Encoded> {
        let before = first.windows(2).position(|pair| pair[0] == pair[1])?;
        let token = first[before];
        let size = token_length(token);
        let length = length
            - first[..before]
                .iter()
                .map(|&token| token_length(token))
                .sum::<usize>();
        let same = iter::zip(self.between(0, length), self.between(0, length - size))
            .take_while(|(one, other)| one == other)
            .count();
        let times = same.saturating_sub(LONG_SEAM) / size;
        if times == 0 {
            return None;
        }
        let rest = self.encode(length - times * size);
        self.are_neighbors(rest.outer, token).then(|| Encoded {
            count: before + times + rest.count,
            outer: first[0],
        })
    }

    /// Returns the bytes that the part of one length has, and that of another one has not.
    fn between(&self, shorter: usize, longer: usize) -> &[u8] {
        match self.keep {
            Keep::Start => &self.bytes[shorter..longer],
            Keep::End => &self.bytes[self.len() - longer..self.len() - shorter],
        }
    }

    /// Returns whether two tokens can be neighbors in an encoding (S10), the first one nearer to the edge that all parts
    /// have.
    fn are_neighbors(&self, inner: Token, outer: Token) -> bool {
        let pair = match self.keep {
            Keep::Start => [inner, outer],
            Keep::End => [outer, inner],
        };
        let bytes = pair.map(|token| token_bytes(token).unwrap_or_default()).concat();
        encode_piece(&bytes) == pair
    }
}

/// What is known of the encoding of a part.
struct Encoded {
    count: usize,
    /// The token at the edge that other parts do not have.
    outer: Token,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_runs_are_counted_as_they_are_encoded() {
        for run in ["-", " ", "\u{3000}", "ab", "\n/", "漢", "a"] {
            for (before, after) in [("", ""), ("\n", "\n"), ("x", "yz")] {
                let bytes = before.to_owned() + &run.repeat(2000 / run.len()) + after;
                for keep in [Keep::Start, Keep::End] {
                    let piece = Piece::new(bytes.as_bytes(), keep);
                    for length in (1..=piece.len()).step_by(if cfg!(miri) { 997 } else { 37 }) {
                        let expected = encode_piece(piece.between(0, length)).len();
                        assert_eq!(piece.count(length), expected, "{bytes:?}, {length}, {keep:?}");
                    }
                }
            }
        }
    }
}
