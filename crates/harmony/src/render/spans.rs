//! Where the messages of a rendered conversation stand in its tokens.
//!
//! Text never becomes a token of the format, so `<|start|>` stands only where a message begins, and the first
//! `<|message|>` after it where its content does.

use crate::{Token, format};

/// Where a message stands: indices of tokens, each the first of its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageSpan {
    /// The message's index in the conversation.
    pub message: usize,
    /// The header: `<|start|>`.
    pub start: usize,
    /// The content, after `<|message|>`.
    pub content: usize,
    /// The token that ends the message.
    pub stop: usize,
    /// What follows the message.
    pub end: usize,
}

/// Returns the spans of messages that have been rendered one after the other, with these indices.
pub fn message_spans(tokens: &[Token], messages: impl IntoIterator<Item = usize>) -> Vec<MessageSpan> {
    let mut end = 0;
    let span = |message| {
        let start = end;
        let content = after(tokens, start, format::MESSAGE)?;
        end = after(tokens, content, format::START).map_or(tokens.len(), |next| next - 1);
        Some(MessageSpan {
            message,
            start,
            content,
            stop: end - 1,
            end,
        })
    };
    messages.into_iter().map_while(span).collect()
}

/// Returns the index after the first such token from `start` on.
fn after(tokens: &[Token], start: usize, token: Token) -> Option<usize> {
    let rest = tokens.get(start..)?;
    rest.iter()
        .position(|each| *each == token)
        .map(|offset| start + offset + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_the_places_of_a_message() {
        let tokens = [
            format::START,
            1,
            format::MESSAGE,
            2,
            3,
            format::END, // a message
            format::START,
            1,
            format::CHANNEL,
            4,
            format::MESSAGE,
            format::RETURN, // one without a content
            format::START,
            1, // the next turn
        ];
        let spans = message_spans(&tokens, [0, 2]);
        let span = |message, start, content, stop, end| MessageSpan {
            message,
            start,
            content,
            stop,
            end,
        };
        assert_eq!(spans, [span(0, 0, 3, 5, 6), span(2, 6, 11, 11, 12)]);
        assert_eq!(message_spans(&[], []), []);
    }
}
