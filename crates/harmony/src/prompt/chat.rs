//! Conversions from and to the crate's `chat` types.

use super::{
    Author, ChannelConfig, Content, Conversation, DeveloperContent, Message, SystemContent, Text,
    ToolDescription, ToolNamespaceConfig, Tools,
};
use crate::chat;
use std::{borrow::Cow, collections::BTreeMap};

fn owned(text: Option<String>) -> Option<Text<'static>> {
    text.map(Cow::Owned)
}

fn string(text: &Option<Text<'_>>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

impl From<chat::Conversation> for Conversation<'static> {
    fn from(conversation: chat::Conversation) -> Self {
        Self {
            messages: conversation.messages.into_iter().map(Message::from).collect(),
        }
    }
}

impl From<chat::Message> for Message<'static> {
    fn from(message: chat::Message) -> Self {
        Self {
            author: Author {
                role: message.author.role,
                name: owned(message.author.name),
            },
            recipient: owned(message.recipient),
            content: message.content.into_iter().map(Content::from).collect(),
            channel: owned(message.channel),
            content_type: owned(message.content_type),
        }
    }
}

impl From<&Message<'_>> for chat::Message {
    fn from(message: &Message<'_>) -> Self {
        Self {
            author: chat::Author {
                role: message.author.role.clone(),
                name: string(&message.author.name),
            },
            recipient: string(&message.recipient),
            content: message.content.iter().map(chat::Content::from).collect(),
            channel: string(&message.channel),
            content_type: string(&message.content_type),
        }
    }
}

impl From<chat::Content> for Content<'static> {
    fn from(content: chat::Content) -> Self {
        match content {
            chat::Content::Text(content) => Content::Text(Cow::Owned(content.text)),
            chat::Content::SystemContent(content) => Content::SystemContent(content.into()),
            chat::Content::DeveloperContent(content) => Content::DeveloperContent(content.into()),
        }
    }
}

impl From<&Content<'_>> for chat::Content {
    fn from(content: &Content<'_>) -> Self {
        match content {
            Content::Text(text) => text.as_ref().into(),
            Content::SystemContent(content) => chat::SystemContent::from(content).into(),
            Content::DeveloperContent(content) => chat::DeveloperContent::from(content).into(),
        }
    }
}

impl From<chat::SystemContent> for SystemContent<'static> {
    fn from(content: chat::SystemContent) -> Self {
        Self {
            model_identity: owned(content.model_identity),
            reasoning_effort: content.reasoning_effort,
            tools: content.tools.map(owned_tools),
            conversation_start_date: owned(content.conversation_start_date),
            knowledge_cutoff: owned(content.knowledge_cutoff),
            channel_config: content.channel_config.map(|config| ChannelConfig {
                valid_channels: config.valid_channels.into_iter().map(Cow::Owned).collect(),
                channel_required: config.channel_required,
            }),
        }
    }
}

impl From<&SystemContent<'_>> for chat::SystemContent {
    fn from(content: &SystemContent<'_>) -> Self {
        Self {
            model_identity: string(&content.model_identity),
            reasoning_effort: content.reasoning_effort,
            tools: content.tools.as_ref().map(chat_tools),
            conversation_start_date: string(&content.conversation_start_date),
            knowledge_cutoff: string(&content.knowledge_cutoff),
            channel_config: content.channel_config.as_ref().map(|config| chat::ChannelConfig {
                valid_channels: config.valid_channels.iter().map(Text::to_string).collect(),
                channel_required: config.channel_required,
            }),
        }
    }
}

impl From<chat::DeveloperContent> for DeveloperContent<'static> {
    fn from(content: chat::DeveloperContent) -> Self {
        Self {
            instructions: owned(content.instructions),
            tools: content.tools.map(owned_tools),
        }
    }
}

impl From<&DeveloperContent<'_>> for chat::DeveloperContent {
    fn from(content: &DeveloperContent<'_>) -> Self {
        Self {
            instructions: string(&content.instructions),
            tools: content.tools.as_ref().map(chat_tools),
        }
    }
}

fn owned_tools(tools: BTreeMap<String, chat::ToolNamespaceConfig>) -> Tools<'static> {
    tools
        .into_iter()
        .map(|(key, namespace)| (Cow::Owned(key), namespace.into()))
        .collect()
}

fn chat_tools(tools: &Tools<'_>) -> BTreeMap<String, chat::ToolNamespaceConfig> {
    tools
        .iter()
        .map(|(key, namespace)| (key.to_string(), namespace.into()))
        .collect()
}

impl From<chat::ToolNamespaceConfig> for ToolNamespaceConfig<'static> {
    fn from(namespace: chat::ToolNamespaceConfig) -> Self {
        Self {
            name: Cow::Owned(namespace.name),
            description: owned(namespace.description),
            tools: namespace.tools.into_iter().map(ToolDescription::from).collect(),
        }
    }
}

impl From<&ToolNamespaceConfig<'_>> for chat::ToolNamespaceConfig {
    fn from(namespace: &ToolNamespaceConfig<'_>) -> Self {
        Self {
            name: namespace.name.to_string(),
            description: string(&namespace.description),
            tools: namespace.tools.iter().map(chat::ToolDescription::from).collect(),
        }
    }
}

impl From<chat::ToolDescription> for ToolDescription<'static> {
    fn from(tool: chat::ToolDescription) -> Self {
        Self {
            name: Cow::Owned(tool.name),
            description: Cow::Owned(tool.description),
            parameters: tool.parameters.map(Into::into),
        }
    }
}

impl From<&ToolDescription<'_>> for chat::ToolDescription {
    fn from(tool: &ToolDescription<'_>) -> Self {
        Self {
            name: tool.name.to_string(),
            description: tool.description.to_string(),
            parameters: tool.parameters.as_ref().map(Into::into),
        }
    }
}
