//! Reads a complete header.
//!
//! The order of the parts is free within limits: a role first if it is not known before, then recipient and content
//! type. A channel may stand anywhere, and is taken out first.

use super::header_text::HeaderText;
use crate::{
    Error, Result,
    chat::{Author, Role},
    format::{CONSTRAIN_MARKER, RECIPIENT_PREFIX},
    parse::header::Header,
};

/// Reads a complete header. `role` is the author's role, where it is known before; the header may state it again.
///
/// # Errors
/// [`Error::Runtime`] if the tokens are not text, a channel has no name, no role is known, or the header says more than
/// a header can say.
pub(in crate::parse) fn read_header(text: &mut HeaderText, role: Option<Role>) -> Result<Header> {
    text.decode()
        .map_err(|_| Error::Runtime("could not decode header".to_owned()))?;
    let channel = text.take_channel()?;
    let words = words(text.as_str());
    let (author, words) = match role {
        Some(role) => known_author(role, &words),
        None => stated_author(&words)?,
    };
    let address = Address::read(words)?;
    Ok(Header {
        author,
        recipient: address.recipient.map(str::to_owned),
        channel,
        content_type: address.content_type.map(str::to_owned),
    })
}

/// Splits a header without its channel into words. Only ASCII white space separates words, though all white space is
/// trimmed from the ends. A constrain marker begins a word of its own.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.trim().split_ascii_whitespace() {
        let mut start = 0;
        for (marker, _) in word.match_indices(CONSTRAIN_MARKER) {
            words.extend(word.get(start..marker).filter(|part| !part.is_empty()));
            start = marker;
        }
        words.extend(word.get(start..));
    }
    words
}

/// Returns the author with that role, and the words after it; the words may begin with the role.
pub(super) fn known_author<'w, 't>(role: Role, words: &'w [&'t str]) -> (Author, &'w [&'t str]) {
    let words = after(role.as_str(), words);
    (Author { role, name: None }, words)
}

/// Returns the author whom the first word states, and the words after it. A word that is not a role is the name of a
/// tool, if more words follow or if it is a recipient itself.
fn stated_author<'w, 't>(words: &'w [&'t str]) -> Result<(Author, &'w [&'t str])> {
    let Some((&first, rest)) = words.split_first() else {
        return Err(Error::Runtime("message header did not contain a role".to_owned()));
    };
    match Role::try_from(first) {
        Ok(Role::Tool) => Ok((Author::new(Role::Tool, first), rest)),
        Ok(role) => Ok((role.into(), rest)),
        Err(_) if !rest.is_empty() || first.starts_with(RECIPIENT_PREFIX) => {
            Ok((Author::new(Role::Tool, first), after(Role::Tool.as_str(), rest)))
        }
        Err(_) => Err(Error::Runtime(format!("Unknown role: {first}"))),
    }
}

/// Returns the words after the first one, if that is `word`; all of them otherwise.
fn after<'w, 't>(word: &str, words: &'w [&'t str]) -> &'w [&'t str] {
    match words.split_first() {
        Some((&first, rest)) if first == word => rest,
        _ => words,
    }
}

/// What follows the author.
#[derive(Debug, Default, PartialEq)]
struct Address<'t> {
    recipient: Option<&'t str>,
    content_type: Option<&'t str>,
}

impl<'t> Address<'t> {
    /// A single word is a recipient, with or without `to=`. Of two, the second one is a content type.
    fn read(words: &[&'t str]) -> Result<Self> {
        let Some((&last, before)) = words.split_last() else {
            return Ok(Self::default());
        };
        let (recipient, content_type, rest) = match (last.strip_prefix(RECIPIENT_PREFIX), before.split_last())
        {
            (Some(recipient), _) => (recipient, None, before),
            (None, None) => (last, None, before),
            (None, Some((&recipient, rest))) => (
                recipient.strip_prefix(RECIPIENT_PREFIX).unwrap_or(recipient),
                Some(last),
                rest,
            ),
        };
        if !rest.is_empty() {
            return Err(Error::Runtime(format!(
                "unexpected tokens remaining in message header: {:?}",
                Some(rest.join(" "))
            )));
        }
        Ok(Self {
            recipient: Some(recipient),
            content_type,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_separated_by_ascii_space_and_before_markers() {
        for (text, expected) in [
            ("", vec![]),
            ("\u{3000} user\tto=x\u{3000}", vec!["user", "to=x"]),
            ("a\u{3000}b", vec!["a\u{3000}b"]),
            ("to=f<|constrain|>json", vec!["to=f", "<|constrain|>json"]),
            (
                "<|constrain|><|constrain|>é",
                vec!["<|constrain|>", "<|constrain|>é"],
            ),
            (
                "é<|constrain|>b <|constrain|>",
                vec!["é", "<|constrain|>b", "<|constrain|>"],
            ),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_that_is_no_role_names_a_tool_if_more_follows() {
        let author = |words: &[&str]| {
            let (author, rest) = stated_author(words)?;
            Ok((author, rest.join(" ")))
        };
        let tool = |name| Author::new(Role::Tool, name);
        assert_eq!(
            author(&["user", "user"]),
            Ok((Role::User.into(), "user".to_owned()))
        );
        assert_eq!(author(&["tool", "tool"]), Ok((tool("tool"), "tool".to_owned())));
        assert_eq!(author(&["f", "tool", "x"]), Ok((tool("f"), "x".to_owned())));
        assert_eq!(author(&["to=f"]), Ok((tool("to=f"), String::new())));
        assert_eq!(author(&["f"]), Err(Error::Runtime("Unknown role: f".to_owned())));
        let error = Error::Runtime("message header did not contain a role".to_owned());
        assert_eq!(author(&[]), Err(error));
    }

    #[test]
    fn a_role_known_in_advance_may_be_said_again_once() {
        let (author, words) = known_author(Role::Tool, &["tool", "tool", "x"]);
        assert_eq!(author, Role::Tool.into());
        assert_eq!(words, ["tool", "x"]);
        assert_eq!(known_author(Role::User, &["tool"]).1, ["tool"]);
    }

    #[test]
    fn recipient_and_content_type_are_told_apart_by_place() {
        let parse = |words: &[&'static str]| {
            let Address {
                recipient,
                content_type,
            } = Address::read(words)?;
            Ok((recipient, content_type))
        };
        assert_eq!(parse(&[]), Ok((None, None)));
        assert_eq!(parse(&["x"]), Ok((Some("x"), None)));
        assert_eq!(parse(&["to=x"]), Ok((Some("x"), None)));
        assert_eq!(parse(&["to=x", "json"]), Ok((Some("x"), Some("json"))));
        assert_eq!(parse(&["x", "json"]), Ok((Some("x"), Some("json"))));
        for words in [&["a", "to=x"][..], &["a", "x", "json"]] {
            assert_eq!(
                parse(words),
                Err(Error::Runtime(
                    "unexpected tokens remaining in message header: Some(\"a\")".to_owned()
                ))
            );
        }
    }
}
