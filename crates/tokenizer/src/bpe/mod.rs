//! Byte-pair encoding of pieces that are not tokens: of all adjacent parts that can merge, those with the lowest rank
//! do, the leftmost first, until none can.
//!
//! The parts are tokens from the start, and the rank of a pair is the token that it merges into. Pieces are cut where
//! nothing merges across (`split.rs`). The parts that are not remembered are merged in short arrays, several in turns
//! (`lanes.rs`); what is longer is merged in windows (`long.rs`), and in the rare cases that this does not help, with a
//! heap (`heap.rs`). Why all of this gives the same tokens is shown in docs/tokenizer.md, S5 to S14.

mod heap;
mod lanes;
mod long;
mod queue;
mod split;

pub use lanes::Lanes;
pub use queue::MergeQueue;

use crate::{
    Token,
    memo::{self, Memo, SHORT},
    span::Span,
    tables::NO_TOKEN,
};

/// Appends the tokens of one piece of any length. The parts between its cuts are often words, so they are remembered.
pub fn merge(text: &[u8], piece: Span, lanes: &mut Lanes, memo: &mut Memo, tokens: &mut Vec<Token>) {
    split::for_each_part(text, piece, |part, token| {
        if token != NO_TOKEN {
            return tokens.push(token);
        }
        if part.len() > SHORT {
            return long::merge(part.of(text), lanes, tokens);
        }
        let slot = memo.short.slot(text, part);
        if let Some(words) = memo.short.get(&slot) {
            return memo::append_tokens(words, tokens);
        }
        let merged = lanes.merge_one(part.of(text));
        memo.short.insert(&slot, merged);
        tokens.extend_from_slice(merged);
    });
}
