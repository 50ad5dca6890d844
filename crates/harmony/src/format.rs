//! The words of the format: its tokens, and the names that mean something to it.
//!
//! Source: `docs/format.md` of the repository of the crate `openai-harmony`, and its `encoding.rs` and `registry.rs`.

use crate::{Token, chat::Role};
pub use tokenizer::special::{CALL, CHANNEL, CONSTRAIN, END, MESSAGE, RETURN, START};

/// A token that the format uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatToken {
    /// `<|start|>`: begins a message.
    Start,
    /// `<|channel|>`: precedes a channel's name in a header.
    Channel,
    /// `<|constrain|>`: precedes a content type in a header.
    Constrain,
    /// `<|message|>`: ends a header.
    Message,
    /// `<|end|>`: ends a message.
    End,
    /// `<|return|>`: ends the last message of an answer.
    Return,
    /// `<|call|>`: ends a message that calls a tool.
    Call,
}

impl FormatToken {
    /// All of them.
    pub const ALL: [FormatToken; 7] = [
        Self::Start,
        Self::Channel,
        Self::Constrain,
        Self::Message,
        Self::End,
        Self::Return,
        Self::Call,
    ];

    /// Returns the format token with that id.
    #[inline]
    pub fn from_token(token: Token) -> Option<Self> {
        match token {
            START => Some(Self::Start),
            CHANNEL => Some(Self::Channel),
            CONSTRAIN => Some(Self::Constrain),
            MESSAGE => Some(Self::Message),
            END => Some(Self::End),
            RETURN => Some(Self::Return),
            CALL => Some(Self::Call),
            _ => None,
        }
    }

    /// The token's text, such as `<|start|>`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Start => "<|start|>",
            Self::Channel => CHANNEL_MARKER,
            Self::Constrain => CONSTRAIN_MARKER,
            Self::Message => "<|message|>",
            Self::End => "<|end|>",
            Self::Return => "<|return|>",
            Self::Call => "<|call|>",
        }
    }
}

/// A token that ends a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// `<|end|>`.
    End,
    /// `<|return|>`.
    Return,
    /// `<|call|>`.
    Call,
}

impl FormatToken {
    /// Returns the token as a stop, if it ends a message.
    #[inline]
    pub fn as_stop(self) -> Option<Stop> {
        match self {
            Self::End => Some(Stop::End),
            Self::Return => Some(Stop::Return),
            Self::Call => Some(Stop::Call),
            _ => None,
        }
    }
}

impl Stop {
    /// The name of what ends the message: `end`, `return` or `call`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::End => "end",
            Self::Return => "return",
            Self::Call => "call",
        }
    }
}

/// The tokens that end a message, in ascending order.
pub const STOP: [Token; 3] = [RETURN, END, CALL];
/// The tokens that end the assistant's turn, in ascending order.
pub const STOP_FOR_ASSISTANT_ACTIONS: [Token; 2] = [RETURN, CALL];

/// The text of [`CHANNEL`].
pub const CHANNEL_MARKER: &str = "<|channel|>";
/// The text of [`CONSTRAIN`].
pub const CONSTRAIN_MARKER: &str = "<|constrain|>";

/// What stands before a recipient in a header.
pub const RECIPIENT_PREFIX: &str = "to=";
/// The recipient that stands for everybody, and is not written.
pub const ALL: &str = "all";

/// The channel of the chain of thought.
pub const ANALYSIS: &str = "analysis";
/// The channel of calls to function tools.
pub const COMMENTARY: &str = "commentary";
/// The channel of the answer.
pub const FINAL: &str = "final";

/// The namespace of function tools.
pub const FUNCTIONS: &str = "functions";

/// One space, encoded by itself.
pub const SPACE: Token = 220;

/// The token of a role's name: each name is one token.
pub fn role_token(role: &Role) -> Token {
    match role {
        Role::User => 1428,
        Role::Assistant => 173_781,
        Role::System => 17_360,
        Role::Developer => 77_944,
        Role::Tool => 17_952,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokenizer::special;

    #[test]
    fn format_tokens_have_the_texts_of_their_ids() {
        for token in special::IDS {
            let text = FormatToken::from_token(token).map(FormatToken::text);
            let is_used = FormatToken::ALL
                .into_iter()
                .any(|known| Some(known.text()) == special::name(token).as_deref());
            assert_eq!(text.is_some(), is_used, "{token}");
            assert!(
                text.is_none_or(|text| special::id(text) == Some(token)),
                "{token}"
            );
        }
    }
}
