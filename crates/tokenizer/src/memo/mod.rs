//! Remembers what recent pieces were encoded to, in 1.75 MB for each thread. It never changes an answer:
//! docs/tokenizer.md, S15.

mod key;
mod table;

pub use key::Key;
pub use table::{Slot, Table, WORD_CAPACITY, Word, append_tokens, unpack};

use crate::{Token, span::Span};

/// The greatest lengths of pieces in the memo's tables.
pub const SHORT: usize = Key::<2>::MAX_LENGTH;
pub const MEDIUM: usize = Key::<4>::MAX_LENGTH;
pub const LONG: usize = Key::<16>::MAX_LENGTH;

/// Tables by the length of pieces. A set of the short one is a cache line. The long one is for languages such as
/// Chinese, which have no spaces: most of their text is in pieces longer than [`MEDIUM`].
pub struct Memo {
    pub short: Table<2>,
    pub medium: Table<4>,
    pub long: Table<16>,
}

impl Memo {
    pub fn new() -> Self {
        Self {
            short: Table::new(14),
            medium: Table::new(12),
            long: Table::new(9),
        }
    }

    /// Remembers the tokens of a piece of at most [`MEDIUM`] bytes.
    pub fn insert(&mut self, text: &[u8], piece: Span, tokens: &[Token]) {
        if piece.len() <= SHORT {
            self.short.insert(&self.short.slot(text, piece), tokens);
        } else {
            self.medium.insert(&self.medium.slot(text, piece), tokens);
        }
    }
}
