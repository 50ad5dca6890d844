//! Renders conversations to tokens.
//!
//! A message is formatting tokens with texts between them. Each text is encoded by itself, from one formatting
//! token to the next or, in a header, piece by piece: where one encoding ends and the next begins decides tokens,
//! and is as in `encoding.rs` of the crate `openai-harmony`. A system or developer content is one text, whatever
//! its sections.

mod conversation;
mod developer;
mod message;
mod schema;
mod separator;
mod spans;
mod system;
mod tools;

pub use conversation::shown_messages;
pub use spans::{MessageSpan, message_spans};

use tokenizer::TokenSink;

/// Renders into a sink.
pub(crate) struct Renderer<S> {
    sink: S,
    /// Where a text is put together before it is encoded.
    text: String,
}

impl<S: TokenSink> Renderer<S> {
    pub(crate) fn new(sink: S) -> Self {
        Self {
            sink,
            text: String::new(),
        }
    }

    /// Returns what has been rendered. After an error, it is of no use.
    pub(crate) fn finish(self) -> S {
        self.sink
    }

    /// Encodes a text. The names of special tokens in it are encoded like any other text.
    fn encode(&mut self, text: &str) {
        tokenizer::encode_ordinary(text, &mut self.sink);
    }

    /// Encodes the text that `write` puts together.
    fn encode_written(&mut self, write: impl FnOnce(&mut String)) {
        self.text.clear();
        write(&mut self.text);
        tokenizer::encode_ordinary(&self.text, &mut self.sink);
    }
}
