//! Conversations: every role, content and header field, also where they do not belong.

use crate::{
    choices::{maybe, one_in, rarely, several},
    schemas::schema,
    texts::{one_of, text},
};
use arbitrary::{Result, Unstructured};
use harmony::chat::{
    Author, ChannelConfig, Content, Conversation, DeveloperContent, Message, ReasoningEffort, Role,
    SystemContent, TextContent, ToolDescription, ToolNamespaceConfig,
};
use std::collections::BTreeMap;

const NAMES: &[&str] = &[
    "python",
    "python",
    "functions.get_weather",
    "browser.search",
    "",
    "Bob B",
];
const RECIPIENTS: &[&str] = &["all", "functions.get_weather", "assistant", "", "all "];
const CHANNELS: &[&str] = &["final", "analysis", "commentary", "", "a b"];
const TURNS: &[&str] = &["final", "analysis"];
const CONTENT_TYPES: &[&str] = &[
    "json",
    "<|constrain|>json",
    "<|constrain|>",
    "<|constrain|> json",
    "code <|constrain|>",
    "",
];
const NAMESPACES: &[&str] = &["functions", "functions", "browser", "a b", ""];
const ROLES: &[Role] = &[
    Role::Assistant,
    Role::User,
    Role::System,
    Role::Developer,
    Role::Tool,
];
const EFFORTS: &[ReasoningEffort] = &[
    ReasoningEffort::Low,
    ReasoningEffort::Medium,
    ReasoningEffort::High,
];

const MOST_MESSAGES: usize = 5;
const MOST_CONTENTS: usize = 2;
const MOST_CHANNELS: usize = 4;
const MOST_NAMESPACES: usize = 3;
const MOST_TOOLS: usize = 2;

/// Generates a conversation.
pub fn conversation(u: &mut Unstructured) -> Result<Conversation> {
    let messages = several(u, MOST_MESSAGES, message)?;
    Ok(Conversation { messages })
}

/// Generates a role.
pub fn role(u: &mut Unstructured) -> Result<Role> {
    u.choose(ROLES).cloned()
}

fn message(u: &mut Unstructured) -> Result<Message> {
    if one_in(u, 4)? { turn(u) } else { any_message(u) }
}

/// Generates an assistant's message that decides which messages are dropped.
fn turn(u: &mut Unstructured) -> Result<Message> {
    let channel = one_of(u, TURNS)?;
    Ok(Message::from_role_and_content(Role::Assistant, text(u)?).with_channel(channel))
}

fn any_message(u: &mut Unstructured) -> Result<Message> {
    let content = several(u, MOST_CONTENTS, content)?;
    Ok(Message {
        author: author(u, &content)?,
        recipient: rarely(u, 3, |u| one_of(u, RECIPIENTS))?,
        channel: maybe(u, |u| one_of(u, CHANNELS))?,
        content_type: rarely(u, 3, |u| one_of(u, CONTENT_TYPES))?,
        content,
    })
}

/// Generates an author, mostly one who may say that.
fn author(u: &mut Unstructured, content: &[Content]) -> Result<Author> {
    let any = one_in(u, 9)?;
    let role = match content.first() {
        Some(Content::SystemContent(_)) if !any => Role::System,
        Some(Content::DeveloperContent(_)) if !any => Role::Developer,
        _ => role(u)?,
    };
    let name = match role {
        Role::Tool if !any => Some(one_of(u, NAMES)?),
        _ => rarely(u, 3, |u| one_of(u, NAMES))?,
    };
    Ok(Author { role, name })
}

fn content(u: &mut Unstructured) -> Result<Content> {
    Ok(match u.int_in_range(0..=4)? {
        0..=2 => Content::Text(TextContent { text: text(u)? }),
        3 => Content::DeveloperContent(DeveloperContent {
            instructions: maybe(u, text)?,
            tools: tools(u)?,
        }),
        _ => Content::SystemContent(system_content(u)?),
    })
}

fn system_content(u: &mut Unstructured) -> Result<SystemContent> {
    Ok(SystemContent {
        model_identity: maybe(u, text)?,
        reasoning_effort: maybe(u, |u| u.choose(EFFORTS).copied())?,
        conversation_start_date: maybe(u, text)?,
        knowledge_cutoff: maybe(u, text)?,
        channel_config: maybe(u, channel_config)?,
        tools: tools(u)?,
    })
}

fn channel_config(u: &mut Unstructured) -> Result<ChannelConfig> {
    Ok(ChannelConfig {
        valid_channels: several(u, MOST_CHANNELS, |u| one_of(u, CHANNELS))?,
        channel_required: u.arbitrary()?,
    })
}

fn tools(u: &mut Unstructured) -> Result<Option<BTreeMap<String, ToolNamespaceConfig>>> {
    rarely(u, 3, |u| {
        let namespaces = several(u, MOST_NAMESPACES, |u| {
            let key = one_of(u, NAMESPACES)?;
            let name = one_of(u, NAMESPACES)?;
            let description = maybe(u, text)?;
            let tools = several(u, MOST_TOOLS, tool)?;
            Ok((key, ToolNamespaceConfig::new(name, description, tools)))
        })?;
        Ok(BTreeMap::from_iter(namespaces))
    })
}

fn tool(u: &mut Unstructured) -> Result<ToolDescription> {
    let name = one_of(u, NAMES)?;
    let description = text(u)?;
    Ok(ToolDescription::new(name, description, maybe(u, schema)?))
}
