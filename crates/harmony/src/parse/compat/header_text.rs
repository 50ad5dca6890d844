//! The text of the header that is being read.
//!
//! A header is decoded when it ends, not before. With the permissive policy, a header that cannot be read goes on, so
//! that it may end many times: each time only what is new is decoded, and what is wrong is remembered.

use crate::{Error, Result, Token, format::CHANNEL_MARKER, parse::lexer::Symbol};
use std::str;

/// What has come of the header.
#[derive(Default)]
pub(in crate::parse) struct HeaderText {
    text: String,
    /// Bytes that have not been checked yet, or are not UTF-8.
    undecoded: Vec<u8>,
    /// The first id that no token has.
    unknown: Option<Token>,
    /// Where the first channel marker stands in `text`, once it is known.
    channel_marker: Option<usize>,
}

impl HeaderText {
    /// Appends a symbol, read as text.
    pub(in crate::parse) fn push(&mut self, symbol: Symbol<'_>) {
        match symbol.as_text() {
            Ok(bytes) => self.undecoded.extend_from_slice(bytes),
            Err(token) => self.unknown = self.unknown.or(Some(token)),
        }
    }

    /// Whether nothing has come.
    pub(in crate::parse) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.undecoded.is_empty() && self.unknown.is_none()
    }

    /// Decodes all that has come.
    ///
    /// # Errors
    /// As the reference's `decode_utf8`, with the tokens of the header.
    pub(super) fn decode(&mut self) -> Result<()> {
        if let Some(token) = self.unknown {
            return Err(Error::invalid_token_in_text(token));
        }
        let (valid, problem) = match str::from_utf8(&self.undecoded) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = self.undecoded.get(..error.valid_up_to()).unwrap_or_default();
                (str::from_utf8(valid).unwrap_or_default(), Some(error))
            }
        };
        self.text.push_str(valid);
        let valid = valid.len();
        self.undecoded.drain(..valid);
        match problem {
            Some(error) => Err(Error::invalid_utf8(self.text.len(), error)),
            None => Ok(()),
        }
    }

    /// Takes the first channel out of the decoded text. Its name ends at white space or before a `<`.
    ///
    /// # Errors
    /// [`Error::Runtime`] if a channel marker is not followed by a name. The text stays as it is.
    pub(super) fn take_channel(&mut self) -> Result<Option<String>> {
        self.channel_marker = self.channel_marker.or_else(|| self.text.find(CHANNEL_MARKER));
        let Some(marker) = self.channel_marker else {
            return Ok(None);
        };
        let start = marker + CHANNEL_MARKER.len();
        let following = self.text.get(start..).unwrap_or_default();
        let length = following
            .find(|c: char| c.is_whitespace() || c == '<')
            .unwrap_or(following.len());
        if length == 0 {
            return Err(Error::Runtime(
                "channel marker present but no channel value found in header".to_owned(),
            ));
        }
        let channel = following.get(..length).map(str::to_owned);
        self.text.replace_range(marker..start + length, "");
        self.channel_marker = None;
        Ok(channel)
    }

    /// The decoded text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{format, parse::lexer::tokens::symbol};

    const LEFT_HALF_OF_A_CHARACTER: Token = 139;

    fn header(parts: &[&str]) -> HeaderText {
        let mut header = HeaderText::default();
        for part in parts {
            let mut tokens = Vec::new();
            tokenizer::encode(part, &crate::SpecialTokens::All, &mut tokens);
            tokens.into_iter().for_each(|token| header.push(symbol(token)));
        }
        header
    }

    #[test]
    fn a_channel_ends_at_white_space_or_before_a_marker() {
        for (text, channel, rest) in [
            ("user", None, "user"),
            ("user<|channel|>final", Some("final"), "user"),
            ("<|channel|>final\u{3000}to=x", Some("final"), "\u{3000}to=x"),
            ("a<|channel|>final<b", Some("final"), "a<b"),
            ("<|channel|>a<|channel|>b", Some("a"), "<|channel|>b"),
        ] {
            let mut header = header(&[text]);
            header.decode().unwrap();
            assert_eq!(header.take_channel().unwrap().as_deref(), channel);
            assert_eq!(header.as_str(), rest);
        }
    }

    #[test]
    fn a_channel_without_a_name_stays_in_the_text() {
        for text in ["<|channel|>", "<|channel|> a", "<|channel|><|channel|>a"] {
            let mut header = header(&[text]);
            header.decode().unwrap();
            for _ in 0..2 {
                header.take_channel().unwrap_err();
                assert_eq!(header.as_str(), text);
            }
        }
    }

    #[test]
    fn a_header_can_be_decoded_again_when_more_has_come() {
        let mut header = header(&["é"]);
        header.push(symbol(LEFT_HALF_OF_A_CHARACTER));
        let incomplete = Error::Runtime(
            "Could not decode tokens: Invalid utf-8 sequence: incomplete utf-8 byte sequence from index 2"
                .to_owned(),
        );
        assert_eq!(header.decode(), Err(incomplete.clone()));
        assert_eq!(header.decode(), Err(incomplete));
        header.push(symbol(format::CHANNEL));
        let invalid = Error::Runtime(
            "Could not decode tokens: Invalid utf-8 sequence: invalid utf-8 sequence of 1 bytes from index 2"
                .to_owned(),
        );
        assert_eq!(header.decode(), Err(invalid));
        header.push(symbol(u32::MAX));
        header.push(symbol(300_000));
        assert_eq!(header.decode(), Err(Error::invalid_token_in_text(u32::MAX)));
    }
}
