//! How conversations and messages cross from JavaScript and back. Nothing else in Rust knows; in TypeScript, only
//! `facade/native/wire.ts` does.
//!
//! A conversation crosses as canonical JSON text. Long texts of text contents may go beside it, in order; in the JSON,
//! they are empty, and so no other text content may be.

use crate::js_string::JsString;
use harmony::{
    Result, chat, json,
    prompt::{Content, Message},
};
use std::slice;

/// The texts that go beside JSON, if any do.
pub type Texts = Option<Vec<JsString>>;

/// Reads the messages of a conversation.
pub fn read_conversation(conversation: &JsString, texts: Texts) -> Result<Vec<Message<'_>>> {
    let mut messages = json::read_conversation(conversation.as_str())?.messages;
    put_texts(&mut messages, texts);
    Ok(messages)
}

/// Reads a message.
pub fn read_message(message: &JsString, texts: Texts) -> Result<Message<'_>> {
    let mut message = json::read_message(message.as_str())?;
    put_texts(slice::from_mut(&mut message), texts);
    Ok(message)
}

/// Writes messages as a JSON array.
pub fn write_messages(messages: &[chat::Message]) -> Result<String> {
    json::write_messages(messages)
}

/// Puts the texts into the text contents that are empty, of which there are as many.
fn put_texts(messages: &mut [Message], texts: Texts) {
    let Some(texts) = texts else { return };
    let contents = messages.iter_mut().flat_map(|message| &mut message.content);
    let empty = contents.filter_map(|content| match content {
        Content::Text(text) if text.is_empty() => Some(text),
        _ => None,
    });
    for (empty, text) in empty.zip(texts) {
        *empty = String::from(text).into();
    }
}
