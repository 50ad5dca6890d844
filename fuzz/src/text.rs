//! Texts of parts that the formats treat specially, and of any characters.

use arbitrary::{Result, Unstructured};

const PARTS: &[&str] = &[
    " ",
    "a",
    "The city",
    "null",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "\"",
    "\\",
    "//",
    "|",
    "1234",
    "it's",
    "é",
    "e\u{301}",
    "世界",
    "👨‍👩‍👧",
    "\u{3000}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "<|end|>",
    "<|channel|>",
    "<|constrain|>",
    "<|reserved_200017|>",
    "<|",
    "|>",
];

const MOST_PARTS: usize = 4;

pub fn text(u: &mut Unstructured) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=MOST_PARTS)? {
        if u.ratio(1_u8, 4)? {
            text.push(u.arbitrary()?);
        } else {
            text.push_str(u.choose(PARTS)?);
        }
    }
    Ok(text)
}

/// One of those that matter, or any text.
pub fn one_of(u: &mut Unstructured, choices: &[&str]) -> Result<String> {
    if u.ratio(1_u8, 8)? {
        text(u)
    } else {
        u.choose(choices).map(|choice| (*choice).to_owned())
    }
}

/// What `value` makes, or nothing.
pub fn maybe<T>(
    u: &mut Unstructured,
    value: impl FnOnce(&mut Unstructured) -> Result<T>,
) -> Result<Option<T>> {
    if u.arbitrary()? {
        value(u).map(Some)
    } else {
        Ok(None)
    }
}

/// Up to `most` of what `value` makes.
pub fn several<T>(
    u: &mut Unstructured,
    most: usize,
    mut value: impl FnMut(&mut Unstructured) -> Result<T>,
) -> Result<Vec<T>> {
    (0..u.int_in_range(0..=most)?).map(|_| value(u)).collect()
}
