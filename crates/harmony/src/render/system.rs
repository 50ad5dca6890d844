//! Writes the content of a system message: identity, dates, reasoning effort, tools and channels.

use super::{separator::Separator, tools};
use crate::{
    RenderOptions,
    prompt::{ChannelConfig, ReasoningEffort, SystemContent},
};

/// Writes the content's sections, separated by empty lines.
pub(super) fn write(content: &SystemContent, options: RenderOptions, out: &mut String) {
    let mut sections = Separator::new("\n\n");
    if has_identity(content) {
        sections.next(out);
        write_identity(content, out);
    }
    if let Some(effort) = content.reasoning_effort {
        sections.next(out);
        out.push_str("Reasoning: ");
        out.push_str(effort_name(effort));
    }
    if let Some(namespaces) = content.tools.as_ref().filter(|namespaces| !namespaces.is_empty()) {
        sections.next(out);
        tools::write(namespaces, out);
    }
    if let Some(channels) = content
        .channel_config
        .as_ref()
        .filter(|config| !config.valid_channels.is_empty())
    {
        sections.next(out);
        write_channels(channels, options, out);
    }
}

fn has_identity(content: &SystemContent) -> bool {
    content.model_identity.is_some()
        || content.knowledge_cutoff.is_some()
        || content.conversation_start_date.is_some()
}

fn write_identity(content: &SystemContent, out: &mut String) {
    let mut lines = Separator::new("\n");
    for (label, value) in [
        ("", &content.model_identity),
        ("Knowledge cutoff: ", &content.knowledge_cutoff),
        ("Current date: ", &content.conversation_start_date),
    ] {
        if let Some(value) = value {
            lines.next(out);
            out.push_str(label);
            out.push_str(value);
        }
    }
}

fn effort_name(effort: ReasoningEffort) -> &'static str {
    match effort {
        ReasoningEffort::Low => "low",
        ReasoningEffort::Medium => "medium",
        ReasoningEffort::High => "high",
    }
}

fn write_channels(config: &ChannelConfig, options: RenderOptions, out: &mut String) {
    out.push_str("# Valid channels: ");
    let mut names = Separator::new(", ");
    for channel in &config.valid_channels {
        names.next(out);
        out.push_str(channel);
    }
    out.push('.');
    if config.channel_required {
        out.push_str(" Channel must be included for every message.");
    }
    if options.conversation_has_function_tools {
        out.push_str("\nCalls to these tools must go to the commentary channel: 'functions'.");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::{ChannelConfig, SystemContent};

    fn written(content: &SystemContent, conversation_has_function_tools: bool) -> String {
        let mut out = String::new();
        let options = RenderOptions {
            conversation_has_function_tools,
        };
        write(&content.clone().into(), options, &mut out);
        out
    }

    const NOTHING: SystemContent = SystemContent {
        model_identity: None,
        reasoning_effort: None,
        tools: None,
        conversation_start_date: None,
        knowledge_cutoff: None,
        channel_config: None,
    };

    #[test]
    fn the_default_content_has_three_sections() {
        let content = SystemContent::new().with_conversation_start_date("2025-06-28");
        assert_eq!(
            written(&content, true),
            "You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\n\
             Current date: 2025-06-28\n\nReasoning: medium\n\n\
             # Valid channels: analysis, commentary, final. Channel must be included for every message.\n\
             Calls to these tools must go to the commentary channel: 'functions'."
        );
    }

    #[test]
    fn what_is_missing_leaves_nothing_and_what_is_empty_leaves_a_line() {
        assert_eq!(written(&NOTHING, true), "");
        let empty = SystemContent {
            model_identity: Some(String::new()),
            reasoning_effort: Some(ReasoningEffort::Low),
            tools: Some(Default::default()),
            channel_config: Some(ChannelConfig::default()),
            ..NOTHING
        };
        assert_eq!(written(&empty, true), "\n\nReasoning: low");
    }
}
