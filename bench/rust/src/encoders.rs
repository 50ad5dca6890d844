//! The encoders that are compared, ours first.

use crate::corpora::head;
use harmony::{Engine, HarmonyEncodingName};
use reference::Reference;
use std::{iter, sync::LazyLock};
use tokenizer::SpecialTokens;

/// The slow encoders get this much of a text at most.
pub const SLOW_BYTES: usize = 200_000;

#[derive(Clone)]
pub struct Encoder {
    pub name: &'static str,
    pub encode: fn(&str) -> Vec<u32>,
    pub decode: fn(&[u32]) -> Vec<u8>,
    /// Whether it is so slow that it gets less text.
    pub slow: bool,
    /// Whether it copes with a million identical characters.
    pub linear: bool,
}

impl Encoder {
    /// As much of a text as the encoder gets.
    pub fn part<'a>(&self, text: &'a str) -> &'a str {
        if self.slow { head(text, SLOW_BYTES) } else { text }
    }
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| {
    Reference::load(HarmonyEncodingName::HarmonyGptOss)
        .expect("the reference loads from the embedded vocabulary")
});

static TOKTOK: LazyLock<toktok::Tokenizer> =
    LazyLock::new(|| toktok::Tokenizer::builtin("o200k_harmony").expect("toktok has o200k_harmony"));

static TIKTOKEN: LazyLock<&tiktoken::CoreBpe> =
    LazyLock::new(|| tiktoken::get_encoding("o200k_base").expect("tiktoken has o200k_base"));

pub fn all() -> Vec<Encoder> {
    vec![
        Encoder {
            name: "ours",
            encode: ours,
            decode: our_decode,
            slow: false,
            linear: true,
        },
        Encoder {
            name: "toktok-rs",
            encode: |text| TOKTOK.encode(text.as_bytes()),
            decode: |tokens| TOKTOK.decode(tokens),
            slow: false,
            linear: true,
        },
        Encoder {
            name: "tiktoken",
            encode: |text| TIKTOKEN.encode(text),
            decode: |tokens| TIKTOKEN.decode(tokens),
            slow: false,
            linear: false,
        },
        Encoder {
            name: "bpe-openai",
            encode: |text| bpe_openai::o200k_base().encode(text),
            decode: |tokens| {
                bpe_openai::o200k_base()
                    .decode(tokens)
                    .expect("the tokens are text")
                    .into_bytes()
            },
            slow: false,
            linear: false,
        },
        Encoder {
            name: "reference",
            encode: |text| REFERENCE.encode(text, &SpecialTokens::NONE),
            decode: |tokens| REFERENCE.decode_bytes(tokens).expect("the tokens exist"),
            slow: true,
            linear: false,
        },
    ]
}

fn ours(text: &str) -> Vec<u32> {
    let mut tokens = Vec::new();
    tokenizer::encode_ordinary(text, &mut tokens);
    tokens
}

fn our_decode(tokens: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    tokenizer::decode_bytes(tokens, &mut bytes).expect("the tokens exist");
    bytes
}

/// All encoders give the same tokens, or their speed says nothing.
pub fn assert_equal(encoders: &[Encoder], name: &str, text: &str) {
    let tokens: Vec<_> = encoders.iter().map(|encoder| (encoder.encode)(text)).collect();
    for (encoder, theirs) in iter::zip(encoders, &tokens) {
        assert!(
            *theirs == tokens[0],
            "{} has other tokens for {name}",
            encoder.name
        );
    }
}
