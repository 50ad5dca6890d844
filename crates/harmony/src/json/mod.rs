//! Canonical JSON: read for rendering, and written from parsed messages.
//!
//! A lone surrogate is read as U+FFFD. JSON that is nested deeper than 128 levels is refused, by serde_json; there is no
//! other limit of depth.

mod reader;
mod surrogates;
mod value;

use crate::{
    Error, Result, chat,
    prompt::{Conversation, Message},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::error::Category;
use std::borrow::Cow;
use surrogates::replace_lone_surrogates;

/// Reads a conversation: `{"messages": [...]}`.
///
/// # Errors
/// [`Error::Value`] with serde_json's message, line and column; as an [`Error::At`] if the text is JSON, but a value in
/// it is wrong.
pub fn read_conversation(text: &str) -> Result<Conversation<'_>> {
    read(text, "conversation", |read: chat::Conversation| read.into())
}

/// Reads one message.
///
/// # Errors
/// As [`read_conversation`].
pub fn read_message(text: &str) -> Result<Message<'_>> {
    read(text, "message", |read: chat::Message| read.into())
}

/// Reads a value the fast way. What that refuses, the crate's own reader decides about, in its own words.
fn read<'a, T: Deserialize<'a>, C: DeserializeOwned>(
    text: &'a str,
    what: &str,
    converted: impl FnOnce(C) -> T,
) -> Result<T> {
    let text = match replace_lone_surrogates(text) {
        Cow::Borrowed(text) => text,
        // Nothing can be borrowed from a copy. Such text is rare enough for the crate's reader, which borrows nothing.
        Cow::Owned(copy) => return read_by_crate(&copy, what, |_| None).map(converted),
    };
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(_) => read_by_crate(text, what, path_of_refused::<T>).map(converted),
    }
}

fn read_by_crate<'a, C: DeserializeOwned>(
    text: &'a str,
    what: &str,
    path: impl FnOnce(&'a str) -> Option<String>,
) -> Result<C> {
    serde_json::from_str(text).map_err(|problem| {
        let error = Error::Value(format!("invalid {what} JSON: {problem}"));
        match problem.classify() {
            Category::Data => path(text).map_or(error.clone(), |path| error.at(path)),
            Category::Syntax | Category::Eof | Category::Io => error,
        }
    })
}

/// Returns where the value is that makes reading fail, or `None` if it is the whole.
fn path_of_refused<'a, T: Deserialize<'a>>(text: &'a str) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    let path = error.path();
    path.iter().next().map(|_| path.to_string())
}

/// Writes messages as a JSON array, as the crate does: a lone text content is a plain string.
///
/// # Errors
/// [`Error::Runtime`], as the crate's Python binding has it.
pub fn write_messages(messages: &[chat::Message]) -> Result<String> {
    serde_json::to_string(messages)
        .map_err(|error| Error::Runtime(format!("failed to serialise messages to JSON: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_is_read_the_fast_way() {
        let text = r#"{"id":5,"messages":[
            {"role":"system","name":null,"content":[{
                "model_identity":"m","reasoning_effort":"Low","conversation_start_date":"d","knowledge_cutoff":null,
                "channel_config":{"valid_channels":["a"],"channel_required":true,"x":{}},
                "tools":{"n":{"name":"n","description":"d","tools":[],"x":1}},"type":"system_content"}]},
            {"content":[{"instructions":"i","x":[1.5,{}],"type":"developer_content","tools":{"f":{"name":"f","tools":[
                {"name":"t","description":"d","parameters":{"z":[1,-1,1.5,true,null,"s",{}],"a":{}},"x":""},
                {"name":"u","description":"","parameters":null}]}}}],"role":"developer"},
            {"role":"tool","name":"f.t","content":"x","recipient":"r","channel":"c","content_type":"t"},
            {"role":"user","content":[{"type":"text","text":"x"},{"text":"y","type":"text"}],"x":null}
        ]}"#;
        let read: Conversation = serde_json::from_str(text).unwrap();
        let expected: chat::Conversation = serde_json::from_str(text).unwrap();
        assert_eq!(read, expected.clone().into());
        let back: Vec<_> = read.messages.iter().map(chat::Message::from).collect();
        assert_eq!(back, expected.messages);
    }

    #[test]
    fn what_is_wrong_in_json_has_a_path() {
        for (message, path) in [
            (r#"{"role":"bogus","content":""}"#, Some("messages[1].role")),
            (r#"{"role":5,"content":""}"#, Some("messages[1].role")),
            (r#"{"content":""}"#, Some("messages[1]")),
            (
                r#"{"role":"user","role":"user","content":""}"#,
                Some("messages[1]"),
            ),
            (r#"{"role":"user","content":5}"#, Some("messages[1].content")),
            (
                r#"{"content":[{"text":"","type":"text"},{"text":5,"type":"text"}],"role":"user"}"#,
                Some("messages[1].content[1].text"),
            ),
            (
                r#"{"unknown":[{"role":5}],"role":"user","content":[{"type":"image"}]}"#,
                Some("messages[1].content[0].type"),
            ),
            (
                r#"{"role":"developer","content":[{"tools":{"f":{"name":"f","tools":[{"name":5}]}},"type":"developer_content"}]}"#,
                Some("messages[1].content[0].tools.f.tools[0].name"),
            ),
            (r#"{"role":"user","content":}"#, None),
        ] {
            let text = format!(r#"{{"messages":[{{"role":"user","content":"x"}},{message}]}}"#);
            let found = match read_conversation(&text).unwrap_err() {
                Error::At { path, error } => {
                    assert!(matches!(*error, Error::Value(_)), "{error:?}");
                    Some(path)
                }
                error => {
                    assert!(matches!(error, Error::Value(_)), "{error:?}");
                    None
                }
            };
            assert_eq!(found.as_deref(), path, "{message}");
        }
        assert!(matches!(read_conversation("[]"), Err(Error::Value(_))));
    }

    #[test]
    fn bad_json_says_where() {
        let error = read_conversation("{\"messages\":[").unwrap_err();
        assert_eq!(
            error,
            Error::Value(
                "invalid conversation JSON: EOF while parsing a list at line 1 column 13".to_owned()
            )
        );
        let error = read_message("{}").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("invalid message JSON: missing field `content`"),
            "{error}"
        );
    }

    #[test]
    fn deep_json_is_refused() {
        let deep = r#"{"items":"#.repeat(100_000);
        let tool = format!(r#"{{"name":"f","description":"","parameters":{deep}"#);
        let tools = format!(r#"{{"f":{{"name":"f","tools":[{tool}"#);
        let text = format!(
            r#"{{"messages":[{{"role":"user","content":[{{"type":"developer_content","tools":{tools}"#
        );
        let error = read_conversation(&text).unwrap_err();
        assert!(error.to_string().contains("recursion limit exceeded"), "{error}");
    }
}
