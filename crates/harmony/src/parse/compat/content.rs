//! The text of a content, from symbols.

use super::utf8::{REPLACEMENT, Utf8Decoder};
use crate::parse::lexer::Symbol;
use std::mem;

/// Decodes one content.
#[derive(Default)]
pub(in crate::parse) struct ContentDecoder {
    decoder: Utf8Decoder,
    /// Whether an unknown id has come. Nothing after it is decoded.
    is_broken: bool,
}

impl ContentDecoder {
    /// Takes the next symbol, and emits the text that it completes, if any, in one or two parts.
    #[inline]
    pub(in crate::parse) fn push(&mut self, symbol: Symbol<'_>, emit: impl FnMut(&str)) {
        if self.is_broken {
            return;
        }
        match symbol.as_text() {
            Ok(bytes) => self.decoder.push(bytes, emit),
            Err(_) => self.is_broken = true,
        }
    }

    /// Takes the next bytes of text, and emits all that they complete.
    #[inline]
    pub(in crate::parse) fn push_all(&mut self, bytes: &[u8], emit: impl FnMut(&str)) {
        self.decoder.push_all(bytes, emit);
    }

    /// Emits one replacement for what cannot be decoded, after what is left of the text before it.
    pub(in crate::parse) fn replace(&mut self, mut emit: impl FnMut(&str)) {
        mem::take(self).finish(&mut emit);
        emit(REPLACEMENT);
    }

    /// Emits the text that is left. One replacement stands for everything from the first unknown id on; it precedes the
    /// bytes that were waiting for the rest of their character.
    pub(in crate::parse) fn finish(self, mut emit: impl FnMut(&str)) {
        if self.is_broken {
            emit(REPLACEMENT);
        }
        let rest = String::from_utf8_lossy(self.decoder.waiting());
        if !rest.is_empty() {
            emit(&rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Token, parse::lexer::tokens::symbol};

    const UNKNOWN: Token = 201_089;

    /// The token of a single byte from 128 on.
    fn byte(byte: u8) -> Token {
        let single = |token: &Token| tokenizer::token_bytes(*token) == Some(&[byte]);
        (0..256).find(single).unwrap()
    }

    /// What each token adds, then what is left at the end.
    fn decoded(tokens: &[Token]) -> Vec<String> {
        let mut decoder = ContentDecoder::default();
        let mut added = Vec::new();
        for &token in tokens {
            let mut text = String::new();
            decoder.push(symbol(token), |part| text.push_str(part));
            added.push(text);
        }
        let mut rest = String::new();
        decoder.finish(|part| rest.push_str(part));
        added.push(rest);
        added
    }

    #[test]
    fn each_symbol_emits_what_it_completes() {
        let hi = 12_194;
        assert_eq!(
            decoded(&[hi, byte(0xc3), byte(0xa9), UNKNOWN, hi]),
            ["Hi", "", "é", "", "", "\u{FFFD}"]
        );
    }

    #[test]
    fn the_replacement_of_unknown_ids_precedes_that_of_waiting_bytes() {
        assert_eq!(
            decoded(&[byte(0xe2), byte(0x82), UNKNOWN]),
            ["", "", "", "\u{FFFD}\u{FFFD}"]
        );
    }
}
