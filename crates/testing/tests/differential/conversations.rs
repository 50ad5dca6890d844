//! Conversations: every role, content and header field, also where they don't belong.

use crate::{
    FAST, REFERENCE, config,
    schemas::schema,
    texts::{maybe, one_of, text},
};
use harmony::{
    Engine, RenderConversationConfig, RenderOptions,
    chat::{
        Author, ChannelConfig, Content, DeveloperContent, Message, ReasoningEffort, Role, SystemContent,
        TextContent, ToolDescription, ToolNamespaceConfig,
    },
};
use proptest::{collection::btree_map, collection::vec, option, prelude::*, sample::select};
use std::collections::BTreeMap;

const NAMES: &[&str] = &["functions.get_weather", "browser.search", "python", "", "Bob B"];
const RECIPIENTS: &[&str] = &["all", "functions.get_weather", "assistant", "", "all "];
const CHANNELS: &[&str] = &["analysis", "analysis", "commentary", "final", "final", "", "a b"];
const CONTENT_TYPES: &[&str] = &[
    "json",
    "<|constrain|>json",
    "<|constrain|>",
    "<|constrain|> json",
    "code <|constrain|>",
    "",
];
const NAMESPACES: &[&str] = &["functions", "functions", "browser", "a b", ""];

pub fn role() -> impl Strategy<Value = Role> + Clone {
    select(vec![
        Role::User,
        Role::Assistant,
        Role::System,
        Role::Developer,
        Role::Tool,
    ])
}

fn tool() -> impl Strategy<Value = ToolDescription> {
    let parts = (one_of(NAMES), text(), option::of(schema()));
    parts.prop_map(|(name, description, parameters)| ToolDescription::new(name, description, parameters))
}

fn tools() -> impl Strategy<Value = Option<BTreeMap<String, ToolNamespaceConfig>>> {
    let parts = (one_of(NAMESPACES), maybe(text()), vec(tool(), 0..3));
    let namespace =
        parts.prop_map(|(name, description, tools)| ToolNamespaceConfig::new(name, description, tools));
    option::weighted(0.3, btree_map(one_of(NAMESPACES), namespace, 0..3))
}

fn channel_config() -> impl Strategy<Value = ChannelConfig> {
    (vec(one_of(CHANNELS), 0..4), any::<bool>()).prop_map(|(valid_channels, channel_required)| {
        ChannelConfig {
            valid_channels,
            channel_required,
        }
    })
}

fn system_content() -> impl Strategy<Value = SystemContent> {
    let effort = select(vec![
        ReasoningEffort::Low,
        ReasoningEffort::Medium,
        ReasoningEffort::High,
    ]);
    (
        maybe(text()),
        option::of(effort),
        tools(),
        maybe(text()),
        maybe(text()),
        option::of(channel_config()),
    )
        .prop_map(
            |(
                model_identity,
                reasoning_effort,
                tools,
                conversation_start_date,
                knowledge_cutoff,
                channel_config,
            )| {
                SystemContent {
                    model_identity,
                    reasoning_effort,
                    tools,
                    conversation_start_date,
                    knowledge_cutoff,
                    channel_config,
                }
            },
        )
}

fn developer_content() -> impl Strategy<Value = DeveloperContent> {
    (maybe(text()), tools()).prop_map(|(instructions, tools)| DeveloperContent { instructions, tools })
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        3 => text().prop_map(|text| Content::Text(TextContent { text })),
        1 => system_content().prop_map(Content::SystemContent),
        1 => developer_content().prop_map(Content::DeveloperContent),
    ]
}

/// An author who may say that: most messages have one.
fn fitting_author(author: Author, content: &[Content]) -> Author {
    let role = match content.first() {
        Some(Content::SystemContent(_)) => Role::System,
        Some(Content::DeveloperContent(_)) => Role::Developer,
        _ => author.role,
    };
    let name = match role {
        Role::Tool => author.name.or_else(|| Some("python".to_owned())),
        _ => author.name,
    };
    Author { role, name }
}

fn message() -> impl Strategy<Value = Message> {
    (
        role(),
        option::weighted(0.3, one_of(NAMES)),
        vec(content(), 0..3),
        option::of(one_of(CHANNELS)),
        option::weighted(0.3, one_of(RECIPIENTS)),
        option::weighted(0.3, one_of(CONTENT_TYPES)),
        prop::bool::weighted(0.9),
    )
        .prop_map(
            |(role, name, content, channel, recipient, content_type, fitting)| {
                let author = Author { role, name };
                Message {
                    author: if fitting {
                        fitting_author(author, &content)
                    } else {
                        author
                    },
                    recipient,
                    content,
                    channel,
                    content_type,
                }
            },
        )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn conversations_render_alike(
        messages in vec(message(), 0..5),
        next_turn_role in role(),
        auto_drop_analysis: bool,
    ) {
        let config = RenderConversationConfig { auto_drop_analysis };
        let for_completion =
            REFERENCE.render_conversation_for_completion(&messages, next_turn_role.clone(), config);
        prop_assert_eq!(
            FAST.count_conversation_tokens(&messages, next_turn_role.clone(), config),
            for_completion.as_ref().map(Vec::len).map_err(Clone::clone)
        );
        prop_assert_eq!(
            FAST.render_conversation_for_completion(&messages, next_turn_role, config),
            for_completion
        );
        let for_training = REFERENCE.render_conversation_for_training(&messages, config);
        prop_assert_eq!(FAST.render_conversation_for_training(&messages, config), for_training);
    }

    #[test]
    fn conversations_render_alike_without_an_ending(
        messages in vec(message(), 0..4),
        auto_drop_analysis: bool,
    ) {
        let config = RenderConversationConfig { auto_drop_analysis };
        prop_assert_eq!(
            FAST.render_conversation(&messages, config),
            REFERENCE.render_conversation(&messages, config)
        );
    }

    #[test]
    fn messages_render_alike(message in message(), conversation_has_function_tools: bool) {
        let options = RenderOptions { conversation_has_function_tools };
        prop_assert_eq!(FAST.render(&message, options), REFERENCE.render(&message, options));
    }
}
