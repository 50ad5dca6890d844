//! What is said of a completion beyond its messages.

/// Something in a completion that was malformed, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was malformed.
    pub code: DiagnosticCode,
    /// The place of the first token concerned; where the input is text, of its first UTF-16 unit.
    pub at: u64,
    /// The text that came to stand in no message. It is empty if none was lost.
    pub raw: String,
}

/// What can be malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiagnosticCode {
    /// A stop token ended nothing.
    UnexpectedStop,
    /// `<|start|>` came again before anything else.
    RepeatedStart,
    /// A message began without `<|start|>`.
    MissingStart,
    /// A header named no role, or one that does not exist.
    MissingRole,
    /// `<|channel|>` was not followed by a name.
    MissingChannel,
    /// A header ended without `<|message|>`, and its text was taken for the content.
    MissingMessage,
    /// `<|message|>` or `<|constrain|>` stood where it means nothing.
    UnexpectedToken,
    /// A message ended without a stop token, as another one began.
    MissingEnd,
    /// Words in a header had no meaning there.
    MalformedHeader,
    /// A header was cut off: no message came of it.
    CutHeader,
    /// An id that no token has: U+FFFD stands for it.
    UnknownToken,
}

impl DiagnosticCode {
    /// The code's name, such as `unexpected_stop`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnexpectedStop => "unexpected_stop",
            Self::RepeatedStart => "repeated_start",
            Self::MissingStart => "missing_start",
            Self::MissingRole => "missing_role",
            Self::MissingChannel => "missing_channel",
            Self::MissingMessage => "missing_message",
            Self::UnexpectedToken => "unexpected_token",
            Self::MissingEnd => "missing_end",
            Self::MalformedHeader => "malformed_header",
            Self::CutHeader => "cut_header",
            Self::UnknownToken => "unknown_token",
        }
    }

    /// What was malformed, and what became of it, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::UnexpectedStop => "a stop token ends no message; it was left out",
            Self::RepeatedStart => "<|start|> is repeated; it was left out",
            Self::MissingStart => "a message begins without <|start|>",
            Self::MissingRole => "a header names no role that exists; the role of the first message was used",
            Self::MissingChannel => "<|channel|> is not followed by a name; the channel was left out",
            Self::MissingMessage => {
                "a header ends without <|message|>; the rest of its text was used as the content"
            }
            Self::UnexpectedToken => "a format token has no meaning here; it was left out",
            Self::MissingEnd => "a message ends without a stop token, as another one begins",
            Self::MalformedHeader => "a header has words that cannot stand there",
            Self::CutHeader => "a header is incomplete, so that no message came of it",
            Self::UnknownToken => "an id is that of no token; U+FFFD stands for it",
        }
    }
}
