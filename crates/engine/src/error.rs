//! What can go wrong, in the two kinds that callers tell apart.

use std::fmt;

/// An engine's error. The text is the whole message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// An argument is invalid: Python's `ValueError`.
    Value(String),
    /// Rendering, parsing, decoding or loading failed: Python's `HarmonyError` and `RuntimeError`.
    Runtime(String),
}

/// A result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A [`Error::Runtime`] with the outermost message of `error`, which is what Python shows.
    pub(crate) fn runtime(error: impl fmt::Display) -> Self {
        Error::Runtime(error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Error::Value(message) | Error::Runtime(message)) = self;
        f.write_str(message)
    }
}

impl std::error::Error for Error {}
