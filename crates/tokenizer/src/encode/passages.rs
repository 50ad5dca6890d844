//! Encodes a text by passages: those that are remembered are copied, and the text between them is encoded piece by piece.

use super::{buffer::TokenBuffer, encoder::Encoder};
use crate::{memo::Passage, pretokenize::next_cut, sink::TokenSink, span::Span};
use std::{mem, ops::Range};

/// The least bytes of a passage: below that, pieces are as fast.
const SHORTEST: usize = 256;

/// A passage ends at the first cut after so many bytes, but within twice as many.
const USUAL: usize = 2048;

/// How many bytes are encoded at a time, at most about.
const REGION: usize = 1 << 16;

impl Encoder {
    /// Encodes a text.
    pub(super) fn encode_passages(&mut self, text: &[u8], output: &mut TokenBuffer<impl TokenSink>) {
        // Up to here, the tokens are in the output.
        let mut done = 0;
        let mut start = Some(0);
        while let Some((passage, found)) = start.and_then(|start| passage_from(text, start)) {
            let bytes = Passage::new(passage.of(text));
            let is_known = done < passage.start && self.memo.passages.get(bytes).is_some();
            if is_known || passage.start - done > REGION {
                self.encode_between(text, done..passage.start, output);
                done = passage.start;
            }
            if done == passage.start
                && let Some(tokens) = self.memo.passages.get(bytes)
            {
                output.push_tokens(tokens);
                done = passage.end;
            } else if self.memo.passages.is_seen_again(bytes) {
                self.learnt.push(passage);
            }
            start = found;
        }
        self.encode_between(text, done..text.len(), output);
    }

    /// Encodes the text between passages that are remembered, and remembers those in it that have come before.
    fn encode_between(
        &mut self,
        text: &[u8],
        between: Range<usize>,
        output: &mut TokenBuffer<impl TokenSink>,
    ) {
        if self.learnt.is_empty() {
            return self.encode_pieces(&text[between], output);
        }
        let mut learnt = mem::take(&mut self.learnt);
        let mut tokens = mem::take(&mut self.learnt_tokens);
        let mut start = between.start;
        for passage in learnt.drain(..) {
            self.encode_pieces(&text[start..passage.start], output);
            tokens.clear();
            let mut own = TokenBuffer::new(&mut tokens);
            self.encode_pieces(passage.of(text), &mut own);
            own.flush();
            output.push_tokens(&tokens);
            self.memo.passages.insert(passage.of(text), &tokens);
            start = passage.end;
        }
        self.encode_pieces(&text[start..between.end], output);
        self.learnt = learnt;
        self.learnt_tokens = tokens;
    }
}

/// Returns the first passage from a cut on, and the cut from which on there may be others.
fn passage_from(text: &[u8], mut start: usize) -> Option<(Span, Option<usize>)> {
    let mut skipped = USUAL;
    loop {
        let length = text.len() - start;
        if length < SHORTEST {
            return None;
        }
        let end = if length <= USUAL {
            Some(text.len())
        } else {
            next_cut(text, start + USUAL - 1, start + 2 * USUAL)
        };
        if let Some(end) = end {
            return Some((Span { start, end }, (end < text.len()).then_some(end)));
        }
        // Where nothing can be cut for long, such as in a number without end, it is tried less and less often.
        start = loop {
            let from = start + skipped;
            skipped *= 2;
            if from >= text.len() {
                return None;
            }
            if let Some(cut) = next_cut(text, from, from + USUAL) {
                break cut;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Token, generated::texts, memo::Sizes};

    fn pieces(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut output = TokenBuffer::new(&mut tokens);
        Encoder::new(Sizes::THREAD).encode_pieces(text.as_bytes(), &mut output);
        output.flush();
        tokens
    }

    #[test]
    fn passages_of_any_texts_are_remembered_and_give_what_pieces_give() {
        let (count, longest) = if cfg!(miri) { (4, 1000) } else { (120, 12_000) };
        let texts: Vec<String> = texts(count, longest).collect();
        let expected: Vec<Vec<Token>> = texts.iter().map(|text| pieces(text)).collect();
        for sizes in [Sizes::THREAD, Sizes::PASSING].into_iter().chain(Sizes::small()) {
            let mut encoder = Encoder::new(sizes);
            // In turns, so that some passages are forgotten before they come again; and each text after another one.
            for step in [1, 1, 1, 7] {
                for index in (0..count).map(|index| index * step % count) {
                    let mut tokens = Vec::new();
                    encoder.encode(&texts[index], &mut tokens);
                    assert!(tokens == expected[index], "{:?}", texts[index]);
                }
            }
        }
    }

    #[test]
    fn a_text_that_comes_a_third_time_is_one_of_passages() {
        let text = "The quick brown fox jumps over the lazy dog. ".repeat(100);
        let mut encoder = Encoder::new(Sizes::THREAD);
        for time in 0..3 {
            let known = encoder
                .memo
                .passages
                .get(Passage::new(first_passage(&text)))
                .is_some();
            assert_eq!(known, time == 2);
            encoder.encode(&text, &mut Vec::new());
        }
    }

    fn first_passage(text: &str) -> &[u8] {
        let (passage, _) = passage_from(text.as_bytes(), 0).unwrap();
        passage.of(text.as_bytes())
    }

    #[test]
    fn parts_of_texts_are_remembered_wherever_they_are() {
        let line = |number: usize| format!("Line {number} of a text that is long enough to be cut. ");
        let mut encoder = Encoder::new(Sizes::THREAD);
        for start in 0..60 {
            let text: String = (start..start + 100).map(line).collect();
            for text in [
                text.clone(),
                format!("{start}{text}"),
                format!("{text}{}", "9".repeat(start * 50)),
            ] {
                for _ in 0..3 {
                    let mut tokens = Vec::new();
                    encoder.encode(&text, &mut tokens);
                    assert_eq!(tokens, pieces(&text));
                }
            }
        }
    }
}
