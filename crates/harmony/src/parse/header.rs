//! A message's header: who says it to whom, where, and in which form.

use crate::chat::{Author, Content, Message, TextContent};
use serde::Serialize;

/// What a header says. It is serialised with the keys of the crate `openai-harmony`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Header {
    pub(super) author: Author,
    pub(super) recipient: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) content_type: Option<String>,
}

impl Header {
    /// Returns the message with this header and text.
    pub(super) fn into_message(self, text: String) -> Message {
        Message {
            author: self.author,
            recipient: self.recipient,
            channel: self.channel,
            content_type: self.content_type,
            content: vec![Content::Text(TextContent { text })],
        }
    }
}
