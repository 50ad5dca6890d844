//! What the words of a header can be.

use crate::{
    chat::Role,
    format::{ANALYSIS, COMMENTARY, CONSTRAIN_MARKER, FINAL, RECIPIENT_PREFIX},
    parse::header::Header,
};

/// The channels that models write to.
const CHANNELS: [&str; 3] = [ANALYSIS, COMMENTARY, FINAL];

/// Content types that are recognized without a marker, even where text may follow.
const CONTENT_TYPES: [&str; 3] = ["json", "code", "text"];

const ROLES: [Role; 5] = [
    Role::Assistant,
    Role::User,
    Role::System,
    Role::Developer,
    Role::Tool,
];

/// Returns whether a header that the strict policy has read makes sense: none of its fields has swallowed a token of the
/// format or a part of another field.
pub(super) fn is_sensible(header: &Header) -> bool {
    let has_marker = |text: &str| text.contains("<|");
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    let is_name = |name: &str| is_word(name) && !has_marker(name) && !name.starts_with(RECIPIENT_PREFIX);
    let is_channel = |channel: &str| name_length(channel) == channel.len();
    let is_content_type = |content_type: &str| {
        let constrained = content_type.strip_prefix(CONSTRAIN_MARKER);
        constrained != Some("") && !has_marker(constrained.unwrap_or(content_type))
    };
    header.author.name.as_deref().is_none_or(is_name)
        && header.recipient.as_deref().is_none_or(is_name)
        && header.channel.as_deref().is_none_or(is_channel)
        && header.content_type.as_deref().is_none_or(is_content_type)
        && !swallowed_channel(header)
}

/// A header without a channel whose recipient is a channel's name: the model has left out `<|channel|>`.
fn swallowed_channel(header: &Header) -> bool {
    let is_channel = |recipient: &str| CHANNELS.contains(&recipient);
    header.channel.is_none() && header.recipient.as_deref().is_some_and(is_channel)
}

/// How many bytes at the beginning of a text can be a name: letters, digits, and what stands between them in names.
pub(super) fn name_length(text: &str) -> usize {
    let in_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | '@');
    text.find(|c| !in_name(c)).unwrap_or(text.len())
}

/// Returns whether a word could be a recipient or a content type: a name that does not end like a sentence.
pub(super) fn is_name(word: &str) -> bool {
    !word.is_empty()
        && name_length(word) == word.len()
        && word.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Returns whether a word is the name of a channel that models write to.
pub(super) fn is_channel(word: &str) -> bool {
    CHANNELS.contains(&word)
}

/// Returns the channel that a word begins with, if the rest of the word does not go on with a letter or a digit.
pub(super) fn leading_channel(word: &str) -> Option<&'static str> {
    CHANNELS.into_iter().find(|channel| {
        let rest = word.strip_prefix(channel);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Returns the role that a word begins with.
pub(super) fn leading_role(word: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| word.starts_with(role.as_str()))
}

/// Returns the content type that a word begins with, if it is one that is recognized anywhere.
pub(super) fn leading_content_type(word: &str) -> Option<&'static str> {
    CONTENT_TYPES.into_iter().find(|content_type| {
        let rest = word.strip_prefix(content_type);
        rest.is_some_and(|rest| name_length(rest) == 0)
    })
}
