//! The special tokens: their names and ids, and which of them `encode` may produce or must refuse.
//!
//! Source: `tiktoken_ext` of the crate `openai-harmony`. Every id from 199998 to 201088 is special; those without a
//! name of their own are called `<|reserved_ID|>`.

use crate::Token;
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use std::{collections::HashSet, ops::RangeInclusive};

/// `<|start|>`: begins a message.
pub const START: Token = 200_006;
/// `<|end|>`: ends a message.
pub const END: Token = 200_007;
/// `<|message|>`: ends the header.
pub const MESSAGE: Token = 200_008;
/// `<|channel|>`: a channel's name follows.
pub const CHANNEL: Token = 200_005;
/// `<|constrain|>`: a content type follows.
pub const CONSTRAIN: Token = 200_003;
/// `<|return|>`: ends the last message of an answer.
pub const RETURN: Token = 200_002;
/// `<|call|>`: ends a message that calls a tool.
pub const CALL: Token = 200_012;

/// The ids of all special tokens.
pub const IDS: RangeInclusive<Token> = 199_998..=201_088;

/// How many special tokens there are.
const COUNT: usize = (*IDS.end() - *IDS.start() + 1) as usize;

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

/// The name of a token without a name of its own.
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

const OPEN: &str = "<|";
const CLOSE: &str = "|>";
const RESERVED: &str = "<|reserved_";
const LONGEST_NAME: usize = "<|reserved_200000|>".len();

/// The name of a special token, or `None` if the id is not one's.
pub fn name(token: Token) -> Option<String> {
    bytes(token).map(|name| String::from_utf8_lossy(name).into_owned())
}

/// The id of the special token with that name.
pub fn id(name: &str) -> Option<Token> {
    if let Some((_, id)) = NAMED.iter().find(|(named, _)| *named == name) {
        return Some(*id);
    }
    let digits = name.strip_prefix(RESERVED)?.strip_suffix(CLOSE)?;
    let id = digits.parse().ok()?;
    // The round trip refuses `+200000`, `0200000` and the ids that have a name of their own.
    (bytes(id) == Some(name.as_bytes())).then_some(id)
}

/// The name of a special token, as bytes.
pub(crate) fn bytes(token: Token) -> Option<&'static [u8]> {
    let index = token.checked_sub(*IDS.start())?;
    let name = NAMES.get(index as usize)?;
    name.bytes.get(..name.length)
}

/// Finds the first special token's name in `text`: where it starts, and its id.
pub fn find(text: &str) -> Option<(usize, Token)> {
    find_iter(text).next()
}

/// Finds all special tokens' names in `text`: where each starts, and its id. They don't overlap, as no name has the
/// beginning of one within.
pub(crate) fn find_iter(text: &str) -> impl Iterator<Item = (usize, Token)> {
    memmem::find_iter(text.as_bytes(), OPEN).filter_map(|at| starting_at(text, at).map(|id| (at, id)))
}

/// The special token whose name starts at `at`. No name is the beginning of another.
fn starting_at(text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    let window = &bytes[at..bytes.len().min(at + LONGEST_NAME)];
    let end = OPEN.len() + memmem::find(&window[OPEN.len()..], CLOSE.as_bytes())? + CLOSE.len();
    std::str::from_utf8(&window[..end]).ok().and_then(id)
}

/// A set of special tokens, given by name. Names that no special token has are kept: [`first_in`] finds them as
/// Python does, `encode` ignores them.
///
/// [`first_in`]: SpecialTokens::first_in
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecialTokens {
    /// Every special token.
    All,
    /// The special tokens with these names.
    Named(Vec<String>),
}

impl SpecialTokens {
    /// No special token.
    pub const NONE: SpecialTokens = SpecialTokens::Named(Vec::new());

    /// The ids of the special tokens in the set.
    pub(crate) fn ids(&self) -> SpecialIds {
        let mut ids = SpecialIds([false; COUNT]);
        match self {
            SpecialTokens::All => ids.0.fill(true),
            SpecialTokens::Named(names) => {
                for id in names.iter().filter_map(|name| id(name)) {
                    ids.0[(id - *IDS.start()) as usize] = true;
                }
            }
        }
        ids
    }

    /// Whether the special token with that name is in the set.
    pub fn contains(&self, name: &str) -> bool {
        match self {
            SpecialTokens::All => id(name).is_some(),
            SpecialTokens::Named(names) => names.iter().any(|known| known == name),
        }
    }

    /// The name in this set that occurs first in `text`. Names in `except` don't count if the set is
    /// [`SpecialTokens::All`], as in Python, where `disallowed_special="all"` means all but the allowed ones.
    pub fn first_in(&self, text: &str, except: &SpecialTokens) -> Option<String> {
        match self {
            SpecialTokens::All => first_special_except(text, except),
            SpecialTokens::Named(names) => first_of(names, text),
        }
    }
}

/// A set of special tokens' ids.
pub(crate) struct SpecialIds([bool; COUNT]);

impl SpecialIds {
    pub(crate) fn contains(&self, token: Token) -> bool {
        let index = token.wrapping_sub(*IDS.start()) as usize;
        self.0.get(index).copied().unwrap_or(false)
    }
}

fn first_special_except(text: &str, except: &SpecialTokens) -> Option<String> {
    let except: HashSet<Token> = match except {
        SpecialTokens::All => return None,
        SpecialTokens::Named(names) => names.iter().filter_map(|name| id(name)).collect(),
    };
    memmem::find_iter(text.as_bytes(), OPEN)
        .filter_map(|at| starting_at(text, at))
        .find(|id| !except.contains(id))
        .and_then(name)
}

fn first_of(names: &[String], text: &str) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let search = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(names);
    // Building fails only beyond 2^31 states, when a plain search still answers.
    let found = match search {
        Ok(search) => search.find(text).map(|found| found.pattern().as_usize()),
        Err(_) => (0..names.len())
            .filter_map(|index| text.find(&names[index]).map(|at| (at, index)))
            .min()
            .map(|(_, index)| index),
    };
    found.map(|index| names[index].clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_a_name_that_leads_back_to_it() {
        for token in IDS {
            let name = name(token).unwrap();
            assert_eq!(id(&name), Some(token));
            assert_eq!(find(&format!("<|<{name}<|")), Some((2 + 1, token)), "{name}");
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
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_disallowed_token_is_found() {
        let text = "a<|end|>b<|start|>";
        let end = SpecialTokens::Named(vec!["<|end|>".to_owned()]);
        assert_eq!(
            SpecialTokens::All.first_in(text, &SpecialTokens::NONE).as_deref(),
            Some("<|end|>")
        );
        assert_eq!(
            SpecialTokens::All.first_in(text, &end).as_deref(),
            Some("<|start|>")
        );
        assert_eq!(SpecialTokens::All.first_in(text, &SpecialTokens::All), None);
        assert_eq!(end.first_in(text, &end).as_deref(), Some("<|end|>"));
        assert_eq!(SpecialTokens::NONE.first_in(text, &SpecialTokens::NONE), None);
        let other = SpecialTokens::Named(vec!["b".to_owned(), "<|start|>".to_owned()]);
        assert_eq!(other.first_in(text, &SpecialTokens::NONE).as_deref(), Some("b"));
    }
}
