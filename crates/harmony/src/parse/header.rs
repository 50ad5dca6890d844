//! A message's header: who says it to whom, where, and in which form.

use crate::chat::{Author, Content, Message, TextContent};
use serde::Serialize;

/// What a header says. It is serialised with the keys of the crate `openai-harmony`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    /// Who wrote the message.
    pub author: Author,
    /// Whom the message is for; for a tool call, the tool.
    pub recipient: Option<String>,
    /// The channel that the message is written to.
    pub channel: Option<String>,
    /// The format of the content.
    pub content_type: Option<String>,
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
