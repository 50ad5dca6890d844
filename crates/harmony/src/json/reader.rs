//! Reads canonical JSON straight into the `prompt` types.
//!
//! The crate's own `Deserialize` implementations copy each message into a tree first, because a message is flattened
//! and a content is tagged. These read each member once, in any order, and build nothing in between.
//!
//! They are sound, not complete: what they accept, the crate accepts, with the same value; what they refuse, such as
//! an array in place of an object, the crate may still accept. [`super::read_conversation`] asks it then.

use super::value::Borrowed;
use crate::prompt::{
    Author, ChannelConfig, Content, Conversation, DeveloperContent, Json, Message, ReasoningEffort, Role,
    SystemContent, Text, ToolDescription, ToolNamespaceConfig, Tools,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use std::{fmt, marker::PhantomData};

/// The members of an object that have been read so far.
trait Members<'de>: Default {
    /// What the object stands for.
    type Value;

    /// Reads the value of one member.
    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;

    /// Makes the value once all members have been read.
    fn finish<E: Error>(self) -> Result<Self::Value, E>;
}

struct ObjectVisitor<M>(PhantomData<M>);

impl<'de, M: Members<'de>> Visitor<'de> for ObjectVisitor<M> {
    type Value = M::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<M::Value, A::Error> {
        let mut members = M::default();
        while let Some(Borrowed(name)) = map.next_key()? {
            members.read(&name, &mut map)?;
        }
        members.finish()
    }
}

/// Implements reading for types that are objects.
macro_rules! read_objects {
    ($($value:ident => $members:ident),* $(,)?) => {$(
        impl<'de> Deserialize<'de> for $value<'de> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(ObjectVisitor::<$members<'de>>(PhantomData))
            }
        }
    )*};
}

read_objects! {
    Conversation => ConversationMembers,
    Message => MessageMembers,
    Content => ContentMembers,
    ChannelConfig => ChannelConfigMembers,
    ToolNamespaceConfig => NamespaceMembers,
    ToolDescription => ToolMembers,
}

/// Reads a member that may be there once.
fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    member: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if member.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *member = Some(map.next_value()?);
    Ok(())
}

fn required<T, E: Error>(member: Option<T>, name: &'static str) -> Result<T, E> {
    member.ok_or_else(|| E::missing_field(name))
}

/// Skips the value of an unknown member.
///
/// Not `IgnoredAny`, which takes numbers that are out of range and any depth: the crate holds the value of an unknown
/// member in memory, and so refuses both.
fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<Json>().map(|_| ())
}

#[derive(Default)]
struct ConversationMembers<'a> {
    messages: Option<Vec<Message<'a>>>,
}

impl<'de> Members<'de> for ConversationMembers<'de> {
    type Value = Conversation<'de>;

    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "messages" => once(&mut self.messages, "messages", map),
            _ => map.next_value::<IgnoredAny>().map(|_| ()),
        }
    }

    fn finish<E: Error>(self) -> Result<Conversation<'de>, E> {
        Ok(Conversation {
            messages: required(self.messages, "messages")?,
        })
    }
}

/// The text of an optional member, which may also be null.
fn text<'a>(member: Option<Option<Borrowed<'a>>>) -> Option<Text<'a>> {
    member.flatten().map(|Borrowed(text)| text)
}

#[derive(Default)]
struct MessageMembers<'a> {
    role: Option<Named<Role>>,
    name: Option<Option<Borrowed<'a>>>,
    recipient: Option<Option<Borrowed<'a>>>,
    content: Option<Contents<'a>>,
    channel: Option<Option<Borrowed<'a>>>,
    content_type: Option<Option<Borrowed<'a>>>,
}

impl<'de> Members<'de> for MessageMembers<'de> {
    type Value = Message<'de>;

    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "role" => once(&mut self.role, "role", map),
            "name" => once(&mut self.name, "name", map),
            "recipient" => once(&mut self.recipient, "recipient", map),
            "content" => once(&mut self.content, "content", map),
            "channel" => once(&mut self.channel, "channel", map),
            "content_type" => once(&mut self.content_type, "content_type", map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<Message<'de>, E> {
        Ok(Message {
            author: Author {
                role: required(self.role, "role")?.0,
                name: text(self.name),
            },
            recipient: text(self.recipient),
            content: required(self.content, "content")?.0,
            channel: text(self.channel),
            content_type: text(self.content_type),
        })
    }
}

/// A message's contents: an array, or a string in place of a lone text.
struct Contents<'a>(Vec<Content<'a>>);

impl<'de> Deserialize<'de> for Contents<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ContentsVisitor;

        impl<'de> Visitor<'de> for ContentsVisitor {
            type Value = Contents<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or an array of contents")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Contents<'de>, E> {
                Ok(Contents(vec![Content::Text(text.into())]))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Contents<'de>, E> {
                Ok(Contents(vec![Content::Text(text.to_owned().into())]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Contents<'de>, A::Error> {
                let mut contents = Vec::new();
                while let Some(content) = items.next_element()? {
                    contents.push(content);
                }
                Ok(Contents(contents))
            }
        }

        deserializer.deserialize_any(ContentsVisitor)
    }
}

/// The members of all kinds of content: which kind it is may be said last.
#[derive(Default)]
struct ContentMembers<'a> {
    kind: Option<Named<Kind>>,
    text: Option<Borrowed<'a>>,
    model_identity: Option<Option<Borrowed<'a>>>,
    reasoning_effort: Option<Option<Named<ReasoningEffort>>>,
    conversation_start_date: Option<Option<Borrowed<'a>>>,
    knowledge_cutoff: Option<Option<Borrowed<'a>>>,
    channel_config: Option<Option<ChannelConfig<'a>>>,
    instructions: Option<Option<Borrowed<'a>>>,
    tools: Option<Option<Namespaces<'a>>>,
}

