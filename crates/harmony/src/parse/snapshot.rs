//! The parser's state as JSON, for callers who look inside: the keys and values are those of the crate.
//!
//! The tokens of the state are not kept while parsing, since hardly anyone asks for them. They are found again in
//! the tokens that the parser has taken.

use super::{MessageParser, State, content, header::Header};
use crate::{Error, Result, Token, format};
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "state")]
enum Snapshot<'a> {
    ExpectStart,
    Header {
        header_tokens: Vec<Token>,
    },
    Content {
        header: &'a Header,
        content_tokens: Vec<Token>,
    },
}

/// The state of `parser` as JSON.
pub(super) fn json(parser: &MessageParser) -> Result<String> {
    let taken_since = |start: &usize| parser.tokens.get(*start..).unwrap_or_default();
    let snapshot = match &parser.state {
        State::ExpectStart => Snapshot::ExpectStart,
        State::Header { start, .. } => Snapshot::Header {
            header_tokens: header_tokens(taken_since(start), parser.strict),
        },
        State::Content { header, start, .. } => Snapshot::Content {
            header,
            content_tokens: content_tokens(taken_since(start)),
        },
    };
    serde_json::to_string(&snapshot).map_err(Error::runtime)
}

/// A lenient parser is still in the header after a stop token only if it could make nothing of it; the stop token
/// is then no part of the header.
fn header_tokens(taken: &[Token], strict: bool) -> Vec<Token> {
    let in_header = |token: &Token| strict || !format::STOP.contains(token);
    taken.iter().copied().filter(in_header).collect()
}

/// The content's text in tokens again, each piece of it encoded by itself: these are not always the tokens that
/// were taken.
fn content_tokens(taken: &[Token]) -> Vec<Token> {
    let mut tokens = Vec::new();
    content::for_each_piece(taken, |piece| tokenizer::encode_ordinary(piece, &mut tokens));
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ParseOptions, Parser as _, chat::Role};

    const HI: Token = 12_194;

    fn json_after(tokens: &[Token], strict: bool) -> String {
        let mut parser = MessageParser::new(Some(Role::Tool), ParseOptions { strict });
        for token in tokens {
            let _ = parser.process(*token);
        }
        parser.state_json().unwrap()
    }

    #[test]
    fn the_header_has_its_tokens() {
        let tokens = [format::CHANNEL, format::END, 220];
        assert_eq!(
            json_after(&tokens, true),
            r#"{"state":"Header","header_tokens":[200005,200007,220]}"#
        );
        assert_eq!(
            json_after(&tokens, false),
            r#"{"state":"Header","header_tokens":[200005,220]}"#
        );
    }

    #[test]
    fn the_content_has_the_tokens_of_its_text() {
        // A character in two tokens comes out in one.
        let (left, right) = (127, 102);
        assert_eq!(
            json_after(&[220, format::MESSAGE, HI, left, right], true),
            r#"{"state":"Content","header":{"author":{"role":"tool"},"recipient":null,"channel":null,"content_type":null},"content_tokens":[12194,377]}"#
        );
        assert_eq!(
            json_after(&[format::MESSAGE, format::END], true),
            r#"{"state":"ExpectStart"}"#
        );
    }
}
