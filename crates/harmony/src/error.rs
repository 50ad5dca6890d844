//! What can go wrong, in the two kinds that callers tell apart, and where.

use crate::Token;
use std::{fmt, str::Utf8Error};

/// An engine's error. Its text is the whole message, without the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// An argument is invalid: Python's `ValueError`.
    Value(String),
    /// Rendering, parsing, decoding or loading failed: Python's `HarmonyError` and `RuntimeError`.
    Runtime(String),
    /// An error that is due to one part of what was given.
    At {
        /// Which part, such as `messages[1].role`.
        path: String,
        /// What is wrong with it.
        error: Box<Error>,
    },
}

/// A result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A [`Error::Runtime`] with the outermost message of `error`, which is what Python shows.
    pub fn runtime(error: impl fmt::Display) -> Self {
        Error::Runtime(error.to_string())
    }

    /// This error, as one that is due to the part at `path`.
    #[must_use]
    pub fn at(self, path: String) -> Self {
        Error::At {
            path,
            error: Box::new(self),
        }
    }

    /// This error, as one that is due to the message of a conversation with that index.
    #[must_use]
    pub fn in_message(self, index: usize) -> Self {
        self.at(format!("messages[{index}]"))
    }

    /// Returns the error of decoding to bytes for an id that no token has.
    pub(crate) fn invalid_token(token: Token) -> Self {
        Error::Runtime(format!("Invalid token for decoding: {token}"))
    }

    /// Returns the error of decoding to text for an id that no token has.
    pub(crate) fn invalid_token_in_text(token: Token) -> Self {
        Error::Runtime(format!(
            "Could not decode tokens: Invalid token error: Invalid token for decoding: {token}"
        ))
    }

    /// Returns the error for bytes that are not UTF-8: the first problem starts at byte `index`, and `error` is what the
    /// standard library reports for the bytes from there on.
    pub(crate) fn invalid_utf8(index: usize, error: Utf8Error) -> Self {
        let sequence = match error.error_len() {
            Some(length) => format!("invalid utf-8 sequence of {length} bytes"),
            None => "incomplete utf-8 byte sequence".to_owned(),
        };
        Error::Runtime(format!(
            "Could not decode tokens: Invalid utf-8 sequence: {sequence} from index {index}"
        ))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Value(message) | Error::Runtime(message) => f.write_str(message),
            Error::At { error, .. } => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}
