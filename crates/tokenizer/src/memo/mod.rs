//! Remembers what recent pieces and passages were encoded to. It never changes an answer: docs/tokenizer.md, S15.

mod key;
mod memory;
mod passages;
mod ring;
mod sizes;
mod table;

pub use key::Key;
pub use passages::{Passage, Passages};
pub use sizes::Sizes;
pub use table::{Slot, Table, WORD_CAPACITY, Word, append_tokens, pack, unpack};

use crate::{Token, span::Span};
use ring::Ring;

/// The greatest lengths of pieces in the memo's tables.
pub const SHORT: usize = Key::<2>::MAX_LENGTH;
pub const MEDIUM: usize = Key::<4>::MAX_LENGTH;
pub const LONG: usize = Ring::MAX_LENGTH;

/// Tables by the length of pieces. A set of the short one is a cache line. The long one is for languages such as
/// Chinese, which have no spaces: most of their text is in pieces longer than [`MEDIUM`].
pub struct Memo {
    pub short: Table<2>,
    pub medium: Table<4>,
    pub long: Ring,
    pub passages: Passages,
    sizes: Sizes,
}

impl Memo {
    pub fn new(sizes: Sizes) -> Self {
        Self {
            short: Table::new(sizes.short.first),
            medium: Table::new(sizes.medium.first),
            long: Ring::new(sizes.ring),
            passages: Passages::new(sizes.passages, sizes.seen),
            sizes,
        }
    }

    /// Lets the tables grow that are crowded. Slots that were found before are no longer valid.
    #[inline]
    pub fn grow_if_crowded(&mut self) {
        self.short.grow_if_crowded(self.sizes.short.last);
        self.medium.grow_if_crowded(self.sizes.medium.last);
    }

    /// Remembers the tokens of a piece of at most [`LONG`] bytes. The slot is the piece's in the table of short pieces.
    pub fn insert(&mut self, text: &[u8], piece: Span, slot: &Slot<2>, tokens: &[Token]) {
        if piece.len() <= SHORT {
            self.short.insert(slot, tokens);
        } else if piece.len() <= MEDIUM {
            self.medium.insert(&self.medium.slot(text, piece), tokens);
        } else {
            self.long.insert(piece.of(text), tokens);
        }
    }
}
