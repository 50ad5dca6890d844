//! Symbols: what the machine reads, whatever the input was.

pub(super) mod text;
pub(super) mod tokens;

use crate::{Token, format::FormatToken};

/// The next thing that the model has written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Symbol<'a> {
    /// A token of the format.
    Format(FormatToken),
    /// Bytes of text. They may end, or begin, within a character.
    Text(&'a [u8]),
    /// An id that no token has.
    Unknown(Token),
}

impl<'a> Symbol<'a> {
    /// The symbol read as text: a token of the format is its own name.
    ///
    /// # Errors
    /// The id that no token has.
    pub(super) fn as_text(self) -> Result<&'a [u8], Token> {
        match self {
            Symbol::Format(token) => Ok(token.text().as_bytes()),
            Symbol::Text(bytes) => Ok(bytes),
            Symbol::Unknown(token) => Err(token),
        }
    }
}
