//! What an engine renders: the crate's `chat` types, but borrowed from the JSON text that they are read from.
//!
//! A conversation with tools is mostly the parameters of the tools. In the crate's types they are `serde_json::Value`s,
//! which take most of the time of rendering to build: a string for each name and text, a hash table for each object.

mod chat;
mod json;

pub use crate::chat::{ReasoningEffort, Role};
pub use json::Json;

use std::{borrow::Cow, collections::BTreeMap};

/// Text, borrowed unless its JSON has escapes.
pub type Text<'a> = Cow<'a, str>;

/// Messages in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation<'a> {
    /// The messages, from first to last.
    pub messages: Vec<Message<'a>>,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message<'a> {
    /// Who wrote it.
    pub author: Author<'a>,
    /// Whom it is for.
    pub recipient: Option<Text<'a>>,
    /// What it says.
    pub content: Vec<Content<'a>>,
    /// The channel that it was written to.
    pub channel: Option<Text<'a>>,
    /// The format of its content.
    pub content_type: Option<Text<'a>>,
}

/// The author of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Author<'a> {
    /// The author's role.
    pub role: Role,
    /// The author's name.
    pub name: Option<Text<'a>>,
}

/// What a message contains.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'a> {
    /// Text.
    Text(Text<'a>),
    /// The settings of a system message.
    SystemContent(SystemContent<'a>),
    /// The instructions and tools of a developer message.
    DeveloperContent(DeveloperContent<'a>),
}

/// The settings of a system message.
#[derive(Clone, Debug, PartialEq)]
pub struct SystemContent<'a> {
    /// Who the model is.
    pub model_identity: Option<Text<'a>>,
    /// How long it thinks.
    pub reasoning_effort: Option<ReasoningEffort>,
    /// The built-in tools.
    pub tools: Option<Tools<'a>>,
    /// The current date.
    pub conversation_start_date: Option<Text<'a>>,
    /// The end of the model's knowledge.
    pub knowledge_cutoff: Option<Text<'a>>,
    /// The channels.
    pub channel_config: Option<ChannelConfig<'a>>,
}

/// The channels that the model may write to.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelConfig<'a> {
    /// Their names.
    pub valid_channels: Vec<Text<'a>>,
    /// Whether every message of the assistant must name one.
    pub channel_required: bool,
}

/// The instructions and tools of a developer message.
#[derive(Clone, Debug, PartialEq)]
pub struct DeveloperContent<'a> {
    /// The instructions.
    pub instructions: Option<Text<'a>>,
    /// The function tools.
    pub tools: Option<Tools<'a>>,
}

/// Namespaces of tools, in the order of their keys.
pub type Tools<'a> = BTreeMap<Text<'a>, ToolNamespaceConfig<'a>>;

/// A namespace of tools.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolNamespaceConfig<'a> {
    /// The namespace's name.
    pub name: Text<'a>,
    /// What the tools are for.
    pub description: Option<Text<'a>>,
    /// The tools, in order.
    pub tools: Vec<ToolDescription<'a>>,
}

/// A tool.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolDescription<'a> {
    /// The tool's name.
    pub name: Text<'a>,
    /// What it does.
    pub description: Text<'a>,
    /// A JSON schema of its argument.
    pub parameters: Option<Json<'a>>,
}
