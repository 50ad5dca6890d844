//! The tokens and the pieces of a whole text.

use crate::{Token, encode_ordinary, pretokenize, tables::token_length};

pub struct Whole {
    /// Where each token starts, and the end of the text.
    pub tokens: Vec<usize>,
    /// Where each piece starts, and the end of the text.
    pub pieces: Vec<usize>,
}

impl Whole {
    pub fn new(text: &str) -> Self {
        let mut tokens = Vec::new();
        encode_ordinary(text, &mut tokens);
        Self {
            tokens: token_places(&tokens),
            pieces: pretokenize::boundaries(text.as_bytes()),
        }
    }

    /// Returns how many tokens the text has.
    pub fn count(&self) -> usize {
        self.tokens.len() - 1
    }

    /// Returns how many of the tokens are before that place.
    pub fn count_before(&self, place: usize) -> usize {
        self.tokens.partition_point(|&start| start < place)
    }
}

/// Returns where each token starts, and where the last one ends, in bytes from the start of the first one.
pub fn token_places(tokens: &[Token]) -> Vec<usize> {
    let mut places = Vec::with_capacity(tokens.len() + 1);
    places.push(0);
    let mut end = 0;
    places.extend(tokens.iter().map(|&token| {
        end += token_length(token);
        end
    }));
    places
}
