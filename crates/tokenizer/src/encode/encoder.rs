//! Encodes text without special tokens, piece by piece: a piece is remembered, is a token itself, or is merged.

use super::{batch::Batch, buffer::TokenBuffer, group::Group};
use crate::{
    Token,
    bpe::{self, Lanes, MergeQueue},
    memo::{Memo, Sizes},
    sink::TokenSink,
    span::Span,
    tables,
};

/// What one thread keeps between calls.
pub struct Encoder {
    pub(super) memo: Memo,
    pub(super) lanes: Lanes,
    pub(super) queue: MergeQueue,
    pub(super) batch: Batch,
    pub(super) group: Group,
    /// Passages that are to be remembered, and the tokens of the text around them.
    pub(super) learnt: Vec<Span>,
    pub(super) learnt_tokens: Vec<Token>,
}

impl Encoder {
    /// Makes an encoder with a memo of those sizes.
    pub fn new(sizes: Sizes) -> Self {
        Self {
            memo: Memo::new(sizes),
            lanes: Lanes::new(),
            queue: MergeQueue::new(),
            batch: Batch::new(),
            group: Group::new(),
            learnt: Vec::new(),
            learnt_tokens: Vec::new(),
        }
    }

    /// Encodes a text. The names of special tokens are encoded like any other text.
    pub fn encode(&mut self, text: &str, sink: &mut impl TokenSink) {
        let mut output = TokenBuffer::new(sink);
        self.encode_passages(text.as_bytes(), &mut output);
        output.flush();
    }

    /// Encodes a text, or a part of one that can be encoded on its own, piece by piece.
    pub(super) fn encode_pieces(&mut self, text: &[u8], output: &mut TokenBuffer<impl TokenSink>) {
        let mut start = 0;
        while start < text.len() {
            self.memo.grow_if_crowded();
            self.group.clear();
            while self.group.has_room()
                && let Some(end) = self.batch.split(text, start)
            {
                self.batch.find_slots(text, &self.memo.short);
                self.batch.look_up(&self.memo.short, &mut self.group.known);
                self.add_missing(text);
                start = end;
            }
            self.learn_new(text);
            output.push_pieces(&self.group.known, &self.group.tokens);
        }
    }

    /// Appends the tokens of bytes that are one piece: at least one byte. They need not be whole characters.
    pub fn encode_one(&mut self, piece: &[u8], tokens: &mut Vec<Token>) {
        debug_assert!(!piece.is_empty());
        let end = piece.len();
        match tables::piece_token(piece) {
            Some(token) => tokens.push(token),
            None => bpe::merge(
                piece,
                Span { start: 0, end },
                &mut self.queue,
                &mut self.lanes,
                &mut self.memo,
                tokens,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{generated, pretokenize};
    use std::iter;

    /// Each piece merged on its own, with a heap.
    fn plain(text: &str) -> Vec<Token> {
        let boundaries = pretokenize::boundaries(text.as_bytes());
        let pieces = boundaries
            .windows(2)
            .map(|piece| &text.as_bytes()[piece[0]..piece[1]]);
        pieces.flat_map(bpe::plain_merge).collect()
    }

    #[test]
    fn memos_of_every_size_give_what_plain_merging_gives() {
        let (count, longest) = if cfg!(miri) { (9, 100) } else { (180, 3000) };
        let texts = Vec::from_iter(generated::texts(count, longest));
        let expected = Vec::from_iter(texts.iter().map(|text| plain(text)));
        for sizes in Sizes::small().chain([Sizes::THREAD, Sizes::SHARED, Sizes::PASSING]) {
            let mut encoder = Encoder::new(sizes);
            for (text, expected) in iter::zip(&texts, &expected) {
                for _ in 0..2 {
                    let mut tokens = Vec::new();
                    encoder.encode(text, &mut tokens);
                    assert!(tokens == *expected, "{text:?}");
                }
            }
        }
    }
}
