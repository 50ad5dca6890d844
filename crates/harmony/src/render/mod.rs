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
mod sink;
mod system;
mod tools;

pub(crate) use sink::TokenCount;

use crate::Result;
use sink::TokenSink;

/// Renders into a sink: a vector of tokens, or a [`TokenCount`].
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

    /// What has been rendered. After an error that is of no use.
    pub(crate) fn finish(self) -> S {
        self.sink
    }

    /// Encodes the text that `write` puts together.
    fn written(&mut self, write: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
        self.text.clear();
        write(&mut self.text)?;
        self.sink.text(&self.text);
        Ok(())
    }
}
