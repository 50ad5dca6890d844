//! Where rendered tokens go.

use crate::Token;

/// Takes tokens, and texts to encode.
pub(crate) trait TokenSink {
    fn token(&mut self, token: Token);

    /// Encodes a text, without special tokens.
    fn text(&mut self, text: &str);
}

impl TokenSink for Vec<Token> {
    fn token(&mut self, token: Token) {
        self.push(token);
    }

    fn text(&mut self, text: &str) {
        tokenizer::encode_ordinary(text, self);
    }
}

/// Counts tokens without keeping them.
#[derive(Default)]
pub(crate) struct TokenCount(pub(crate) usize);

impl TokenSink for TokenCount {
    fn token(&mut self, _token: Token) {
        self.0 += 1;
    }

    fn text(&mut self, text: &str) {
        self.0 += tokenizer::count_ordinary(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn the_count_is_that_of_the_tokens() {
        let mut tokens = Vec::new();
        let mut count = TokenCount::default();
        for sink in [&mut tokens as &mut dyn TokenSink, &mut count] {
            sink.token(format::START);
            sink.text("It's 12345 — <|end|>");
            sink.text("");
        }
        assert_eq!(tokens[0], format::START);
        assert!(!tokens.contains(&format::END));
        assert_eq!(count.0, tokens.len());
    }
}
