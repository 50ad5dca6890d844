//! Encodes text without special tokens, piece by piece: a piece is remembered, is a token itself, or is merged.

use super::buffer::TokenBuffer;
use crate::{
    Token,
    bpe::{self, Lanes, MergeQueue},
    memo::{LONG, MEDIUM, Memo, SHORT, Sizes, Slot},
    pretokenize::{self, BATCH, Ends, NO_ENDS},
    sink::TokenSink,
    span::Span,
    tables::{self, layout::tiny_piece},
};
use std::{iter, mem};

/// How many tokens the buffer of one piece keeps room for.
const KEPT_TOKENS: usize = 1024;

/// If more pieces of a batch than this were missing in the memo, the missing ones of the next batch are learned before
/// it is encoded.
const MANY_MISSING: usize = 6;

/// What one thread keeps between calls.
pub struct Encoder {
    pub(super) memo: Memo,
    pub(super) lanes: Lanes,
    pub(super) queue: MergeQueue,
    /// The current batch: where its pieces end, and their slots in the memo's table of short pieces.
    pub(super) ends: Ends,
    pub(super) slots: [Slot<2>; BATCH],
    /// How many short pieces of the batch were missing in the memo.
    missing: usize,
    /// The tokens of the current piece.
    pub(super) tokens: Vec<Token>,
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
            ends: NO_ENDS,
            slots: [Slot::EMPTY; BATCH],
            missing: BATCH,
            tokens: Vec::new(),
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
        loop {
            let count = pretokenize::next_batch(text, start, &mut self.ends);
            if count == 0 {
                return;
            }
            self.memo.grow_if_crowded();
            self.find_slots(text, start, count);
            if mem::take(&mut self.missing) > MANY_MISSING {
                self.missing = self.learn_missing(text, start, count);
            }
            for index in 0..count {
                let end = self.ends[index];
                self.encode_piece(text, Span { start, end }, index, output);
                start = end;
            }
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

    /// Finds the slots of a batch's pieces and asks for their memory, so that it is near when it is needed. Longer
    /// pieces are rare: what is done for them in vain costs less than telling them apart.
    #[inline(always)]
    fn find_slots(&mut self, text: &[u8], mut start: usize, count: usize) {
        for (slot, &end) in iter::zip(&mut self.slots, &self.ends).take(count) {
            *slot = self.memo.short.slot(text, Span { start, end });
            self.memo.short.prefetch(slot);
            start = end;
        }
    }

    /// Encodes the piece with that index in its batch.
    #[inline(always)]
    fn encode_piece(
        &mut self,
        text: &[u8],
        piece: Span,
        index: usize,
        output: &mut TokenBuffer<impl TokenSink>,
    ) {
        if piece.len() > SHORT {
            return self.encode_longer_piece(text, piece, output);
        }
        match self.memo.short.get(&self.slots[index]) {
            Some(words) => output.push_words(words),
            None => self.encode_missing_piece(text, piece, index, output),
        }
    }

    /// Encodes a short piece that is not remembered.
    #[inline(never)]
    fn encode_missing_piece(
        &mut self,
        text: &[u8],
        piece: Span,
        index: usize,
        output: &mut TokenBuffer<impl TokenSink>,
    ) {
        self.missing += 1;
        let slot = self.slots[index];
        let token = if piece.len() <= tiny_piece::MAX_LENGTH {
            tables::tiny_token(slot.key.0[0], piece.len())
        } else {
            tables::untiny_token(piece.of(text))
        };
        self.merge_unless_token(text, piece, token);
        self.memo.short.insert(&slot, &self.tokens);
        output.push_tokens(&self.tokens);
    }

    #[inline(never)]
    fn encode_longer_piece(&mut self, text: &[u8], piece: Span, output: &mut TokenBuffer<impl TokenSink>) {
        if piece.len() <= MEDIUM {
            let slot = self.memo.medium.slot(text, piece);
            match self.memo.medium.get(&slot) {
                Some(words) => return output.push_words(words),
                None => {
                    self.resolve(text, piece);
                    self.memo.medium.insert(&slot, &self.tokens);
                }
            }
        } else if piece.len() <= LONG {
            match self.memo.long.get(piece.of(text)) {
                Some(tokens) => return output.push_tokens(tokens),
                None => {
                    self.resolve(text, piece);
                    self.memo.long.insert(piece.of(text), &self.tokens);
                }
            }
        } else {
            self.resolve(text, piece);
        }
        output.push_tokens(&self.tokens);
        // The memory of a very long piece is not kept.
        self.tokens.shrink_to(KEPT_TOKENS);
    }

    /// Finds the tokens of a piece that is not remembered.
    #[inline(never)]
    fn resolve(&mut self, text: &[u8], piece: Span) {
        let token = tables::piece_token(piece.of(text));
        self.merge_unless_token(text, piece, token);
    }

    /// Merges a piece, unless it is a token.
    #[inline]
    fn merge_unless_token(&mut self, text: &[u8], piece: Span, token: Option<Token>) {
        self.tokens.clear();
        match token {
            Some(token) => self.tokens.push(token),
            None => bpe::merge(
                text,
                piece,
                &mut self.queue,
                &mut self.lanes,
                &mut self.memo,
                &mut self.tokens,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated;

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
