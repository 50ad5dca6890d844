//! Texts that engines may treat differently: scripts, white space, markers and parts of them.

use crate::choices::one_in;
use arbitrary::{Result, Unstructured};

const PARTS: &[&str] = &[
    " ",
    "a",
    "l",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "The city",
    " and state",
    "null",
    "annulled",
    "nul",
    "it's",
    "12345",
    "3.14",
    "\"",
    "\\",
    "//",
    "|",
    "é",
    "e\u{301}",
    "世界",
    "😀",
    "👨‍👩‍👧",
    "\u{3000}",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "\0",
    "<|end|>",
    "<|channel|>",
    "<|constrain|>",
    "<|reserved_200017|>",
    "<|",
    "|>",
    "<",
];

const MOST_PARTS: usize = 4;

/// Generates a short text.
pub fn text(u: &mut Unstructured) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=MOST_PARTS)? {
        if one_in(u, 6)? {
            text.push(character(u)?);
        } else {
            text.push_str(u.choose(PARTS)?);
        }
    }
    Ok(text)
}

/// Generates any character, one that is shorter in UTF-8 more often than chance would.
fn character(u: &mut Unstructured) -> Result<char> {
    Ok(match u.int_in_range(0..=3)? {
        0 => char::from(u.arbitrary::<u8>()? & 0x7f),
        1 => char::from(u.arbitrary::<u8>()?),
        2 => char::from_u32(u.arbitrary::<u16>()?.into()).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => u.arbitrary()?,
    })
}

/// Generates one of the texts that matter, or any text.
pub fn one_of(u: &mut Unstructured, choices: &[&str]) -> Result<String> {
    if one_in(u, 6)? {
        text(u)
    } else {
        u.choose(choices).map(|choice| (*choice).to_owned())
    }
}

/// How often the text is repeated: rarely, since long texts are for what comes with length alone.
const REPETITIONS: [usize; 6] = [1, 1, 1, 2, 16, 64];

/// Generates a text from all remaining bytes: of such parts, or the bytes themselves, as UTF-8, repeated. Any text
/// file is an input of the second kind, save for its first bytes.
pub fn long_text(u: &mut Unstructured) -> Result<String> {
    if u.arbitrary()? {
        let repetitions = *u.choose(&REPETITIONS)?;
        let bytes = u.bytes(u.len())?;
        return Ok(String::from_utf8_lossy(bytes).repeat(repetitions));
    }
    let mut texts = String::new();
    while !u.is_empty() {
        texts.push_str(&text(u)?);
    }
    Ok(texts)
}
