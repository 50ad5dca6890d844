//! The names and ids of the special tokens.
//!
//! Source: `tiktoken_ext` of the crate `openai-harmony`. Every id from 199998 to 201088 is special; those without a
//! name of their own are called `<|reserved_ID|>`.

use crate::Token;
use std::ops::RangeInclusive;

/// `<|start|>`: begins a message.
pub const START: Token = 200_006;
/// `<|end|>`: ends a message.
pub const END: Token = 200_007;
/// `<|message|>`: ends the header.
pub const MESSAGE: Token = 200_008;
/// `<|channel|>`: begins the name of the channel.
pub const CHANNEL: Token = 200_005;
/// `<|constrain|>`: begins the content type.
pub const CONSTRAIN: Token = 200_003;
/// `<|return|>`: ends the last message of an answer.
pub const RETURN: Token = 200_002;
/// `<|call|>`: ends a message that calls a tool.
pub const CALL: Token = 200_012;

/// The ids of all special tokens.
pub const IDS: RangeInclusive<Token> = 199_998..=201_088;

/// The number of special tokens.
pub(super) const COUNT: usize = (*IDS.end() - *IDS.start() + 1) as usize;

const NAMED: [(&str, Token); 9] = [
    ("<|startoftext|>", 199_998),
    ("<|endoftext|>", 199_999),
    ("<|return|>", RETURN),
    ("<|constrain|>", CONSTRAIN),
    ("<|channel|>", CHANNEL),
    ("<|start|>", START),
    ("<|end|>", END),
    ("<|message|>", MESSAGE),
    ("<|call|>", CALL),
];

/// A special token's name.
#[derive(Clone, Copy)]
struct Name {
    bytes: [u8; LONGEST_NAME],
    length: usize,
}

/// The names of all special tokens, by id.
static NAMES: [Name; COUNT] = {
    let mut names = [reserved(0); COUNT];
    let mut index = 0;
    while index < names.len() {
        names[index] = reserved(*IDS.start() + index as Token);
        index += 1;
    }
    let mut named = 0;
    while named < NAMED.len() {
        let (name, id) = NAMED[named];
        names[(id - *IDS.start()) as usize] = Name::new(name.as_bytes());
        named += 1;
    }
    names
};

impl Name {
    const fn new(name: &[u8]) -> Self {
        let mut bytes = [0; LONGEST_NAME];
        bytes.split_at_mut(name.len()).0.copy_from_slice(name);
        Self {
            bytes,
            length: name.len(),
        }
    }
}

/// Returns the name of a token without a name of its own.
const fn reserved(token: Token) -> Name {
    let mut name = Name::new(b"<|reserved_000000|>");
    let mut at = LONGEST_NAME - CLOSE.len();
    let mut digits = token;
    while digits > 0 {
        at -= 1;
        name.bytes[at] = b'0' + (digits % 10) as u8;
        digits /= 10;
    }
    name
}

/// How every name begins and ends.
pub(super) const OPEN: &str = "<|";
pub(super) const CLOSE: &str = "|>";
const RESERVED: &str = "<|reserved_";

/// The greatest length of a name.
pub(super) const LONGEST_NAME: usize = "<|reserved_200000|>".len();

/// Returns the name of a special token, or `None` if no special token has that id.
pub fn name(token: Token) -> Option<String> {
    bytes(token).map(|name| String::from_utf8_lossy(name).into_owned())
}

/// Returns the id of the special token with that name.
pub fn id(name: &str) -> Option<Token> {
    if let Some((_, id)) = NAMED.iter().find(|(named, _)| *named == name) {
        return Some(*id);
    }
    let digits = name.strip_prefix(RESERVED)?.strip_suffix(CLOSE)?;
    let id = digits.parse().ok()?;
    // The round trip refuses `+200000`, `0200000` and the ids that have a name of their own.
    (bytes(id) == Some(name.as_bytes())).then_some(id)
}

/// Returns the name of a special token as bytes.
pub(crate) fn bytes(token: Token) -> Option<&'static [u8]> {
    let index = token.checked_sub(*IDS.start())?;
    let name = NAMES.get(index as usize)?;
    name.bytes.get(..name.length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::find_iter;

    #[test]
    fn every_id_has_a_name_that_leads_back_to_it() {
        for token in IDS {
            let name = name(token).unwrap();
            assert_eq!(id(&name), Some(token));
            let text = format!("<|<{name}<|");
            assert!(find_iter(&text).eq([(2 + 1, token)]), "{name}");
            assert!(name.len() <= LONGEST_NAME);
        }
        assert_eq!(name(199_997), None);
        assert_eq!(name(201_089), None);
    }

    #[test]
    fn lookalikes_are_not_special() {
        for text in [
            "<|reserved_+200000|>",
            "<|reserved_0200000|>",
            "<|reserved_200006|>",
            "<|reserved_201089|>",
            "<||>",
            "<|",
        ] {
            assert_eq!(id(text), None, "{text}");
            assert_eq!(find_iter(text).next(), None, "{text}");
        }
    }
}
