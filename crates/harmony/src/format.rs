//! The words of the format: its tokens, and the names that mean something to it.
//!
//! Source: `docs/format.md` of the repository of the crate `openai-harmony`, and its `encoding.rs` and `registry.rs`.

use crate::{Token, chat::Role};
pub use tokenizer::special::{CALL, CHANNEL, CONSTRAIN, END, MESSAGE, RETURN, START};

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
    fn markers_are_the_names_of_their_tokens() {
        assert_eq!(special::name(CHANNEL).as_deref(), Some(CHANNEL_MARKER));
        assert_eq!(special::name(CONSTRAIN).as_deref(), Some(CONSTRAIN_MARKER));
    }
}
