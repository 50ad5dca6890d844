//! Canonical JSON to and from the crate's `chat` types.
//!
//! A lone surrogate (`\ud800` without its partner), which JavaScript and Python strings can hold and Rust
//! strings cannot, is read as U+FFFD.
//!
//! Long texts need not go through JSON: [`put_texts`] takes them apart from it.

use crate::{
    Error, Result,
    chat::{Content, Conversation, Message},
};
use std::borrow::Cow;

/// Reads a conversation: `{"messages": [...]}`.
///
/// # Errors
/// [`Error::Value`] with serde_json's message, line and column.
pub fn parse_conversation(text: &str) -> Result<Conversation> {
    serde_json::from_str(&replace_lone_surrogates(text))
        .map_err(|error| Error::Value(format!("invalid conversation JSON: {error}")))
}

/// Reads one message.
///
/// # Errors
/// [`Error::Value`] with serde_json's message, line and column.
pub fn parse_message(text: &str) -> Result<Message> {
    serde_json::from_str(&replace_lone_surrogates(text))
        .map_err(|error| Error::Value(format!("invalid message JSON: {error}")))
}

/// Gives the text contents whose text is empty the texts, in order.
///
/// # Errors
/// [`Error::Value`] if there are not as many texts as such contents.
pub fn put_texts(messages: &mut [Message], texts: impl IntoIterator<Item = String>) -> Result<()> {
    let mut texts = texts.into_iter();
    let mismatch = || Error::Value("not as many texts as empty text contents".to_owned());
    for content in messages.iter_mut().flat_map(|message| &mut message.content) {
        match content {
            Content::Text(content) if content.text.is_empty() => {
                content.text = texts.next().ok_or_else(mismatch)?;
            }
            _ => {}
        }
    }
    texts.next().map_or(Ok(()), |_| Err(mismatch()))
}

/// Writes messages as a JSON array, as the crate does: a lone text content is a plain string.
///
/// # Errors
/// [`Error::Runtime`], as the crate's Python binding has it.
pub fn write_messages(messages: &[Message]) -> Result<String> {
    serde_json::to_string(messages)
        .map_err(|error| Error::Runtime(format!("failed to serialise messages to JSON: {error}")))
}

/// Replaces each escape of a lone surrogate by `\ufffd`. Columns stay as they are.
fn replace_lone_surrogates(text: &str) -> Cow<'_, str> {
    let escapes = SurrogateEscapes { text, from: 0 };
    let mut replaced = String::new();
    let mut copied = 0;
    for (at, lone) in escapes {
        if lone {
            replaced.push_str(&text[copied..at]);
            replaced.push_str("\\ufffd");
            copied = at + ESCAPE_LENGTH;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    replaced.push_str(&text[copied..]);
    Cow::Owned(replaced)
}

/// `\uXXXX`
const ESCAPE_LENGTH: usize = 6;

/// Finds the escapes of surrogates: where each stands, and whether it is alone. Pairs come once.
struct SurrogateEscapes<'a> {
    text: &'a str,
    from: usize,
}

impl SurrogateEscapes<'_> {
    fn surrogate_at(&self, at: usize) -> Option<u16> {
        let escape = self.text.get(at..at + ESCAPE_LENGTH)?;
        let unit = u16::from_str_radix(escape.strip_prefix("\\u")?, 16).ok()?;
        (0xd800..=0xdfff).contains(&unit).then_some(unit)
    }
}

impl Iterator for SurrogateEscapes<'_> {
    type Item = (usize, bool);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        loop {
            let at = self.from + memchr::memchr(b'\\', bytes.get(self.from..)?)?;
            let Some(unit) = self.surrogate_at(at) else {
                // An escaped backslash is two bytes long; of any other escape only the backslash matters.
                self.from = at + 2;
                continue;
            };
            let low = self.surrogate_at(at + ESCAPE_LENGTH);
            let paired = unit < 0xdc00 && low.is_some_and(|low| low >= 0xdc00);
            self.from = at + ESCAPE_LENGTH * if paired { 2 } else { 1 };
            return Some((at, !paired));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_become_the_replacement_character() {
        for (given, expected) in [
            (r#""plain""#, r#""plain""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\uD83D""#, r#""\ufffd""#),
            (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\ud83dé""#, r#""\ufffdé""#),
            (r#""\ud8"#, r#""\ud8"#),
            (r#""\"#, r#""\"#),
            (r#""\é\ud800""#, r#""\é\ufffd""#),
        ] {
            assert_eq!(replace_lone_surrogates(given), expected, "{given}");
        }
    }

    #[test]
    fn texts_are_put_into_empty_text_contents_in_order() {
        let json = r#"{"messages":[
            {"role":"system","content":[{"type":"system_content"}]},
            {"role":"user","content":[{"type":"text","text":""},{"type":"text","text":"kept"}]},
            {"role":"assistant","content":""}
        ]}"#;
        let put = |texts: &[&str]| {
            let mut messages = parse_conversation(json).unwrap().messages;
            put_texts(&mut messages, texts.iter().map(|text| (*text).to_owned())).map(|()| messages)
        };
        let messages = put(&["one", ""]).unwrap();
        assert_eq!(
            messages[1].content,
            vec![Content::from("one"), Content::from("kept")]
        );
        assert_eq!(messages[2].content, vec![Content::from("")]);
        for texts in [&["one"][..], &["one", "two", "three"]] {
            assert_eq!(
                put(texts).unwrap_err(),
                Error::Value("not as many texts as empty text contents".to_owned())
            );
        }
    }

    #[test]
    fn bad_json_says_where() {
        let error = parse_conversation("{\"messages\":[").unwrap_err();
        assert_eq!(
            error,
            Error::Value(
                "invalid conversation JSON: EOF while parsing a list at line 1 column 13".to_owned()
            )
        );
        let error = parse_message("{}").unwrap_err();
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
        let error = parse_conversation(&text).unwrap_err();
        assert!(error.to_string().contains("recursion limit exceeded"), "{error}");
    }
}
