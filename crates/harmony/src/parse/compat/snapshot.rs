//! The parser's state as JSON, with the keys and values of the crate `openai-harmony`.
//!
//! Few callers ask for the tokens of a state, so they are not kept: they are found again among all tokens that the
//! parser has taken.

use super::{content::ContentDecoder, streamable_parser::StreamableParser};
use crate::{
    Error, Parser as _, Result, StreamState, Token, format,
    parse::{header::Header, lexer::tokens::symbol},
};
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

/// Returns the state of a parser as JSON.
pub(super) fn json(parser: &StreamableParser) -> Result<String> {
    let tokens = parser.tokens_in_state();
    let snapshot = match (parser.open(), parser.state()?) {
        (Some(open), _) => Snapshot::Content {
            header: &open.header,
            content_tokens: content_tokens(tokens),
        },
        (None, StreamState::Header) => Snapshot::Header {
            header_tokens: header_tokens(tokens, parser.strict),
        },
        (None, _) => Snapshot::ExpectStart,
    };
    serde_json::to_string(&snapshot).map_err(Error::runtime)
}

/// A permissive parser that is still in a header after a stop token could not read the header; the stop token is then
/// not part of it.
fn header_tokens(tokens: &[Token], strict: bool) -> Vec<Token> {
    let in_header = |token: &Token| strict || !format::STOP.contains(token);
    tokens.iter().copied().filter(in_header).collect()
}

/// Encodes the content's text again, each part of it by itself: the tokens are not always those that were taken.
fn content_tokens(tokens: &[Token]) -> Vec<Token> {
    let mut decoder = ContentDecoder::default();
    let mut encoded = Vec::new();
    for &token in tokens {
        decoder.push(symbol(token), |part| {
            tokenizer::encode_ordinary(part, &mut encoded)
        });
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ParseOptions, chat::Role};

    const HI: Token = 12_194;

    fn json_after(tokens: &[Token], strict: bool) -> String {
        let mut parser = StreamableParser::new(Some(Role::Tool), ParseOptions { strict });
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
