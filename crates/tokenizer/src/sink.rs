//! Where tokens go.

use crate::Token;

/// Takes tokens as they are made: a vector keeps them, a [`TokenCount`] counts them.
pub trait TokenSink {
    /// Takes the next tokens.
    fn push_tokens(&mut self, tokens: &[Token]);

    /// Takes the next token.
    fn push_token(&mut self, token: Token) {
        self.push_tokens(&[token]);
    }

    /// Announces about so many more tokens.
    fn reserve_tokens(&mut self, _expected: usize) {}
}

impl TokenSink for Vec<Token> {
    fn push_tokens(&mut self, tokens: &[Token]) {
        self.extend_from_slice(tokens);
    }

    fn push_token(&mut self, token: Token) {
        self.push(token);
    }

    fn reserve_tokens(&mut self, expected: usize) {
        self.reserve(expected);
    }
}

/// Counts tokens without keeping them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenCount(pub usize);

impl TokenSink for TokenCount {
    fn push_tokens(&mut self, tokens: &[Token]) {
        self.0 += tokens.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{encode_ordinary, special};

    fn fill<S: TokenSink + Default>() -> S {
        let mut sink = S::default();
        sink.push_token(special::START);
        encode_ordinary("It's 12345 — <|end|>", &mut sink);
        encode_ordinary("", &mut sink);
        sink
    }

    #[test]
    fn the_count_is_that_of_the_tokens() {
        let tokens: Vec<Token> = fill();
        assert_eq!(tokens[0], special::START);
        assert!(!tokens.contains(&special::END));
        assert_eq!(fill::<TokenCount>(), TokenCount(tokens.len()));
    }
}
