//! Tokens of any kind; those that matter most come most often.

use crate::REFERENCE;
use arbitrary::{Result, Unstructured};
use harmony::{Engine, SpecialTokens, Token};
use std::sync::LazyLock;
use tokenizer::special;

const FORMATTING: [Token; 7] = [
    special::MESSAGE,
    special::START,
    special::CHANNEL,
    special::END,
    special::CONSTRAIN,
    special::CALL,
    special::RETURN,
];

const UNKNOWN: [Token; 3] = [*special::IDS.end() + 1, 300_000, Token::MAX];

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

/// Those texts in ordinary tokens, encoded once: encoding would cost more than the parsing that is tested.
static SPELT_OUT: LazyLock<Vec<Vec<Token>>> = LazyLock::new(|| {
    let spell_out = |text: &&str| REFERENCE.encode(text, &SpecialTokens::NONE);
    TEXTS.iter().map(spell_out).collect()
});

/// The tokens of more than one byte that are not text by themselves.
static PARTS_OF_CHARACTERS: LazyLock<Vec<Token>> = LazyLock::new(|| {
    let is_part = |token: &Token| {
        let bytes = REFERENCE.decode_bytes(&[*token]).unwrap();
        bytes.len() > 1 && str::from_utf8(&bytes).is_err()
    };
    (0..*special::IDS.start()).filter(is_part).collect()
});

/// One token, or those of a text.
pub fn push(u: &mut Unstructured, tokens: &mut Vec<Token>) -> Result<()> {
    let token = match u.int_in_range(0..=15)? {
        0..=4 => *u.choose(&FORMATTING)?,
        5..=9 => {
            tokens.extend_from_slice(u.choose(&SPELT_OUT)?);
            return Ok(());
        }
        // The single bytes.
        10 | 11 => Token::from(u.arbitrary::<u8>()?),
        12 => *u.choose(&PARTS_OF_CHARACTERS)?,
        13 => u.int_in_range(0..=*special::IDS.start())?,
        14 => u.int_in_range(special::IDS)?,
        _ => *u.choose(&UNKNOWN)?,
    };
    tokens.push(token);
    Ok(())
}
