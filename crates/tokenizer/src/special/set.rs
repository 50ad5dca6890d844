//! Sets of special tokens: those that an encoding may produce, or must refuse.

use super::{
    find_iter,
    names::{COUNT, IDS, id, name},
};
use crate::Token;
use aho_corasick::{AhoCorasick, MatchKind};

/// A set of special tokens, given by name. Names that no special token has are kept: [`first_in`] finds them, as Python
/// does, and `encode` ignores them.
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

    /// Returns whether all names in the set are those of special tokens.
    pub fn are_known(&self) -> bool {
        match self {
            SpecialTokens::All => true,
            SpecialTokens::Named(names) => names.iter().all(|name| id(name).is_some()),
        }
    }

    /// Returns the ids of the special tokens in the set.
    pub(crate) fn ids(&self) -> SpecialIds {
        match self {
            SpecialTokens::All => SpecialIds::ALL,
            SpecialTokens::Named(names) => {
                let mut ids = SpecialIds::NONE;
                names
                    .iter()
                    .filter_map(|name| id(name))
                    .for_each(|id| ids.insert(id));
                ids
            }
        }
    }

    /// Returns the name in this set that occurs first in a text. If the set is [`SpecialTokens::All`], the names in
    /// `except` do not count, as in Python, where `disallowed_special="all"` means all but the allowed ones.
    pub fn first_in(&self, text: &str, except: &SpecialTokens) -> Option<String> {
        match self {
            SpecialTokens::All if *except == SpecialTokens::All => None,
            SpecialTokens::All => {
                let except = except.ids();
                find_iter(text)
                    .find(|(_, id)| !except.contains(*id))
                    .and_then(|(_, id)| name(id))
            }
            SpecialTokens::Named(names) => first_of(names, text),
        }
    }
}

/// A set of special tokens' ids: a bit for each.
#[derive(PartialEq, Eq)]
pub(crate) struct SpecialIds([u64; WORDS]);

const WORDS: usize = COUNT.div_ceil(64);

impl SpecialIds {
    pub(crate) const NONE: Self = Self([0; WORDS]);

    const ALL: Self = {
        let mut words = [u64::MAX; WORDS];
        words[WORDS - 1] = u64::MAX >> (WORDS * 64 - COUNT);
        Self(words)
    };

    fn insert(&mut self, token: Token) {
        let index = (token - *IDS.start()) as usize;
        self.0[index / 64] |= 1 << (index % 64);
    }

    pub(crate) fn contains(&self, token: Token) -> bool {
        let index = token.wrapping_sub(*IDS.start()) as usize;
        self.0
            .get(index / 64)
            .is_some_and(|bits| bits >> (index % 64) & 1 == 1)
    }
}

/// Returns the name that occurs first in a text; of names that start at the same place, the first in the list.
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
    fn a_set_has_the_ids_of_its_names_alone() {
        let some = SpecialTokens::Named(vec!["<|end|>".to_owned(), "no name".to_owned()]).ids();
        let all = SpecialTokens::All.ids();
        for token in 0..250_000 {
            assert_eq!(all.contains(token), IDS.contains(&token));
            assert_eq!(some.contains(token), token == super::super::END);
            assert!(!SpecialIds::NONE.contains(token));
        }
        assert!(!all.contains(Token::MAX));
        assert!(SpecialTokens::NONE.ids() == SpecialIds::NONE);
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
