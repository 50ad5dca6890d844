//! The content of the current message, as text.

use super::utf8::{REPLACEMENT, Utf8Decoder};
use crate::Token;

/// The text so far, and what cannot be text yet.
#[derive(Default)]
pub(super) struct ContentText {
    text: String,
    /// Where in `text` begins what the last token added, if it added something.
    delta: Option<usize>,
    decoder: Utf8Decoder,
    /// A token has come whose id is no token's: nothing after it can be decoded.
    is_broken: bool,
}

impl ContentText {
    pub(super) fn push(&mut self, token: Token) {
        let start = self.text.len();
        if !self.is_broken {
            self.is_broken = !decode(token, &mut self.decoder, |text| self.text.push_str(text));
        }
        self.delta = (self.text.len() > start).then_some(start);
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text that the last token added, if it added some.
    pub(super) fn delta(&self) -> Option<&str> {
        self.text.get(self.delta?..)
    }

    /// The whole text. One replacement stands for all that came from the first unknown token on; it stands before
    /// the bytes that were waiting for their character to be completed.
    pub(super) fn finish(mut self) -> String {
        if self.is_broken {
            self.text.push_str(REPLACEMENT);
        }
        self.text
            .push_str(&String::from_utf8_lossy(self.decoder.waiting()));
        self.text
    }
}

/// Emits the text of a content's tokens in the pieces in which it was completed.
pub(super) fn for_each_piece(tokens: &[Token], mut emit: impl FnMut(&str)) {
    let mut decoder = Utf8Decoder::default();
    for &token in tokens {
        if !decode(token, &mut decoder, &mut emit) {
            return;
        }
    }
}

/// Returns whether the id is a token's.
fn decode(token: Token, decoder: &mut Utf8Decoder, emit: impl FnMut(&str)) -> bool {
    match tokenizer::token_bytes(token) {
        Some(bytes) => {
            decoder.push(bytes, emit);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine as _, Fast, HarmonyEncodingName, SpecialTokens};

    const UNKNOWN: Token = 201_089;

    fn tokens(text: &str) -> Vec<Token> {
        Fast::load(HarmonyEncodingName::HarmonyGptOss).encode(text, &SpecialTokens::NONE)
    }

    /// The token of a single byte from 128 on.
    fn byte(byte: u8) -> Token {
        let single = |token: &Token| tokenizer::token_bytes(*token) == Some(&[byte]);
        (0..256).find(single).unwrap()
    }

    #[test]
    fn each_token_says_what_it_added() {
        let mut content = ContentText::default();
        let mut push = |token| {
            content.push(token);
            (content.as_str().to_owned(), content.delta().map(str::to_owned))
        };
        let hi = tokens("Hi")[0];
        assert_eq!(push(hi), ("Hi".to_owned(), Some("Hi".to_owned())));
        assert_eq!(push(byte(0xc3)), ("Hi".to_owned(), None));
        assert_eq!(push(byte(0xa9)), ("Hié".to_owned(), Some("é".to_owned())));
        assert_eq!(push(UNKNOWN), ("Hié".to_owned(), None));
        assert_eq!(push(hi), ("Hié".to_owned(), None));
        assert_eq!(content.finish(), "Hié\u{FFFD}");
    }

    #[test]
    fn the_replacement_of_unknown_tokens_stands_before_that_of_waiting_bytes() {
        let mut content = ContentText::default();
        for token in [byte(0xe2), byte(0x82), UNKNOWN] {
            content.push(token);
        }
        assert_eq!(content.finish(), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn pieces_are_those_of_the_deltas() {
        let mut taken = tokens("a b");
        taken.extend([byte(0xff), byte(0xc3), byte(0xa9), UNKNOWN, taken[0]]);
        let mut pieces = Vec::new();
        for_each_piece(&taken, |piece| pieces.push(piece.to_owned()));
        assert_eq!(pieces, ["a", " b", "\u{FFFD}", "é"]);
    }
}
