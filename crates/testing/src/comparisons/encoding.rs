//! Texts to tokens.

use super::Case;
use crate::{
    engines::{FAST, REFERENCE},
    texts::long_text,
    tokens::special_tokens,
};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{Engine, SpecialTokens};
use tokenizer::{TokenCount, special};

/// Longer texts are not compared: on one long piece, the reference's merge takes time quadratic in its length.
const LONGEST_COMPARED: usize = 4096;

/// Any text with any set of allowed special tokens encodes as in the reference, and decodes to itself.
#[derive(Debug)]
pub struct Encoding {
    allowed: SpecialTokens,
    text: String,
}

impl<'a> Arbitrary<'a> for Encoding {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            allowed: special_tokens(u)?,
            text: long_text(u)?,
        })
    }
}

impl Case for Encoding {
    const MOST_BYTES: usize = 256;

    fn check(&self) {
        let Self { allowed, text } = self;
        let tokens = FAST.encode(text, allowed);
        assert_eq!(FAST.count(text, allowed), tokens.len());
        assert!(FAST.encode(text, allowed) == tokens, "once more");
        assert_eq!(FAST.decode_utf8(&tokens).as_deref(), Ok(&**text));

        let mut ordinary = Vec::new();
        tokenizer::encode_ordinary(text, &mut ordinary);
        let mut count = TokenCount::default();
        tokenizer::encode_ordinary(text, &mut count);
        assert_eq!(count.0, ordinary.len());
        assert!(!ordinary.iter().any(|token| special::IDS.contains(token)));
        assert_eq!(FAST.decode_utf8(&ordinary).as_deref(), Ok(&**text));

        if text.len() <= LONGEST_COMPARED {
            assert_eq!(tokens, REFERENCE.encode(text, allowed));
            assert_eq!(ordinary, REFERENCE.encode(text, &SpecialTokens::NONE));
        }
    }
}
