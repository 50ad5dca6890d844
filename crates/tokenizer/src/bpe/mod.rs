//! Byte-pair encoding of pieces that are not tokens: of all adjacent parts that can merge, those with the lowest rank
//! do, the leftmost first, until none can.
//!
//! The parts are tokens from the start, and the rank of a pair is the token that it merges into. Pieces are cut where
//! nothing merges across (`split.rs`). The parts that are not remembered wait (`queue.rs`) until several can be merged in
//! turns, in short arrays (`lanes.rs`); what is longer is merged in windows (`long.rs`), and in the rare cases that this does not help, with a
//! heap (`heap.rs`). Why all of this gives the same tokens is shown in docs/tokenizer.md, S5 to S14.

mod heap;
mod lanes;
mod long;
mod queue;
mod split;

#[cfg(test)]
pub use heap::merge as plain_merge;
pub use lanes::Lanes;
pub use queue::MergeQueue;

use crate::{Token, memo::Memo, span::Span};

/// Appends the tokens of one piece of any length.
pub fn merge(
    text: &[u8],
    piece: Span,
    queue: &mut MergeQueue,
    lanes: &mut Lanes,
    memo: &mut Memo,
    tokens: &mut Vec<Token>,
) {
    queue.clear();
    split::for_each_part(text, piece, |part, token| {
        queue.push_part(text, part, token, lanes, memo);
        if queue.is_full() {
            queue.finish(text, lanes, memo);
            queue.append_all_tokens(tokens);
            queue.clear();
        }
    });
    queue.finish(text, lanes, memo);
    queue.append_all_tokens(tokens);
}
