//! Conversations: every role, content and header field, also where they don't belong.

use crate::{
    schema::schema,
    text::{maybe, one_of, several, text},
};
use arbitrary::{Result, Unstructured};
use harmony::chat::{
    Author, ChannelConfig, Content, Conversation, DeveloperContent, Message, ReasoningEffort, Role,
    SystemContent, TextContent, ToolDescription, ToolNamespaceConfig,
};
use std::collections::BTreeMap;

const NAMES: &[&str] = &["functions.get_weather", "browser.search", "python", "", "Bob B"];
const RECIPIENTS: &[&str] = &["all", "functions.get_weather", "assistant", "", "all "];
const CHANNELS: &[&str] = &["final", "analysis", "commentary", "", "a b"];
const CONTENT_TYPES: &[&str] = &[
    "json",
    "<|constrain|>json",
    "<|constrain|>",
    "<|constrain|> json",
    "code <|constrain|>",
    "",
];
const NAMESPACES: &[&str] = &["functions", "browser", "a b", ""];

const MOST_MESSAGES: usize = 5;
const MOST_CONTENTS: usize = 2;
const MOST_TOOLS: usize = 2;
const SCHEMA_LEVELS: usize = 6;

pub fn conversation(u: &mut Unstructured) -> Result<Conversation> {
    let messages = several(u, MOST_MESSAGES, message)?;
    Ok(Conversation { messages })
}

pub fn role(u: &mut Unstructured) -> Result<Role> {
    let roles = [
        Role::Assistant,
        Role::User,
        Role::System,
        Role::Developer,
        Role::Tool,
    ];
    u.choose(&roles).cloned()
}

fn message(u: &mut Unstructured) -> Result<Message> {
    let content = several(u, MOST_CONTENTS, content)?;
    Ok(Message {
        author: author(u, &content)?,
        recipient: maybe(u, |u| one_of(u, RECIPIENTS))?,
        content,
        channel: maybe(u, |u| one_of(u, CHANNELS))?,
        content_type: maybe(u, |u| one_of(u, CONTENT_TYPES))?,
    })
}

/// Mostly one who may say that.
fn author(u: &mut Unstructured, content: &[Content]) -> Result<Author> {
    let any = u.ratio(1_u8, 8)?;
    let role = match content.first() {
        Some(Content::SystemContent(_)) if !any => Role::System,
        Some(Content::DeveloperContent(_)) if !any => Role::Developer,
        _ => role(u)?,
    };
    let name = match role {
        Role::Tool if !any => Some(one_of(u, NAMES)?),
        _ => maybe(u, |u| one_of(u, NAMES))?,
    };
    Ok(Author { role, name })
}

fn content(u: &mut Unstructured) -> Result<Content> {
    Ok(match u.int_in_range(0..=2)? {
        0 => Content::Text(TextContent { text: text(u)? }),
        1 => Content::DeveloperContent(DeveloperContent {
            instructions: maybe(u, text)?,
            tools: tools(u)?,
        }),
        _ => Content::SystemContent(system_content(u)?),
    })
}

fn system_content(u: &mut Unstructured) -> Result<SystemContent> {
    let efforts = [
        ReasoningEffort::Low,
        ReasoningEffort::Medium,
        ReasoningEffort::High,
    ];
    Ok(SystemContent {
        model_identity: maybe(u, text)?,
        reasoning_effort: maybe(u, |u| u.choose(&efforts).copied())?,
        tools: tools(u)?,
        conversation_start_date: maybe(u, text)?,
        knowledge_cutoff: maybe(u, text)?,
        channel_config: maybe(u, |u| {
            Ok(ChannelConfig {
                valid_channels: several(u, CHANNELS.len(), |u| one_of(u, CHANNELS))?,
                channel_required: u.arbitrary()?,
            })
        })?,
    })
}

fn tools(u: &mut Unstructured) -> Result<Option<BTreeMap<String, ToolNamespaceConfig>>> {
    maybe(u, |u| {
        let namespaces = several(u, NAMESPACES.len(), |u| {
            let key = one_of(u, NAMESPACES)?;
            let description = maybe(u, text)?;
            let tools = several(u, MOST_TOOLS, tool)?;
            let namespace = ToolNamespaceConfig::new(one_of(u, NAMESPACES)?, description, tools);
            Ok((key, namespace))
        })?;
        Ok(BTreeMap::from_iter(namespaces))
    })
}

fn tool(u: &mut Unstructured) -> Result<ToolDescription> {
    let parameters = maybe(u, |u| schema(u, SCHEMA_LEVELS))?;
    Ok(ToolDescription::new(one_of(u, NAMES)?, text(u)?, parameters))
}
