//! Finds the names of special tokens in text.

use super::names::{CLOSE, LONGEST_NAME, OPEN, id};
use crate::Token;
use memchr::memmem::{self, Finder};
use std::sync::LazyLock;

/// Finds where a name can begin. To make it takes as long as to search a short text.
static FINDER: LazyLock<Finder> = LazyLock::new(|| Finder::new(OPEN));

/// Finds the names of all special tokens in a text: where each starts, and its id. They do not overlap
/// (docs/tokenizer.md, S1).
pub(crate) fn find_iter(text: &str) -> impl Iterator<Item = (usize, Token)> {
    FINDER
        .find_iter(text.as_bytes())
        .filter_map(|at| starting_at(text, at).map(|id| (at, id)))
}

/// Returns where a name can begin that ends after `at` and has begun before, if it can: the last such place.
pub(crate) fn may_be_within(text: &str, at: usize) -> Option<usize> {
    let first = at.saturating_sub(LONGEST_NAME - 1);
    let before = &text.as_bytes()[first..at];
    memchr::memrchr(OPEN.as_bytes()[0], before).map(|begin| first + begin)
}

/// Returns the special token whose name starts at `at`. No name is the beginning of another.
fn starting_at(text: &str, at: usize) -> Option<Token> {
    let bytes = text.as_bytes();
    let candidate = &bytes[at..bytes.len().min(at + LONGEST_NAME)];
    let end = OPEN.len() + memmem::find(&candidate[OPEN.len()..], CLOSE.as_bytes())? + CLOSE.len();
    std::str::from_utf8(&candidate[..end]).ok().and_then(id)
}
