//! Policies: what each symbol does in each state.

use super::lexer::Symbol;
use crate::{
    StreamState,
    format::FormatToken::{Call, End, Message, Return, Start},
};

/// How the machine takes malformed input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Policy {
    /// What cannot be read is an error. A stop token in a header is part of the header's text.
    Strict,
    /// As [`Strict`](Self::Strict), but a stop token ends a header, whose text becomes the content of a message.
    Permissive,
}

/// What a symbol does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// It continues the text of the header or of the content.
    Continue,
    /// It begins a header.
    OpenHeader,
    /// It completes the header and begins the content.
    OpenContent,
    /// It ends the message.
    CloseMessage,
    /// It ends a message that has only a header.
    CloseHeader,
    /// It cannot stand here.
    Refuse,
}

impl Policy {
    /// Returns what the symbol does in that state.
    #[inline]
    pub(super) fn action(self, state: StreamState, symbol: Symbol<'_>) -> Action {
        match (state, symbol) {
            (StreamState::ExpectStart, Symbol::Format(Start)) => Action::OpenHeader,
            (StreamState::ExpectStart, _) => Action::Refuse,
            (StreamState::Header, Symbol::Format(Message)) => Action::OpenContent,
            (StreamState::Header, Symbol::Format(End | Return | Call)) if self == Policy::Permissive => {
                Action::CloseHeader
            }
            (StreamState::Content, Symbol::Format(End | Return | Call)) => Action::CloseMessage,
            _ => Action::Continue,
        }
    }
}
