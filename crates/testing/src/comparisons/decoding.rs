//! Tokens to bytes and text.

use super::Case;
use crate::{
    engines::{FAST, REFERENCE},
    tokens::push,
};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{Engine, SpecialTokens, Token};

/// Any tokens decode as in the reference: to the bytes of each token, and to text if those are UTF-8.
#[derive(Debug)]
pub struct Decoding {
    /// The tokens.
    pub tokens: Vec<Token>,
}

impl<'a> Arbitrary<'a> for Decoding {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut tokens = Vec::new();
        while !u.is_empty() {
            push(u, &mut tokens)?;
        }
        Ok(Self { tokens })
    }
}

impl Case for Decoding {
    const MOST_BYTES: usize = 24;

    fn check(&self) {
        let tokens = &self.tokens;
        let bytes = FAST.decode_bytes(tokens);
        let text = FAST.decode_utf8(tokens);
        assert_eq!(bytes, REFERENCE.decode_bytes(tokens));
        assert_eq!(text, REFERENCE.decode_utf8(tokens));
        for &token in tokens {
            assert_eq!(FAST.is_special_token(token), REFERENCE.is_special_token(token));
        }

        let parts: Option<Vec<_>> = tokens
            .iter()
            .map(|token| tokenizer::token_bytes(*token))
            .collect();
        assert_eq!(bytes.clone().ok(), parts.map(|parts| parts.concat()));
        assert_eq!(
            text.clone().ok(),
            bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok())
        );
        if let Ok(text) = text {
            let again = FAST.encode(&text, &SpecialTokens::All);
            assert_eq!(FAST.decode_utf8(&again), Ok(text));
        }
    }
}
