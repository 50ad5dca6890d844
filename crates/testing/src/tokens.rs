//! Tokens of any kind, those that matter most often; and sets of special tokens.

use crate::{
    choices::{one_in, several},
    engines::REFERENCE,
};
use arbitrary::{Result, Unstructured};
use harmony::{Engine, SpecialTokens, Token, format};
use std::sync::LazyLock;
use tokenizer::special;

const MARKERS: &[Token] = &[format::START, format::MESSAGE, format::CHANNEL, format::CONSTRAIN];

const UNKNOWN: &[Token] = &[*special::IDS.end() + 1, 300_000, Token::MAX];

/// Words of headers, of one token each.
const WORDS: &[&str] = &["user", "assistant", "tool", " ", "final", "to", "="];

/// What headers and contents are made of.
const TEXTS: &[&str] = &[
    "final",
    "user",
    "assistant",
    "tool",
    "functions.f",
    "analysis",
    " commentary",
    " to=functions.f",
    " to=",
    "json",
    " code",
    " ",
    "\n",
    "\u{3000}",
    "it's so\n\n",
    "naïve 世界 😀",
    "ᚠ𒀀\u{10ffff}",
    "\u{fffd}",
    "<|channel|>",
    "<|constrain|>json",
    "<|start|>user",
];

/// Some names of special tokens, and what is none.
const NAMES: &[&str] = &[
    "<|end|>",
    "<|start|>",
    "<|channel|>",
    "<|reserved_200017|>",
    "<|reserved_1|>",
    "null",
    "",
];

const MOST_NAMES: usize = 3;

static WORD_TOKENS: LazyLock<Vec<Token>> = LazyLock::new(|| spelt_out(WORDS).concat());
static TEXT_TOKENS: LazyLock<Vec<Vec<Token>>> = LazyLock::new(|| spelt_out(TEXTS));

/// The tokens of more than one byte whose bytes alone are not text.
static PARTS_OF_CHARACTERS: LazyLock<Vec<Token>> = LazyLock::new(|| {
    let is_part = |token: &Token| {
        let bytes = REFERENCE.decode_bytes(&[*token]).unwrap();
        bytes.len() > 1 && str::from_utf8(&bytes).is_err()
    };
    (0..*special::IDS.start()).filter(is_part).collect()
});

/// The texts in ordinary tokens. Generators keep these: encoding would take longer than what is tested.
pub(crate) fn spelt_out(texts: &[&str]) -> Vec<Vec<Token>> {
    let spell_out = |text: &&str| REFERENCE.encode(text, &SpecialTokens::NONE);
    texts.iter().map(spell_out).collect()
}

/// Generates a token.
pub fn token(u: &mut Unstructured) -> Result<Token> {
    Ok(match u.int_in_range(0..=17)? {
        0 | 1 => *u.choose(&WORD_TOKENS)?,
        2..=5 => *u.choose(MARKERS)?,
        6 | 7 => end(u)?,
        // The single bytes.
        8..=11 => Token::from(u.arbitrary::<u8>()?),
        12 | 13 => *u.choose(&PARTS_OF_CHARACTERS)?,
        14 | 15 => u.int_in_range(0..=*special::IDS.end())?,
        16 => u.int_in_range(special::IDS)?,
        _ => *u.choose(UNKNOWN)?,
    })
}

/// Generates a token that ends a message.
pub fn end(u: &mut Unstructured) -> Result<Token> {
    u.choose(&format::STOP).copied()
}

/// Appends one token, or those of a text.
pub fn push(u: &mut Unstructured, tokens: &mut Vec<Token>) -> Result<()> {
    if one_in(u, 3)? {
        tokens.extend_from_slice(u.choose(&TEXT_TOKENS)?);
    } else {
        tokens.push(token(u)?);
    }
    Ok(())
}

/// Generates a set of special tokens.
pub fn special_tokens(u: &mut Unstructured) -> Result<SpecialTokens> {
    Ok(match u.int_in_range(0..=2)? {
        0 => SpecialTokens::NONE,
        1 => SpecialTokens::All,
        _ => SpecialTokens::Named(several(u, MOST_NAMES, |u| {
            u.choose(NAMES).map(|name| (*name).to_owned())
        })?),
    })
}