enum Kind {
    Text,
    SystemContent,
    DeveloperContent,
}

impl<'de> Members<'de> for ContentMembers<'de> {
    type Value = Content<'de>;

    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "type" => once(&mut self.kind, "type", map),
            "text" => once(&mut self.text, "text", map),
            "model_identity" => once(&mut self.model_identity, "model_identity", map),
            "reasoning_effort" => once(&mut self.reasoning_effort, "reasoning_effort", map),
            "conversation_start_date" => {
                once(&mut self.conversation_start_date, "conversation_start_date", map)
            }
            "knowledge_cutoff" => once(&mut self.knowledge_cutoff, "knowledge_cutoff", map),
            "channel_config" => once(&mut self.channel_config, "channel_config", map),
            "instructions" => once(&mut self.instructions, "instructions", map),
            "tools" => once(&mut self.tools, "tools", map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<Content<'de>, E> {
        let tools = self.tools.flatten().map(|Namespaces(tools)| tools);
        Ok(match required(self.kind, "type")?.0 {
            Kind::Text => Content::Text(required(self.text, "text")?.0),
            Kind::SystemContent => Content::SystemContent(SystemContent {
                model_identity: text(self.model_identity),
                reasoning_effort: self.reasoning_effort.flatten().map(|Named(effort)| effort),
                tools,
                conversation_start_date: text(self.conversation_start_date),
                knowledge_cutoff: text(self.knowledge_cutoff),
                channel_config: self.channel_config.flatten(),
            }),
            Kind::DeveloperContent => Content::DeveloperContent(DeveloperContent {
                instructions: text(self.instructions),
                tools,
            }),
        })
    }
}

#[derive(Default)]
struct ChannelConfigMembers<'a> {
    valid_channels: Option<Vec<Borrowed<'a>>>,
    channel_required: Option<bool>,
}

impl<'de> Members<'de> for ChannelConfigMembers<'de> {
    type Value = ChannelConfig<'de>;

    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "valid_channels" => once(&mut self.valid_channels, "valid_channels", map),
            "channel_required" => once(&mut self.channel_required, "channel_required", map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<ChannelConfig<'de>, E> {
        Ok(ChannelConfig {
            valid_channels: required(self.valid_channels, "valid_channels")?
                .into_iter()
                .map(|Borrowed(channel)| channel)
                .collect(),
            channel_required: required(self.channel_required, "channel_required")?,
        })
    }
}

/// Namespaces of tools by name. Of several with one name, the last one counts.
struct Namespaces<'a>(Tools<'a>);

impl<'de> Deserialize<'de> for Namespaces<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamespacesVisitor;

        impl<'de> Visitor<'de> for NamespacesVisitor {
            type Value = Namespaces<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tool namespaces")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Namespaces<'de>, A::Error> {
                let mut namespaces = Tools::new();
                while let Some((Borrowed(name), namespace)) = map.next_entry()? {
                    namespaces.insert(name, namespace);
                }
                Ok(Namespaces(namespaces))
            }
        }

        deserializer.deserialize_map(NamespacesVisitor)
    }
}

#[derive(Default)]
struct NamespaceMembers<'a> {
    name: Option<Borrowed<'a>>,
    description: Option<Option<Borrowed<'a>>>,
    tools: Option<Vec<ToolDescription<'a>>>,
}

impl<'de> Members<'de> for NamespaceMembers<'de> {
    type Value = ToolNamespaceConfig<'de>;

    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "name" => once(&mut self.name, "name", map),
            "description" => once(&mut self.description, "description", map),
            "tools" => once(&mut self.tools, "tools", map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<ToolNamespaceConfig<'de>, E> {
        Ok(ToolNamespaceConfig {
            name: required(self.name, "name")?.0,
            description: text(self.description),
            tools: required(self.tools, "tools")?,
        })
    }
}

#[derive(Default)]
struct ToolMembers<'a> {
    name: Option<Borrowed<'a>>,
    description: Option<Borrowed<'a>>,
    parameters: Option<Option<Json<'a>>>,
}

impl<'de> Members<'de> for ToolMembers<'de> {
    type Value = ToolDescription<'de>;

    fn read<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "name" => once(&mut self.name, "name", map),
            "description" => once(&mut self.description, "description", map),
            "parameters" => once(&mut self.parameters, "parameters", map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<ToolDescription<'de>, E> {
        Ok(ToolDescription {
            name: required(self.name, "name")?.0,
            description: required(self.description, "description")?.0,
            parameters: self.parameters.flatten(),
        })
    }
}

/// A value that JSON has by name. The crate takes other forms, too.
struct Named<T>(T);

struct NameVisitor<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for NameVisitor<T> {
    type Value = Named<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Named<T>, E> {
        (self.0)(name).map(Named).ok_or_else(|| E::custom("unknown name"))
    }
}

/// Implements reading for values by name.
macro_rules! read_names {
    ($($value:ty: $from_name:expr),* $(,)?) => {$(
        impl<'de> Deserialize<'de> for Named<$value> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(NameVisitor($from_name))
            }
        }
    )*};
}

read_names! {
    Role: |name| Role::try_from(name).ok(),
    Kind: |name| match name {
        "text" => Some(Kind::Text),
        "system_content" => Some(Kind::SystemContent),
        "developer_content" => Some(Kind::DeveloperContent),
        _ => None,
    },
    ReasoningEffort: |name| match name {
        "Low" => Some(ReasoningEffort::Low),
        "Medium" => Some(ReasoningEffort::Medium),
        "High" => Some(ReasoningEffort::High),
        _ => None,
    },
}
